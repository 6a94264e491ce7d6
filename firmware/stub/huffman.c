#include "stub/huffman.h"

/* Whether the lengths use up all codes, or are those of the one code that may be incomplete. */
static int is_sound(const Huffman* code) {
    int32_t left = 1;
    uint32_t symbols = 0;
    for (uint32_t bits = 1; bits <= kMostCodeBits; ++bits) {
        left = left * 2 - code->counts[bits];
        if (left < 0) {
            return 0;
        }
        symbols += code->counts[bits];
    }
    return left == 0 || symbols == 0 || (symbols == 1 && code->counts[1] == 1);
}

static void fill_quick(Huffman* code) {
    for (uint32_t index = 0; index < 1U << kQuickBits; ++index) {
        code->quick[index] = 0;
    }
    uint32_t next = 0;
    uint32_t at = 0;
    for (uint32_t bits = 1; bits <= kQuickBits; ++bits) {
        next <<= 1;
        for (uint32_t count = code->counts[bits]; count > 0; --count, ++next, ++at) {
            /* Codes come with their highest bit first, the bits of the stream with the lowest. */
            uint32_t reversed = 0;
            for (uint32_t bit = 0; bit < bits; ++bit) {
                reversed |= ((next >> bit) & 1U) << (bits - 1 - bit);
            }
            for (; reversed < 1U << kQuickBits; reversed += 1U << bits) {
                code->quick[reversed] = (uint16_t)((uint32_t)code->symbols[at] << 4 | bits);
            }
        }
    }
}

int huffman_build(Huffman* code, const uint8_t* lengths, uint32_t count) {
    for (uint32_t bits = 0; bits <= kMostCodeBits; ++bits) {
        code->counts[bits] = 0;
    }
    for (uint32_t symbol = 0; symbol < count; ++symbol) {
        ++code->counts[lengths[symbol]];
    }
    code->counts[0] = 0;
    if (!is_sound(code)) {
        return 0;
    }
    uint16_t offsets[kMostCodeBits + 1];
    offsets[0] = 0;
    for (uint32_t bits = 1; bits <= kMostCodeBits; ++bits) {
        offsets[bits] = (uint16_t)(offsets[bits - 1] + code->counts[bits - 1]);
    }
    for (uint32_t symbol = 0; symbol < count; ++symbol) {
        if (lengths[symbol] != 0) {
            code->symbols[offsets[lengths[symbol]]++] = (uint16_t)symbol;
        }
    }
    fill_quick(code);
    return 1;
}

int32_t huffman_decode(const Huffman* code, uint32_t bits, uint32_t available, uint32_t* used) {
    const uint32_t quick = code->quick[bits & ((1U << kQuickBits) - 1)];
    if (quick != 0 && (quick & 15U) <= available) {
        *used = quick & 15U;
        return (int32_t)(quick >> 4);
    }
    /* Of each length: the first code, where its symbols begin, and how many there are. */
    uint32_t value = 0;
    uint32_t first = 0;
    uint32_t at = 0;
    for (uint32_t length = 1; length <= kMostCodeBits; ++length) {
        if (length > available) {
            return kMoreBits;
        }
        value = value << 1 | ((bits >> (length - 1)) & 1U);
        const uint32_t count = code->counts[length];
        first <<= 1;
        if (value - first < count) {
            *used = length;
            return code->symbols[at + (value - first)];
        }
        at += count;
        first += count;
    }
    return kNoSymbol;
}
