// Reads the head of an HTTP/1.1 request (RFC 9112), byte by byte.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/http/request.h"

namespace smr {

// Takes a head in pieces of any size, with the same result. Lines may end in CRLF or LF; empty lines before the request are skipped.
// Headers that do not matter may be of any length within the limit of the whole head.
class RequestParser {
public:
    enum class State : uint8_t {
        kReading,
        kComplete,  // the byte just taken was the last of the head
        kRefused,   // status() says why
    };

    // Of the whole head, in bytes.
    static constexpr size_t kHeadLimit = 8192;
    static constexpr size_t kPathLimit = 96;
    static constexpr size_t kTargetLimit = 224;

    RequestParser() { reset(); }

    // Ready for the next request.
    void reset();

    State feed(uint8_t byte);

    State state() const { return state_; }
    // What to answer to a refused head: 400, 411, 413, 414, 417, 431, 501 or 505.
    uint16_t status() const { return status_; }
    // Whether a byte of the request has come; empty lines do not count.
    bool has_begun() const { return begun_; }
    // Valid once complete.
    const Request& request() const { return request_; }
    // The buffer of the request, of Request::kCapacity bytes, for its body and its answer, when the head is needed no more.
    uint8_t* reuse_buffer() { return reinterpret_cast<uint8_t*>(request_.buffer_); }

private:
    // Where in the head the next byte belongs.
    enum class At : uint8_t { kMethod, kTarget, kVersion, kLineStart, kName, kValue };
    // The headers that matter.
    enum class Header : uint8_t {
        kOther,
        kKept,  // its value goes into the request as it is
        kDropped,  // a Host that the target overrides
        kContentLength,
        kTransferEncoding,
        kExpect,
        kConnection,
    };

    State refuse(uint16_t status);
    State take(uint8_t byte);
    State take_line_end();
    State take_method(uint8_t byte);
    State take_target(uint8_t byte);
    State take_name(uint8_t byte);
    State take_value(uint8_t byte);
    State end_method();
    State end_target();
    State end_request_line();
    State end_name();
    State end_value();
    State end_head();
    State keep_value_of(Request::Part part);
    State take_length();
    bool use_absolute_form();
    void take_connection_option();

    char* word_bytes() { return request_.buffer_ + Request::kTextLimit; }
    Slice word() { return Slice(word_bytes(), word_size_); }
    void begin_word();
    void add_to_word(uint8_t byte);
    void trim_word();

    Request request_;
    uint16_t total_;   // bytes of the head so far
    uint16_t used_;    // of the request's buffer
    uint16_t status_;
    State state_;
    At at_;
    Header header_;
    Request::Part part_;
    uint8_t word_size_;
    bool word_overflowed_ : 1;
    bool begun_ : 1;
    bool after_cr_ : 1;
    bool has_host_ : 1;
    bool has_transfer_encoding_ : 1;
    bool is_chunked_ : 1;
    bool closes_ : 1;
    bool keeps_alive_ : 1;
};

}  // namespace smr
