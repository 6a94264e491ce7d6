// Boot records made for tests, as they lie in flash.
#pragma once

#include "boot/record.h"
#include "core/base/bytes.h"
#include "tests/check.h"
#include "tests/fake_flash.h"

struct MadeRecord {
    uint32_t sequence = 1;
    uint32_t sectors = 2;
    bool joined = true;
    uint32_t new_crc = 0x11111111;
    uint32_t old_crc = 0x22222222;

    static uint32_t address(unsigned place) { return place == 0 ? SMR_BOOT_RECORD_0 : SMR_BOOT_RECORD_1; }

    // Puts the header into an erased sector.
    void put(FakeFlash& flash, unsigned place) const {
        alignas(4) uint8_t bytes[SMR_BOOT_WORD_LOG * 4];
        const uint32_t words[] = {SMR_BOOT_MAGIC, sequence, sectors | (joined ? SMR_BOOT_WAS_JOINED : 0U), new_crc, old_crc};
        for (unsigned index = 0; index < SMR_BOOT_WORD_COMPLEMENTS; ++index) {
            smr::put_u32(bytes + 4 * index, words[index]);
            smr::put_u32(bytes + 4 * (index + SMR_BOOT_WORD_COMPLEMENTS), ~words[index]);
        }
        CHECK(flash.write(address(place), bytes, sizeof bytes));
    }
    // Puts a word into the log; `index` counts from its beginning.
    static void put_word(FakeFlash& flash, unsigned place, unsigned index, uint32_t word) {
        alignas(4) uint8_t bytes[4];
        smr::put_u32(bytes, word);
        CHECK(flash.write(address(place) + 4 * (SMR_BOOT_WORD_LOG + index), bytes, sizeof bytes));
    }
    static void put_state(FakeFlash& flash, unsigned place, unsigned index, const SmrBootState& state) {
        put_word(flash, place, index, smr_boot_entry(&state));
    }
};

// A state of the log at a position, with what a test is about.
inline SmrBootState state_at(uint32_t position) {
    SmrBootState state = {};
    state.position = position;
    return state;
}
inline SmrBootState confirmed_at(uint32_t position) {
    SmrBootState state = state_at(position);
    state.confirmed = 1;
    return state;
}
inline SmrBootState back_at(uint32_t position, uint32_t why) {
    SmrBootState state = state_at(position);
    state.back = 1;
    state.why = why;
    return state;
}
