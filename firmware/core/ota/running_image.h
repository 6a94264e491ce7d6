// The SHA-256 of the application that runs, for whoever wants to know exactly which one it is.
#pragma once

#include <stdint.h>

#include "core/port.h"

namespace smr {

// Reads the image back a little at a time: half a megabyte takes some 2,000 steps.
class RunningImage {
public:
    RunningImage(Flash& flash, Crypto& crypto) : flash_(flash), crypto_(crypto) {}
    RunningImage(const RunningImage&) = delete;
    RunningImage& operator=(const RunningImage&) = delete;

    // The length of the file that the running image came in, without a trailer: its boot loader counts, although the one on the chip need
    // not be the same. The most that it could be where its length word makes no sense.
    static uint32_t size_in(Flash& flash, bool* known = nullptr);

    // Begins with the application; one of unknown length has no digest.
    void begin();
    // Reads 256 bytes more. The hash in progress lies in `spare`; while that is null, the image waits. Where `owner` has changed, somebody else
    // has used it, and reading begins anew.
    void tick(HashState* spare, uint16_t owner);

    // Null until it is known.
    const uint8_t* sha256() const { return known_ ? sha256_ : nullptr; }
    // Whether there is nothing more to read.
    bool is_done() const { return offset_ == size_; }

private:
    Flash& flash_;
    Crypto& crypto_;
    uint32_t size_ = 0;
    uint32_t offset_ = 0;
    uint16_t owner_ = 0;
    bool known_ = false;
    uint8_t sha256_[kSha256Size] = {};
};

}  // namespace smr
