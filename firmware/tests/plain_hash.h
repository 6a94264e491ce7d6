// SHA-256 (FIPS 180-4) and MD5 (RFC 1321), written for tests: plain state in the 128 bytes that a port has for it.
#pragma once

#include <stdint.h>
#include <string.h>

#include "core/base/bytes.h"
#include "core/port.h"

namespace plain_hash {

struct State {
    uint64_t count;
    uint32_t words[8];
    uint8_t block[64];
    smr::HashKind kind;
};
static_assert(sizeof(State) <= sizeof(smr::HashState), "must fit where a port keeps its state");

inline uint32_t rotated_right(uint32_t value, unsigned by) { return (value >> by) | (value << (32U - by)); }
inline uint32_t rotated_left(uint32_t value, unsigned by) { return (value << by) | (value >> (32U - by)); }

inline uint32_t big_endian(const uint8_t* from) {
    return (static_cast<uint32_t>(from[0]) << 24U) | (static_cast<uint32_t>(from[1]) << 16U) |
           (static_cast<uint32_t>(from[2]) << 8U) | from[3];
}

inline void sha256_block(State* state, const uint8_t* block) {
    static const uint32_t kRounds[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
    uint32_t schedule[64];
    for (unsigned index = 0; index < 16; ++index) {
        schedule[index] = big_endian(block + 4 * index);
    }
    for (unsigned index = 16; index < 64; ++index) {
        const uint32_t early = schedule[index - 15];
        const uint32_t late = schedule[index - 2];
        schedule[index] = schedule[index - 16] + schedule[index - 7] +
                          (rotated_right(early, 7) ^ rotated_right(early, 18) ^ (early >> 3U)) +
                          (rotated_right(late, 17) ^ rotated_right(late, 19) ^ (late >> 10U));
    }
    uint32_t v[8];
    memcpy(v, state->words, sizeof v);
    for (unsigned index = 0; index < 64; ++index) {
        const uint32_t mixed = (rotated_right(v[4], 6) ^ rotated_right(v[4], 11) ^ rotated_right(v[4], 25)) +
                               ((v[4] & v[5]) ^ (~v[4] & v[6])) + v[7] + kRounds[index] + schedule[index];
        const uint32_t majority = (rotated_right(v[0], 2) ^ rotated_right(v[0], 13) ^ rotated_right(v[0], 22)) +
                                  ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        for (unsigned place = 7; place > 0; --place) {
            v[place] = v[place - 1];
        }
        v[4] += mixed;
        v[0] = mixed + majority;
    }
    for (unsigned index = 0; index < 8; ++index) {
        state->words[index] += v[index];
    }
}

inline void md5_block(State* state, const uint8_t* block) {
    static const uint8_t kShifts[16] = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};
    static const uint32_t kSines[64] = {
        0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
        0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
        0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
        0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
        0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
        0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
        0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
        0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
    uint32_t a = state->words[0];
    uint32_t b = state->words[1];
    uint32_t c = state->words[2];
    uint32_t d = state->words[3];
    for (unsigned index = 0; index < 64; ++index) {
        const unsigned round = index / 16;
        uint32_t mixed = 0;
        unsigned word = 0;
        if (round == 0) {
            mixed = (b & c) | (~b & d);
            word = index;
        } else if (round == 1) {
            mixed = (d & b) | (~d & c);
            word = (5 * index + 1) % 16;
        } else if (round == 2) {
            mixed = b ^ c ^ d;
            word = (3 * index + 5) % 16;
        } else {
            mixed = c ^ (b | ~d);
            word = (7 * index) % 16;
        }
        const uint32_t sum = a + mixed + kSines[index] + smr::get_u32(block + 4 * word);
        a = d;
        d = c;
        c = b;
        b += rotated_left(sum, kShifts[4 * round + index % 4]);
    }
    state->words[0] += a;
    state->words[1] += b;
    state->words[2] += c;
    state->words[3] += d;
}

inline void begin(State* state, smr::HashKind kind) {
    static const uint32_t kSha256Start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                             0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    static const uint32_t kMd5Start[8] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0, 0, 0, 0};
    state->count = 0;
    state->kind = kind;
    memcpy(state->words, kind == smr::HashKind::kMd5 ? kMd5Start : kSha256Start, sizeof state->words);
}

inline void update(State* state, const uint8_t* bytes, size_t count) {
    for (size_t index = 0; index < count; ++index) {
        state->block[state->count % 64] = bytes[index];
        ++state->count;
        if (state->count % 64 == 0) {
            state->kind == smr::HashKind::kMd5 ? md5_block(state, state->block) : sha256_block(state, state->block);
        }
    }
}

inline void finish(State* state, uint8_t* to) {
    const bool md5 = state->kind == smr::HashKind::kMd5;
    const uint64_t bits = state->count * 8;
    const uint8_t one = 0x80;
    const uint8_t zero = 0;
    update(state, &one, 1);
    while (state->count % 64 != 56) {
        update(state, &zero, 1);
    }
    uint8_t length[8];
    for (unsigned index = 0; index < 8; ++index) {
        length[index] = static_cast<uint8_t>(bits >> (md5 ? 8U * index : 56U - 8U * index));
    }
    update(state, length, sizeof length);
    for (unsigned index = 0; index < (md5 ? 4U : 8U); ++index) {
        for (unsigned byte = 0; byte < 4; ++byte) {
            to[4 * index + byte] = static_cast<uint8_t>(state->words[index] >> (md5 ? 8U * byte : 24U - 8U * byte));
        }
    }
}

}  // namespace plain_hash
