#include "core/http/request_parser.h"

#include "tests/check.h"

using smr::Method;
using smr::Request;
using smr::RequestParser;

namespace {

using State = RequestParser::State;

State feed(RequestParser& parser, const char* text, size_t size) {
    State state = parser.state();
    for (size_t index = 0; index < size && state == State::kReading; ++index) {
        state = parser.feed(static_cast<uint8_t>(text[index]));
    }
    return state;
}

State feed(RequestParser& parser, const char* text) { return feed(parser, text, check::length(text)); }

// The status a head is refused with; 0 if it is complete, 1 if it is neither.
unsigned refusal(const char* text, size_t size) {
    RequestParser& parser = check::fresh<RequestParser>();
    switch (feed(parser, text, size)) {
        case State::kComplete:
            return 0;
        case State::kReading:
            return 1;
        case State::kRefused:
            break;
    }
    return parser.status();
}

unsigned refusal(const char* text) { return refusal(text, check::length(text)); }

#define CHECK_SLICE(slice, literal) CHECK_BYTES((slice).data, (slice).size, (literal), check::length(literal))

void feed_many(RequestParser& parser, char letter, size_t count) {
    for (size_t index = 0; index < count; ++index) {
        parser.feed(static_cast<uint8_t>(letter));
    }
}

}  // namespace

TEST(a_request_keeps_what_matters_of_its_head) {
    RequestParser& parser = check::fresh<RequestParser>();
    CHECK_EQ(feed(parser,
                  "PATCH /api/v1/config?dry=1&x HTTP/1.1\r\n"
                  "Host: smr-a1b2c3.local:80\r\n"
                  "User-Agent: whatever\r\n"
                  "oRIGIN:http://smr-a1b2c3.local\r\n"
                  "Authorization: \t Digest username=\"admin\" \t\r\n"
                  "Content-Length: 0012 \r\n"
                  "Content-Type: application/json\r\n"
                  "X-SMR-SHA256: abc\r\n"
                  "Expect: 100-Continue\r\n"
                  "Connection: Upgrade , close\r\n"
                  "\r\n"),
             State::kComplete);
    const Request& request = parser.request();
    CHECK_EQ(request.method(), Method::kPatch);
    CHECK_SLICE(request.target(), "/api/v1/config?dry=1&x");
    CHECK_SLICE(request.path(), "/api/v1/config");
    CHECK_SLICE(request.query(), "dry=1&x");
    CHECK_SLICE(request.host(), "smr-a1b2c3.local:80");
    CHECK(request.has_origin());
    CHECK_SLICE(request.origin(), "http://smr-a1b2c3.local");
    CHECK_SLICE(request.authorization(), "Digest username=\"admin\"");
    CHECK_SLICE(request.content_type(), "application/json");
    CHECK_SLICE(request.sha256(), "abc");
    CHECK(request.has_length());
    CHECK_EQ(request.content_length(), 12U);
    CHECK(request.expects_continue());
    CHECK(request.is_http11());
    CHECK(!request.keeps_alive());
    CHECK(!request.is_read());
}

TEST(the_next_request_finds_nothing_of_the_one_before) {
    RequestParser& parser = check::fresh<RequestParser>();
    feed(parser, "POST /a?b HTTP/1.1\r\nHost: x\r\nOrigin: y\r\nContent-Length: 7\r\nExpect: 100-continue\r\n\r\n");
    parser.reset();
    CHECK(!parser.has_begun());
    CHECK_EQ(feed(parser, "GET / HTTP/1.1\r\nHost: z\r\n\r\n"), State::kComplete);
    CHECK_SLICE(parser.request().path(), "/");
    CHECK_SLICE(parser.request().host(), "z");
    CHECK(parser.request().query().empty());
    CHECK(!parser.request().has_origin());
    CHECK(!parser.request().has_length());
    CHECK(!parser.request().expects_continue());
    CHECK(parser.request().keeps_alive());
}

TEST(line_feeds_alone_and_empty_lines_before_a_request_are_taken) {
    CHECK_EQ(refusal("\r\n\n\r\nGET / HTTP/1.1\nHost: x\n\n"), 0U);
    RequestParser& parser = check::fresh<RequestParser>();
    feed(parser, "\r\n\r\n");
    CHECK(!parser.has_begun());
}

TEST(connections_last_in_http_1_1_and_on_demand_in_http_1_0) {
    RequestParser& parser = check::fresh<RequestParser>();
    feed(parser, "GET / HTTP/1.0\r\n\r\n");
    CHECK(!parser.request().keeps_alive());
    CHECK(!parser.request().is_http11());
    parser.reset();
    feed(parser, "GET / HTTP/1.0\r\nConnection: foo, Keep-Alive\r\n\r\n");
    CHECK(parser.request().keeps_alive());
    parser.reset();
    feed(parser, "GET / HTTP/1.1\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n");
    CHECK_EQ(parser.status(), 400U);
    parser.reset();
    feed(parser, "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n");
    CHECK(!parser.request().keeps_alive());
}

TEST(an_absolute_target_is_taken_apart_and_its_host_counts) {
    RequestParser& parser = check::fresh<RequestParser>();
    CHECK_EQ(feed(parser, "GET HTTP://one:81/p?q=1 HTTP/1.1\r\nHost: two\r\n\r\n"), State::kComplete);
    CHECK_SLICE(parser.request().host(), "one:81");
    CHECK_SLICE(parser.request().target(), "/p?q=1");
    CHECK_SLICE(parser.request().path(), "/p");
    parser.reset();
    CHECK_EQ(feed(parser, "GET http://one?q HTTP/1.1\r\nHost: two\r\n\r\n"), State::kComplete);
    CHECK_SLICE(parser.request().target(), "/?q");
    parser.reset();
    CHECK_EQ(feed(parser, "GET http://one HTTP/1.1\r\nHost: two\r\n\r\n"), State::kComplete);
    CHECK_SLICE(parser.request().path(), "/");
    CHECK_EQ(refusal("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n"), 400U);
    CHECK_EQ(refusal("GET http://user@one/x HTTP/1.1\r\nHost: a\r\n\r\n"), 400U);
    CHECK_EQ(refusal("GET https://one/x HTTP/1.1\r\nHost: a\r\n\r\n"), 400U);
    CHECK_EQ(refusal("GET http://one/x HTTP/1.1\r\n\r\n"), 400U);
}

TEST(a_number_is_found_in_the_query) {
    RequestParser& parser = check::fresh<RequestParser>();
    feed(parser, "GET /e?a=1&since=42&big=4294967296&twice=1&twice=2&none=&not=1x&last=4294967295 HTTP/1.1\r\nHost: x\r\n\r\n");
    const Request& request = parser.request();
    uint32_t value = 0;
    CHECK(request.query_number(SMR_TEXT("since"), &value));
    CHECK_EQ(value, 42U);
    CHECK(request.query_number(SMR_TEXT("last"), &value));
    CHECK_EQ(value, 0xFFFFFFFFU);
    CHECK(!request.query_number(SMR_TEXT("big"), &value));
    CHECK(!request.query_number(SMR_TEXT("twice"), &value));
    CHECK(!request.query_number(SMR_TEXT("none"), &value));
    CHECK(!request.query_number(SMR_TEXT("not"), &value));
    CHECK(!request.query_number(SMR_TEXT("sinc"), &value));
    CHECK(!request.query_number(SMR_TEXT("absent"), &value));
}

namespace {

struct Refused {
    const char* head;
    unsigned status;
};

// What is not sound, by RFC 9112 and RFC 9110.
const Refused kRefused[] = {
    {"GET\r\n", 400},
    {"GET /\r\n", 400},
    {" GET / HTTP/1.1\r\n", 400},
    {"GET  / HTTP/1.1\r\n", 400},
    {"GET / HTTP/1.1 \r\n", 400},
    {"GET / HTTP/1.11\r\n", 400},
    {"GET / http/1.1\r\n", 400},
    {"GET / HTTP/x.1\r\n", 400},
    {"GET / HTTP/2.0\r\n", 505},
    {"GET / HTTP/0.9\r\n", 505},
    {"BREW / HTTP/1.1\r\n", 501},
    {"get / HTTP/1.1\r\n", 501},
    {"G@T / HTTP/1.1\r\n", 400},
    {"GET x HTTP/1.1\r\n", 400},
    {"GET * HTTP/1.1\r\n", 400},
    {"GET /\x01 HTTP/1.1\r\n", 400},
    {"GET /\xC3\xA4 HTTP/1.1\r\n", 400},
    {"GET /#x HTTP/1.1\r\n", 400},
    {"GET / HTTP/1.1\rHost: x\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nX: a\r\n\tb\r\nHost: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nX: a\x7F\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nX: a\rb\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nOrigin: a\r\nOrigin: b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4294967296\r\n\r\n", 413},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551616\r\n\r\n", 413},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1234567890123456789012345\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 411},
    {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501},
    {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
    {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400},
    {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nExpect: a pony\r\n\r\n", 417},
};

}  // namespace

TEST(what_is_not_sound_is_refused_with_its_status) {
    for (const Refused& each : kRefused) {
        const unsigned status = refusal(each.head);
        if (status != each.status) {
            check::failed_numbers(__FILE__, __LINE__, each.head, status, each.status);
        }
    }
    const char with_nul[] = "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n";
    CHECK_EQ(refusal(with_nul, sizeof with_nul - 1), 400U);
}

TEST(a_refused_head_stays_refused) {
    RequestParser& parser = check::fresh<RequestParser>();
    feed(parser, "GET / HTTP/2.0\r\n");
    CHECK_EQ(parser.feed('\n'), State::kRefused);
    CHECK_EQ(parser.status(), 505U);
}

TEST(paths_and_targets_have_their_limits) {
    for (size_t size = 95; size <= 98; ++size) {
        RequestParser& parser = check::fresh<RequestParser>();
        feed(parser, "GET ");
        parser.feed('/');
        feed_many(parser, 'p', size - 1);
        const State state = feed(parser, "?q HTTP/1.1\r\nHost: x\r\n\r\n");
        CHECK_EQ(state, size <= 96 ? State::kComplete : State::kRefused);
        CHECK_EQ(parser.status(), size <= 96 ? 0 : 414);
    }
    RequestParser& parser = check::fresh<RequestParser>();
    feed(parser, "GET /?");
    feed_many(parser, 'q', RequestParser::kTargetLimit);
    CHECK_EQ(parser.status(), 414U);
}

TEST(headers_that_do_not_matter_may_be_long_up_to_the_limit_of_the_head) {
    RequestParser& parser = check::fresh<RequestParser>();
    feed(parser, "GET / HTTP/1.1\r\nHost: x\r\nCookie: ");
    feed_many(parser, 'c', 3000);
    feed(parser, "\r\n");
    feed_many(parser, 'n', 3000);
    CHECK_EQ(feed(parser, ": v\r\n\r\n"), State::kComplete);
    parser.reset();
    feed(parser, "GET / HTTP/1.1\r\nHost: x\r\nCookie: ");
    feed_many(parser, 'c', RequestParser::kHeadLimit);
    CHECK_EQ(parser.status(), 431U);
    parser.reset();
    feed_many(parser, '\n', RequestParser::kHeadLimit + 1);
    CHECK_EQ(parser.status(), 431U);
}

TEST(headers_that_matter_must_fit_together) {
    RequestParser& parser = check::fresh<RequestParser>();
    feed(parser, "GET / HTTP/1.1\r\nHost: x\r\nAuthorization: ");
    feed_many(parser, 'a', 550);
    CHECK_EQ(feed(parser, "\r\nConnection: close\r\n\r\n"), State::kComplete);
    CHECK_EQ(parser.request().authorization().size, 550U);
    CHECK(!parser.request().keeps_alive());
    parser.reset();
    feed(parser, "GET / HTTP/1.1\r\nHost: x\r\nAuthorization: ");
    feed_many(parser, 'a', 551);
    CHECK_EQ(parser.status(), 431U);
}

TEST(any_bytes_end_in_a_state_and_never_outside_the_buffer) {
    check::Random random(7);
    const char letters[] = "GET /:HTTP1.\r\n \tHostContent-Length?*#\x80";
    unsigned refused = 0;
    for (unsigned round = 0; round < 300; ++round) {
        RequestParser& parser = check::fresh<RequestParser>();
        if (round % 2 == 0) {
            feed(parser, "GET / HTTP/1.1\r\n");
        }
        for (unsigned count = 0; count < 400; ++count) {
            parser.feed(static_cast<uint8_t>(letters[random.below(sizeof letters - 1)]));
        }
        refused += parser.state() == State::kRefused ? 1U : 0U;
    }
    CHECK(refused > 250);
}
