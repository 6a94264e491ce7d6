// Heads of HTTP requests: a head has one meaning, and what is handed out lies inside its limits.
#include "core/http/request_parser.h"

#include "fuzz/fuzz.h"

using smr::RequestParser;

namespace {

void look_at(smr::Slice slice) {
    unsigned sum = 0;
    for (size_t index = 0; index < slice.size; ++index) {
        const char letter = slice.data[index];
        fuzz::require(letter != '\r' && letter != '\n' && letter != '\0', "values hold no line ends");
        sum += static_cast<unsigned char>(letter);
    }
    volatile unsigned keep = sum;
    (void)keep;
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    RequestParser parser;
    for (size_t at = 0; at < size; ++at) {
        const RequestParser::State state = parser.feed(bytes[at]);
        if (state == RequestParser::State::kComplete) {
            const smr::Request& request = parser.request();
            fuzz::require(request.target().size > 0 && request.target().data[0] == '/', "a target begins with a slash");
            fuzz::require(request.path().size <= RequestParser::kPathLimit, "a path has a limit");
            fuzz::require(!request.is_http11() || !request.host().empty(), "HTTP/1.1 has a Host");
            look_at(request.target());
            look_at(request.host());
            look_at(request.origin());
            look_at(request.authorization());
            look_at(request.content_type());
            look_at(request.sha256());
            uint32_t number = 0;
            request.query_number(SMR_TEXT("since"), &number);
            parser.reset();
        } else if (state == RequestParser::State::kRefused) {
            fuzz::require(parser.status() >= 400 && parser.status() < 600, "a refusal has a status");
            parser.reset();
        }
    }
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    seeds.add("GET /api/v1/events?since=12 HTTP/1.1\r\nHost: 192.168.1.77\r\nConnection: close\r\n\r\n");
    seeds.add("POST /update HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nExpect: 100-continue\r\nOrigin: http://a\r\n"
              "Content-Type: multipart/form-data; boundary=x\r\n\r\n");
    seeds.add("GET http://a:80/x HTTP/1.0\nHost: b\nTransfer-Encoding: chunked\n\n");
    seeds.add("PATCH /api/v1/config HTTP/1.1\r\nHost: a\r\nAuthorization: Digest username=\"admin\"\r\nContent-Length: 2\r\n\r\n");
}
