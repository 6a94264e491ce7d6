// A stretch of text that someone else keeps.
#pragma once

#include <stddef.h>

#include "core/base/flash.h"

namespace smr {

// Text in RAM, not terminated. Empty where there is none.
struct Slice {
    const char* data;
    size_t size;

    constexpr Slice() : data(nullptr), size(0) {}
    constexpr Slice(const char* text, size_t length) : data(text), size(length) {}

    bool empty() const { return size == 0; }
    bool is(FlashText text) const { return text.equals(data, size); }
    bool is_ignoring_case(FlashText text) const { return text.equals_ignoring_case(data, size); }
    bool starts_with(FlashText text) const { return text.is_prefix_of(data, size); }
    // What is left after `count` bytes, which must not be more than there are.
    Slice from(size_t count) const { return Slice(data + count, size - count); }
    Slice first(size_t count) const { return Slice(data, count); }

    // Where `letter` first is, or size.
    size_t find(char letter) const {
        size_t at = 0;
        while (at < size && data[at] != letter) {
            ++at;
        }
        return at;
    }
};

inline char ascii_lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

inline bool equal(Slice left, Slice right) {
    if (left.size != right.size) {
        return false;
    }
    for (size_t index = 0; index < left.size; ++index) {
        if (left.data[index] != right.data[index]) {
            return false;
        }
    }
    return true;
}

// With ASCII letters of either case taken as the same.
inline bool equal_ignoring_case(Slice left, Slice right) {
    if (left.size != right.size) {
        return false;
    }
    for (size_t index = 0; index < left.size; ++index) {
        if (ascii_lower(left.data[index]) != ascii_lower(right.data[index])) {
            return false;
        }
    }
    return true;
}

// Whether `text` is one of the words that stand in `words` between spaces, also before the first and after the last.
bool is_word_of(Slice text, FlashText words);
// The same, with ASCII letters of either case taken as the same; `words` are in lower case.
bool is_word_of_ignoring_case(Slice text, FlashText words);

}  // namespace smr
