#include "port/nonos/crypto.h"

#include "port/nonos/p256.h"
#include "port/nonos/sha256.h"

// In the mask ROM.
extern "C" {
struct RomMd5 {
    uint32_t state[4];
    uint32_t bits[2];
    uint8_t block[64];
};
void MD5Init(RomMd5* state);
void MD5Update(RomMd5* state, const uint8_t* bytes, uint32_t count);
void MD5Final(uint8_t to[16], RomMd5* state);
}

namespace smr {

namespace {

struct Hash {
    HashKind kind;
    union {
        RomMd5 md5;
        Sha256 sha256;
    };
};
static_assert(sizeof(Hash) <= sizeof(HashState::storage) && alignof(Hash) <= alignof(HashState),
              "a hash in progress has to fit");

Hash& in(HashState* state) { return *reinterpret_cast<Hash*>(state->storage); }

}  // namespace

void NonosCrypto::hash_begin(HashState* state, HashKind kind) {
    Hash& hash = in(state);
    hash.kind = kind;
    if (kind == HashKind::kMd5) {
        MD5Init(&hash.md5);
    } else {
        hash.sha256.begin();
    }
}

void NonosCrypto::hash_update(HashState* state, const uint8_t* bytes, size_t count) {
    Hash& hash = in(state);
    if (hash.kind == HashKind::kMd5) {
        MD5Update(&hash.md5, bytes, count);
    } else {
        hash.sha256.update(bytes, count);
    }
}

void NonosCrypto::hash_finish(HashState* state, uint8_t* to) {
    Hash& hash = in(state);
    if (hash.kind == HashKind::kMd5) {
        MD5Final(to, &hash.md5);
    } else {
        hash.sha256.finish(to);
    }
}

bool NonosCrypto::verify_p256(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]) {
    return p256::verify(key, digest, signature);
}

}  // namespace smr
