#include "core/http/answer.h"

namespace smr {

FlashText reason_of(uint16_t status) {
    switch (status) {
        case 200:
            return SMR_TEXT("OK");
        case 202:
            return SMR_TEXT("Accepted");
        case 204:
            return SMR_TEXT("No Content");
        case 302:
            return SMR_TEXT("Found");
        case 303:
            return SMR_TEXT("See Other");
        case 304:
            return SMR_TEXT("Not Modified");
        case 400:
            return SMR_TEXT("Bad Request");
        case 401:
            return SMR_TEXT("Unauthorized");
        case 403:
            return SMR_TEXT("Forbidden");
        case 404:
            return SMR_TEXT("Not Found");
        case 405:
            return SMR_TEXT("Method Not Allowed");
        case 408:
            return SMR_TEXT("Request Timeout");
        case 409:
            return SMR_TEXT("Conflict");
        case 411:
            return SMR_TEXT("Length Required");
        case 413:
            return SMR_TEXT("Content Too Large");
        case 414:
            return SMR_TEXT("URI Too Long");
        case 415:
            return SMR_TEXT("Unsupported Media Type");
        case 417:
            return SMR_TEXT("Expectation Failed");
        case 421:
            return SMR_TEXT("Misdirected Request");
        case 422:
            return SMR_TEXT("Unprocessable Content");
        case 429:
            return SMR_TEXT("Too Many Requests");
        case 431:
            return SMR_TEXT("Request Header Fields Too Large");
        case 500:
            return SMR_TEXT("Internal Server Error");
        case 501:
            return SMR_TEXT("Not Implemented");
        case 503:
            return SMR_TEXT("Service Unavailable");
        case 505:
            return SMR_TEXT("HTTP Version Not Supported");
        default:
            return FlashText();
    }
}

FlashText name_of(Media media) {
    switch (media) {
        case Media::kJson:
            return SMR_TEXT("application/json");
        case Media::kHtml:
            return SMR_TEXT("text/html; charset=utf-8");
        case Media::kScript:
            return SMR_TEXT("text/javascript; charset=utf-8");
        case Media::kStyle:
            return SMR_TEXT("text/css; charset=utf-8");
        case Media::kSvg:
            return SMR_TEXT("image/svg+xml");
        case Media::kText:
            return SMR_TEXT("text/plain; charset=utf-8");
        case Media::kMetrics:
            return SMR_TEXT("text/plain; version=0.0.4; charset=utf-8");
        case Media::kBytes:
            return SMR_TEXT("application/octet-stream");
    }
    return FlashText();
}

Answer refusal(uint16_t status) {
    switch (status) {
        case 408:
            return Answer::error(status, SMR_TEXT("timeout"), SMR_TEXT("The request did not arrive in time."));
        case 411:
            return Answer::error(status, SMR_TEXT("length-required"), SMR_TEXT("Send the body with a Content-Length."));
        case 413:
            return Answer::error(status, SMR_TEXT("too-large"), SMR_TEXT("The body is too large."));
        case 414:
            return Answer::error(status, SMR_TEXT("path-too-long"), SMR_TEXT("The path is too long."));
        case 417:
            return Answer::error(status, SMR_TEXT("unknown-expectation"), SMR_TEXT("Only 100-continue can be expected."));
        case 431:
            return Answer::error(status, SMR_TEXT("headers-too-large"), SMR_TEXT("The headers are too large."));
        case 501:
            return Answer::error(status, SMR_TEXT("not-implemented"),
                                 SMR_TEXT("This method or transfer encoding is not supported."));
        case 505:
            return Answer::error(status, SMR_TEXT("unknown-version"), SMR_TEXT("Use HTTP/1.1."));
        default:
            return Answer::error(status, SMR_TEXT("bad-request"), SMR_TEXT("This is not a well-formed request."));
    }
}

size_t error_size(FlashText code, FlashText message) {
    return sizeof "{\"error\":{\"code\":\"\",\"message\":\"\"}}" - 1 + code.size() + message.size();
}

void write_error(Text& to, FlashText code, FlashText message) {
    to.append(SMR_TEXT("{\"error\":{\"code\":\"")).append(code);
    to.append(SMR_TEXT("\",\"message\":\"")).append(message).append(SMR_TEXT("\"}}"));
}

}  // namespace smr
