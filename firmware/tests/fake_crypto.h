// Real hashes, and a stand-in for signatures.
#pragma once

#include <string.h>

#include "core/port.h"
#include "tests/plain_hash.h"

// A signature is right here if its first half is the digest and its second half the first half of the key: enough to see what the core asks.
// The real curve is tested where a real implementation is: on the host port.
class FakeCrypto final : public smr::Crypto {
public:
    void hash_begin(smr::HashState* state, smr::HashKind kind) override { plain_hash::begin(plain(state), kind); }
    void hash_update(smr::HashState* state, const uint8_t* bytes, size_t count) override {
        plain_hash::update(plain(state), bytes, count);
    }
    void hash_finish(smr::HashState* state, uint8_t* to) override { plain_hash::finish(plain(state), to); }
    bool verify_p256(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]) override {
        return memcmp(signature, digest, 32) == 0 && memcmp(signature + 32, key, 32) == 0;
    }

    // A hash at once.
    void hash(smr::HashKind kind, const void* bytes, size_t count, uint8_t* to) {
        smr::HashState state;
        hash_begin(&state, kind);
        hash_update(&state, static_cast<const uint8_t*>(bytes), count);
        hash_finish(&state, to);
    }

private:
    static plain_hash::State* plain(smr::HashState* state) {
        return reinterpret_cast<plain_hash::State*>(state->storage);
    }
};
