#include "core/http/request_parser.h"

#include <string.h>

namespace smr {

namespace {

// RFC 9110, 5.6.2: what names and methods are made of.
bool is_token_letter(uint8_t byte) {
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')) {
        return true;
    }
    const FlashText others = SMR_TEXT("!#$%&'*+-.^_`|~");
    for (size_t index = 0; index < others.size(); ++index) {
        if (static_cast<uint8_t>(others.at(index)) == byte) {
            return true;
        }
    }
    return false;
}

bool is_space(uint8_t byte) { return byte == ' ' || byte == '\t'; }

// RFC 9110, 5.5: no control characters but the tab.
bool is_value_byte(uint8_t byte) { return byte == '\t' || (byte >= 0x20 && byte != 0x7F); }

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

}  // namespace

void RequestParser::reset() {
    for (uint16_t& offset : request_.offset_) {
        offset = Request::kAbsent;
    }
    for (uint16_t& size : request_.size_) {
        size = 0;
    }
    request_.content_length_ = 0;
    request_.path_size_ = 0;
    request_.method_ = Method::kGet;
    request_.has_length_ = request_.http11_ = request_.keeps_alive_ = request_.expects_continue_ = false;
    total_ = used_ = status_ = 0;
    state_ = State::kReading;
    at_ = At::kMethod;
    header_ = Header::kOther;
    part_ = Request::kTarget;
    begun_ = after_cr_ = has_host_ = has_transfer_encoding_ = is_chunked_ = closes_ = keeps_alive_ = false;
    begin_word();
}

RequestParser::State RequestParser::feed(uint8_t byte) {
    if (state_ != State::kReading) {
        return state_;
    }
    if (++total_ > kHeadLimit) {
        return refuse(431);
    }
    if (after_cr_) {
        after_cr_ = false;
        return byte == '\n' ? take_line_end() : refuse(400);
    }
    if (byte == '\r') {
        after_cr_ = true;
        return state_;
    }
    return byte == '\n' ? take_line_end() : take(byte);
}

RequestParser::State RequestParser::refuse(uint16_t status) {
    status_ = status;
    return state_ = State::kRefused;
}

RequestParser::State RequestParser::take(uint8_t byte) {
    switch (at_) {
        case At::kMethod:
            return take_method(byte);
        case At::kTarget:
            return take_target(byte);
        case At::kVersion:
            add_to_word(byte);
            return state_;
        case At::kLineStart:
            // A line that begins with a space would continue the one before (obs-fold): nobody sends that in good faith.
            at_ = At::kName;
            begin_word();
            return take_name(byte);
        case At::kName:
            return take_name(byte);
        case At::kValue:
            return take_value(byte);
    }
    return state_;
}

RequestParser::State RequestParser::take_line_end() {
    switch (at_) {
        case At::kMethod:
            return begun_ ? refuse(400) : state_;
        case At::kVersion:
            return end_request_line();
        case At::kLineStart:
            return end_head();
        case At::kValue:
            at_ = At::kLineStart;
            return end_value();
        case At::kTarget:
        case At::kName:
            break;
    }
    return refuse(400);
}

RequestParser::State RequestParser::take_method(uint8_t byte) {
    if (byte == ' ' && begun_) {
        return end_method();
    }
    begun_ = true;
    if (!is_token_letter(byte)) {
        return refuse(400);
    }
    add_to_word(byte);
    return state_;
}

RequestParser::State RequestParser::end_method() {
    constexpr Method kMethods = Method::kOptions;
    for (uint8_t index = 0; index <= static_cast<uint8_t>(kMethods); ++index) {
        const Method method = static_cast<Method>(index);
        if (word().is(name_of(method))) {
            request_.method_ = method;
            request_.offset_[Request::kTarget] = 0;
            at_ = At::kTarget;
            return state_;
        }
    }
    return refuse(501);
}

RequestParser::State RequestParser::take_target(uint8_t byte) {
    if (byte == ' ') {
        return end_target();
    }
    if (byte <= 0x20 || byte >= 0x7F || byte == '#') {
        return refuse(400);
    }
    if (used_ == kTargetLimit) {
        return refuse(414);
    }
    request_.buffer_[used_++] = static_cast<char>(byte);
    return state_;
}

RequestParser::State RequestParser::end_target() {
    const Slice whole(request_.buffer_, used_);
    const bool is_star = whole.size == 1 && whole.data[0] == '*' && request_.method_ == Method::kOptions;
    if (whole.empty()) {
        return refuse(400);
    }
    request_.size_[Request::kTarget] = used_;
    if (whole.data[0] != '/' && !is_star && !use_absolute_form()) {
        return refuse(400);
    }
    const size_t path_size = request_.target().find('?');
    if (path_size > kPathLimit) {
        return refuse(414);
    }
    request_.path_size_ = static_cast<uint8_t>(path_size);
    at_ = At::kVersion;
    begin_word();
    return state_;
}

// RFC 9112, 3.2.2: `http://host/path` is to be understood, and its host counts instead of the header.
bool RequestParser::use_absolute_form() {
    constexpr size_t kScheme = 7;
    const Slice whole(request_.buffer_, used_);
    if (whole.size <= kScheme || !whole.first(kScheme).is_ignoring_case(SMR_TEXT("http://"))) {
        return false;
    }
    size_t host_size = 0;
    while (kScheme + host_size < whole.size) {
        const char letter = whole.data[kScheme + host_size];
        if (letter == '/' || letter == '?') {
            break;
        }
        if (letter == '@') {
            return false;
        }
        ++host_size;
    }
    if (host_size == 0) {
        return false;
    }
    // The host goes to the front, a slash and the rest behind it: the scheme leaves more than enough room.
    const size_t rest_begin = kScheme + host_size;
    const bool has_slash = rest_begin < whole.size && whole.data[rest_begin] == '/';
    const size_t rest_size = whole.size - rest_begin - (has_slash ? 1 : 0);
    memmove(request_.buffer_, request_.buffer_ + kScheme, host_size);
    request_.buffer_[host_size] = '/';
    memmove(request_.buffer_ + host_size + 1, request_.buffer_ + whole.size - rest_size, rest_size);
    used_ = static_cast<uint16_t>(host_size + 1 + rest_size);
    request_.offset_[Request::kHost] = 0;
    request_.size_[Request::kHost] = static_cast<uint16_t>(host_size);
    request_.offset_[Request::kTarget] = static_cast<uint16_t>(host_size);
    request_.size_[Request::kTarget] = static_cast<uint16_t>(1 + rest_size);
    return true;
}

RequestParser::State RequestParser::end_request_line() {
    constexpr size_t kVersionSize = 8;  // HTTP/1.1
    const Slice version = word();
    if (word_overflowed_ || version.size != kVersionSize || !version.starts_with(SMR_TEXT("HTTP/")) ||
        !is_digit(version.data[5]) || version.data[6] != '.' || !is_digit(version.data[7])) {
        return refuse(400);
    }
    if (version.data[5] != '1') {
        return refuse(505);
    }
    request_.http11_ = version.data[7] != '0';
    at_ = At::kLineStart;
    return state_;
}

RequestParser::State RequestParser::take_name(uint8_t byte) {
    if (byte == ':' && word_size_ > 0) {
        at_ = At::kValue;
        return end_name();
    }
    if (!is_token_letter(byte)) {
        return refuse(400);
    }
    add_to_word(byte);
    return state_;
}

RequestParser::State RequestParser::end_name() {
    const Slice name = word();
    header_ = Header::kOther;
    if (word_overflowed_) {
        return state_;
    }
    if (name.is_ignoring_case(SMR_TEXT("host"))) {
        if (has_host_) {
            return refuse(400);
        }
        has_host_ = true;
        if (request_.offset_[Request::kHost] != Request::kAbsent) {
            header_ = Header::kDropped;
            return state_;
        }
        return keep_value_of(Request::kHost);
    }
    if (name.is_ignoring_case(SMR_TEXT("origin"))) {
        return keep_value_of(Request::kOrigin);
    }
    if (name.is_ignoring_case(SMR_TEXT("authorization"))) {
        return keep_value_of(Request::kAuthorization);
    }
    if (name.is_ignoring_case(SMR_TEXT("content-type"))) {
        return keep_value_of(Request::kContentType);
    }
    if (name.is_ignoring_case(SMR_TEXT("x-smr-sha256"))) {
        return keep_value_of(Request::kSha256);
    }
    if (name.is_ignoring_case(SMR_TEXT("content-length"))) {
        header_ = Header::kContentLength;
    } else if (name.is_ignoring_case(SMR_TEXT("transfer-encoding"))) {
        header_ = Header::kTransferEncoding;
    } else if (name.is_ignoring_case(SMR_TEXT("expect"))) {
        header_ = Header::kExpect;
    } else if (name.is_ignoring_case(SMR_TEXT("connection"))) {
        header_ = Header::kConnection;
    }
    begin_word();
    return state_;
}

RequestParser::State RequestParser::keep_value_of(Request::Part part) {
    if (request_.offset_[part] != Request::kAbsent) {
        return refuse(400);
    }
    header_ = Header::kKept;
    part_ = part;
    request_.offset_[part] = used_;
    return state_;
}

RequestParser::State RequestParser::take_value(uint8_t byte) {
    if (!is_value_byte(byte)) {
        return refuse(400);
    }
    if (header_ == Header::kOther || header_ == Header::kDropped) {
        return state_;
    }
    if (header_ != Header::kKept) {
        if (header_ == Header::kConnection && byte == ',') {
            take_connection_option();
        } else if (word_size_ > 0 || !is_space(byte)) {
            add_to_word(byte);
        }
        return state_;
    }
    if (used_ == request_.offset_[part_] && is_space(byte)) {
        return state_;
    }
    if (used_ == Request::kTextLimit) {
        return refuse(431);
    }
    request_.buffer_[used_++] = static_cast<char>(byte);
    return state_;
}

RequestParser::State RequestParser::end_value() {
    if (header_ == Header::kKept) {
        while (used_ > request_.offset_[part_] && is_space(static_cast<uint8_t>(request_.buffer_[used_ - 1]))) {
            --used_;
        }
        request_.size_[part_] = static_cast<uint16_t>(used_ - request_.offset_[part_]);
        return state_;
    }
    trim_word();
    switch (header_) {
        case Header::kContentLength:
            return take_length();
        case Header::kTransferEncoding:
            is_chunked_ = !has_transfer_encoding_ && !word_overflowed_ && word().is_ignoring_case(SMR_TEXT("chunked"));
            has_transfer_encoding_ = true;
            return state_;
        case Header::kExpect:
            if (word_overflowed_ || !word().is_ignoring_case(SMR_TEXT("100-continue"))) {
                return refuse(417);
            }
            request_.expects_continue_ = request_.http11_;
            return state_;
        case Header::kConnection:
            take_connection_option();
            return state_;
        case Header::kOther:
        case Header::kKept:
        case Header::kDropped:
            break;
    }
    return state_;
}

RequestParser::State RequestParser::take_length() {
    // Two lengths, even equal ones, are how requests are smuggled past whoever reads the other one.
    if (request_.has_length_ || word_overflowed_ || word_size_ == 0) {
        return refuse(400);
    }
    const Slice digits = word();
    uint64_t value = 0;
    bool too_large = false;
    for (size_t index = 0; index < digits.size; ++index) {
        if (!is_digit(digits.data[index])) {
            return refuse(400);
        }
        value = value * 10 + static_cast<uint64_t>(digits.data[index] - '0');
        too_large = too_large || value > 0xFFFFFFFFU;
        if (too_large) {
            value = 0;
        }
    }
    if (too_large) {
        return refuse(413);
    }
    request_.has_length_ = true;
    request_.content_length_ = static_cast<uint32_t>(value);
    return state_;
}

void RequestParser::take_connection_option() {
    trim_word();
    if (!word_overflowed_) {
        closes_ = closes_ || word().is_ignoring_case(SMR_TEXT("close"));
        keeps_alive_ = keeps_alive_ || word().is_ignoring_case(SMR_TEXT("keep-alive"));
    }
    begin_word();
}

RequestParser::State RequestParser::end_head() {
    if (request_.http11_ && (!has_host_ || request_.host().empty())) {
        return refuse(400);
    }
    if (has_transfer_encoding_) {
        if (request_.has_length_ || !request_.http11_) {
            return refuse(400);
        }
        // No client of a gateway needs chunks: "say how long it is" is understood by all.
        return refuse(is_chunked_ ? 411 : 501);
    }
    request_.keeps_alive_ = !closes_ && (request_.http11_ || keeps_alive_);
    return state_ = State::kComplete;
}

void RequestParser::begin_word() {
    word_size_ = 0;
    word_overflowed_ = false;
}

void RequestParser::add_to_word(uint8_t byte) {
    if (word_size_ < Request::kWord) {
        word_bytes()[word_size_++] = static_cast<char>(byte);
    } else {
        // Trailing spaces of a value do not make it longer.
        word_overflowed_ = word_overflowed_ || !is_space(byte);
    }
}

void RequestParser::trim_word() {
    while (word_size_ > 0 && is_space(static_cast<uint8_t>(word_bytes()[word_size_ - 1]))) {
        --word_size_;
    }
}

}  // namespace smr
