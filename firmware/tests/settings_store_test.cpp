#include "core/store/settings_store.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "tests/check.h"
#include "tests/fake_flash.h"

using smr::Settings;
using smr::SettingsStore;
using Saved = smr::SettingsStore::Saved;

namespace {

FakeFlash flash;
const smr::FlashMap map = smr::flash_map(smr::Board::kEsp8266With1M);

void fresh_chip() { flash.reset(1024 * 1024); }

// Settings that can be told apart by a number, with credentials.
Settings numbered(uint8_t number) {
    Settings settings = smr::default_settings();
    settings.name[0] = static_cast<char>('A' + number % 26);
    settings.name_size = 1;
    memcpy(settings.wifi.ssid, "home", 4);
    settings.wifi.ssid_size = 4;
    memset(settings.wifi.secret, 'a' + number % 26, 20);
    settings.wifi.secret_size = 20;
    settings.security_floor = number;
    return settings;
}

bool is_numbered(const Settings& settings, uint8_t number) {
    const Settings expected = numbered(number);
    return settings.security_floor == number && settings.name[0] == expected.name[0] &&
           settings.wifi.secret_size == expected.wifi.secret_size &&
           memcmp(settings.wifi.secret, expected.wifi.secret, expected.wifi.secret_size) == 0;
}

uint8_t loaded_number() {
    SettingsStore store(flash, map);
    Settings settings;
    CHECK(store.load(&settings));
    CHECK(is_numbered(settings, static_cast<uint8_t>(settings.security_floor)));
    return static_cast<uint8_t>(settings.security_floor);
}

}  // namespace

TEST(a_blank_chip_has_no_settings_but_defaults) {
    fresh_chip();
    SettingsStore store(flash, map);
    Settings settings;
    CHECK(!store.load(&settings));
    CHECK_EQ(settings.line.baud, 115200U);
}

TEST(saved_settings_are_loaded_by_the_next_start) {
    fresh_chip();
    for (uint8_t number = 1; number < 60; ++number) {
        SettingsStore store(flash, map);
        CHECK_EQ(store.save(numbered(number)), Saved::kYes);
        CHECK_EQ(loaded_number(), number);
    }
    CHECK_EQ(flash.violations, 0U);
}

TEST(settings_that_are_there_already_are_not_written_again) {
    fresh_chip();
    SettingsStore store(flash, map);
    CHECK_EQ(store.save(numbered(1)), Saved::kYes);
    const unsigned before = flash.operations;
    CHECK_EQ(store.save(numbered(1)), Saved::kUnchanged);
    CHECK_EQ(flash.operations, before);
}

TEST(sequence_numbers_may_wrap) {
    fresh_chip();
    SettingsStore store(flash, map);
    CHECK_EQ(store.save(numbered(1)), Saved::kYes);
    // As after four thousand million saves.
    uint8_t* slot = flash.bytes() + map.settings[0];
    smr::put_u32(slot + 4, 0xFFFFFFFE);
    smr::put_u32(slot + 12, smr::crc32_ieee(smr::crc32_ieee(0, slot + 4, 8), slot + 16, smr::get_u16(slot + 8)));
    for (uint8_t number = 2; number < 6; ++number) {
        CHECK_EQ(store.save(numbered(number)), Saved::kYes);
        CHECK_EQ(loaded_number(), number);
    }
}

TEST(a_chip_that_refuses_to_write_keeps_the_old_settings) {
    fresh_chip();
    SettingsStore store(flash, map);
    CHECK_EQ(store.save(numbered(1)), Saved::kYes);
    flash.refuse(true);
    CHECK_EQ(store.save(numbered(2)), Saved::kFailed);
    flash.refuse(false);
    CHECK_EQ(loaded_number(), 1);
}

TEST(a_flipped_bit_anywhere_in_the_newest_slot_brings_back_the_one_before) {
    fresh_chip();
    SettingsStore store(flash, map);
    CHECK_EQ(store.save(numbered(1)), Saved::kYes);
    CHECK_EQ(store.save(numbered(2)), Saved::kYes);
    // The second save went to the second slot; bytes behind the fields do not count.
    uint8_t* slot = flash.bytes() + map.settings[1];
    const size_t used = 16U + slot[8] + 256U * slot[9];
    for (size_t byte = 0; byte < used; ++byte) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            slot[byte] = static_cast<uint8_t>(slot[byte] ^ (1U << bit));
            CHECK_EQ(loaded_number(), 1);
            slot[byte] = static_cast<uint8_t>(slot[byte] ^ (1U << bit));
        }
    }
    CHECK_EQ(loaded_number(), 2);
}

TEST(forgotten_settings_do_not_come_back) {
    fresh_chip();
    SettingsStore store(flash, map);
    CHECK_EQ(store.save(numbered(1)), Saved::kYes);
    CHECK_EQ(store.save(numbered(2)), Saved::kYes);
    CHECK(store.erase());
    Settings settings;
    CHECK(!store.load(&settings));
}

TEST(what_was_before_the_newest_settings_can_be_forgotten) {
    for (uint8_t last = 2; last < 4; ++last) {
        fresh_chip();
        SettingsStore store(flash, map);
        CHECK(!store.erase_older());
        for (uint8_t number = 1; number <= last; ++number) {
            CHECK_EQ(store.save(numbered(number)), Saved::kYes);
        }
        CHECK(store.erase_older());
        CHECK_EQ(loaded_number(), last);
        const uint8_t* older = flash.bytes() + map.settings[last == 2 ? 0 : 1];
        for (uint32_t byte = 0; byte < smr::kSectorSize; ++byte) {
            CHECK_EQ(older[byte], 0xFF);
        }
    }
}

// Cuts the power at every byte of every operation of `action`; after each cut the chip must hold old or new settings, and a
// later save must work. Returns the number of cuts.
template <typename Action, typename Verify>
unsigned long cut_everywhere(uint8_t saved_before, Action action, Verify verify) {
    unsigned long cuts = 0;
    for (unsigned operation = 0;; ++operation) {
        unsigned byte = 0;
        for (;; ++byte) {
            fresh_chip();
            SettingsStore store(flash, map);
            for (uint8_t number = 1; number <= saved_before; ++number) {
                CHECK_EQ(store.save(numbered(number)), Saved::kYes);
            }
            flash.cut_power_at(operation, byte);
            action(store);
            if (flash.has_power()) {
                break;
            }
            ++cuts;
            flash.power_on();
            verify();
            SettingsStore after(flash, map);
            CHECK_EQ(after.save(numbered(20)), Saved::kYes);
            CHECK_EQ(loaded_number(), 20);
        }
        if (byte == 0) {
            break;
        }
    }
    CHECK_EQ(flash.violations, 0U);
    return cuts;
}

TEST(power_cut_at_any_byte_of_a_save_leaves_old_or_new_settings) {
    unsigned long cuts = 0;
    for (uint8_t before = 1; before <= 3; ++before) {
        const uint8_t next = static_cast<uint8_t>(before + 1);
        cuts += cut_everywhere(
            before, [next](SettingsStore& store) { store.save(numbered(next)); },
            [before, next] {
                const uint8_t number = loaded_number();
                CHECK(number == before || number == next);
            });
    }
    check::report("power cuts during saves", cuts);
    CHECK(cuts > 3 * smr::kSectorSize);
}

TEST(power_cut_at_any_byte_of_the_first_save_leaves_none_or_the_new_settings) {
    const unsigned long cuts = cut_everywhere(
        0, [](SettingsStore& store) { store.save(numbered(1)); },
        [] {
            SettingsStore store(flash, map);
            Settings settings;
            CHECK(!store.load(&settings) || is_numbered(settings, 1));
        });
    check::report("power cuts during the first save", cuts);
    CHECK(cuts > smr::kSectorSize);
}

TEST(power_cut_at_any_byte_of_a_reset_leaves_the_current_settings_or_none) {
    const unsigned long cuts = cut_everywhere(
        2, [](SettingsStore& store) { store.erase(); },
        [] {
            SettingsStore store(flash, map);
            Settings settings;
            CHECK(!store.load(&settings) || is_numbered(settings, 2));
        });
    check::report("power cuts during a reset", cuts);
    CHECK(cuts >= 2 * smr::kSectorSize);
}

TEST(power_cut_at_any_byte_while_older_settings_are_forgotten_leaves_the_newest) {
    const unsigned long cuts = cut_everywhere(
        2, [](SettingsStore& store) { store.erase_older(); }, [] { CHECK_EQ(loaded_number(), 2); });
    check::report("power cuts while older settings are forgotten", cuts);
    CHECK(cuts >= smr::kSectorSize);
}
