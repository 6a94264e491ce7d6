#include "port/nonos/p256_number.h"

#include "core/base/flash.h"

namespace smr {
namespace p256 {

namespace {

constexpr unsigned kWords = 8;
constexpr unsigned kBits = 256;

struct Constants {
    uint32_t value[kWords];
    uint32_t negated_inverse;
};

// FIPS 186-5 and SP 800-186, "Curve P-256". Words in flash: loaded as such, never a part of one.
SMR_IN_FLASH const Constants kField = {
    {0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0x00000000, 0x00000000, 0x00000000, 0x00000001, 0xFFFFFFFF},
    1,
};
SMR_IN_FLASH const Constants kOrder = {
    {0xFC632551, 0xF3B9CAC2, 0xA7179E84, 0xBCE6FAAD, 0xFFFFFFFF, 0xFFFFFFFF, 0x00000000, 0xFFFFFFFF},
    0xEE00BC4F,
};

// Adds `right` to `to`; returns the carry.
uint32_t add_words(Number* to, const Number& left, const Number& right) {
    uint32_t carry = 0;
    for (unsigned index = 0; index < kWords; ++index) {
        const uint32_t with_carry = left.words[index] + carry;
        const uint32_t sum = with_carry + right.words[index];
        carry = (with_carry < carry ? 1U : 0U) | (sum < right.words[index] ? 1U : 0U);
        to->words[index] = sum;
    }
    return carry;
}

// Returns the borrow.
uint32_t subtract_words(Number* to, const Number& left, const Number& right) {
    uint32_t borrow = 0;
    for (unsigned index = 0; index < kWords; ++index) {
        const uint32_t from = left.words[index];
        const uint32_t less = from - borrow;
        const uint32_t difference = less - right.words[index];
        borrow = (less > from ? 1U : 0U) | (difference > less ? 1U : 0U);
        to->words[index] = difference;
    }
    return borrow;
}

// `low` and `high` become the product and two words more, which always fits. The processor multiplies halves; its compiler would call the ROM
// for each whole product.
__attribute__((always_inline)) inline void multiply_words(uint32_t left, uint32_t right, uint32_t more, uint32_t and_more, uint32_t* low, uint32_t* high) {
    const uint32_t left_low = left & 0xFFFF;
    const uint32_t left_high = left >> 16;
    const uint32_t right_low = right & 0xFFFF;
    const uint32_t right_high = right >> 16;
    const uint32_t lowest = left_low * right_low;
    uint32_t middle = left_high * right_low + (lowest >> 16);
    uint32_t highest = left_high * right_high;
    const uint32_t other = left_low * right_high;
    middle += other;
    if (middle < other) {
        highest += 0x10000;
    }
    uint32_t result = (middle << 16) | (lowest & 0xFFFF);
    highest += middle >> 16;
    result += more;
    highest += result < more ? 1U : 0U;
    result += and_more;
    highest += result < and_more ? 1U : 0U;
    *low = result;
    *high = highest;
}

Modulus modulus_of(const Constants& constants) {
    Modulus modulus;
    for (unsigned index = 0; index < kWords; ++index) {
        modulus.value.words[index] = constants.value[index];
    }
    modulus.negated_inverse = constants.negated_inverse;
    // 2^256 less the modulus, which is more than a half of that; then doubled as often as it takes.
    const Number zero = {};
    subtract_words(&modulus.square, zero, modulus.value);
    for (unsigned bit = 0; bit < kBits; ++bit) {
        add(modulus, modulus.square, modulus.square, &modulus.square);
    }
    return modulus;
}

}  // namespace

Number number_at(const uint8_t big_endian[32]) {
    Number number;
    for (unsigned index = 0; index < kWords; ++index) {
        const uint8_t* const from = big_endian + 4 * (kWords - 1 - index);
        number.words[index] =
            uint32_t{from[0]} << 24 | uint32_t{from[1]} << 16 | uint32_t{from[2]} << 8 | from[3];
    }
    return number;
}

bool is_zero(const Number& number) {
    uint32_t any = 0;
    for (const uint32_t word : number.words) {
        any |= word;
    }
    return any == 0;
}

bool is_below(const Number& left, const Number& right) {
    Number difference;
    return subtract_words(&difference, left, right) != 0;
}

bool is_same(const Number& left, const Number& right) {
    Number difference;
    subtract_words(&difference, left, right);
    return is_zero(difference);
}

void add(const Modulus& modulus, const Number& left, const Number& right, Number* to) {
    if (add_words(to, left, right) != 0) {
        subtract_words(to, *to, modulus.value);
    } else {
        reduce(modulus, to);
    }
}

void subtract(const Modulus& modulus, const Number& left, const Number& right, Number* to) {
    if (subtract_words(to, left, right) != 0) {
        add_words(to, *to, modulus.value);
    }
}

void reduce(const Modulus& modulus, Number* number) {
    if (!is_below(*number, modulus.value)) {
        subtract_words(number, *number, modulus.value);
    }
}

// Word by word: adds a part of the product, then as often the modulus as clears the lowest word, and drops that.
void multiply(const Modulus& modulus, const Number& left, const Number& right, Number* to) {
    uint32_t sum[kWords + 1] = {};
    uint32_t top = 0;
    for (unsigned row = 0; row < kWords; ++row) {
        uint32_t carry = 0;
        for (unsigned index = 0; index < kWords; ++index) {
            multiply_words(left.words[row], right.words[index], sum[index], carry, &sum[index], &carry);
        }
        sum[kWords] += carry;
        top = sum[kWords] < carry ? 1 : 0;
        const uint32_t factor = sum[0] * modulus.negated_inverse;
        uint32_t dropped;
        multiply_words(factor, modulus.value.words[0], sum[0], 0, &dropped, &carry);
        for (unsigned index = 1; index < kWords; ++index) {
            multiply_words(factor, modulus.value.words[index], sum[index], carry, &sum[index - 1], &carry);
        }
        sum[kWords - 1] = sum[kWords] + carry;
        sum[kWords] = top + (sum[kWords - 1] < carry ? 1U : 0U);
    }
    for (unsigned index = 0; index < kWords; ++index) {
        to->words[index] = sum[index];
    }
    if (sum[kWords] != 0) {
        subtract_words(to, *to, modulus.value);
    } else {
        reduce(modulus, to);
    }
}

// By Fermat's little theorem: to the power of the modulus less two.
void invert(const Modulus& modulus, const Number& number, Number* to) {
    Number two = {};
    two.words[0] = 2;
    Number exponent;
    subtract_words(&exponent, modulus.value, two);
    // The highest bit of both moduli is set.
    Number power = number;
    for (unsigned bit = kBits - 1; bit > 0;) {
        --bit;
        multiply(modulus, power, power, &power);
        if ((exponent.words[bit / 32] >> (bit % 32) & 1) != 0) {
            multiply(modulus, power, number, &power);
        }
    }
    *to = power;
}

Modulus field() { return modulus_of(kField); }
Modulus order() { return modulus_of(kOrder); }

}  // namespace p256
}  // namespace smr
