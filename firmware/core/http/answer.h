// What the gateway answers to an HTTP request.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"
#include "core/base/text.h"
#include "core/base/time.h"

namespace smr {

enum class Media : uint8_t {
    kJson,
    kHtml,  // also sends a Content-Security-Policy
    kScript,
    kStyle,
    kSvg,
    kText,
    kMetrics,  // the Prometheus text format
    kBytes,
};

// The status and the shape of the body. Made by one of the functions; a default one is later().
struct Answer {
    enum class Body : uint8_t {
        kLater,   // there is no answer yet: ask on_wait() in each tick
        kEmpty,
        kError,   // {"error":{"code":"...","message":"..."}}
        kFixed,   // bytes in flash
        kSized,   // produce() writes exactly `length` bytes
        kSteps,   // produce() writes until it is done: sent in chunks
    };

    Body body = Body::kLater;
    Media media = Media::kJson;
    bool gzip = false;    // Content-Encoding
    bool closes = false;  // end the connection afterwards
    uint16_t status = 0;
    uint16_t delay = 0;  // the answer is held back for so many milliseconds
    // What `body` does not name is not set. Shared, because there is one in each connection.
    union {
        FlashText code;    // kError
        FlashBytes bytes;  // kFixed
        uint32_t length;   // kSized
    };
    FlashText message;  // kError

    Answer() : code() {}

    static Answer later() { return Answer(); }
    static Answer empty(uint16_t status) { return with(status, Body::kEmpty, Media::kJson); }
    // `code` in words-with-dashes, `message` a sentence for people.
    static Answer error(uint16_t status, FlashText code, FlashText message) {
        Answer answer = with(status, Body::kError, Media::kJson);
        answer.code = code;
        answer.message = message;
        return answer;
    }
    static Answer steps(uint16_t status, Media media) { return with(status, Body::kSteps, media); }
    static Answer sized(uint16_t status, Media media, uint32_t length) {
        Answer answer = with(status, Body::kSized, media);
        answer.length = length;
        return answer;
    }
    static Answer fixed(uint16_t status, Media media, FlashBytes bytes, bool gzip) {
        Answer answer = with(status, Body::kFixed, media);
        answer.bytes = bytes;
        answer.gzip = gzip;
        return answer;
    }

    bool is_later() const { return body == Body::kLater; }

private:
    static Answer with(uint16_t status, Body body, Media media) {
        Answer answer;
        answer.status = status;
        answer.body = body;
        answer.media = media;
        return answer;
    }
};

// The reason phrase of a status the gateway uses; empty for others.
FlashText reason_of(uint16_t status);
FlashText name_of(Media media);

// The error the server answers with where a request is not sound, by its status.
Answer refusal(uint16_t status);

// Appends the error document; what produce() writes where a message is not constant has the same form.
// Both are constants that need no escaping in JSON.
size_t error_size(FlashText code, FlashText message);
void write_error(Text& to, FlashText code, FlashText message);

}  // namespace smr
