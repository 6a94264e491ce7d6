// ECDSA signatures on the curve P-256 (FIPS 186-5, SEC 1): checking only, which handles nothing secret and need not take the same time for all.
#pragma once

#include <stdint.h>

namespace smr {
namespace p256 {

// Whether `signature` (r, then s) over `digest` was made with the key whose public half is `key` (X, then Y); numbers are big-endian. A key that
// is no point of the curve has made none.
bool verify(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]);

}  // namespace p256
}  // namespace smr
