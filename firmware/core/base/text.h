// Text built in a buffer of fixed size.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"

namespace smr {

// Appends to a buffer that someone else owns. What does not fit is left out and remembered: see overflowed().
class Text {
public:
    Text(char* buffer, size_t capacity) : buffer_(buffer), capacity_(capacity) {}

    const char* data() const { return buffer_; }
    size_t size() const { return size_; }
    size_t room() const { return capacity_ - size_; }
    bool overflowed() const { return overflowed_; }
    void clear() {
        size_ = 0;
        overflowed_ = false;
    }

    Text& append(char letter);
    Text& append(FlashText text);
    Text& append(const char* text, size_t size);
    // Decimal, without leading zeros.
    Text& decimal(uint32_t value);
    Text& decimal64(uint64_t value);
    Text& signed_decimal(int32_t value);
    // Lower-case hexadecimal, two digits a byte.
    Text& hex(const uint8_t* bytes, size_t count);
    // `digits` lower-case hexadecimal digits of `value`, leading zeros included.
    Text& hex_number(uint32_t value, unsigned digits);
    // An IPv4 address, dotted.
    Text& ipv4(const uint8_t address[4]);
    // The inside of a JSON string (RFC 8259): escaped. Bytes that are not UTF-8 become U+FFFD.
    Text& json_escaped(const char* text, size_t size);

private:
    char* buffer_;
    size_t capacity_;
    size_t size_ = 0;
    bool overflowed_ = false;
};

// A Text that brings its buffer.
template <size_t Capacity>
class TextOf : public Text {
public:
    TextOf() : Text(storage_, Capacity) {}
    TextOf(const TextOf&) = delete;
    TextOf& operator=(const TextOf&) = delete;

private:
    char storage_[Capacity];
};

}  // namespace smr
