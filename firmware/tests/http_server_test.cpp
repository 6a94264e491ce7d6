#include "core/http/server.h"

#include <string.h>

#include "tests/check.h"
#include "tests/fake_network.h"

using smr::Answer;
using smr::Connection;
using smr::Exchange;
using smr::HttpServer;
using smr::Media;
using smr::Millis;
using smr::Plan;
using smr::Produced;
using smr::Request;
using smr::Text;

namespace {

bool contains(const void* in, size_t size, const char* what) {
    const size_t length = check::length(what);
    for (size_t at = 0; at + length <= size; ++at) {
        if (memcmp(static_cast<const char*>(in) + at, what, length) == 0) {
            return true;
        }
    }
    return false;
}

// Serves a few paths, each one way of answering, and remembers what it was told.
struct Site {
    Plan on_head(const Request& request, Exchange& exchange, Answer* answer) {
        ++heads;
        if (exchange.route != 0 || exchange.notes[0] != 0) {
            ++dirty;
        }
        exchange.route = 9;
        exchange.notes[0] = 1;
        const smr::Slice path = request.path();
        if (path.is(SMR_TEXT("/steps"))) {
            *answer = Answer::steps(200, Media::kJson);
        } else if (path.is(SMR_TEXT("/sized"))) {
            *answer = Answer::sized(200, Media::kBytes, 1000);
        } else if (path.is(SMR_TEXT("/short"))) {
            *answer = Answer::sized(200, Media::kBytes, 3000);
        } else if (path.is(SMR_TEXT("/overflow"))) {
            exchange.route = 10;
            *answer = Answer::steps(200, Media::kText);
        } else if (path.is(SMR_TEXT("/page"))) {
            *answer = Answer::fixed(200, Media::kHtml, smr::FlashBytes(page, sizeof page), true);
        } else if (path.is(SMR_TEXT("/later"))) {
            *answer = Answer::later();
        } else if (path.is(SMR_TEXT("/slow"))) {
            *answer = Answer::error(401, SMR_TEXT("unauthorized"), SMR_TEXT("No."));
            answer->delay = 700;
        } else if (path.is(SMR_TEXT("/empty"))) {
            *answer = Answer::empty(202);
        } else if (path.is(SMR_TEXT("/collect"))) {
            return Plan::kCollect;
        } else if (path.is(SMR_TEXT("/stream"))) {
            return Plan::kStream;
        } else {
            *answer = Answer::error(404, SMR_TEXT("not-found"), SMR_TEXT("There is nothing here."));
        }
        return Plan::kAnswer;
    }
    bool on_body(Exchange&, const uint8_t* bytes, size_t count, Answer* answer) {
        largest_piece = count > largest_piece ? count : largest_piece;
        for (size_t index = 0; index < count; ++index) {
            sum = sum * 31 + bytes[index];
        }
        streamed += count;
        if (refuse_after != 0 && streamed >= refuse_after) {
            *answer = Answer::error(422, SMR_TEXT("wrong"), SMR_TEXT("Enough."));
            return false;
        }
        return true;
    }
    Answer on_end(Exchange&, const uint8_t* bytes, size_t count) {
        ++ends;
        body_size = count;
        if (bytes != nullptr) {
            memcpy(body, bytes, count);
        }
        return Answer::empty(200);
    }
    Answer on_wait(Exchange&) { return ready ? Answer::empty(200) : Answer::later(); }
    void write_headers(Exchange&, Text& to) { to.append(SMR_TEXT("X-Own: yes\r\n")); }
    Produced produce(Exchange& exchange, uint32_t step, Text& to) {
        ++produced;
        if (exchange.route == 10) {
            for (unsigned count = 0; count < 500; ++count) {
                to.append('x');
            }
            return Produced::kDone;
        }
        // 1,000 bytes in three steps, and one step of nothing between.
        const size_t size = step == 1 ? 0 : (step == 3 ? 200 : 400);
        for (size_t count = 0; count < size; ++count) {
            to.append(static_cast<char>('a' + step));
        }
        return step == 3 ? Produced::kDone : Produced::kMore;
    }
    void on_close(Exchange&, bool complete) { complete ? ++completed : ++given_up; }

    uint8_t page[1200] = {};
    unsigned heads = 0;
    unsigned dirty = 0;
    unsigned ends = 0;
    unsigned produced = 0;
    unsigned completed = 0;
    unsigned given_up = 0;
    size_t streamed = 0;
    size_t largest_piece = 0;
    size_t refuse_after = 0;
    uint32_t sum = 0;
    bool ready = false;
    size_t body_size = 0;
    uint8_t body[Request::kCapacity] = {};
};

struct World {
    World() : network(shared_network()), server(network, smr::Handler::of(site)) {
        network.reset();
        server.start();
    }

    void run(unsigned ticks = 12) {
        for (unsigned count = 0; count < ticks; ++count) {
            server.tick(now);
        }
    }
    // Ticks every 50 ms.
    void pass(Millis time) {
        for (const Millis begin = now; now - begin < time; now += 50) {
            server.tick(now);
        }
    }
    Connection connect(uint8_t address = 9) { return network.connect_to(smr::TcpService::kHttp, address); }
    void send(Connection to, const char* text) { network.send_to_gateway(to, text, check::length(text)); }
    Connection ask(const char* text) {
        const Connection connection = connect();
        send(connection, text);
        run();
        return connection;
    }
    bool got(Connection connection, const char* text) {
        return contains(network.received(connection), network.received_size(connection), text);
    }
    bool ends_with(Connection connection, const char* text) {
        const size_t length = check::length(text);
        const size_t size = network.received_size(connection);
        return size >= length && memcmp(network.received(connection) + size - length, text, length) == 0;
    }

    static FakeNetwork& shared_network() {
        static FakeNetwork network;
        return network;
    }

    FakeNetwork& network;
    Site site;
    HttpServer server;
    Millis now = 0xFFFFE000;  // the time wraps under way
};

World& fresh() { return check::fresh<World>(); }

}  // namespace

TEST(an_error_is_answered_as_json_with_the_headers_of_every_answer) {
    World& world = fresh();
    const Connection client = world.ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    const char* const expected =
        "HTTP/1.1 404 Not Found\r\n"
        "Content-Type: application/json\r\n"
        "Content-Length: 65\r\n"
        "Connection: keep-alive\r\n"
        "Cache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "X-Own: yes\r\n"
        "\r\n"
        "{\"error\":{\"code\":\"not-found\",\"message\":\"There is nothing here.\"}}";
    CHECK_BYTES(world.network.received(client), world.network.received_size(client), expected, check::length(expected));
    CHECK_EQ(world.server.requests(), 1U);
    CHECK_EQ(world.site.completed, 1U);
    CHECK_EQ(world.site.given_up, 0U);
    CHECK(!world.server.is_busy());
}

TEST(a_document_of_unknown_length_goes_in_chunks) {
    World& world = fresh();
    const Connection client = world.ask("GET /steps HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(world.got(client, "Transfer-Encoding: chunked\r\n"));
    CHECK(!world.got(client, "Content-Length"));
    CHECK(world.got(client, "\r\n\r\n190\r\naaaa"));
    CHECK(world.got(client, "aaa\r\n190\r\nccc"));
    CHECK(world.ends_with(client, "ccc\r\n0c8\r\n" "ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
                                  "ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
                                  "dddddddddddddddddddddddddddddddddddddddddddddddddddddd\r\n0\r\n\r\n"));
    CHECK(!world.network.is_closed(client));
}

TEST(to_http_1_0_the_end_of_the_connection_ends_a_document) {
    World& world = fresh();
    const Connection client = world.ask("GET /steps HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(!world.got(client, "chunked"));
    CHECK(!world.got(client, "Content-Length"));
    CHECK(world.got(client, "Connection: close\r\n"));
    CHECK(world.got(client, "\r\n\r\naaaa"));
    CHECK(world.ends_with(client, "dddd"));
    CHECK(world.network.is_closed(client));
    CHECK(!world.network.is_aborted(client));
}

TEST(a_document_of_known_length_is_sent_in_full_or_not_taken_for_whole) {
    World& world = fresh();
    const Connection client = world.ask("GET /sized HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(world.got(client, "Content-Length: 1000\r\n"));
    CHECK(world.ends_with(client, "dddd"));
    CHECK(!world.network.is_closed(client));
    const Connection broken = world.ask("GET /short HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(world.network.is_aborted(broken));
    const Connection overflowing = world.ask("GET /overflow HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(world.network.is_aborted(overflowing));
    CHECK_EQ(world.site.given_up, 2U);
}

TEST(a_page_from_flash_tells_browsers_what_it_may_do) {
    World& world = fresh();
    const Connection client = world.ask("GET /page HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(world.got(client, "Content-Length: 1200\r\n"));
    CHECK(world.got(client, "Content-Encoding: gzip\r\n"));
    CHECK(world.got(client, "Content-Security-Policy: default-src 'none'; "));
    CHECK(world.got(client, "frame-ancestors 'none'\r\n"));
    CHECK(world.network.received_size(client) > 1200 + 300);
}

TEST(a_head_request_gets_the_headers_alone) {
    World& world = fresh();
    const Connection client = world.ask("HEAD /page HTTP/1.1\r\nHost: a\r\n\r\nHEAD /steps HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(world.got(client, "Content-Length: 1200\r\n"));
    CHECK(world.got(client, "Transfer-Encoding: chunked\r\n"));
    CHECK(world.ends_with(client, "X-Own: yes\r\n\r\n"));
    CHECK_EQ(world.site.produced, 0U);
    CHECK_EQ(world.site.completed, 2U);
}

TEST(requests_sent_at_once_are_answered_in_order) {
    World& world = fresh();
    const Connection client = world.ask("GET /empty HTTP/1.1\r\nHost: a\r\n\r\nPOST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    world.run(20);
    CHECK_EQ(world.site.heads, 3U);
    CHECK_EQ(world.site.dirty, 0U);
    CHECK_BYTES(world.site.body, world.site.body_size, "abc", 3);
    CHECK(world.got(client, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n"));
    CHECK(world.got(client, "Connection: close\r\n"));
    CHECK(world.network.is_closed(client));
}

TEST(the_split_of_a_request_makes_no_difference) {
    const char* const request =
        "POST /collect?q=1 HTTP/1.1\r\nHost: a\r\nX-Other: b\r\nContent-Length: 11\r\n\r\nhello world";
    const size_t size = check::length(request);
    for (size_t split = 1; split < size; ++split) {
        World& world = fresh();
        const Connection client = world.connect();
        world.network.send_to_gateway(client, request, split);
        world.run(3);
        world.network.send_to_gateway(client, request + split, size - split);
        world.run(5);
        CHECK_BYTES(world.site.body, world.site.body_size, "hello world", 11);
        CHECK(world.got(client, "HTTP/1.1 200 OK\r\n"));
        CHECK_EQ(world.site.completed, 1U);
    }
}

TEST(a_body_is_collected_up_to_its_limit) {
    World& world = fresh();
    char body[577];
    memset(body, 'b', sizeof body);
    Connection client = world.ask("PATCH /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 576\r\n\r\n");
    world.network.send_to_gateway(client, body, 576);
    world.run();
    CHECK_EQ(world.site.body_size, 576U);
    CHECK_BYTES(world.site.body, 576, body, 576);
    client = world.ask("PATCH /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 577\r\n\r\n");
    CHECK(world.got(client, "HTTP/1.1 413 Content Too Large\r\n"));
    CHECK(!world.got(client, "X-Own"));
    CHECK_EQ(world.site.ends, 1U);
    // One request was completed; on the other the answer was given, and the rest is being read.
    CHECK_EQ(world.site.completed, 2U);
    CHECK(!world.network.is_closed(client));
    world.network.send_to_gateway(client, body, 577);
    world.run();
    CHECK(world.network.is_closed(client));
    CHECK(!world.network.is_aborted(client));
}

TEST(a_body_is_streamed_in_pieces_that_wait_for_the_handler) {
    World& world = fresh();
    const Connection client = world.ask("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n");
    uint8_t body[5000];
    uint32_t sum = 0;
    for (size_t index = 0; index < sizeof body; ++index) {
        body[index] = static_cast<uint8_t>(index * 7);
        sum = sum * 31 + body[index];
    }
    world.network.send_to_gateway(client, body, sizeof body);
    world.server.tick(world.now);
    CHECK_EQ(world.site.streamed, HttpServer::kPiece);
    world.run(15);
    CHECK_EQ(world.site.streamed, 5000U);
    CHECK_EQ(world.site.largest_piece, HttpServer::kPiece);
    CHECK_EQ(world.site.sum, sum);
    CHECK_EQ(world.site.ends, 1U);
    CHECK_EQ(world.site.body_size, 0U);
    CHECK(world.got(client, "HTTP/1.1 200 OK\r\n"));
}

TEST(a_client_that_expects_to_be_told_to_continue_is_told) {
    World& world = fresh();
    const Connection client =
        world.ask("POST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    CHECK_BYTES(world.network.received(client), world.network.received_size(client), "HTTP/1.1 100 Continue\r\n\r\n", 25);
    world.send(client, "ok");
    world.run();
    CHECK(world.got(client, "HTTP/1.1 200 OK\r\n"));
    const Connection refused =
        world.ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    CHECK(!world.got(refused, "100 Continue"));
    CHECK(world.got(refused, "HTTP/1.1 404 Not Found\r\n"));
    CHECK(world.got(refused, "Connection: close\r\n"));
}

TEST(a_body_must_say_its_length_where_the_handler_wants_one) {
    World& world = fresh();
    CHECK(world.got(world.ask("POST /collect HTTP/1.1\r\nHost: a\r\n\r\n"), "HTTP/1.1 411 Length Required\r\n"));
    CHECK(world.got(world.ask("POST /empty HTTP/1.1\r\nHost: a\r\n\r\n"), "HTTP/1.1 202 Accepted\r\n"));
}

TEST(a_refused_upload_is_read_on_so_that_the_client_sees_the_answer) {
    World& world = fresh();
    world.site.refuse_after = 1000;
    const Connection client = world.ask("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n");
    uint8_t piece[4000] = {};
    for (unsigned count = 0; count < 100; ++count) {
        CHECK(world.network.send_to_gateway(client, piece, sizeof piece));
        world.run(4);
    }
    CHECK(world.got(client, "HTTP/1.1 422 Unprocessable Content\r\n"));
    CHECK(world.got(client, "Connection: close\r\n"));
    CHECK_EQ(world.site.streamed, 1024U);
    CHECK_EQ(world.site.completed, 1U);
    CHECK(world.network.is_closed(client));
    CHECK(!world.network.is_aborted(client));
}

TEST(an_unwanted_body_is_not_read_for_ever) {
    World& world = fresh();
    const Connection client = world.ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000000\r\n\r\n");
    world.pass(smr::HttpConnection::kLingerLimit - 100);
    CHECK(!world.network.is_closed(client));
    world.pass(200);
    CHECK(world.network.is_closed(client));
}

TEST(a_short_unwanted_body_does_not_cost_the_connection) {
    World& world = fresh();
    const Connection client = world.ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbodyGET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(world.got(client, "HTTP/1.1 404 Not Found\r\n"));
    CHECK(world.got(client, "HTTP/1.1 202 Accepted\r\n"));
}

TEST(a_head_that_is_not_sound_is_answered_and_ends_the_connection) {
    World& world = fresh();
    const Connection client = world.ask("GET / HTTP/3.0\r\nHost: a\r\n\r\n");
    CHECK(world.got(client, "HTTP/1.1 505 HTTP Version Not Supported\r\n"));
    CHECK(world.got(client, "Connection: close\r\n"));
    CHECK(world.got(client, "{\"error\":{\"code\":\"unknown-version\",\"message\":\"Use HTTP/1.1.\"}}"));
    CHECK_EQ(world.site.heads, 0U);
    world.network.end(client);
    world.run(1);
    CHECK(world.network.is_closed(client));
}

TEST(an_answer_that_is_not_there_yet_is_asked_for_again) {
    World& world = fresh();
    const Connection client = world.ask("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    world.pass(20 * smr::kSecond);
    CHECK_EQ(world.network.received_size(client), 0U);
    CHECK(world.server.is_busy());
    world.site.ready = true;
    world.run();
    CHECK(world.got(client, "HTTP/1.1 200 OK\r\n"));
    CHECK(!world.server.is_busy());
}

TEST(a_client_that_goes_away_gives_up_what_it_began) {
    World& world = fresh();
    const Connection waiting = world.ask("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    world.network.vanish(waiting);
    const Connection uploading = world.ask("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
    world.network.end(uploading);
    world.run();
    CHECK_EQ(world.site.given_up, 2U);
    CHECK_EQ(world.site.ends, 0U);
    world.server.stop(world.now);
    CHECK_EQ(world.site.given_up, 2U);
}

TEST(an_answer_can_be_held_back) {
    World& world = fresh();
    const Connection client = world.ask("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    world.pass(700);
    CHECK_EQ(world.network.received_size(client), 0U);
    world.pass(200);
    CHECK(world.got(client, "HTTP/1.1 401 Unauthorized\r\n"));
}

TEST(nothing_is_produced_before_there_is_room_for_it) {
    World& world = fresh();
    const Connection client = world.connect();
    world.network.set_window(client, 1024);
    world.send(client, "GET /steps HTTP/1.1\r\nHost: a\r\n\r\n");
    world.run(50);
    CHECK_EQ(world.site.produced, 1U);
    world.network.set_window(client, 4096);
    world.run(50);
    CHECK_EQ(world.site.produced, 4U);
    CHECK_EQ(world.site.completed, 1U);
}

TEST(a_client_that_takes_nothing_is_dropped) {
    World& world = fresh();
    const Connection client = world.connect();
    world.network.set_window(client, 0);
    world.send(client, "GET /steps HTTP/1.1\r\nHost: a\r\n\r\n");
    world.pass(smr::HttpConnection::kSendStallLimit - 100);
    CHECK(!world.network.is_closed(client));
    world.pass(300);
    CHECK(world.network.is_aborted(client));
    CHECK_EQ(world.site.given_up, 1U);
}

TEST(heads_bodies_and_idle_connections_have_their_time) {
    World& world = fresh();
    const Connection silent = world.connect();
    const Connection slow = world.connect();
    world.send(slow, "GET / HT");
    const Connection idle = world.ask("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
    const Connection body = world.ask("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
    world.pass(4900);
    CHECK(!world.network.is_closed(idle));
    world.pass(200);
    CHECK(world.network.is_closed(idle));
    world.pass(4700);
    CHECK(!world.network.is_closed(silent));
    CHECK_EQ(world.network.received_size(slow), 0U);
    world.pass(400);
    CHECK(world.network.is_closed(silent));
    CHECK_EQ(world.network.received_size(silent), 0U);
    CHECK(world.got(slow, "HTTP/1.1 408 Request Timeout\r\n"));
    world.pass(4500);
    CHECK_EQ(world.network.received_size(body), 0U);
    world.pass(700);
    CHECK(world.got(body, "HTTP/1.1 408 Request Timeout\r\n"));
}

TEST(a_byte_now_and_then_does_not_prolong_a_head) {
    World& world = fresh();
    const Connection client = world.connect();
    world.send(client, "GET / HTTP/1.1\r\n");
    for (unsigned second = 0; second < 11; ++second) {
        world.send(client, "x");
        world.pass(smr::kSecond);
    }
    CHECK(world.got(client, "HTTP/1.1 408 Request Timeout\r\n"));
}

TEST(slow_heads_cannot_keep_the_others_out) {
    World& world = fresh();
    Connection slow[8];
    for (Connection& each : slow) {
        each = world.connect(66);
        world.send(each, "GET / HT");
        world.pass(300);
    }
    CHECK(world.network.is_aborted(slow[0]));
    CHECK(world.network.is_aborted(slow[3]));
    CHECK(!world.network.is_closed(slow[4]));
    const Connection client = world.ask("GET /steps HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(world.network.is_aborted(slow[4]));
    CHECK_EQ(world.site.completed, 1U);
    CHECK(world.ends_with(client, "0\r\n\r\n"));
    CHECK_EQ(world.server.displaced(), 5U);
}

TEST(an_idle_connection_gives_way_before_one_that_is_busy) {
    World& world = fresh();
    const Connection busy = world.connect();
    world.send(busy, "GET / HT");
    world.pass(100);
    const Connection first = world.ask("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
    world.pass(100);
    const Connection second = world.ask("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
    const Connection third = world.ask("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
    world.pass(300);
    world.ask("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(world.network.is_closed(first));
    CHECK(!world.network.is_closed(busy));
    CHECK(!world.network.is_closed(second));
    CHECK(!world.network.is_closed(third));
}

TEST(more_connections_at_once_than_there_are_places_are_all_served) {
    World& world = fresh();
    Connection clients[6];
    for (Connection& each : clients) {
        each = world.connect();
    }
    world.pass(100);
    // The heads come later than the connections, and in two packets.
    for (const Connection each : clients) {
        world.send(each, "GET /empty HTTP/1.1\r\n");
    }
    world.pass(100);
    for (const Connection each : clients) {
        world.send(each, "Host: a\r\n\r\n");
    }
    world.pass(800);
    for (const Connection each : clients) {
        CHECK(world.got(each, "HTTP/1.1 202 Accepted\r\n"));
    }
}

TEST(a_client_that_was_asked_for_a_password_has_a_moment_to_send_it) {
    World& world = fresh();
    Connection clients[4];
    for (Connection& each : clients) {
        each = world.ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    const Connection newcomer = world.ask("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(!world.network.is_accepted(newcomer));
    for (const Connection each : clients) {
        world.send(each, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    world.run();
    CHECK_EQ(world.site.completed, 9U);
    // The second answer brings no further grace.
    CHECK(world.got(newcomer, "HTTP/1.1 202 Accepted\r\n"));
}

TEST(uploads_under_way_are_never_displaced) {
    World& world = fresh();
    Connection uploads[4];
    for (Connection& each : uploads) {
        each = world.ask("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
    }
    const Connection newcomer = world.ask("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(!world.network.is_accepted(newcomer));
    CHECK_EQ(world.site.given_up, 0U);
    world.send(uploads[2], "whole");
    world.pass(400);
    CHECK(world.got(newcomer, "HTTP/1.1 202 Accepted\r\n"));
    for (const Connection each : uploads) {
        CHECK(!world.network.is_aborted(each) || each == uploads[2]);
    }
}

TEST(whatever_clients_send_every_head_is_closed_once) {
    const char* const pieces[] = {"GET /steps HTTP/1.1\r\nHost: a\r\n\r\n", "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\n",
                                  "POST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "GET /later HTTP/1.1\r\nHost: a\r\n\r\n",
                                  "GET /slow HTTP/1.0\r\n\r\n", "12345", "\r\n", "GET / HT", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n"};
    check::Random random(11);
    World& world = fresh();
    Connection clients[8] = {};
    for (unsigned round = 0; round < 20000; ++round) {
        Connection& client = clients[random.below(8)];
        if (client == smr::kNoConnection) {
            client = world.connect();
        }
        switch (random.below(12)) {
            case 0:
                world.network.vanish(client);
                break;
            case 1:
                world.network.end(client);
                break;
            case 2:
                world.network.set_window(client, random.below(2) * 100000);
                break;
            case 3:
                world.site.ready = !world.site.ready;
                break;
            default:
                world.send(client, pieces[random.below(9)]);
        }
        world.pass(random.below(400));
        world.network.forget(client);
        if (world.network.is_closed(client)) {
            world.network.release(client);
            client = smr::kNoConnection;
        }
    }
    world.server.stop(world.now);
    CHECK(world.site.heads > 1000);
    CHECK(world.site.completed > 500);
    CHECK_EQ(world.site.heads, world.site.completed + world.site.given_up);
    CHECK_EQ(world.site.dirty, 0U);
}
