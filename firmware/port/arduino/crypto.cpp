#include "port/arduino/crypto.h"

#include <bearssl/bearssl_ec.h>
#include <bearssl/bearssl_hash.h>
#include <string.h>

#include <Arduino.h>
#include <StackThunk.h>

// Verifies on the second stack: arithmetic on a curve takes more than is left of the 4 KB of the first.
extern "C" {
uint32_t smr_verify_p256(const uint8_t* key, const uint8_t* digest, const uint8_t* signature);
uint32_t thunk_smr_verify_p256(const uint8_t* key, const uint8_t* digest, const uint8_t* signature);
make_stack_thunk(smr_verify_p256);

uint32_t smr_verify_p256(const uint8_t* key, const uint8_t* digest, const uint8_t* signature) {
    constexpr size_t kPoint = 65;
    constexpr uint8_t kUncompressed = 4;
    unsigned char point[kPoint];
    point[0] = kUncompressed;
    memcpy(point + 1, key, kPoint - 1);
    br_ec_public_key public_key;
    public_key.curve = BR_EC_secp256r1;
    public_key.q = point;
    public_key.qlen = sizeof point;
    return br_ecdsa_i15_vrfy_raw(&br_ec_p256_m15, digest, smr::kSha256Size, &public_key, signature, 64);
}
}

namespace smr {

namespace {

static_assert(sizeof(br_md5_context) <= sizeof(HashState::storage), "a hash in progress has to fit");
static_assert(sizeof(br_sha256_context) <= sizeof(HashState::storage), "a hash in progress has to fit");
static_assert(alignof(br_md5_context) <= alignof(HashState) && alignof(br_sha256_context) <= alignof(HashState),
              "a hash in progress has to be aligned");

// Every context begins with the table of its functions.
const br_hash_class** context_of(HashState* state) { return reinterpret_cast<const br_hash_class**>(state->storage); }

}  // namespace

void ArduinoCrypto::hash_begin(HashState* state, HashKind kind) {
    if (kind == HashKind::kMd5) {
        br_md5_init(reinterpret_cast<br_md5_context*>(state->storage));
    } else {
        br_sha256_init(reinterpret_cast<br_sha256_context*>(state->storage));
    }
}

void ArduinoCrypto::hash_update(HashState* state, const uint8_t* bytes, size_t count) {
    const br_hash_class** const context = context_of(state);
    (*context)->update(context, bytes, count);
}

void ArduinoCrypto::hash_finish(HashState* state, uint8_t* to) {
    const br_hash_class** const context = context_of(state);
    (*context)->out(context, to);
}

bool ArduinoCrypto::verify_p256(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]) {
    stack_thunk_add_ref();
    const bool right = thunk_smr_verify_p256(key, digest, signature) == 1;
    stack_thunk_del_ref();
    return right;
}

}  // namespace smr
