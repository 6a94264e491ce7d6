#include "core/p1/fan_out.h"

#include <stdio.h>
#include <string.h>

#include "tests/check.h"
#include "tests/fake_network.h"
#include "tests/fake_serial.h"

using smr::Connection;
using smr::FanOut;
using smr::Millis;
using smr::P1Input;
using smr::TcpService;

namespace {

// One for all tests, reset by each.
FakeNetwork network;

// A meter, the input, and the clients.
class Bench {
public:
    Bench() : input(serial), fan_out(network, input) { network.reset(); }

    void tick(Millis step = 10) {
        now += step;
        input.tick(now);
        fan_out.tick(now);
    }

    // A numbered telegram of about `size` bytes, sent in pieces as a line of 115,200 baud brings them.
    void telegram(size_t size = 800) {
        char text[2048];
        const int head = snprintf(text, sizeof text, "/ABC5 %06u\r\n", ++number);
        size_t length = static_cast<size_t>(head);
        while (length + 5 < size) {
            text[length] = static_cast<char>('a' + length % 26);
            ++length;
        }
        memcpy(text + length, "\r\n!\r\n", 5);
        length += 5;
        for (size_t at = 0; at < length; at += kPiece) {
            const size_t count = length - at < kPiece ? length - at : kPiece;
            serial.feed(text + at, count);
            memcpy(sent + sent_size, text + at, count);
            sent_size += count;
            tick();
        }
    }

    Connection join() {
        const Connection client = network.connect_to(TcpService::kP1);
        tick();
        return client;
    }

    const FanOut::Client& place_of(Connection connection) {
        for (unsigned index = 0; index < FanOut::kClients; ++index) {
            if (fan_out.client(index).connection == connection) {
                return fan_out.client(index);
            }
        }
        CHECK(!"no such client");
        return fan_out.client(0);
    }

    static constexpr size_t kPiece = 115;

    FakeSerial serial;
    P1Input input;
    FanOut fan_out;
    Millis now = 0xFFFFC000;
    unsigned number = 0;
    // All that the meter sent.
    uint8_t sent[256 * 1024];
    size_t sent_size = 0;
};

Bench& fresh_bench() { return check::fresh<Bench>(); }

// Whether `bytes` is made of whole telegrams with rising numbers; how many, 0 if not.
unsigned whole_telegrams(const uint8_t* bytes, size_t size) {
    unsigned count = 0;
    unsigned last = 0;
    size_t at = 0;
    while (at < size) {
        unsigned number = 0;
        const char* text = reinterpret_cast<const char*>(bytes + at);
        if (size - at < 14 || memcmp(text, "/ABC5 ", 6) != 0) {
            return 0;
        }
        for (unsigned digit = 6; digit < 12; ++digit) {
            number = number * 10 + static_cast<unsigned>(text[digit] - '0');
        }
        size_t end = at + 14;
        while (end < size && bytes[end - 1] != '!') {
            ++end;
        }
        if (number <= last || size - end < 2 || memcmp(bytes + end, "\r\n", 2) != 0) {
            return 0;
        }
        last = number;
        at = end + 2;
        ++count;
    }
    return count;
}

}  // namespace

TEST(ten_clients_get_the_same_bytes_and_an_eleventh_is_refused) {
    Bench& bench = fresh_bench();
    Connection clients[FanOut::kClients];
    for (Connection& client : clients) {
        client = bench.join();
    }
    const Connection eleventh = bench.join();
    CHECK(network.is_accepted(eleventh));
    CHECK(network.is_closed(eleventh));
    CHECK(!network.is_aborted(eleventh));
    CHECK_EQ(bench.fan_out.rejected(), 1U);
    CHECK_EQ(bench.fan_out.connected(), 10U);
    for (unsigned count = 0; count < 50; ++count) {
        bench.telegram();
        bench.tick(200);
    }
    for (const Connection client : clients) {
        CHECK_BYTES(network.received(client), network.received_size(client), bench.sent, bench.sent_size);
        CHECK_EQ(bench.place_of(client).sent, bench.sent_size);
        CHECK_EQ(bench.place_of(client).dropped_telegrams, 0U);
    }
}

TEST(a_new_client_starts_at_the_telegram_in_progress) {
    Bench& bench = fresh_bench();
    bench.telegram();
    const size_t before = bench.sent_size;
    bench.serial.feed("/ABC5 000002\r\n1-0:1.8.0");
    bench.tick();
    const Connection client = bench.join();
    bench.serial.feed("(1)\r\n!\r\n");
    bench.tick(100);
    CHECK(before > 0);
    const char expected[] = "/ABC5 000002\r\n1-0:1.8.0(1)\r\n!\r\n";
    CHECK_BYTES(network.received(client), network.received_size(client), expected, sizeof expected - 1);
}

TEST(a_client_that_reads_nothing_delays_nobody_and_is_closed_after_thirty_seconds) {
    Bench& bench = fresh_bench();
    const Connection reader = bench.join();
    const Connection stalled = bench.join();
    network.set_window(stalled, 0);
    Millis closed_after = 0;
    for (unsigned second = 0; second < 40; ++second) {
        const Millis start = bench.now;
        bench.telegram();
        CHECK_EQ(bench.fan_out.lag(bench.place_of(reader)), 0U);
        bench.tick(1000 - (bench.now - start));
        if (network.is_closed(stalled) && closed_after == 0) {
            closed_after = second;
        }
    }
    CHECK(closed_after >= 29 && closed_after <= 31);
    CHECK(network.is_aborted(stalled));
    CHECK_EQ(bench.fan_out.closed(), 1U);
    CHECK_EQ(bench.fan_out.connected(), 1U);
    CHECK_BYTES(network.received(reader), network.received_size(reader), bench.sent, bench.sent_size);
}

TEST(a_client_that_stalls_between_telegrams_loses_whole_ones_and_they_are_counted) {
    Bench& bench = fresh_bench();
    const Connection client = bench.join();
    bench.telegram();
    bench.tick(200);
    const size_t whole = network.received_size(client);
    CHECK_EQ(whole, bench.sent_size);
    network.set_window(client, 0);
    for (unsigned count = 0; count < 9; ++count) {
        bench.telegram();
        bench.tick(200);
    }
    network.set_window(client, FakeNetwork::kBuffer);
    for (unsigned count = 0; count < 3; ++count) {
        bench.telegram();
        bench.tick(200);
    }
    const unsigned got = whole_telegrams(network.received(client), network.received_size(client));
    CHECK(got >= 4);
    CHECK_EQ(got + bench.place_of(client).dropped_telegrams, 13U);
    CHECK_EQ(bench.fan_out.closed(), 0U);
}

TEST(a_telegram_that_was_cut_by_a_stall_counts_as_lost_and_a_later_start_follows) {
    Bench& bench = fresh_bench();
    const Connection client = bench.join();
    network.set_window(client, 300);
    for (unsigned count = 0; count < 8; ++count) {
        bench.telegram();
        bench.tick(200);
    }
    CHECK_EQ(network.received_size(client), 300U);
    network.set_window(client, FakeNetwork::kBuffer);
    bench.tick();
    bench.telegram();
    bench.tick(200);
    const unsigned got = whole_telegrams(network.received(client) + 300, network.received_size(client) - 300);
    CHECK(got >= 1);
    CHECK_EQ(got + bench.place_of(client).dropped_telegrams, 9U);
}

TEST(random_stalls_never_mix_up_a_stream) {
    check::Random random(2026);
    for (unsigned round = 0; round < 20; ++round) {
        Bench& bench = fresh_bench();
        Connection clients[FanOut::kClients];
        for (Connection& client : clients) {
            client = bench.join();
        }
        for (unsigned count = 0; count < 60; ++count) {
            for (const Connection client : clients) {
                // The first always reads; the others open and close between telegrams.
                if (client != clients[0] && random.below(3) == 0) {
                    network.set_window(client, random.below(2) == 0 ? 0 : FakeNetwork::kBuffer);
                }
            }
            bench.telegram(200 + random.below(1200));
            bench.tick(100 + random.below(300));
        }
        CHECK_BYTES(network.received(clients[0]), network.received_size(clients[0]), bench.sent, bench.sent_size);
        for (const Connection client : clients) {
            if (network.is_closed(client)) {
                continue;
            }
            network.set_window(client, FakeNetwork::kBuffer);
            bench.tick(100);
            bench.tick(100);
            const unsigned got = whole_telegrams(network.received(client), network.received_size(client));
            CHECK_EQ(got + bench.place_of(client).dropped_telegrams, 60U);
        }
    }
}

TEST(a_client_that_vanishes_frees_its_place) {
    Bench& bench = fresh_bench();
    const Connection client = bench.join();
    CHECK_EQ(bench.fan_out.connected(), 1U);
    network.vanish(client);
    bench.tick();
    CHECK_EQ(bench.fan_out.connected(), 0U);
}

TEST(a_client_that_only_listens_goes_on_after_it_ended_its_side) {
    Bench& bench = fresh_bench();
    const Connection client = bench.join();
    network.end(client);
    bench.telegram();
    bench.tick(200);
    CHECK_BYTES(network.received(client), network.received_size(client), bench.sent, bench.sent_size);
}

TEST(what_clients_say_is_read_and_ignored) {
    Bench& bench = fresh_bench();
    const Connection client = bench.join();
    uint8_t chatter[1000];
    memset(chatter, 'x', sizeof chatter);
    for (unsigned count = 0; count < 200; ++count) {
        CHECK(network.send_to_gateway(client, chatter, 30));
        bench.tick();
    }
    bench.telegram();
    bench.tick(200);
    CHECK_BYTES(network.received(client), network.received_size(client), bench.sent, bench.sent_size);
}

TEST(bytes_within_a_telegram_are_gathered_into_packets) {
    Bench& bench = fresh_bench();
    const Connection client = bench.join();
    bench.serial.feed("/ABC5 000001\r\n");
    bench.tick();
    CHECK_EQ(network.received_size(client), 0U);
    bench.tick(50);
    CHECK_EQ(network.received_size(client), 14U);
}

TEST(connected_time_is_counted_in_seconds) {
    Bench& bench = fresh_bench();
    const Connection client = bench.join();
    for (unsigned count = 0; count < 100; ++count) {
        bench.tick(75);
    }
    CHECK_EQ(bench.fan_out.connected_s(bench.place_of(client)), 7U);
}
