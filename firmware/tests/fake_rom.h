// The chip around a stub on this machine: a flash chip, a line that is a script, and the ROM's routines on them. One test program
// includes it once; the MD5 routines are those of the machine under QEMU (stub/machine/md5.c).
#pragma once

#include <stdint.h>
#include <string.h>

#include "stub/commands.h"
#include "stub/line.h"
#include "stub/rom.h"

namespace fake_rom {

constexpr uint32_t kFlashSize = 256 * 1024;

struct World {
    Stub stub;
    uint32_t flash[kFlashSize / 4];
    // Whether bytes lie where the stub may change them; the rest of the flash must stay.
    uint32_t announced;
    unsigned violations;
    unsigned resets;
    const uint8_t* script;
    size_t script_left;
    // What the stub said last.
    uint8_t said[64 * 1024];
    size_t said_size;
};

inline World& world() {
    static World world;
    return world;
}

inline uint8_t* flash() { return reinterpret_cast<uint8_t*>(world().flash); }

// A chip with a flash full of zeros, of which the first half is announced, and a stub that has just started.
inline void start() {
    World& chip = world();
    memset(chip.flash, 0, sizeof chip.flash);
    chip.violations = chip.resets = 0;
    chip.script_left = chip.said_size = 0;
    stub_begin(&chip.stub);
    flash_set_size(&chip.stub.flash_size, kFlashSize / 2);
}

// Lets the stub take bytes from the line until there are no more.
inline void run(const uint8_t* bytes, size_t size) {
    world().script = bytes;
    world().script_left = size;
    stub_run(&world().stub);
}

inline bool lies_in_flash(uint32_t address, uint32_t size) {
    if (address > world().announced || size > world().announced - address) {
        ++world().violations;
        return false;
    }
    return true;
}

inline int erase(uint32_t address, uint32_t size) {
    if (!lies_in_flash(address, size)) {
        return 1;
    }
    memset(flash() + address, 0xFF, size);
    return 0;
}

}  // namespace fake_rom

extern "C" {

void SelectSpiFunction() {}
int SPIParamCfg(uint32_t, uint32_t chip_size, uint32_t, uint32_t, uint32_t, uint32_t) {
    // Until a size is announced, the stub takes the chip for the largest there is.
    fake_rom::world().announced = chip_size < fake_rom::kFlashSize ? chip_size : fake_rom::kFlashSize;
    return 0;
}
int SPIUnlock() { return 0; }
int SPIEraseChip() { return fake_rom::erase(0, fake_rom::world().announced); }
int SPIEraseBlock(uint32_t block) { return fake_rom::erase(block * kFlashBlock, kFlashBlock); }
int SPIEraseSector(uint32_t sector) { return fake_rom::erase(sector * kFlashSector, kFlashSector); }

int SPIWrite(uint32_t address, const uint32_t* from, uint32_t size) {
    if (!fake_rom::lies_in_flash(address, size) || ((address | size) & 3U) != 0 || (reinterpret_cast<uintptr_t>(from) & 3U) != 0) {
        ++fake_rom::world().violations;
        return 1;
    }
    for (uint32_t at = 0; at < size; at += 4) {
        uint32_t& word = fake_rom::world().flash[(address + at) / 4];
        if ((word & from[at / 4]) != from[at / 4]) {
            ++fake_rom::world().violations;
        }
        word &= from[at / 4];
    }
    return 0;
}

int SPIRead(uint32_t address, uint32_t* to, uint32_t size) {
    if (!fake_rom::lies_in_flash(address, size) || ((address | size) & 3U) != 0) {
        ++fake_rom::world().violations;
        return 1;
    }
    memcpy(to, fake_rom::flash() + address, size);
    return 0;
}

void line_send(uint8_t byte) {
    fake_rom::World& chip = fake_rom::world();
    if (chip.said_size == sizeof chip.said) {
        chip.said_size = 0;
    }
    chip.said[chip.said_size++] = byte;
}

int line_pump() {
    fake_rom::World& chip = fake_rom::world();
    if (!frames_have_room(&chip.stub.frames)) {
        return 1;
    }
    if (chip.script_left == 0) {
        return 0;
    }
    --chip.script_left;
    frames_take(&chip.stub.frames, *chip.script++);
    return 1;
}

void line_flush() {}
void line_change_speed(uint32_t, uint32_t) {}
uint32_t chip_read(uint32_t address) { return address; }
void chip_write(uint32_t, uint32_t) {}
void chip_delay(uint32_t) {}
void chip_reset() { ++fake_rom::world().resets; }
}
