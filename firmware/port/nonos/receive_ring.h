// The bytes from the meter, between the interrupt that takes them out of the UART and the loop that reads them.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

// One writer, in the interrupt, and one reader. 0.18 s at 115,200 baud: longer than erasing a sector takes, in which nothing else runs.
struct ReceiveRing {
    static constexpr uint32_t kSize = 2048;
    static constexpr uint32_t kMask = kSize - 1;

    // Counts of bytes, ever growing; they wrap together.
    volatile uint32_t written;
    volatile uint32_t read;
    volatile uint32_t overruns;
    volatile uint32_t framing_errors;
    volatile uint8_t bytes[kSize];
};

}  // namespace smr
