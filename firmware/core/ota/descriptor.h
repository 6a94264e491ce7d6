// What an image says of itself: see "The descriptor in an image" in firmware/README.md.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"

namespace smr {

constexpr size_t kDescriptorSize = 96;
constexpr size_t kVersionSize = 24;
constexpr size_t kBoardNameSize = 16;
constexpr size_t kBuildSize = 24;

// Texts are padded with zeros and not terminated if they fill their field.
struct Descriptor {
    char version[kVersionSize];
    char board[kBoardNameSize];
    char build[kBuildSize];
    uint32_t security_version;
};

// The first two words of a descriptor, as a little-endian processor loads them.
bool begins_descriptor(uint32_t first_word, uint32_t second_word);

// Reads the kDescriptorSize bytes at `from`; false if the size, the format or the CRC is not right, or a text is not printable ASCII.
bool read_descriptor(const uint8_t* from, Descriptor* to);

// The length of a text in a field of `capacity` bytes.
size_t length_of_field(const char* text, size_t capacity);

}  // namespace smr
