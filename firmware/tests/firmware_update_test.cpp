#include "core/ota/firmware_update.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "core/store/settings_store.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"
#include "tests/fake_flash.h"
#include "tests/hosted_loader.h"
#include "tests/made_image.h"

using smr::FirmwareUpdate;
using smr::ImageProblem;
using State = smr::FirmwareUpdate::State;

namespace {

constexpr size_t kMegabyte = 1024 * 1024;
constexpr smr::Board kBoard = smr::Board::kEsp8266With1M;

FakeFlash flash;
FakeCrypto crypto;
smr::Settings settings;

// A running image in flash, and the settings of its owner. Returns a new image to send.
MadeImage& chip_that_runs() {
    flash.reset(kMegabyte);
    settings = smr::default_settings();
    memcpy(settings.wifi.ssid, "home", 4);
    settings.wifi.ssid_size = 4;
    smr::SettingsStore(flash, smr::flash_map(kBoard)).save(settings);
    MadeImage& image = check::fresh<MadeImage>();
    flash.write(0, image.bytes(), image.size());
    // The new one differs.
    memcpy(image.bytes() + MadeImage::kDescriptorAt + 12, "2.0.0", 5);
    image.seal_descriptor();
    image.seal();
    return image;
}

MadeImage& made(const MadeImage::Wanted& wanted) {
    static MadeImage image;
    image = MadeImage(wanted);
    return image;
}

// An update, on the record as a gateway has it after a start.
struct Updater {
    Updater() : record(flash), update(flash, crypto, record, kBoard) { record.load(); }

    bool send(const uint8_t* bytes, size_t size, size_t piece) {
        for (size_t at = 0; at < size; at += piece) {
            if (!update.write(bytes + at, size - at < piece ? size - at : piece)) {
                return false;
            }
        }
        update.finish();
        for (unsigned step = 0; update.state() == State::kVerifying; ++step) {
            CHECK(step < 2000);
            update.tick(joined);
        }
        return update.state() == State::kReady;
    }
    bool send(MadeImage& image, size_t piece) {
        return update.begin(static_cast<uint32_t>(image.size()), settings) && send(image.bytes(), image.size(), piece);
    }

    smr::BootRecord record;
    FirmwareUpdate update;
    bool joined = true;
};

bool boot() { return hosted_loader::run(flash, false) == SMR_BOOT_RUN; }

bool runs(const char* version) {
    return memcmp(flash.bytes() + MadeImage::kDescriptorAt + 12, version, 5) == 0;
}

// Whether the application's slot holds what `image` brings.
bool holds(const MadeImage& image) {
    return memcmp(flash.bytes() + smr::kApplicationAt, image.application(), image.application_size()) == 0;
}

bool has_settings() {
    smr::Settings loaded;
    return smr::SettingsStore(flash, smr::flash_map(kBoard)).load(&loaded) && loaded.wifi.ssid_size == 4;
}

}  // namespace

TEST(an_update_is_swapped_in_by_the_boot_loader_at_the_next_start) {
    const size_t pieces[] = {1, 3, 256, 1460, 4096};
    for (const size_t piece : pieces) {
        MadeImage& image = chip_that_runs();
        Updater updater;
        // The boot loader on the chip stays, whichever comes with an image.
        image.bytes()[0x800] ^= 0xFF;
        CHECK(updater.send(image, piece));
        CHECK(runs("1.2.3"));
        CHECK(boot());
        CHECK(runs("2.0.0"));
        CHECK(holds(image));
        CHECK_EQ(flash.bytes()[0x800], image.bytes()[0x800] ^ 0xFF);
        CHECK(has_settings());
        CHECK_EQ(flash.violations, 0U);
        Updater next;
        CHECK_EQ(next.record.standing(), smr::Standing::kTrial);
        CHECK(next.record.was_joined());
    }
}

TEST(an_upload_of_unknown_size_is_taken_too) {
    MadeImage& image = chip_that_runs();
    Updater updater;
    CHECK(updater.update.begin(0, settings));
    CHECK(updater.send(image.bytes(), image.size(), 700));
    CHECK(boot());
    CHECK(runs("2.0.0"));
}

TEST(a_signed_image_is_taken_with_its_trailer_behind_it) {
    MadeImage& image = chip_that_runs();
    Updater updater;
    settings.key_pinned = true;
    memset(settings.public_key, 5, sizeof settings.public_key);
    image.sign(settings.public_key);
    CHECK(updater.update.begin(static_cast<uint32_t>(image.signed_size()), settings));
    CHECK(updater.send(image.bytes(), image.signed_size(), 1000));
    uint8_t digest[32];
    crypto.hash(smr::HashKind::kSha256, image.application(), image.application_size(), digest);
    CHECK_BYTES(updater.update.application_sha256(), 32, digest, 32);
    CHECK(boot());
    CHECK(holds(image));
}

TEST(a_gateway_that_was_not_joined_asks_for_no_network_of_the_new_image) {
    MadeImage& image = chip_that_runs();
    Updater updater;
    updater.joined = false;
    CHECK(updater.send(image, 512));
    CHECK(boot());
    Updater next;
    CHECK(!next.record.was_joined());
}

// The swap takes as many sectors as the larger image has: the sectors behind a smaller one hold nothing of an older upload.
TEST(what_lies_behind_a_smaller_image_is_erased) {
    chip_that_runs();
    MadeImage& larger = made({"1.2.3", "esp8266-1m", 3, 14000});
    flash.reset(kMegabyte);
    flash.write(0, larger.bytes(), larger.size());
    alignas(4) uint8_t dirt[4] = {};
    for (uint32_t sector = 0; sector < 6; ++sector) {
        flash.write(smr::kStagingAt + sector * smr::kSectorSize + 2048, dirt, sizeof dirt);
    }
    MadeImage& image = check::fresh<MadeImage>();
    Updater updater;
    CHECK(updater.send(image, 512));
    CHECK(boot());
    CHECK(holds(image));
    // Four sectors were swapped, and the fourth is blank. The fifth is none of theirs.
    CHECK_EQ(flash.bytes()[smr::kApplicationAt + 3 * smr::kSectorSize + 2048], 0xFF);
    CHECK_EQ(flash.bytes()[smr::kStagingAt + 5 * smr::kSectorSize + 2048], 0);
    Updater next;
    CHECK_EQ(next.record.sectors(), 4U);
}

TEST(nothing_is_staged_while_the_running_image_is_on_trial) {
    MadeImage& image = chip_that_runs();
    CHECK(check::fresh<Updater>().send(image, 512));
    CHECK(boot());
    Updater next;
    flash.power_on();
    CHECK(!next.update.begin(static_cast<uint32_t>(image.size()), settings));
    CHECK_EQ(next.update.problem(), ImageProblem::kUnconfirmed);
    CHECK_EQ(next.update.state(), State::kIdle);
    CHECK_EQ(flash.operations, 0U);
    CHECK(next.record.confirm());
    CHECK(next.update.begin(static_cast<uint32_t>(image.size()), settings));
}

TEST(a_bad_image_is_refused_and_the_next_one_taken) {
    MadeImage& image = chip_that_runs();
    Updater updater;
    image.bytes()[0x1100] ^= 1;
    CHECK(updater.update.begin(static_cast<uint32_t>(image.size()), settings));
    CHECK(!updater.send(image.bytes(), image.size(), 512));
    CHECK_EQ(updater.update.state(), State::kFailed);
    CHECK_EQ(updater.update.problem(), ImageProblem::kCheckSum);
    CHECK(boot());
    CHECK(runs("1.2.3"));
    image.bytes()[0x1100] ^= 1;
    CHECK(updater.update.begin(static_cast<uint32_t>(image.size()), settings));
    CHECK(updater.send(image.bytes(), image.size(), 512));
}

TEST(what_cannot_fit_is_refused_before_anything_is_erased) {
    chip_that_runs();
    Updater updater;
    flash.power_on();
    CHECK(!updater.update.begin(smr::kLargestImage + smr::kTrailerSize + 4, settings));
    CHECK_EQ(updater.update.problem(), ImageProblem::kTooLarge);
    CHECK_EQ(flash.operations, 0U);
    CHECK(updater.update.begin(smr::kLargestImage + smr::kTrailerSize, settings));
}

TEST(more_bytes_than_announced_fewer_bytes_and_no_bytes_fail) {
    MadeImage& image = chip_that_runs();
    Updater updater;
    const uint32_t size = static_cast<uint32_t>(image.size());
    CHECK(updater.update.begin(size - 4, settings));
    CHECK(!updater.send(image.bytes(), size, size));
    CHECK_EQ(updater.update.problem(), ImageProblem::kTooLarge);
    CHECK(updater.update.begin(size, settings));
    CHECK(!updater.send(image.bytes(), size - 16, 512));
    CHECK_EQ(updater.update.problem(), ImageProblem::kLength);
    CHECK(updater.update.begin(0, settings));
    CHECK(!updater.send(image.bytes(), 0, 512));
    CHECK_EQ(updater.update.problem(), ImageProblem::kTooShort);
}

TEST(only_one_upload_at_a_time) {
    MadeImage& image = chip_that_runs();
    Updater updater;
    CHECK(updater.update.begin(static_cast<uint32_t>(image.size()), settings));
    CHECK(!updater.update.begin(static_cast<uint32_t>(image.size()), settings));
    updater.update.abandon();
    CHECK(updater.update.begin(static_cast<uint32_t>(image.size()), settings));
}

TEST(a_flash_chip_that_fails_fails_the_update) {
    MadeImage& image = chip_that_runs();
    Updater updater;
    CHECK(updater.update.begin(static_cast<uint32_t>(image.size()), settings));
    flash.refuse(true);
    CHECK(!updater.send(image.bytes(), image.size(), 512));
    flash.refuse(false);
    CHECK_EQ(updater.update.problem(), ImageProblem::kFlash);
    CHECK(boot());
    CHECK(runs("1.2.3"));
}

// Each operation from the first erasure to the request, and the start after it: the old image or the new one, and all settings.
TEST(power_cut_at_any_byte_of_staging_and_request_leaves_a_whole_firmware_and_all_settings) {
    MadeImage& image = chip_that_runs();
    const MadeImage running;
    unsigned long cuts = 0;
    unsigned long swapped = 0;
    bool finished = false;
    for (unsigned operation = 0; !finished; ++operation) {
        for (unsigned byte = 0;; ++byte) {
            Updater& updater = check::fresh<Updater>();
            flash.cut_power_at(operation, byte);
            const bool ready = updater.send(image, 4096);
            const bool cut = !flash.has_power();
            flash.power_on();
            CHECK(ready || cut);
            const bool started = hosted_loader::run(flash, true) == SMR_BOOT_RUN;
            const bool is_new = holds(image);
            if (!started || (!is_new && !holds(running)) || (!cut && !is_new) || !has_settings()) {
                CHECK(false);
                return;
            }
            swapped += cut && is_new ? 1U : 0U;
            if (is_new) {
                chip_that_runs();
            }
            if (!cut) {
                finished = byte == 0;
                break;
            }
            ++cuts;
        }
    }
    CHECK_EQ(flash.violations, 0U);
    check::report("power cuts during updates", cuts);
    // A request that lacks its last bits at most.
    CHECK(swapped <= 4);
    CHECK(cuts > 16000);
}
