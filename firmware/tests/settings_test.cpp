#include "core/store/settings.h"

#include <string.h>

#include "core/store/flash_map.h"
#include "core/store/settings_codec.h"
#include "tests/check.h"

using smr::Settings;
using smr::SettingsProblem;

namespace {

void set_secret(Settings* settings, const char* secret) {
    settings->wifi.secret_size = static_cast<uint8_t>(strlen(secret));
    memcpy(settings->wifi.secret, secret, strlen(secret) < sizeof settings->wifi.secret
                                              ? strlen(secret)
                                              : sizeof settings->wifi.secret);
}

// Settings in which every field differs from its default.
Settings full_settings() {
    Settings settings = smr::default_settings();
    memcpy(settings.name, "meter cupboard \xC3\xA9", 17);
    settings.name_size = 17;
    memcpy(settings.wifi.ssid, "home", 4);
    settings.wifi.ssid_size = 4;
    set_secret(&settings, "correct horse");
    settings.addresses = {true, {192, 168, 7, 9}, {255, 255, 255, 0}, {192, 168, 7, 1}, {9, 9, 9, 9}};
    settings.has_admin = true;
    memset(settings.admin.ha1_md5, 0x11, sizeof settings.admin.ha1_md5);
    memset(settings.admin.ha1_sha256, 0x22, sizeof settings.admin.ha1_sha256);
    memset(settings.admin.arduino_md5, 0x33, sizeof settings.admin.arduino_md5);
    settings.commissioned = true;
    settings.line = {9600, 7, 'e', 1, false};
    settings.power_quarter_dbm = 82;
    settings.phy_mode = smr::PhyMode::kG;
    settings.led = {2, true};
    settings.request = {5, false};
    settings.button = 4;
    settings.arduino_ota = false;
    settings.key_pinned = true;
    memset(settings.public_key, 0x44, sizeof settings.public_key);
    settings.rollback_protection = true;
    settings.security_floor = 0x01020304;
    return settings;
}

}  // namespace

TEST(default_settings_have_no_problem) { CHECK_EQ(check_settings(smr::default_settings()), SettingsProblem::kNone); }

TEST(each_bad_value_is_named) {
    const struct {
        void (*spoil)(Settings*);
        SettingsProblem problem;
    } cases[] = {
        {[](Settings* s) { s->name[0] = '\n'; }, SettingsProblem::kName},
        {[](Settings* s) { s->name[0] = '\xFF'; }, SettingsProblem::kName},
        {[](Settings* s) { s->name_size = 33; }, SettingsProblem::kName},
        {[](Settings* s) { s->wifi.ssid_size = 33; }, SettingsProblem::kSsid},
        {[](Settings* s) { set_secret(s, "1234567"); }, SettingsProblem::kSecret},
        {[](Settings* s) { s->wifi.secret_size = 65; }, SettingsProblem::kSecret},
        {[](Settings* s) { memset(s->wifi.secret, 'g', 64), s->wifi.secret_size = 64; }, SettingsProblem::kSecret},
        {[](Settings* s) { s->addresses.netmask[1] = 0; }, SettingsProblem::kAddresses},
        {[](Settings* s) { s->addresses.netmask[3] = 255; }, SettingsProblem::kAddresses},
        {[](Settings* s) { s->addresses.address[0] = 127; }, SettingsProblem::kAddresses},
        {[](Settings* s) { s->addresses.address[0] = 239; }, SettingsProblem::kAddresses},
        {[](Settings* s) { memset(s->addresses.gateway, 0, 4); }, SettingsProblem::kAddresses},
        {[](Settings* s) { s->line.baud = 299; }, SettingsProblem::kBaud},
        {[](Settings* s) { s->line.baud = 115201; }, SettingsProblem::kBaud},
        {[](Settings* s) { s->line.data_bits = 9; }, SettingsProblem::kFormat},
        {[](Settings* s) { s->line.parity = 'x'; }, SettingsProblem::kFormat},
        {[](Settings* s) { s->line.stop_bits = 3; }, SettingsProblem::kFormat},
        {[](Settings* s) { s->power_quarter_dbm = 83; }, SettingsProblem::kPower},
        {[](Settings* s) { s->phy_mode = static_cast<smr::PhyMode>(4); }, SettingsProblem::kPhyMode},
        {[](Settings* s) { s->led.pin = 6; }, SettingsProblem::kPin},
        {[](Settings* s) { s->led.pin = 3; }, SettingsProblem::kPin},
        {[](Settings* s) { s->request.pin = 17; }, SettingsProblem::kPin},
        {[](Settings* s) { s->request.pin = s->led.pin; }, SettingsProblem::kPin},
        {[](Settings* s) { s->button = 16; }, SettingsProblem::kPin},
    };
    for (const auto& each : cases) {
        Settings settings = full_settings();
        CHECK_EQ(check_settings(settings), SettingsProblem::kNone);
        each.spoil(&settings);
        CHECK_EQ(check_settings(settings), each.problem);
        CHECK(name_of(each.problem).size() > 0);
    }
}

TEST(a_key_of_64_digits_and_an_open_network_are_secrets_too) {
    Settings settings = full_settings();
    memset(settings.wifi.secret, 'A', 64);
    settings.wifi.secret_size = 64;
    CHECK_EQ(check_settings(settings), SettingsProblem::kNone);
    settings.wifi.secret_size = 0;
    CHECK_EQ(check_settings(settings), SettingsProblem::kNone);
}

TEST(encoded_settings_come_back_whole) {
    const Settings all[] = {smr::default_settings(), full_settings()};
    for (const Settings& settings : all) {
        uint8_t bytes[smr::kLargestSettings];
        const size_t size = encode_settings(settings, bytes);
        Settings back;
        CHECK(smr::decode_settings(bytes, size, &back));
        uint8_t again[smr::kLargestSettings];
        CHECK_EQ(encode_settings(back, again), size);
        CHECK_BYTES(again, size, bytes, size);
    }
}

TEST(a_button_that_floats_was_taken_once_and_is_dropped_alone) {
    Settings kept = full_settings();
    kept.button = 16;
    uint8_t bytes[smr::kLargestSettings];
    Settings back;
    CHECK(smr::decode_settings(bytes, encode_settings(kept, bytes), &back));
    CHECK_EQ(back.button, smr::kNoPin);
    CHECK_BYTES(back.wifi.ssid, back.wifi.ssid_size, "home", 4U);
}

TEST(every_field_is_stored) {
    uint8_t bytes[smr::kLargestSettings];
    const size_t size = encode_settings(full_settings(), bytes);
    Settings back;
    CHECK(smr::decode_settings(bytes, size, &back));
    CHECK_BYTES(back.name, back.name_size, "meter cupboard \xC3\xA9", 17U);
    CHECK_BYTES(back.wifi.ssid, back.wifi.ssid_size, "home", 4U);
    CHECK_BYTES(back.wifi.secret, back.wifi.secret_size, "correct horse", 13U);
    CHECK(back.addresses.fixed);
    CHECK_EQ(back.addresses.address[2], 7);
    CHECK_EQ(back.addresses.netmask[0], 255);
    CHECK_EQ(back.addresses.gateway[3], 1);
    CHECK_EQ(back.addresses.dns[0], 9);
    CHECK(back.has_admin && back.commissioned && back.key_pinned && back.rollback_protection);
    CHECK_EQ(back.admin.ha1_md5[15], 0x11);
    CHECK_EQ(back.admin.ha1_sha256[31], 0x22);
    CHECK_EQ(back.admin.arduino_md5[15], 0x33);
    CHECK_EQ(back.line.baud, 9600U);
    CHECK_EQ(back.line.data_bits, 7);
    CHECK_EQ(back.line.parity, 'e');
    CHECK(!back.line.inverted);
    CHECK_EQ(back.power_quarter_dbm, 82);
    CHECK_EQ(back.phy_mode, smr::PhyMode::kG);
    CHECK_EQ(back.led.pin, 2);
    CHECK(back.led.active_low);
    CHECK_EQ(back.request.pin, 5);
    CHECK_EQ(back.button, 4);
    CHECK(!back.arduino_ota);
    CHECK_EQ(back.public_key[63], 0x44);
    CHECK_EQ(back.security_floor, 0x01020304U);
}

TEST(the_longest_settings_fit) {
    Settings settings = full_settings();
    settings.name_size = smr::kNameSize;
    settings.wifi.ssid_size = smr::kSsidSize;
    memset(settings.wifi.secret, 'a', 64);
    settings.wifi.secret_size = 64;
    uint8_t bytes[smr::kLargestSettings];
    CHECK(encode_settings(settings, bytes) <= sizeof bytes);
}

TEST(fields_of_newer_firmware_are_skipped_and_missing_ones_keep_their_defaults) {
    const uint8_t bytes[] = {200, 3, 1, 2, 3, 1, 2, 'a', 'b'};
    Settings settings;
    CHECK(smr::decode_settings(bytes, sizeof bytes, &settings));
    CHECK_BYTES(settings.name, settings.name_size, "ab", 2U);
    CHECK_EQ(settings.line.baud, 115200U);
}

TEST(cut_or_random_bytes_never_make_bad_settings) {
    uint8_t bytes[smr::kLargestSettings];
    const size_t size = encode_settings(full_settings(), bytes);
    check::Random random(3);
    Settings settings;
    for (size_t cut = 0; cut < size; ++cut) {
        if (smr::decode_settings(bytes, cut, &settings)) {
            CHECK_EQ(check_settings(settings), SettingsProblem::kNone);
        }
    }
    for (unsigned round = 0; round < 20000; ++round) {
        uint8_t changed[smr::kLargestSettings];
        memcpy(changed, bytes, size);
        for (unsigned count = 1 + random.below(4); count > 0; --count) {
            changed[random.below(static_cast<uint32_t>(size))] = random.byte();
        }
        if (smr::decode_settings(changed, size, &settings)) {
            CHECK_EQ(check_settings(settings), SettingsProblem::kNone);
        }
    }
}

// Guards against overlaps: the loader's sector, the application's slot, the staging slot, both records, and below the SDK's sectors the settings.
TEST(everything_in_flash_has_its_own_place) {
    const smr::Board boards[] = {smr::Board::kEsp8266With1M, smr::Board::kEsp8266With4M};
    const uint32_t sizes[] = {1024 * 1024, 4 * 1024 * 1024};
    for (unsigned index = 0; index < 2; ++index) {
        const smr::FlashMap map = smr::flash_map(boards[index]);
        const uint32_t slot = smr::kMostSectors * smr::kSectorSize;
        CHECK(smr::kApplicationAt + slot <= SMR_BOOT_RECORD_1);
        CHECK(SMR_BOOT_RECORD_1 + smr::kSectorSize <= smr::kStagingAt);
        // The hole, and a sector for each of the application.
        CHECK(smr::kStagingAt + smr::kSectorSize + slot <= (index == 0 ? map.settings[0] : SMR_BOOT_RECORD_0));
        CHECK_EQ(map.settings[0] + smr::kSectorSize, map.settings[1]);
        CHECK(index == 1 || map.settings[1] + smr::kSectorSize <= SMR_BOOT_RECORD_0);
        CHECK(index == 1 || SMR_BOOT_RECORD_0 + smr::kSectorSize <= 0xFC000);
        // Above: calibration, and three sectors of the SDK's parameters.
        CHECK(map.settings[1] + smr::kSectorSize <= sizes[index] - 4 * smr::kSectorSize);
        smr::Board found;
        CHECK(smr::board_of_flash_size(sizes[index], &found));
        CHECK_EQ(found, boards[index]);
    }
    // As the tool says it, and the documents.
    CHECK_EQ(smr::kLargestImage, 507808U);
    smr::Board found;
    CHECK(!smr::board_of_flash_size(512 * 1024, &found));
}
