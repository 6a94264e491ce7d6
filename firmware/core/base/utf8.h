// UTF-8 (RFC 3629).
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

// The length of the sequence at `at`, 1 to 4 bytes; 0 where there is none within `left` bytes.
size_t utf8_length(const uint8_t* at, size_t left);

// Whether all of it is UTF-8 without control characters.
bool is_printable_utf8(const char* text, size_t size);

}  // namespace smr
