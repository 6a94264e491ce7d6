#include "port/nonos/sha256.h"

#include "core/base/flash.h"

namespace smr {

namespace {

// The fractions of the cube roots of the first 64 primes. Words in flash: loaded as such, never a part of one.
SMR_IN_FLASH const uint32_t kRounds[64] = {
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
};
// The fractions of the square roots of the first 8.
SMR_IN_FLASH const uint32_t kStart[8] = {
    0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
};

uint32_t turned(uint32_t word, unsigned by) { return word >> by | word << (32 - by); }

uint32_t word_at(const uint8_t* from) {
    return uint32_t{from[0]} << 24 | uint32_t{from[1]} << 16 | uint32_t{from[2]} << 8 | from[3];
}

void put_word(uint32_t word, uint8_t* to) {
    to[0] = static_cast<uint8_t>(word >> 24);
    to[1] = static_cast<uint8_t>(word >> 16);
    to[2] = static_cast<uint8_t>(word >> 8);
    to[3] = static_cast<uint8_t>(word);
}

}  // namespace

void Sha256::begin() {
    for (unsigned index = 0; index < 8; ++index) {
        state_[index] = kStart[index];
    }
    count_ = 0;
}

void Sha256::update(const uint8_t* bytes, size_t count) {
    for (size_t index = 0; index < count; ++index) {
        block_[count_ % kBlock] = bytes[index];
        ++count_;
        if (count_ % kBlock == 0) {
            take_block();
        }
    }
}

void Sha256::finish(uint8_t* to) {
    constexpr size_t kLengthAt = kBlock - 8;
    const uint32_t count = count_;
    const uint8_t end = 0x80;
    const uint8_t nothing = 0;
    update(&end, 1);
    while (count_ % kBlock != kLengthAt) {
        update(&nothing, 1);
    }
    // In bits: two words.
    put_word(count >> 29, block_ + kLengthAt);
    put_word(count << 3, block_ + kLengthAt + 4);
    take_block();
    for (unsigned index = 0; index < 8; ++index) {
        put_word(state_[index], to + 4 * index);
    }
}

void Sha256::take_block() {
    uint32_t words[16];
    for (unsigned index = 0; index < 16; ++index) {
        words[index] = word_at(block_ + 4 * index);
    }
    uint32_t s[8];
    for (unsigned index = 0; index < 8; ++index) {
        s[index] = state_[index];
    }
    for (unsigned round = 0; round < 64; ++round) {
        uint32_t& word = words[round % 16];
        if (round >= 16) {
            const uint32_t early = words[(round + 1) % 16];
            const uint32_t late = words[(round + 14) % 16];
            word += (turned(early, 7) ^ turned(early, 18) ^ early >> 3) + words[(round + 9) % 16] +
                    (turned(late, 17) ^ turned(late, 19) ^ late >> 10);
        }
        const uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        const uint32_t first = s[7] + (turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)) + choice + kRounds[round] + word;
        const uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        const uint32_t second = (turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)) + majority;
        for (unsigned index = 7; index > 0; --index) {
            s[index] = s[index - 1];
        }
        s[4] += first;
        s[0] = first + second;
    }
    for (unsigned index = 0; index < 8; ++index) {
        state_[index] += s[index];
    }
}

}  // namespace smr
