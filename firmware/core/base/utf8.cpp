#include "core/base/utf8.h"

namespace smr {

namespace {

bool is_continuation(uint8_t byte) { return (byte & 0xC0U) == 0x80U; }

}  // namespace

size_t utf8_length(const uint8_t* at, size_t left) {
    const uint8_t first = at[0];
    if (first < 0x80) {
        return 1;
    }
    size_t length = 0;
    // The narrower range of the second byte keeps out overlong forms, surrogates and what is above U+10FFFF.
    uint8_t lowest = 0x80;
    uint8_t highest = 0xBF;
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        lowest = first == 0xE0 ? 0xA0 : lowest;
        highest = first == 0xED ? 0x9F : highest;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        lowest = first == 0xF0 ? 0x90 : lowest;
        highest = first == 0xF4 ? 0x8F : highest;
    }
    if (length == 0 || left < length || at[1] < lowest || at[1] > highest) {
        return 0;
    }
    for (size_t index = 2; index < length; ++index) {
        if (!is_continuation(at[index])) {
            return 0;
        }
    }
    return length;
}

bool is_printable_utf8(const char* text, size_t size) {
    const uint8_t* bytes = reinterpret_cast<const uint8_t*>(text);
    size_t at = 0;
    while (at < size) {
        const size_t length = utf8_length(bytes + at, size - at);
        if (length == 0 || (length == 1 && (bytes[at] < 0x20 || bytes[at] == 0x7F))) {
            return false;
        }
        at += length;
    }
    return true;
}

}  // namespace smr
