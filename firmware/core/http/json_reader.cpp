#include "core/http/json_reader.h"

#include <string.h>

#include "core/base/utf8.h"

namespace smr {

namespace {

constexpr uint32_t kHighSurrogate = 0xD800;
constexpr uint32_t kLowSurrogate = 0xDC00;
constexpr uint32_t kAfterSurrogates = 0xE000;
constexpr size_t kUnicodeEscape = 6;  // \uXXXX

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

int hex_value(char letter) {
    if (is_digit(letter)) {
        return letter - '0';
    }
    if (letter >= 'a' && letter <= 'f') {
        return letter - 'a' + 10;
    }
    return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : -1;
}

// What a single letter after a backslash stands for; 0 if nothing.
char simple_escape(char letter) {
    switch (letter) {
        case '"':
        case '\\':
        case '/':
            return letter;
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return 0;
    }
}

uint8_t encode_utf8(uint32_t code, char* to) {
    if (code < 0x80) {
        to[0] = static_cast<char>(code);
        return 1;
    }
    const uint8_t size = code < 0x800 ? 2 : (code < 0x10000 ? 3 : 4);
    for (unsigned index = size - 1U; index > 0; --index) {
        to[index] = static_cast<char>(0x80U | (code & 0x3FU));
        code >>= 6U;
    }
    const uint32_t lead = size == 2 ? 0xC0U : (size == 3 ? 0xE0U : 0xF0U);
    to[0] = static_cast<char>(lead | code);
    return size;
}

}  // namespace

JsonReader::Token JsonReader::fail(Problem problem, size_t offset) {
    problem_ = problem;
    offset_ = offset;
    return token_ = Token::kError;
}

// A value was read.
JsonReader::Token JsonReader::finish(Token token) {
    expect_ = Expect::kSeparator;
    return token_ = token;
}

void JsonReader::skip_space() {
    while (at_ < size_ && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
        ++at_;
    }
}

JsonReader::Token JsonReader::next() {
    if (token_ == Token::kError || token_ == Token::kEnd) {
        return token_;
    }
    skip_space();
    if (expect_ == Expect::kSeparator && depth_ > 0 && at_ < size_ && text_[at_] == ',') {
        ++at_;
        expect_ = in_object() ? Expect::kKey : Expect::kValue;
        skip_space();
    }
    offset_ = at_;
    if (at_ == size_) {
        const bool is_whole = expect_ == Expect::kSeparator && depth_ == 0;
        return is_whole ? token_ = Token::kEnd : fail(Problem::kSyntax, at_);
    }
    const char letter = text_[at_];
    switch (expect_) {
        case Expect::kSeparator:
            return depth_ > 0 && letter == (in_object() ? '}' : ']') ? close(in_object()) : fail(Problem::kSyntax, at_);
        case Expect::kFirstKey:
            return letter == '}' ? close(true) : read_key();
        case Expect::kKey:
            return read_key();
        case Expect::kFirstElement:
            return letter == ']' ? close(false) : read_value();
        case Expect::kValue:
            break;
    }
    return read_value();
}

JsonReader::Token JsonReader::skip_value() {
    const unsigned depth = depth_;
    do {
        next();
    } while (depth_ > depth && token_ != Token::kError);
    return token_;
}

JsonReader::Token JsonReader::open(bool is_object) {
    if (depth_ == kDepthLimit) {
        return fail(Problem::kDepth, at_);
    }
    const uint8_t bit = static_cast<uint8_t>(1U << depth_);
    objects_ = static_cast<uint8_t>(is_object ? objects_ | bit : objects_ & ~bit);
    ++depth_;
    ++at_;
    expect_ = is_object ? Expect::kFirstKey : Expect::kFirstElement;
    return token_ = is_object ? Token::kObjectBegin : Token::kArrayBegin;
}

JsonReader::Token JsonReader::close(bool is_object) {
    --depth_;
    ++at_;
    return finish(is_object ? Token::kObjectEnd : Token::kArrayEnd);
}

JsonReader::Token JsonReader::read_value() {
    const char letter = text_[at_];
    if (letter == '{' || letter == '[') {
        return open(letter == '{');
    }
    if (letter == '"') {
        return read_text() ? finish(Token::kString) : token_;
    }
    if (letter == '-' || is_digit(letter)) {
        return read_integer();
    }
    integer_ = letter == 't' ? 1 : 0;
    if (take_word(SMR_TEXT("true")) || take_word(SMR_TEXT("false"))) {
        return finish(Token::kBoolean);
    }
    return take_word(SMR_TEXT("null")) ? finish(Token::kNull) : fail(Problem::kSyntax, at_);
}

bool JsonReader::take_word(FlashText word) {
    if (!word.is_prefix_of(text_ + at_, size_ - at_)) {
        return false;
    }
    at_ += word.size();
    return true;
}

JsonReader::Token JsonReader::read_key() {
    const size_t begin = at_;
    if (text_[at_] != '"') {
        return fail(Problem::kSyntax, at_);
    }
    if (!read_text()) {
        return token_;
    }
    skip_space();
    if (at_ == size_ || text_[at_] != ':') {
        return fail(Problem::kSyntax, at_);
    }
    ++at_;
    offset_ = begin;
    expect_ = Expect::kValue;
    return token_ = Token::kKey;
}

JsonReader::Token JsonReader::read_integer() {
    const size_t begin = at_;
    const bool negative = text_[at_] == '-';
    at_ += negative ? 1 : 0;
    const size_t first = at_;
    const uint64_t limit = negative ? 0x80000000U : 0x7FFFFFFFU;
    uint64_t value = 0;
    while (at_ < size_ && is_digit(text_[at_])) {
        value = value * 10 + static_cast<uint64_t>(text_[at_] - '0');
        if (value > limit) {
            return fail(Problem::kNumber, begin);
        }
        ++at_;
    }
    // There must be digits, and no zero before others.
    if (at_ == first || (text_[first] == '0' && at_ - first > 1)) {
        return fail(Problem::kSyntax, at_ == first ? at_ : first + 1);
    }
    if (at_ < size_ && (text_[at_] == '.' || text_[at_] == 'e' || text_[at_] == 'E')) {
        return fail(Problem::kNumber, begin);
    }
    integer_ = static_cast<int32_t>(negative ? -static_cast<int64_t>(value) : static_cast<int64_t>(value));
    return finish(Token::kInteger);
}

bool JsonReader::read_text() {
    text_begin_ = ++at_;
    while (at_ < size_ && text_[at_] != '"') {
        if (text_[at_] == '\\') {
            if (!read_escape(&at_)) {
                fail(Problem::kString, at_);
                return false;
            }
            continue;
        }
        const size_t length = utf8_length(reinterpret_cast<const uint8_t*>(text_) + at_, size_ - at_);
        if (length == 0 || static_cast<uint8_t>(text_[at_]) < 0x20) {
            fail(Problem::kString, at_);
            return false;
        }
        at_ += length;
    }
    if (at_ == size_) {
        fail(Problem::kSyntax, at_);
        return false;
    }
    text_end_ = at_++;
    return true;
}

// Moves `*at` behind a valid escape.
bool JsonReader::read_escape(size_t* at) const {
    if (*at + 1 < size_ && simple_escape(text_[*at + 1]) != 0) {
        *at += 2;
        return true;
    }
    uint32_t code;
    if (!read_unicode(*at, &code) || (code >= kLowSurrogate && code < kAfterSurrogates)) {
        return false;
    }
    if (code >= kHighSurrogate && code < kLowSurrogate) {
        if (!read_unicode(*at + kUnicodeEscape, &code) || code < kLowSurrogate || code >= kAfterSurrogates) {
            return false;
        }
        *at += kUnicodeEscape;
    }
    *at += kUnicodeEscape;
    return true;
}

// The number in the \uXXXX at `at`.
bool JsonReader::read_unicode(size_t at, uint32_t* code) const {
    if (size_ < kUnicodeEscape || at > size_ - kUnicodeEscape || text_[at] != '\\' || text_[at + 1] != 'u') {
        return false;
    }
    *code = 0;
    for (size_t index = 2; index < kUnicodeEscape; ++index) {
        const int value = hex_value(text_[at + index]);
        if (value < 0) {
            return false;
        }
        *code = (*code << 4U) | static_cast<uint32_t>(value);
    }
    return true;
}

bool JsonReader::next_letter(size_t* at, Letter* letter) const {
    if (*at >= text_end_) {
        return false;
    }
    if (text_[*at] != '\\') {
        letter->bytes[0] = text_[(*at)++];
        letter->size = 1;
        return true;
    }
    const char simple = simple_escape(text_[*at + 1]);
    if (simple != 0) {
        letter->bytes[0] = simple;
        letter->size = 1;
        *at += 2;
        return true;
    }
    uint32_t code = 0;
    uint32_t low = 0;
    read_unicode(*at, &code);
    *at += kUnicodeEscape;
    if (code >= kHighSurrogate && code < kLowSurrogate && read_unicode(*at, &low)) {
        *at += kUnicodeEscape;
        code = 0x10000U + ((code - kHighSurrogate) << 10U) + (low - kLowSurrogate);
    }
    letter->size = encode_utf8(code, letter->bytes);
    return true;
}

bool JsonReader::text_is(FlashText text) const {
    Letter letter;
    size_t compared = 0;
    for (size_t at = text_begin_; next_letter(&at, &letter);) {
        for (unsigned index = 0; index < letter.size; ++index) {
            if (compared == text.size() || text.at(compared) != letter.bytes[index]) {
                return false;
            }
            ++compared;
        }
    }
    return compared == text.size();
}

size_t JsonReader::text_size() const {
    Letter letter;
    size_t size = 0;
    for (size_t at = text_begin_; next_letter(&at, &letter);) {
        size += letter.size;
    }
    return size;
}

bool JsonReader::copy_text(char* to, size_t capacity, size_t* size) const {
    *size = text_size();
    if (*size > capacity) {
        return false;
    }
    Letter letter;
    size_t copied = 0;
    for (size_t at = text_begin_; next_letter(&at, &letter);) {
        memcpy(to + copied, letter.bytes, letter.size);
        copied += letter.size;
    }
    return true;
}

}  // namespace smr
