#include "core/base/text.h"

#include "core/base/utf8.h"

namespace smr {

namespace {

char hex_digit(unsigned value) {
    return static_cast<char>(value < 10 ? '0' + value : 'a' + (value - 10));
}

}  // namespace

Text& Text::append(char letter) {
    if (size_ < capacity_) {
        buffer_[size_++] = letter;
    } else {
        overflowed_ = true;
    }
    return *this;
}

Text& Text::append(FlashText text) {
    const size_t size = text.size();
    for (size_t index = 0; index < size; ++index) {
        append(text.at(index));
    }
    return *this;
}

Text& Text::append(const char* text, size_t size) {
    for (size_t index = 0; index < size; ++index) {
        append(text[index]);
    }
    return *this;
}

Text& Text::decimal64(uint64_t value) {
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = static_cast<char>('0' + static_cast<char>(value % 10));
        value /= 10;
    } while (value != 0);
    while (count > 0) {
        append(digits[--count]);
    }
    return *this;
}

Text& Text::decimal(uint32_t value) {
    char digits[10];
    size_t count = 0;
    do {
        digits[count++] = static_cast<char>('0' + static_cast<char>(value % 10));
        value /= 10;
    } while (value != 0);
    while (count > 0) {
        append(digits[--count]);
    }
    return *this;
}

Text& Text::signed_decimal(int32_t value) {
    if (value < 0) {
        append('-');
        return decimal(0U - static_cast<uint32_t>(value));
    }
    return decimal(static_cast<uint32_t>(value));
}

Text& Text::hex(const uint8_t* bytes, size_t count) {
    for (size_t index = 0; index < count; ++index) {
        append(hex_digit(bytes[index] >> 4U));
        append(hex_digit(bytes[index] & 15U));
    }
    return *this;
}

Text& Text::hex_number(uint32_t value, unsigned digits) {
    while (digits > 0) {
        --digits;
        append(hex_digit((value >> (digits * 4U)) & 15U));
    }
    return *this;
}

Text& Text::ipv4(const uint8_t address[4]) {
    for (unsigned index = 0; index < 4; ++index) {
        if (index > 0) {
            append('.');
        }
        decimal(address[index]);
    }
    return *this;
}

Text& Text::json_escaped(const char* text, size_t size) {
    const uint8_t* bytes = reinterpret_cast<const uint8_t*>(text);
    size_t at = 0;
    while (at < size) {
        const size_t length = utf8_length(bytes + at, size - at);
        if (length == 0) {
            append(SMR_TEXT("\\ufffd"));
            ++at;
            continue;
        }
        const char letter = text[at];
        if (length == 1 && (letter == '"' || letter == '\\')) {
            append('\\').append(letter);
        } else if (length == 1 && (bytes[at] < 0x20 || bytes[at] == 0x7F)) {
            append(SMR_TEXT("\\u00")).hex_number(bytes[at], 2);
        } else {
            append(text + at, length);
        }
        at += length;
    }
    return *this;
}

}  // namespace smr
