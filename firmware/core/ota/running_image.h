// The SHA-256 of the image that runs, for whoever wants to know exactly which one it is.
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

    // Begins with the image of the length that stands at 0x1010; without one there is no digest.
    void begin(uint32_t largest_image);
    // Reads 256 bytes more.
    void tick();

    // Null until it is known.
    const uint8_t* sha256() const { return known_ ? sha256_ : nullptr; }
    uint32_t size() const { return size_; }

private:
    Flash& flash_;
    Crypto& crypto_;
    uint32_t size_ = 0;
    uint32_t offset_ = 0;
    bool known_ = false;
    // The state of the hash is not needed any more when its result is there.
    union {
        HashState state_ = {};
        uint8_t sha256_[kSha256Size];
    };
};

}  // namespace smr
