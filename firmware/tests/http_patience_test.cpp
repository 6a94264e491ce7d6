// Who has to wait, who is dropped, and who gets a place.
#include "core/http/server.h"

#include "tests/check.h"
#include "tests/http_world.h"

using namespace http_world;

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
