// Hashes and signatures: MD5 by the ROM, the others by our own code.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"

namespace smr {

class NonosCrypto final : public Crypto {
public:
    void hash_begin(HashState* state, HashKind kind) override;
    void hash_update(HashState* state, const uint8_t* bytes, size_t count) override;
    void hash_finish(HashState* state, uint8_t* to) override;
    // Takes the processor for a third of a second: once in an update, when all is there. Telegrams of that time wait in the ring or are lost, and
    // counted as overruns.
    bool verify_p256(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]) override;
};

}  // namespace smr
