#include "core/http/multipart.h"

#include <string.h>

namespace smr {

namespace {

bool is_space(char letter) { return letter == ' ' || letter == '\t'; }

Slice trimmed(Slice text) {
    while (!text.empty() && is_space(text.data[0])) {
        text = text.from(1);
    }
    while (!text.empty() && is_space(text.data[text.size - 1])) {
        --text.size;
    }
    return text;
}

// RFC 2046, 5.1.1, a little wider: anything printable that no header or line end could be mistaken for.
bool is_boundary_letter(char letter) { return letter > 0x20 && letter < 0x7F && letter != '"' && letter != '\\'; }

// The boundary in a content type; empty if there is none.
Slice boundary_of(Slice content_type) {
    size_t end = content_type.find(';');
    if (!trimmed(content_type.first(end)).is_ignoring_case(SMR_TEXT("multipart/form-data"))) {
        return Slice();
    }
    while (end < content_type.size) {
        content_type = content_type.from(end + 1);
        end = content_type.find(';');
        const Slice parameter = trimmed(content_type.first(end));
        const size_t equals = parameter.find('=');
        if (equals == parameter.size || !parameter.first(equals).is_ignoring_case(SMR_TEXT("boundary"))) {
            continue;
        }
        Slice value = parameter.from(equals + 1);
        if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"') {
            value = value.first(value.size - 1).from(1);
        }
        return value;
    }
    return Slice();
}

}  // namespace

bool MultipartFile::begin(Slice content_type) {
    *this = MultipartFile();
    const Slice boundary = boundary_of(content_type);
    if (boundary.empty() || boundary.size > kBoundaryLimit) {
        return false;
    }
    for (size_t index = 0; index < boundary.size; ++index) {
        if (!is_boundary_letter(boundary.data[index])) {
            return false;
        }
    }
    delimiter_[0] = '\r';
    delimiter_[1] = '\n';
    delimiter_[2] = delimiter_[3] = '-';
    memcpy(delimiter_ + 4, boundary.data, boundary.size);
    delimiter_size_ = static_cast<uint8_t>(4 + boundary.size);
    // The body may begin with a boundary, without a line end before it.
    matched_ = 2;
    state_ = State::kReading;
    problem_ = Problem::kNone;
    return true;
}

MultipartFile::State MultipartFile::fail(Problem problem) {
    problem_ = problem;
    return state_ = State::kFailed;
}

MultipartFile::State MultipartFile::feed(const uint8_t* bytes, size_t count, const Taker& taker) {
    // The bytes from `begin` on are content that was not handed on yet.
    size_t begin = 0;
    for (size_t index = 0; index < count && state_ == State::kReading; ++index) {
        const uint8_t byte = bytes[index];
        if (at_ == At::kAfterBoundary) {
            take_after_boundary(byte);
            continue;
        }
        if (at_ == At::kHeaderLine) {
            take_header(byte);
            begin = index + 1;
            continue;
        }
        const uint8_t held = matched_;
        const bool goes_on = take_content(byte);
        if (goes_on && held == 0 && is_file_ && index > begin &&
            !taker.take(taker.self, bytes + begin, index - begin)) {
            return fail(Problem::kRefused);
        }
        if (!goes_on) {
            // What looked like a boundary was content. Only its first byte can begin another: no boundary has a CR in it.
            if (held > 0 && is_file_ && !taker.take(taker.self, reinterpret_cast<const uint8_t*>(delimiter_), held)) {
                return fail(Problem::kRefused);
            }
            begin = held > 0 ? index : begin;
        }
        if (goes_on || matched_ > 0) {
            begin = index + 1;
        }
    }
    if (state_ == State::kReading && at_ == At::kContent && is_file_ && matched_ == 0 && count > begin &&
        !taker.take(taker.self, bytes + begin, count - begin)) {
        return fail(Problem::kRefused);
    }
    return state_;
}

// Whether the byte goes on with, begins or completes a boundary.
bool MultipartFile::take_content(uint8_t byte) {
    if (static_cast<char>(byte) != delimiter_[matched_]) {
        matched_ = byte == '\r' ? 1 : 0;
        return false;
    }
    if (++matched_ == delimiter_size_) {
        matched_ = 0;
        dashes_ = 0;
        after_cr_ = is_file_ = false;
        at_ = At::kAfterBoundary;
    }
    return true;
}

MultipartFile::State MultipartFile::take_after_boundary(uint8_t byte) {
    if (after_cr_) {
        if (byte != '\n') {
            return fail(Problem::kMalformed);
        }
        if (++parts_ > kPartLimit) {
            return fail(Problem::kTooMany);
        }
        at_ = At::kHeaderLine;
        header_ = Header::kName;
        header_size_ = 0;
        word_size_ = 0;
        after_cr_ = false;
        line_is_empty_ = true;
        return state_;
    }
    if (byte == '-') {
        if (++dashes_ < 2) {
            return state_;
        }
        return had_file_ ? state_ = State::kComplete : fail(Problem::kNoFile);
    }
    after_cr_ = byte == '\r';
    return dashes_ == 0 && (after_cr_ || is_space(static_cast<char>(byte))) ? state_ : fail(Problem::kMalformed);
}

MultipartFile::State MultipartFile::take_header(uint8_t byte) {
    if (++header_size_ > kHeaderLimit) {
        return fail(Problem::kHeaders);
    }
    if (after_cr_) {
        after_cr_ = false;
        return byte == '\n' ? end_header_line() : fail(Problem::kMalformed);
    }
    if (byte == '\r') {
        after_cr_ = true;
        return state_;
    }
    if (byte == '\n' || byte == 0) {
        return fail(Problem::kMalformed);
    }
    line_is_empty_ = false;
    take_header_letter(static_cast<char>(byte));
    return state_;
}

MultipartFile::State MultipartFile::end_header_line() {
    if (header_ == Header::kToken) {
        take_header_letter(';');
    }
    if (!line_is_empty_) {
        line_is_empty_ = true;
        header_ = Header::kName;
        word_size_ = 0;
        return state_;
    }
    if (is_file_ && had_file_) {
        return fail(Problem::kTwoFiles);
    }
    had_file_ = had_file_ || is_file_;
    matched_ = 0;
    at_ = At::kContent;
    return state_;
}

// Content-Disposition: form-data; name="firmware"; filename="firmware.bin"
void MultipartFile::take_header_letter(char letter) {
    if (header_ == Header::kArgumentBegin && letter != '"') {
        header_ = Header::kToken;
    }
    switch (header_) {
        case Header::kName:
            if (letter == ':') {
                header_ = word_is(SMR_TEXT("content-disposition")) ? Header::kType : Header::kSkip;
            } else {
                add_to_word(letter);
            }
            return;
        case Header::kType:
        case Header::kAfterQuoted:
            if (letter == ';') {
                header_ = Header::kParameter;
                word_size_ = 0;
            }
            return;
        case Header::kParameter:
            if (letter == '=') {
                argument_counts_ = word_is(SMR_TEXT("name"));
                header_ = Header::kArgumentBegin;
                word_size_ = 0;
            } else if (!is_space(letter)) {
                add_to_word(letter);
            }
            return;
        case Header::kArgumentBegin:
            header_ = Header::kQuoted;
            return;
        case Header::kToken:
        case Header::kQuoted:
            if (letter == (header_ == Header::kQuoted ? '"' : ';')) {
                is_file_ = is_file_ || (argument_counts_ && word_is(SMR_TEXT("firmware")));
                header_ = header_ == Header::kQuoted ? Header::kAfterQuoted : Header::kParameter;
                word_size_ = 0;
            } else if (header_ == Header::kQuoted && letter == '\\') {
                header_ = Header::kEscape;
            } else {
                add_to_word(letter);
            }
            return;
        case Header::kEscape:
            add_to_word(letter);
            header_ = Header::kQuoted;
            return;
        case Header::kSkip:
            return;
    }
}

void MultipartFile::add_to_word(char letter) {
    // One more than fits marks a word that is too long to be any we know.
    if (word_size_ < kWord) {
        word_[word_size_] = letter;
    }
    word_size_ = static_cast<uint8_t>(word_size_ <= kWord ? word_size_ + 1 : word_size_);
}

bool MultipartFile::word_is(FlashText text) const {
    return word_size_ <= kWord && text.equals_ignoring_case(word_, word_size_);
}

}  // namespace smr
