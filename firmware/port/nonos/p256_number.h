// Numbers of 256 bits modulo the prime or the order of P-256.
#pragma once

#include <stdint.h>

namespace smr {
namespace p256 {

// Little-endian words.
struct Number {
    uint32_t words[8];
};

// What is computed modulo. The products are Montgomery's: each number stands for itself times 2^256.
struct Modulus {
    Number value;
    uint32_t negated_inverse;  // of the value, modulo 2^32
    Number square;             // 2^512, reduced: brings numbers into that form
};

Number number_at(const uint8_t big_endian[32]);
bool is_zero(const Number& number);
bool is_below(const Number& left, const Number& right);
bool is_same(const Number& left, const Number& right);

// Of numbers below the modulus; the result may be one of them.
void add(const Modulus& modulus, const Number& left, const Number& right, Number* to);
void subtract(const Modulus& modulus, const Number& left, const Number& right, Number* to);
void multiply(const Modulus& modulus, const Number& left, const Number& right, Number* to);
// Less the modulus, if it is not below it: enough for numbers below twice that.
void reduce(const Modulus& modulus, Number* number);
// The inverse of a number in Montgomery's form, in that form. The modulus is prime.
void invert(const Modulus& modulus, const Number& number, Number* to);

Modulus field();
Modulus order();

}  // namespace p256
}  // namespace smr
