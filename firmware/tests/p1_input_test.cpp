#include "core/p1/p1_input.h"

#include "tests/check.h"
#include "tests/fake_serial.h"

using smr::P1Input;

namespace {

const char kTelegram[] = "/ABC5\r\n!\r\n";
constexpr size_t kTelegramSize = sizeof kTelegram - 1;

}  // namespace

TEST(input_counts_bytes_and_telegrams) {
    FakeSerial serial;
    P1Input input(serial);
    CHECK(!input.has_byte());
    serial.feed(kTelegram);
    serial.feed(kTelegram);
    input.tick(1000);
    CHECK_EQ(input.bytes(), 2 * kTelegramSize);
    CHECK_EQ(input.scanner().telegrams(), 2U);
    CHECK_EQ(input.last_byte(), 1000U);
}

TEST(one_tick_reads_a_bounded_amount_and_the_next_the_rest) {
    FakeSerial serial;
    P1Input input(serial);
    uint8_t flood[4000] = {};
    serial.feed(flood, sizeof flood);
    input.tick(1);
    CHECK(serial.waiting() > 0);
    const size_t in_one = sizeof flood - serial.waiting();
    for (size_t read = in_one; read < sizeof flood; read += in_one) {
        input.tick(1);
    }
    CHECK_EQ(serial.waiting(), 0U);
    CHECK_EQ(input.bytes(), sizeof flood);
}

TEST(a_reader_enters_at_the_start_of_the_telegram_in_progress) {
    FakeSerial serial;
    P1Input input(serial);
    serial.feed(kTelegram);
    input.tick(0);
    CHECK_EQ(input.entry(), kTelegramSize);
    CHECK(input.begins_at(kTelegramSize));
    serial.feed("/ABC5\r\n1-0:");
    input.tick(10);
    CHECK_EQ(input.entry(), kTelegramSize);
    CHECK(input.begins_at(kTelegramSize));
    CHECK(input.begins_at(0));
    CHECK(!input.begins_at(1));
    CHECK(!input.begins_at(input.ring().end()));
}

TEST(a_reader_enters_at_the_next_byte_where_the_start_is_lost) {
    FakeSerial serial;
    P1Input input(serial);
    uint8_t noise[64];
    memset(noise, 0x55, sizeof noise);
    for (unsigned round = 0; round < 100; ++round) {
        serial.feed(noise, sizeof noise);
        input.tick(round);
    }
    CHECK(input.ring().holds(input.entry()));
}

TEST(telegrams_between_two_places_are_counted_by_their_starts) {
    FakeSerial serial;
    P1Input input(serial);
    for (unsigned count = 0; count < 5; ++count) {
        serial.feed(kTelegram);
        input.tick(count);
    }
    CHECK_EQ(input.telegrams_between(0, input.ring().end()), 5U);
    CHECK_EQ(input.telegrams_between(1, input.ring().end()), 4U);
    CHECK_EQ(input.telegrams_between(kTelegramSize, 3 * kTelegramSize), 2U);
    CHECK_EQ(input.telegrams_between(kTelegramSize, kTelegramSize), 0U);
}

TEST(a_silence_of_more_than_three_periods_is_a_gap) {
    FakeSerial serial;
    P1Input input(serial);
    smr::Millis now = 0xFFFFF000;
    for (unsigned count = 0; count < 5; ++count) {
        serial.feed(kTelegram);
        input.tick(now);
        now += 10 * smr::kSecond;
    }
    CHECK_EQ(input.gaps(), 0U);
    now += 25 * smr::kSecond;
    serial.feed(kTelegram);
    input.tick(now);
    CHECK_EQ(input.gaps(), 1U);
}
