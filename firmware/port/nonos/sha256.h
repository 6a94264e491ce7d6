// SHA-256 (FIPS 180-4).
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

// Plain bytes: may be copied and dropped at any time.
class Sha256 {
public:
    void begin();
    void update(const uint8_t* bytes, size_t count);
    // Writes 32 bytes.
    void finish(uint8_t* to);

private:
    static constexpr size_t kBlock = 64;

    void take_block();

    uint32_t state_[8];
    uint32_t count_;  // bytes so far: less than 4 GB
    uint8_t block_[kBlock];
};

}  // namespace smr
