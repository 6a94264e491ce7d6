// Hexadecimal digits.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

// The value of a digit of either case, or -1.
int hex_value(char digit);

// Reads 2 * `count` digits into `count` bytes; false if one is none.
bool read_hex(const char* digits, uint8_t* to, size_t count);

}  // namespace smr
