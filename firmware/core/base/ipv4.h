// IPv4 addresses as text.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

// Reads four decimal numbers up to 255, separated by dots, and nothing else; false if `text` is none.
bool read_ipv4(const char* text, size_t size, uint8_t to[4]);

}  // namespace smr
