// The format of settings as firmware in the field knows it: what an image on trial saves must be readable by the image before.
//
// The bytes and the reader here are those of the first release and stay as they are, whatever becomes of the codec.
#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "core/gateway.h"
#include "tests/check.h"
#include "tests/whole_gateway.h"

namespace {

// Fields of the first release, without those of the admin, which each gateway hashes with its own id.
const uint8_t kFields[] = {
    1,  4,  'S', 'h', 'e', 'd',                                                        // name
    2,  14, 4,   'h', 'o', 'm', 'e', 's', 'w', 'o', 'r', 'd', 'f', 'i', 's', 'h',      // Wi-Fi
    5,  1,  1,                                                                         // commissioned
    6,  8,  0x80, 0x25, 0, 0, 7, 'e', 1, 1,                                            // line: 9600 7E1, inverted
    7,  2,  56,  3,                                                                    // radio
    8,  5,  2,   1,   0xFF, 0, 0,                                                      // pins
    9,  1,  0,                                                                         // ArduinoOTA
    11, 5,  0,   3,   0,   0,   0,                                                     // rollback protection
};
constexpr uint8_t kAdminTag = 4;
constexpr size_t kAdminSize = 64;
constexpr uint16_t kFirstFormat = 1;
constexpr size_t kHeader = 16;
constexpr uint8_t kNewestTag = 11;

// A slot as firmware of the first release wrote it, with the admin's hashes.
void put_first_release(WholeGateway& scene) {
    smr::AdminHashes hashes;
    smr::hash_password(scene.crypto, WholeGateway::kId, smr::Identity::kSize, WholeGateway::kPassword,
                       strlen(WholeGateway::kPassword), &hashes);
    alignas(4) uint8_t slot[256];
    memset(slot, 0xFF, sizeof slot);
    uint8_t* fields = slot + kHeader;
    memcpy(fields, kFields, sizeof kFields);
    uint8_t* admin = fields + sizeof kFields;
    admin[0] = kAdminTag;
    admin[1] = kAdminSize;
    memcpy(admin + 2, hashes.ha1_md5, 16);
    memcpy(admin + 18, hashes.ha1_sha256, 32);
    memcpy(admin + 50, hashes.arduino_md5, 16);
    const size_t size = sizeof kFields + 2 + kAdminSize;
    smr::put_u32(slot, 0x53524D53);
    smr::put_u32(slot + 4, 1);
    smr::put_u16(slot + 8, static_cast<uint16_t>(size));
    smr::put_u16(slot + 10, kFirstFormat);
    smr::put_u32(slot + 12, smr::crc32_ieee(smr::crc32_ieee(0, slot + 4, 8), fields, size));
    const size_t rounded = (kHeader + size + 3) & ~size_t{3};
    CHECK(scene.flash.write(smr::flash_map(WholeGateway::kBoard).settings[0], slot, rounded));
}

// The newest slot, as firmware of the first release looks for it; null without one.
const uint8_t* newest_slot(WholeGateway& scene) {
    const smr::FlashMap map = smr::flash_map(WholeGateway::kBoard);
    const uint8_t* newest = nullptr;
    for (const uint32_t address : map.settings) {
        const uint8_t* slot = scene.flash.bytes() + address;
        const size_t size = smr::get_u16(slot + 8);
        if (smr::get_u32(slot) == 0x53524D53 && smr::get_u16(slot + 10) == kFirstFormat && size <= 320 &&
            smr::get_u32(slot + 12) == smr::crc32_ieee(smr::crc32_ieee(0, slot + 4, 8), slot + kHeader, size) &&
            (newest == nullptr || smr::get_u32(slot + 4) > smr::get_u32(newest + 4))) {
            newest = slot;
        }
    }
    return newest;
}

// A field of the slot with its size; null if it is not there.
const uint8_t* field(const uint8_t* slot, uint8_t tag, size_t* size) {
    const uint8_t* at = slot + kHeader;
    const uint8_t* end = at + smr::get_u16(slot + 8);
    while (at + 2 <= end && at + 2 + at[1] <= end) {
        if (at[0] == tag) {
            *size = at[1];
            return at + 2;
        }
        at += 2 + at[1];
    }
    return nullptr;
}

}  // namespace

TEST(settings_saved_on_trial_are_read_by_the_image_before) {
    WholeGateway& scene = check::fresh<WholeGateway>();
    put_first_release(scene);
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.gateway->device().settings.line.baud, 9600U);
    scene.run(2 * smr::kMinute, 50);
    MadeImage next(MadeImage::Wanted{"2.0.0", "esp8266-1m", 4, 1024});
    CHECK_EQ(scene.upload(next), 200);
    scene.run(10 * smr::kSecond, 50);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.gateway->device().record.standing(), smr::Standing::kTrial);

    // All that a user can set, twice, so that both slots are the trial's.
    const char* const changes[] = {
        "{\"name\":\"Cellar\",\"serial\":{\"baud\":19200,\"format\":\"8n1\"},\"radio\":{\"power_dbm\":10}}",
        "{\"pins\":{\"led\":4,\"button\":0},\"ota\":{\"arduino\":true,\"rollback_protection\":true}}",
    };
    for (const char* const change : changes) {
        CHECK_EQ(scene.admin("PATCH", "/api/v1/config", change, strlen(change)), 200);
    }
    CHECK_EQ(scene.gateway->device().record.standing(), smr::Standing::kTrial);

    const uint8_t* slot = newest_slot(scene);
    if (slot == nullptr) {
        CHECK(false);
        return;
    }
    CHECK_EQ(smr::get_u32(slot + 4), 3U);
    size_t size = 0;
    const uint8_t* value = field(slot, 1, &size);
    CHECK(value != nullptr && size == 6 && memcmp(value, "Cellar", 6) == 0);
    value = field(slot, 2, &size);
    CHECK(value != nullptr && size == 14 && memcmp(value, kFields + 8, 14) == 0);
    value = field(slot, 6, &size);
    CHECK(value != nullptr && size == 8 && smr::get_u32(value) == 19200 && value[4] == 8 && value[5] == 'n');
    value = field(slot, 11, &size);
    CHECK(value != nullptr && size == 5 && value[0] == 1);
    value = field(slot, kAdminTag, &size);
    CHECK(value != nullptr && size == kAdminSize);
    // Fields that firmware of the first release would skip are fine; one that it knows must have the size that it knows.
    const uint8_t known[kNewestTag + 1] = {0, 0, 0, 16, kAdminSize, 1, 8, 2, 5, 1, 64, 5};
    for (uint8_t tag = 3; tag <= kNewestTag; ++tag) {
        CHECK(field(slot, tag, &size) == nullptr || size == known[tag]);
    }
    // And the image before comes back with them.
    CHECK_EQ(scene.admin("POST", "/api/v1/rollback"), 202);
    scene.run(10 * smr::kSecond, 50);
    CHECK(scene.runs("1.2.3"));
    CHECK_BYTES(scene.gateway->device().settings.name, scene.gateway->device().settings.name_size, "Cellar", 6);
}
