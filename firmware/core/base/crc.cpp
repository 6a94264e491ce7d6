#include "core/base/crc.h"

namespace smr {

uint16_t crc16_arc(uint16_t crc, uint8_t byte) {
    uint32_t value = crc ^ static_cast<uint32_t>(byte);
    for (unsigned bit = 0; bit < 8; ++bit) {
        value = (value & 1U) != 0 ? (value >> 1U) ^ 0xA001U : value >> 1U;
    }
    return static_cast<uint16_t>(value);
}

uint32_t crc32_ieee(uint32_t crc, const uint8_t* bytes, size_t count) {
    uint32_t value = ~crc;
    for (size_t index = 0; index < count; ++index) {
        value ^= bytes[index];
        for (unsigned bit = 0; bit < 8; ++bit) {
            value = (value & 1U) != 0 ? (value >> 1U) ^ 0xEDB88320U : value >> 1U;
        }
    }
    return ~value;
}

uint32_t crc32_boot(uint32_t crc, const uint8_t* bytes, size_t count) {
    for (size_t index = 0; index < count; ++index) {
        crc ^= static_cast<uint32_t>(bytes[index]) << 24U;
        for (unsigned bit = 0; bit < 8; ++bit) {
            crc = (crc & 0x80000000U) != 0 ? (crc << 1U) ^ 0x04C11DB7U : crc << 1U;
        }
    }
    return crc;
}

}  // namespace smr
