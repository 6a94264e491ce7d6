// Little-endian numbers in byte buffers. Raw structs are never stored: their layout differs between host and chip.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

inline uint16_t get_u16(const uint8_t* from) {
    return static_cast<uint16_t>(from[0] | (from[1] << 8));
}

inline uint32_t get_u32(const uint8_t* from) {
    return static_cast<uint32_t>(from[0]) | (static_cast<uint32_t>(from[1]) << 8) |
           (static_cast<uint32_t>(from[2]) << 16) | (static_cast<uint32_t>(from[3]) << 24);
}

inline void put_u16(uint8_t* to, uint16_t value) {
    to[0] = static_cast<uint8_t>(value);
    to[1] = static_cast<uint8_t>(value >> 8);
}

inline void put_u32(uint8_t* to, uint32_t value) {
    put_u16(to, static_cast<uint16_t>(value));
    put_u16(to + 2, static_cast<uint16_t>(value >> 16));
}

// Whether two buffers are equal, in a time that does not depend on where they differ: for secrets.
inline bool equal_in_constant_time(const uint8_t* left, const uint8_t* right, size_t size) {
    uint8_t difference = 0;
    for (size_t index = 0; index < size; ++index) {
        difference = static_cast<uint8_t>(difference | (left[index] ^ right[index]));
    }
    return difference == 0;
}

}  // namespace smr
