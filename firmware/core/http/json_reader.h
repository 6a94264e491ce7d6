// Reads JSON (RFC 8259) from a complete text, token by token, without copying it.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"

namespace smr {

// Strict: what it takes is JSON. Not all JSON is taken: numbers are whole ones of 32 bits, and nesting has a limit.
//
//     JsonReader json(body, size);
//     if (json.next() != JsonReader::Token::kObjectBegin) ...
//     while (json.next() == JsonReader::Token::kKey) {
//         if (json.text_is(SMR_TEXT("name"))) {
//             if (json.next() != JsonReader::Token::kString || !json.copy_text(...)) ...
//         } else {
//             json.skip_value();
//         }
//     }
//     if (json.token() != JsonReader::Token::kObjectEnd || json.next() != JsonReader::Token::kEnd) ...
class JsonReader {
public:
    enum class Token : uint8_t {
        kObjectBegin,
        kObjectEnd,
        kArrayBegin,
        kArrayEnd,
        kKey,      // its value follows
        kString,
        kInteger,
        kBoolean,
        kNull,
        kEnd,      // all was read
        kError,    // see problem() and offset(); nothing more comes
    };
    enum class Problem : uint8_t {
        kNone,
        kSyntax,
        kString,  // a control character, a wrong escape, half of a surrogate pair, or not UTF-8
        kNumber,  // a fraction, an exponent, or beyond 32 bits with sign
        kDepth,   // nested deeper than kDepthLimit
    };
    static constexpr unsigned kDepthLimit = 8;

    // The text must stay where it is.
    JsonReader(const uint8_t* text, size_t size) : text_(reinterpret_cast<const char*>(text)), size_(size) {}

    Token next();
    // After kKey: reads its whole value, whatever it is. Returns the last token of it, or kError.
    Token skip_value();

    Token token() const { return token_; }
    Problem problem() const { return problem_; }
    // Where in the text the token begins, or the problem is.
    size_t offset() const { return offset_; }

    // Of kBoolean and kInteger.
    bool boolean() const { return integer_ != 0; }
    int32_t integer() const { return integer_; }

    // Of kKey and kString, escapes undone: whether it is `text`, how many bytes it has, and a copy. copy_text() is false if it has more
    // than `capacity` bytes; `*size` gets the number.
    bool text_is(FlashText text) const;
    size_t text_size() const;
    bool copy_text(char* to, size_t capacity, size_t* size) const;

private:
    // What may come next.
    enum class Expect : uint8_t { kValue, kFirstElement, kFirstKey, kKey, kSeparator };
    // A letter of a text in UTF-8.
    struct Letter {
        char bytes[4];
        uint8_t size;
    };

    Token fail(Problem problem, size_t offset);
    Token finish(Token token);
    Token open(bool is_object);
    Token close(bool is_object);
    Token read_value();
    Token read_key();
    Token read_integer();
    bool read_text();
    bool read_escape(size_t* at) const;
    bool read_unicode(size_t at, uint32_t* code) const;
    bool take_word(FlashText word);
    void skip_space();
    bool in_object() const { return depth_ > 0 && ((objects_ >> (depth_ - 1)) & 1U) != 0; }
    // The letter of the present text at `*at`, which moves on; false at the end.
    bool next_letter(size_t* at, Letter* letter) const;

    const char* text_;
    size_t size_;
    size_t at_ = 0;
    size_t offset_ = 0;
    size_t text_begin_ = 0;
    size_t text_end_ = 0;
    int32_t integer_ = 0;
    Token token_ = Token::kNull;
    Problem problem_ = Problem::kNone;
    Expect expect_ = Expect::kValue;
    uint8_t depth_ = 0;
    uint8_t objects_ = 0;  // bit n: nesting level n is an object
};

}  // namespace smr
