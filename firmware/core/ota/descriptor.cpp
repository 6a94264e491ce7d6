#include "core/ota/descriptor.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"

namespace smr {

namespace {

// "SMR-" and "FWD1".
constexpr uint32_t kFirstWord = 0x2D524D53;
constexpr uint32_t kSecondWord = 0x31445746;
constexpr uint16_t kFormat = 1;

constexpr size_t kSizeAt = 8;
constexpr size_t kFormatAt = 10;
constexpr size_t kVersionAt = 12;
constexpr size_t kBoardAt = 36;
constexpr size_t kBuildAt = 52;
constexpr size_t kSecurityAt = 76;
constexpr size_t kCrcAt = 92;

// Printable ASCII, then only zeros. JSON takes such text as it is, but for the two characters left out.
bool is_padded_text(const char* text, size_t capacity) {
    size_t index = 0;
    while (index < capacity && text[index] > ' ' && text[index] <= '~' && text[index] != '"' && text[index] != '\\') {
        ++index;
    }
    const bool any = index > 0;
    while (index < capacity && text[index] == '\0') {
        ++index;
    }
    return any && index == capacity;
}

}  // namespace

bool begins_descriptor(uint32_t first_word, uint32_t second_word) {
    return first_word == kFirstWord && second_word == kSecondWord;
}

bool read_descriptor(const uint8_t* from, Descriptor* to) {
    const bool framed = begins_descriptor(get_u32(from), get_u32(from + 4)) &&
                        get_u16(from + kSizeAt) == kDescriptorSize && get_u16(from + kFormatAt) == kFormat &&
                        get_u32(from + kCrcAt) == crc32_ieee(0, from, kCrcAt);
    if (!framed) {
        return false;
    }
    memcpy(to->version, from + kVersionAt, kVersionSize);
    memcpy(to->board, from + kBoardAt, kBoardNameSize);
    memcpy(to->build, from + kBuildAt, kBuildSize);
    to->security_version = get_u32(from + kSecurityAt);
    return is_padded_text(to->version, kVersionSize) && is_padded_text(to->board, kBoardNameSize) &&
           is_padded_text(to->build, kBuildSize);
}

size_t length_of_field(const char* text, size_t capacity) {
    size_t length = 0;
    while (length < capacity && text[length] != '\0') {
        ++length;
    }
    return length;
}

}  // namespace smr
