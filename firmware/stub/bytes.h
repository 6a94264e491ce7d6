/* Little-endian numbers in buffers of bytes. */
#ifndef SMR_STUB_BYTES_H
#define SMR_STUB_BYTES_H

#include <stdint.h>

static inline uint32_t get_u16(const uint8_t* from) { return (uint32_t)from[0] | (uint32_t)from[1] << 8; }
static inline uint32_t get_u32(const uint8_t* from) { return get_u16(from) | get_u16(from + 2) << 16; }

#endif
