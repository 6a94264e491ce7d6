// How many instructions the simulator has run. On other machines 0: only that the work is done.
#pragma once

#include <stdint.h>

#if defined(SMR_LX106)
extern "C" uint32_t cycles(void);

// The simulator's cycle counter runs slower than its instructions, always in the same proportion: measured with a loop of known length.
inline uint32_t instructions_per_cycle() {
    constexpr uint32_t kRounds = 100000;
    uint32_t left = kRounds;
    const uint32_t before = cycles();
    __asm__ volatile("1: addi %0, %0, -1\n bnez %0, 1b" : "+r"(left));
    const uint32_t taken = cycles() - before;
    return 2 * kRounds / taken;
}
inline uint32_t instructions() {
    static const uint32_t factor = instructions_per_cycle();
    return cycles() * factor;
}
#else
inline uint32_t instructions() { return 0; }
#endif
