// Cyclic redundancy checks, computed bit by bit: a table would cost RAM, or slow loads from flash.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

// CRC-16/ARC (polynomial 0x8005 reflected, initial value 0): the check of a P1 telegram.
uint16_t crc16_arc(uint16_t crc, uint8_t byte);

// CRC-32 of IEEE 802.3, as in zlib. `crc` is 0 at the start and the result of the part before afterwards.
uint32_t crc32_ieee(uint32_t crc, const uint8_t* bytes, size_t count);

// The CRC-32 of the ESP8266's boot loader: polynomial 0x04C11DB7, most significant bit first, no final inversion.
// `crc` is kBootCrcStart at the start.
constexpr uint32_t kBootCrcStart = 0xFFFFFFFF;
uint32_t crc32_boot(uint32_t crc, const uint8_t* bytes, size_t count);

}  // namespace smr
