// The descriptor of an image, made by the compiler: see "The descriptor in an image" in firmware/README.md.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/ota/descriptor.h"

namespace smr {

struct ImageDescriptor {
    uint8_t bytes[kDescriptorSize];
};

namespace image_descriptor {

// Writes the parts of a descriptor one after the other; what is not written stays zero.
class Writer {
public:
    constexpr void text(const char* from, size_t size, size_t field) {
        for (size_t index = 0; index < size; ++index) {
            made.bytes[at + index] = static_cast<uint8_t>(from[index]);
        }
        at += field;
    }
    constexpr void number(uint32_t value, size_t size) {
        for (size_t index = 0; index < size; ++index) {
            made.bytes[at + index] = static_cast<uint8_t>(value >> (8 * index));
        }
        at += size;
    }
    // CRC-32 of IEEE 802.3 over what was written. That of the core is no constant expression.
    constexpr uint32_t crc() const {
        uint32_t crc = 0xFFFFFFFF;
        for (size_t index = 0; index < at; ++index) {
            crc ^= made.bytes[index];
            for (int bit = 0; bit < 8; ++bit) {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
            }
        }
        return ~crc;
    }

    ImageDescriptor made = {};
    size_t at = 0;
};

}  // namespace image_descriptor

// The texts are literals that fit into their fields.
template <size_t kVersion, size_t kBoard, size_t kBuild>
constexpr ImageDescriptor make_descriptor(const char (&version)[kVersion], const char (&board)[kBoard],
                                          const char (&build)[kBuild], uint32_t security_version) {
    static_assert(kVersion > 1 && kVersion - 1 <= kVersionSize, "1 to 24 characters of version");
    static_assert(kBoard > 1 && kBoard - 1 <= kBoardNameSize, "1 to 16 characters of board");
    static_assert(kBuild > 1 && kBuild - 1 <= kBuildSize, "1 to 24 characters of build id");
    constexpr uint16_t kFormat = 1;
    constexpr size_t kReserved = 12;
    image_descriptor::Writer to;
    to.text("SMR-FWD1", 8, 8);
    to.number(kDescriptorSize, 2);
    to.number(kFormat, 2);
    to.text(version, kVersion - 1, kVersionSize);
    to.text(board, kBoard - 1, kBoardNameSize);
    to.text(build, kBuild - 1, kBuildSize);
    to.number(security_version, 4);
    to.text("", 0, kReserved);
    to.number(to.crc(), 4);
    return to.made;
}

}  // namespace smr
