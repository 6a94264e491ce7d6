// The head of an HTTP request, as far as the gateway cares.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/slice.h"

namespace smr {

enum class Method : uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };

// The method as it stands in a request line.
FlashText name_of(Method method);

// A request head. The RequestParser fills it; everything it hands out lives in one buffer and is gone when the next request begins,
// or when the server collects the request's body into the same buffer.
class Request {
public:
    // Bytes of the buffer.
    static constexpr size_t kCapacity = 576;

    Method method() const { return method_; }
    // Whether it only reads (GET, HEAD).
    bool is_read() const { return method_ == Method::kGet || method_ == Method::kHead; }
    // Path and query as the client sent them: begins with a slash. What a digest's uri must equal.
    Slice target() const { return text(kTarget); }
    // The path alone, at most 96 bytes, not percent-decoded.
    Slice path() const { return target().first(path_size_); }
    // What follows the question mark; empty if there is none.
    Slice query() const;
    // The decimal number `name` has in the query (`name=N`). False if it is not there once, or is none below 2^32.
    bool query_number(FlashText name, uint32_t* to) const;

    // Header values without spaces around them; empty if the header is not there.
    Slice host() const { return text(kHost); }  // with the port, if one was given; never empty in HTTP/1.1
    Slice origin() const { return text(kOrigin); }
    Slice authorization() const { return text(kAuthorization); }
    Slice content_type() const { return text(kContentType); }
    Slice sha256() const { return text(kSha256); }  // X-SMR-SHA256
    bool has_origin() const { return offset_[kOrigin] != kAbsent; }

    // Content-Length. Without the header a request has no body.
    bool has_length() const { return has_length_; }
    uint32_t content_length() const { return content_length_; }

    // HTTP/1.1 or later 1.x: chunked answers and lasting connections are understood.
    bool is_http11() const { return http11_; }
    // Whether the client wants the connection to last.
    bool keeps_alive() const { return keeps_alive_; }
    bool expects_continue() const { return expects_continue_; }

private:
    friend class RequestParser;

    enum Part : uint8_t { kTarget, kHost, kOrigin, kAuthorization, kContentType, kSha256, kParts };
    static constexpr uint16_t kAbsent = 0xFFFF;
    // The end of the buffer is where the parser puts the word it reads: a method, a version, a header's name.
    static constexpr size_t kWord = 24;
    static constexpr size_t kTextLimit = kCapacity - kWord;

    Slice text(Part part) const {
        return offset_[part] == kAbsent ? Slice() : Slice(buffer_ + offset_[part], size_[part]);
    }

    // The parser sets all of it.
    Request() = default;

    uint32_t content_length_;
    uint16_t offset_[kParts];
    uint16_t size_[kParts];
    uint8_t path_size_;
    Method method_;
    bool has_length_ : 1;
    bool http11_ : 1;
    bool keeps_alive_ : 1;
    bool expects_continue_ : 1;
    char buffer_[kCapacity];
};

}  // namespace smr
