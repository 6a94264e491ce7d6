// The power is cut at every byte of every flash operation in the life of an update: settings, staging, request, swap, confirmation, the order to
// go back, the swap back and its acknowledgement, by the core and by the real boot loader. After each cut the next start runs the old
// image or the new one, whole, with its settings.
#include <string.h>

#include "core/ota/boot_record.h"
#include "core/ota/firmware_update.h"
#include "core/ota/kept_image.h"
#include "core/store/settings_store.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"
#include "tests/fake_flash.h"
#include "tests/hosted_loader.h"
#include "tests/loader_agreement.h"
#include "tests/made_image.h"

namespace {

// In a sample some bytes only of operations on whole sectors: the simulator would take an hour for all.
constexpr unsigned kStride = check::kFull ? 1 : 251;
// A second cut, or the whole rest of the life, after every so many cuts.
constexpr unsigned kSecondCuts = 16;
constexpr unsigned kMostStarts = 12;
constexpr smr::Board kBoard = smr::Board::kEsp8266With1M;

FakeFlash chip;
FakeCrypto crypto;
check::Random seconds(0x2C075);

// Both images, of two sectors each.
struct Images {
    MadeImage first{MadeImage::Wanted{"1.2.3", "esp8266-1m", 3, 4200}};
    MadeImage second{MadeImage::Wanted{"2.0.0", "esp8266-1m", 3, 5000}};
};

Images& images() {
    static Images both;
    return both;
}

bool holds(const MadeImage& image) {
    return memcmp(chip.bytes() + smr::kApplicationAt, image.application(), image.application_size()) == 0;
}

smr::Settings settings_of(const char* name) {
    smr::Settings settings = smr::default_settings();
    memcpy(settings.wifi.ssid, "home", 4);
    settings.wifi.ssid_size = 4;
    settings.name_size = static_cast<uint8_t>(strlen(name));
    memcpy(settings.name, name, settings.name_size);
    return settings;
}

bool has_settings() {
    smr::Settings loaded;
    if (!smr::SettingsStore(chip, smr::flash_map(kBoard)).load(&loaded) || loaded.wifi.ssid_size != 4) {
        return false;
    }
    const char* const names[] = {"factory", "first", "second"};
    for (const char* const name : names) {
        if (loaded.name_size == strlen(name) && memcmp(loaded.name, name, loaded.name_size) == 0) {
            return true;
        }
    }
    return false;
}

bool start(bool power_on) { return hosted_loader::run(chip, power_on) == SMR_BOOT_RUN; }

bool stage(smr::Flash& flash, smr::BootRecord& record) {
    static smr::Settings settings;
    settings = smr::default_settings();
    smr::FirmwareUpdate update(flash, crypto, record, kBoard);
    MadeImage& next = images().second;
    if (!update.begin(static_cast<uint32_t>(next.size()), settings) || !update.write(next.bytes(), next.size())) {
        return false;
    }
    update.finish();
    while (update.state() == smr::FirmwareUpdate::State::kVerifying) {
        update.tick(true);
    }
    return update.state() == smr::FirmwareUpdate::State::kReady;
}

bool find_whole(smr::Flash& flash, const smr::BootRecord& record) {
    smr::KeptImage kept(flash, record);
    kept.begin();
    while (kept.state() == smr::KeptImage::State::kReading) {
        kept.tick();
    }
    return kept.state() == smr::KeptImage::State::kWhole;
}

// What a life does after its start: the first image updates to the second, which confirms itself and goes back. False once all is over.
bool live(smr::Flash& flash) {
    smr::BootRecord record(flash);
    record.load();
    smr::SettingsStore store(flash, smr::flash_map(kBoard));
    if (holds(images().second)) {
        if (record.state().power_ons != 0) {
            record.end_row_of_power_ons();
        }
        store.save(settings_of("second"));
        if (record.confirm() && find_whole(flash, record)) {
            record.go_back(smr::WhyBack::kRequested);
        }
        return true;
    }
    if (record.is_rolled_back()) {
        return !record.confirm();
    }
    store.save(settings_of("first"));
    stage(flash, record);
    return true;
}

void fresh_chip() {
    chip.reset(1024 * 1024);
    chip.write(0, images().first.bytes(), images().first.size());
    smr::SettingsStore(chip, smr::flash_map(kBoard)).save(settings_of("factory"));
}

// The sectors that any of this touches, kept and put back.
class Snapshot {
public:
    void take() { copy([](uint8_t* kept, uint8_t* sector) { memcpy(kept, sector, smr::kSectorSize); }); }
    void put_back() { copy([](uint8_t* kept, uint8_t* sector) { memcpy(sector, kept, smr::kSectorSize); }); }

private:
    static constexpr uint32_t kSectors[] = {0x1, 0x2, 0x7C, 0x7D, 0x7E, 0x7F, 0xF9, 0xFA, 0xFB};

    template <typename Copy>
    void copy(Copy each) {
        uint8_t* kept = kept_;
        for (const uint32_t sector : kSectors) {
            each(kept, chip.bytes() + sector * smr::kSectorSize);
            kept += smr::kSectorSize;
        }
    }

    uint8_t kept_[sizeof kSectors / sizeof kSectors[0] * smr::kSectorSize];
};
constexpr uint32_t Snapshot::kSectors[];

// A flash chip that tries each cut of an operation before it carries it out.
class Cutter final : public smr::Flash {
public:
    uint32_t size() override { return chip.size(); }
    bool read(uint32_t address, uint8_t* to, size_t count) override { return chip.read(address, to, count); }
    bool write(uint32_t address, const uint8_t* from, size_t count) override {
        cut_everywhere(count, [&] { chip.write(address, from, count); });
        return chip.write(address, from, count);
    }
    bool erase_sector(uint32_t address) override {
        cut_everywhere(smr::kSectorSize, [&] { chip.erase_sector(address); });
        return chip.erase_sector(address);
    }

    unsigned long operations = 0;
    unsigned long cuts = 0;
    unsigned long second_cuts = 0;
    unsigned long lives = 0;
    unsigned long ended_new = 0;

private:
    template <typename Operation>
    void cut_everywhere(size_t count, Operation operation) {
        static Snapshot before;
        before.take();
        ++operations;
        const unsigned stride = count > 256 ? kStride : 1;
        for (unsigned byte = 0; byte < count && !failed_; byte += stride) {
            chip.cut_power_at(0, byte);
            operation();
            chip.power_on();
            ++cuts;
            check_recovery(byte);
            before.put_back();
        }
        chip.power_on();
    }

    void check_recovery(unsigned byte) {
        if (cuts % kSecondCuts == 0) {
            // The next start is cut as well, if it writes so much.
            chip.cut_power_at(seconds.below(12), seconds.below(smr::kSectorSize));
            second_cuts += start(true) ? 0U : 1U;
            chip.power_on();
        }
        int result = SMR_BOOT_RUN;
        const bool agreed = byte % 256 != 0 || loader_agreement::run(chip, true, &result);
        if (byte % 256 != 0) {
            result = hosted_loader::run(chip, true);
        }
        const bool is_new = holds(images().second);
        const bool sound = agreed && result == SMR_BOOT_RUN && (is_new || holds(images().first)) && has_settings();
        ended_new += is_new ? 1U : 0U;
        if (!sound || (cuts % (16 * kSecondCuts) == 0 && !comes_to_its_end())) {
            CHECK_EQ(operations, 0U);
            CHECK_EQ(byte, 0U);
            failed_ = true;
        }
    }

    bool comes_to_its_end() {
        ++lives;
        for (unsigned starts = 0; starts < kMostStarts; ++starts) {
            if (!live(chip)) {
                smr::BootRecord record(chip);
                record.load();
                return holds(images().first) && record.standing() == smr::Standing::kRolledBackSeen && has_settings();
            }
            if (!start(false)) {
                return false;
            }
        }
        return false;
    }

    bool failed_ = false;
};

// The loader, on the chip that cuts.
int start_with_cuts(Cutter& cutter) {
    SmrBootFlash flash = {};
    flash.context = &cutter;
    flash.read = [](void* to, uint32_t at, void* bytes, uint32_t count) {
        return static_cast<Cutter*>(to)->read(at, static_cast<uint8_t*>(bytes), count);
    };
    flash.write = [](void* to, uint32_t at, const void* bytes, uint32_t count) {
        return static_cast<Cutter*>(to)->write(at, static_cast<const uint8_t*>(bytes), count);
    };
    flash.erase_sector = [](void* to, uint32_t at) { return static_cast<Cutter*>(to)->erase_sector(at); };
    flash.say = [](void*, const char*) {};
    return smr_boot(&flash, false);
}

}  // namespace

TEST(power_cut_at_any_byte_of_an_update_and_its_rollback_leaves_a_whole_image_with_its_settings) {
    fresh_chip();
    Cutter cutter;
    unsigned starts = 0;
    do {
        CHECK_EQ(start_with_cuts(cutter), SMR_BOOT_RUN);
        CHECK(++starts < kMostStarts);
    } while (starts < kMostStarts && live(cutter));
    // Into the new image, and back.
    CHECK_EQ(starts, 3U);
    CHECK(holds(images().first));
    CHECK(has_settings());
    CHECK_EQ(chip.violations, 0U);
    check::report("flash operations", cutter.operations);
    check::report("power cuts", cutter.cuts);
    check::report("second power cuts", cutter.second_cuts);
    check::report("lives gone on with to their end", cutter.lives);
    CHECK(cutter.operations >= 90);
    CHECK(cutter.ended_new > 0 && cutter.ended_new < cutter.cuts);
    CHECK(cutter.cuts > (check::kFull ? 80000 : 1000));
}
