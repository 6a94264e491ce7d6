#include "core/ota/firmware_update.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "core/store/settings_store.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"
#include "tests/fake_flash.h"
#include "tests/fake_system.h"
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

bool send(FirmwareUpdate& update, const uint8_t* bytes, size_t size, size_t piece) {
    for (size_t at = 0; at < size; at += piece) {
        if (!update.write(bytes + at, size - at < piece ? size - at : piece)) {
            return false;
        }
    }
    update.finish();
    for (unsigned step = 0; update.state() == State::kVerifying; ++step) {
        CHECK(step < 1000);
        update.tick();
    }
    return update.state() == State::kReady;
}

// What the boot loader does at the next start: true if it copied an image.
bool boot(FakeSystem& system) {
    const uint8_t* command = system.rtc();
    if (smr::get_u32(command) != 0xEB001000 ||
        smr::get_u32(command + 124) != smr::crc32_boot(smr::kBootCrcStart, command, 124)) {
        return false;
    }
    CHECK_EQ(smr::get_u32(command + 4), 1U);
    memmove(flash.bytes() + smr::get_u32(command + 12), flash.bytes() + smr::get_u32(command + 8),
            smr::get_u32(command + 16));
    return true;
}

bool runs(const char* version) {
    return memcmp(flash.bytes() + MadeImage::kDescriptorAt + 12, version, 5) == 0;
}

bool has_settings() {
    smr::Settings loaded;
    return smr::SettingsStore(flash, smr::flash_map(kBoard)).load(&loaded) && loaded.wifi.ssid_size == 4;
}

}  // namespace

TEST(an_update_is_copied_by_the_boot_loader_at_the_next_start) {
    const size_t pieces[] = {1, 3, 256, 1460, 4096};
    for (const size_t piece : pieces) {
        MadeImage& image = chip_that_runs();
        FakeSystem system;
        FirmwareUpdate update(flash, crypto, system, kBoard);
        CHECK(update.begin(static_cast<uint32_t>(image.size()), settings));
        CHECK(send(update, image.bytes(), image.size(), piece));
        CHECK(runs("1.2.3"));
        CHECK(boot(system));
        CHECK(runs("2.0.0"));
        CHECK_BYTES(flash.bytes(), image.size(), image.bytes(), image.size());
        CHECK(has_settings());
        CHECK_EQ(flash.violations + system.violations, 0U);
    }
}

TEST(an_upload_of_unknown_size_is_taken_too) {
    MadeImage& image = chip_that_runs();
    FakeSystem system;
    FirmwareUpdate update(flash, crypto, system, kBoard);
    CHECK(update.begin(0, settings));
    CHECK(send(update, image.bytes(), image.size(), 700));
    CHECK(boot(system));
    CHECK(runs("2.0.0"));
}

TEST(a_signed_image_is_copied_without_its_trailer) {
    MadeImage& image = chip_that_runs();
    FakeSystem system;
    FirmwareUpdate update(flash, crypto, system, kBoard);
    settings.key_pinned = true;
    memset(settings.public_key, 5, sizeof settings.public_key);
    image.sign(settings.public_key);
    CHECK(update.begin(static_cast<uint32_t>(image.signed_size()), settings));
    CHECK(send(update, image.bytes(), image.signed_size(), 1000));
    CHECK_EQ(smr::get_u32(system.rtc() + 16), image.size());
}

TEST(a_bad_image_is_refused_and_the_next_one_taken) {
    MadeImage& image = chip_that_runs();
    FakeSystem system;
    FirmwareUpdate update(flash, crypto, system, kBoard);
    image.bytes()[0x1100] ^= 1;
    CHECK(update.begin(static_cast<uint32_t>(image.size()), settings));
    CHECK(!send(update, image.bytes(), image.size(), 512));
    CHECK_EQ(update.state(), State::kFailed);
    CHECK_EQ(update.problem(), ImageProblem::kCheckSum);
    CHECK(!boot(system));
    image.bytes()[0x1100] ^= 1;
    CHECK(update.begin(static_cast<uint32_t>(image.size()), settings));
    CHECK(send(update, image.bytes(), image.size(), 512));
}

TEST(what_cannot_fit_is_refused_before_anything_is_erased) {
    chip_that_runs();
    FakeSystem system;
    FirmwareUpdate update(flash, crypto, system, kBoard);
    flash.power_on();
    CHECK(!update.begin(471 * 1024, settings));
    CHECK_EQ(update.problem(), ImageProblem::kTooLarge);
    CHECK_EQ(flash.operations, 0U);
    // Beside a running image of unknown length only what is certain to fit.
    memset(flash.bytes() + 0x1010, 0xFF, 4);
    CHECK(update.begin(400 * 1024, settings));
}

TEST(more_bytes_than_announced_fewer_bytes_and_no_bytes_fail) {
    MadeImage& image = chip_that_runs();
    FakeSystem system;
    FirmwareUpdate update(flash, crypto, system, kBoard);
    const uint32_t size = static_cast<uint32_t>(image.size());
    CHECK(update.begin(size - 4, settings));
    CHECK(!send(update, image.bytes(), size, size));
    CHECK_EQ(update.problem(), ImageProblem::kTooLarge);
    CHECK(update.begin(size, settings));
    CHECK(!send(update, image.bytes(), size - 16, 512));
    CHECK_EQ(update.problem(), ImageProblem::kLength);
    CHECK(update.begin(0, settings));
    CHECK(!send(update, image.bytes(), 0, 512));
    CHECK_EQ(update.problem(), ImageProblem::kTooShort);
}

TEST(only_one_upload_at_a_time) {
    MadeImage& image = chip_that_runs();
    FakeSystem system;
    FirmwareUpdate update(flash, crypto, system, kBoard);
    CHECK(update.begin(static_cast<uint32_t>(image.size()), settings));
    CHECK(!update.begin(static_cast<uint32_t>(image.size()), settings));
    update.abandon();
    CHECK(update.begin(static_cast<uint32_t>(image.size()), settings));
}

TEST(a_flash_chip_that_fails_fails_the_update) {
    MadeImage& image = chip_that_runs();
    FakeSystem system;
    FirmwareUpdate update(flash, crypto, system, kBoard);
    CHECK(update.begin(static_cast<uint32_t>(image.size()), settings));
    flash.refuse(true);
    CHECK(!send(update, image.bytes(), image.size(), 512));
    flash.refuse(false);
    CHECK_EQ(update.problem(), ImageProblem::kFlash);
    CHECK(!boot(system));
}

TEST(power_cut_at_any_byte_of_an_update_leaves_the_old_firmware_and_all_settings) {
    MadeImage& image = chip_that_runs();
    alignas(4) static uint8_t before[16 * 1024];
    memcpy(before, flash.bytes(), sizeof before);
    unsigned long cuts = 0;
    bool finished = false;
    for (unsigned operation = 0; !finished; ++operation) {
        for (unsigned byte = 0;; ++byte) {
            FakeSystem system;
            FirmwareUpdate update(flash, crypto, system, kBoard);
            CHECK(update.begin(static_cast<uint32_t>(image.size()), settings));
            flash.cut_power_at(operation, byte);
            const bool ready = send(update, image.bytes(), image.size(), 4096);
            const bool cut = !flash.has_power();
            flash.power_on();
            if (!cut) {
                CHECK(ready);
                finished = byte == 0;
                break;
            }
            ++cuts;
            CHECK(!ready);
            system.lose_rtc();
            CHECK(!boot(system));
            if (memcmp(flash.bytes(), before, sizeof before) != 0 || !has_settings()) {
                CHECK(false);
                return;
            }
        }
    }
    // The power may also fail after the boot command was written, and before the reset: RTC memory is lost with it.
    FakeSystem system;
    FirmwareUpdate update(flash, crypto, system, kBoard);
    CHECK(update.begin(static_cast<uint32_t>(image.size()), settings));
    CHECK(send(update, image.bytes(), image.size(), 4096));
    system.lose_rtc();
    CHECK(!boot(system));
    CHECK(runs("1.2.3"));
    CHECK_EQ(flash.violations, 0U);
    check::report("power cuts during updates", cuts + 1);
    CHECK(cuts > 8000);
}
