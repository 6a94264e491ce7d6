/* What happens when an instruction traps: aligned word loads from the unmapped flash region are emulated, as the chip's
 * cache serves them; everything else ends the program with 128 plus the cause, so that a test can expect it. */
#include <stdint.h>
#include <stdio.h>

#include "port/lx106/simulator.h"

enum {
    kSavedEpc1 = 17,
    kCauseUnaligned = 9,
};

extern const uint32_t flash_bytes[];
extern const char flash_start[];
extern const char flash_end[];

static uint32_t instruction_at(uint32_t address) {
    /* Code memory, too, is read by aligned words. */
    const uint32_t* word = (const uint32_t*)(address & ~3U);
    const uint32_t shift = (address & 3U) * 8U;
    return shift == 0 ? word[0] : (word[0] >> shift) | (word[1] << (32U - shift));
}

/* Emulates l32i and l32i.n (Xtensa instruction set, 24 and 16 bit forms). Returns 1 if it did. */
int emulate_flash_load(uint32_t* registers, uint32_t cause, uint32_t address);
int emulate_flash_load(uint32_t* registers, uint32_t cause, uint32_t address) {
    if (cause == kCauseUnaligned || address < (uint32_t)flash_start || address >= (uint32_t)flash_end ||
        (address & 3U) != 0) {
        return 0;
    }
    const uint32_t instruction = instruction_at(registers[kSavedEpc1]);
    uint32_t length;
    if ((instruction & 0xFU) == 2 && ((instruction >> 12U) & 0xFU) == 2) {
        length = 3;
    } else if ((instruction & 0xFU) == 8) {
        length = 2;
    } else {
        return 0;
    }
    registers[(instruction >> 4U) & 0xFU] = flash_bytes[(address - (uint32_t)flash_start) / 4U];
    registers[kSavedEpc1] += length;
    return 1;
}

void unexpected_trap(uint32_t cause, uint32_t at, uint32_t address) __attribute__((noreturn));
void unexpected_trap(uint32_t cause, uint32_t at, uint32_t address) {
    static int trapped;
    if (trapped++ == 0) {
        printf("trap: cause %lu at 0x%08lx, address 0x%08lx\n", (unsigned long)cause, (unsigned long)at,
               (unsigned long)address);
    }
    end_program(128 + (int)cause);
}
