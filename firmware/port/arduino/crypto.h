// Hashes and signatures by BearSSL, which the Arduino core brings along.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"

namespace smr {

class ArduinoCrypto final : public Crypto {
public:
    void hash_begin(HashState* state, HashKind kind) override;
    void hash_update(HashState* state, const uint8_t* bytes, size_t count) override;
    void hash_finish(HashState* state, uint8_t* to) override;
    // Takes 6 KB of the heap for a stack of its own, and the processor for about a second: once in an update, when all is there.
    // Telegrams of that second are lost, and counted as overruns.
    bool verify_p256(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]) override;
};

}  // namespace smr
