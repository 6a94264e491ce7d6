/* Integer arithmetic that lies in the mask ROM on the chip and is therefore missing from the compiler's library. */
#include <stdint.h>

/* Division bit by bit; `remainder` gets the rest. Division by zero traps, as it would on the chip. */
static uint64_t divide(uint64_t dividend, uint64_t divisor, uint64_t* remainder) {
    if (divisor == 0) {
        __asm__ volatile("ill");
    }
    uint64_t quotient = 0;
    uint64_t rest = 0;
    for (int bit = 63; bit >= 0; --bit) {
        rest = (rest << 1) | ((dividend >> bit) & 1U);
        if (rest >= divisor) {
            rest -= divisor;
            quotient |= (uint64_t)1 << bit;
        }
    }
    *remainder = rest;
    return quotient;
}

static uint32_t divide_word(uint32_t dividend, uint32_t divisor, uint32_t* remainder) {
    if (divisor == 0) {
        __asm__ volatile("ill");
    }
    uint32_t quotient = 0;
    uint32_t rest = 0;
    for (int bit = 31; bit >= 0; --bit) {
        rest = (rest << 1) | ((dividend >> bit) & 1U);
        if (rest >= divisor) {
            rest -= divisor;
            quotient |= (uint32_t)1 << bit;
        }
    }
    *remainder = rest;
    return quotient;
}

static uint32_t magnitude(int32_t value) { return value < 0 ? 0U - (uint32_t)value : (uint32_t)value; }
static uint64_t magnitude64(int64_t value) { return value < 0 ? 0U - (uint64_t)value : (uint64_t)value; }

uint32_t __udivsi3(uint32_t left, uint32_t right);
uint32_t __udivsi3(uint32_t left, uint32_t right) {
    uint32_t rest;
    return divide_word(left, right, &rest);
}

uint32_t __umodsi3(uint32_t left, uint32_t right);
uint32_t __umodsi3(uint32_t left, uint32_t right) {
    uint32_t rest;
    divide_word(left, right, &rest);
    return rest;
}

int32_t __divsi3(int32_t left, int32_t right);
int32_t __divsi3(int32_t left, int32_t right) {
    uint32_t rest;
    const uint32_t quotient = divide_word(magnitude(left), magnitude(right), &rest);
    return (int32_t)((left < 0) != (right < 0) ? 0U - quotient : quotient);
}

int32_t __modsi3(int32_t left, int32_t right);
int32_t __modsi3(int32_t left, int32_t right) {
    uint32_t rest;
    divide_word(magnitude(left), magnitude(right), &rest);
    return (int32_t)(left < 0 ? 0U - rest : rest);
}

uint64_t __udivdi3(uint64_t left, uint64_t right);
uint64_t __udivdi3(uint64_t left, uint64_t right) {
    uint64_t rest;
    return divide(left, right, &rest);
}

uint64_t __umoddi3(uint64_t left, uint64_t right);
uint64_t __umoddi3(uint64_t left, uint64_t right) {
    uint64_t rest;
    divide(left, right, &rest);
    return rest;
}

int64_t __divdi3(int64_t left, int64_t right);
int64_t __divdi3(int64_t left, int64_t right) {
    uint64_t rest;
    const uint64_t quotient = divide(magnitude64(left), magnitude64(right), &rest);
    return (int64_t)((left < 0) != (right < 0) ? 0U - quotient : quotient);
}

int64_t __moddi3(int64_t left, int64_t right);
int64_t __moddi3(int64_t left, int64_t right) {
    uint64_t rest;
    divide(magnitude64(left), magnitude64(right), &rest);
    return (int64_t)(left < 0 ? 0U - rest : rest);
}

/* The full product of two words, from four products of halves. */
uint64_t __umulsidi3(uint32_t left, uint32_t right);
uint64_t __umulsidi3(uint32_t left, uint32_t right) {
    const uint32_t low = (left & 0xFFFFU) * (right & 0xFFFFU);
    const uint32_t first = (left & 0xFFFFU) * (right >> 16);
    const uint32_t second = (left >> 16) * (right & 0xFFFFU);
    const uint32_t high = (left >> 16) * (right >> 16);
    const uint32_t middle = (low >> 16) + (first & 0xFFFFU) + (second & 0xFFFFU);
    const uint32_t top = high + (first >> 16) + (second >> 16) + (middle >> 16);
    return ((uint64_t)top << 32) | ((middle << 16) | (low & 0xFFFFU));
}

uint64_t __muldi3(uint64_t left, uint64_t right);
uint64_t __muldi3(uint64_t left, uint64_t right) {
    const uint32_t left_low = (uint32_t)left;
    const uint32_t right_low = (uint32_t)right;
    const uint32_t cross = (uint32_t)(left >> 32) * right_low + left_low * (uint32_t)(right >> 32);
    return __umulsidi3(left_low, right_low) + ((uint64_t)cross << 32);
}
