#include "core/http/server.h"

#include <string.h>

#include "tests/check.h"
#include "tests/http_world.h"

using namespace http_world;

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
    // One request was completed; the other the server refused, and the rest of it is being read.
    CHECK_EQ(world.site.completed, 1U);
    CHECK_EQ(world.site.given_up, 1U);
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
