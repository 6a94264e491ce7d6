#include "core/p1/telegram_scanner.h"

#include <stdio.h>
#include <string.h>

#include "core/base/crc.h"
#include "tests/check.h"

using smr::Position;
using smr::TelegramCheck;
using smr::TelegramScanner;

namespace {

// Feeds bytes one after the other, at one moment.
class Feed {
public:
    unsigned bytes(const char* text, size_t count) {
        unsigned complete = 0;
        for (size_t index = 0; index < count; ++index) {
            complete += scanner.take(static_cast<uint8_t>(text[index]), position++, now) ? 1U : 0U;
        }
        return complete;
    }
    unsigned text(const char* text) { return bytes(text, strlen(text)); }
    bool silence(smr::Millis pause) {
        now += pause;
        return scanner.tick(position, now);
    }

    TelegramScanner scanner;
    Position position = 0;
    smr::Millis now = 5000;
};

// A telegram with the right check, or one that is `off` by that much. Returns its size.
size_t make_telegram(char* to, size_t capacity, unsigned power, uint16_t off = 0) {
    const int body = snprintf(to, capacity, "/ABC5\\MADE-UP\r\n\r\n1-0:1.7.0(00.%03u*kW)\r\n!", power);
    uint16_t crc = 0;
    for (int index = 0; index < body; ++index) {
        crc = smr::crc16_arc(crc, static_cast<uint8_t>(to[index]));
    }
    const int tail = snprintf(to + body, capacity - static_cast<size_t>(body), "%04X\r\n",
                              static_cast<unsigned>(static_cast<uint16_t>(crc + off)));
    return static_cast<size_t>(body + tail);
}

}  // namespace

TEST(a_telegram_with_the_right_check_is_valid) {
    Feed feed;
    char telegram[128];
    const size_t size = make_telegram(telegram, sizeof telegram, 123);
    CHECK_EQ(feed.bytes(telegram, size - 1), 0U);
    CHECK(feed.scanner.in_progress());
    CHECK_EQ(feed.bytes(telegram + size - 1, 1), 1U);
    CHECK(!feed.scanner.in_progress());
    CHECK_EQ(feed.scanner.last().check, TelegramCheck::kValid);
    CHECK_EQ(feed.scanner.last().start, 0U);
    CHECK_EQ(feed.scanner.last().end, size);
    CHECK_EQ(feed.scanner.last().at, 5000U);
    CHECK_EQ(feed.scanner.valid(), 1U);
}

TEST(a_wrong_check_and_one_that_is_no_number_are_invalid) {
    Feed feed;
    char telegram[128];
    feed.bytes(telegram, make_telegram(telegram, sizeof telegram, 1, 1));
    CHECK_EQ(feed.scanner.last().check, TelegramCheck::kInvalid);
    feed.text("/ABC5\r\n!12G4\r\n");
    feed.text("/ABC5\r\n!123\r\n");
    feed.text("/ABC5\r\n!12345\r\n");
    CHECK_EQ(feed.scanner.telegrams(), 4U);
    CHECK_EQ(feed.scanner.invalid(), 4U);
    CHECK_EQ(feed.scanner.valid(), 0U);
}

TEST(a_lower_case_check_counts_like_an_upper_case_one) {
    Feed feed;
    char telegram[128];
    const size_t size = make_telegram(telegram, sizeof telegram, 77);
    for (size_t index = size - 6; index < size; ++index) {
        if (telegram[index] >= 'A' && telegram[index] <= 'F') {
            telegram[index] = static_cast<char>(telegram[index] + ('a' - 'A'));
        }
    }
    feed.bytes(telegram, size);
    CHECK_EQ(feed.scanner.valid(), 1U);
}

TEST(a_telegram_without_a_check_is_counted_as_such) {
    Feed feed;
    CHECK_EQ(feed.text("/KMP5 KA6U\r\n\r\n0-0:96.1.1(1)\r\n!\r\n"), 1U);
    CHECK_EQ(feed.scanner.last().check, TelegramCheck::kAbsent);
    CHECK_EQ(feed.scanner.absent(), 1U);
}

TEST(telegrams_may_end_their_lines_with_a_line_feed_alone) {
    Feed feed;
    CHECK_EQ(feed.text("/ABC5\n\n!\n/ABC5\n!\n"), 2U);
}

TEST(an_exclamation_mark_or_a_slash_within_a_line_is_no_border) {
    Feed feed;
    CHECK_EQ(feed.text("/ABC5\r\n0-0:96.13.0(a!/b)\r\n!\r\n"), 1U);
    CHECK_EQ(feed.scanner.telegrams(), 1U);
    CHECK_EQ(feed.scanner.unfinished(), 0U);
}

TEST(a_telegram_that_is_cut_by_the_next_is_unfinished) {
    Feed feed;
    CHECK_EQ(feed.text("/ABC5\r\n1-0:1.7.0(1\r\n/ABC5\r\n!\r\n"), 1U);
    CHECK_EQ(feed.scanner.unfinished(), 1U);
    CHECK_EQ(feed.scanner.last().start, 20U);
}

TEST(a_missing_last_line_end_is_replaced_by_silence) {
    Feed feed;
    CHECK_EQ(feed.text("/ABC5\r\n!"), 0U);
    CHECK(!feed.silence(TelegramScanner::kSilence - 1));
    CHECK(feed.silence(1));
    CHECK_EQ(feed.scanner.telegrams(), 1U);
    CHECK_EQ(feed.scanner.last().end, 8U);
}

TEST(a_carriage_return_alone_ends_the_telegram_before_the_next_byte) {
    Feed feed;
    CHECK_EQ(feed.text("/ABC5\r\n!\r/ABC5\r\n!\r\n"), 2U);
    CHECK_EQ(feed.scanner.last().end, 19U);
}

TEST(the_rest_of_a_telegram_that_began_before_the_gateway_is_none) {
    Feed feed;
    feed.text("1-0:1.7.0(00.123*kW)\r\n!1234\r\n");
    CHECK(!feed.silence(TelegramScanner::kSilence));
    CHECK_EQ(feed.scanner.telegrams(), 0U);
    CHECK_EQ(feed.scanner.unfinished(), 1U);
    CHECK(!feed.scanner.in_progress());
    CHECK_EQ(feed.text("/ABC5\r\n!\r\n"), 1U);
}

TEST(binary_telegrams_end_in_silence) {
    Feed feed;
    CHECK(!feed.silence(TelegramScanner::kSilence));
    CHECK_EQ(feed.bytes("\x7E\xA0\x10\x00!\x7E", 6), 0U);
    CHECK(feed.scanner.in_progress());
    CHECK(feed.silence(TelegramScanner::kSilence));
    CHECK_EQ(feed.scanner.last().check, TelegramCheck::kAbsent);
    CHECK_EQ(feed.scanner.last().start, 0U);
    CHECK_EQ(feed.scanner.last().end, 6U);
    CHECK(!feed.silence(10 * TelegramScanner::kSilence));
}

TEST(a_p1_telegram_that_stops_in_its_middle_is_given_up) {
    Feed feed;
    feed.text("/ABC5\r\n1-0:1.7");
    CHECK(!feed.silence(TelegramScanner::kAbandoned - 1));
    CHECK(feed.scanner.in_progress());
    CHECK(!feed.silence(1));
    CHECK(!feed.scanner.in_progress());
    CHECK_EQ(feed.scanner.unfinished(), 1U);
    CHECK_EQ(feed.text("/ABC5\r\n!\r\n"), 1U);
}

TEST(what_never_ends_is_given_up) {
    Feed feed;
    feed.text("/ABC5\r\n");
    for (size_t index = 0; index < 3 * TelegramScanner::kLongest; ++index) {
        feed.text("x");
    }
    CHECK_EQ(feed.scanner.telegrams(), 0U);
    CHECK(feed.scanner.unfinished() >= 1U);
    CHECK_EQ(feed.text("\r\n/ABC5\r\n!\r\n"), 1U);
}

TEST(the_period_follows_the_meter_and_not_its_pauses) {
    Feed feed;
    feed.text("/A\r\n!\r\n");
    CHECK_EQ(feed.scanner.period_ms(), 0U);
    for (unsigned round = 0; round < 20; ++round) {
        feed.now += 10000;
        feed.text("/A\r\n!\r\n");
    }
    CHECK_EQ(feed.scanner.period_ms(), 10000U);
    feed.now += 3600000;
    feed.text("/A\r\n!\r\n");
    CHECK_EQ(feed.scanner.period_ms(), 10000U);
}

TEST(telegrams_are_found_across_the_wrap_of_positions) {
    Feed feed;
    feed.position = 0xFFFFFFF8;
    char telegram[128];
    const size_t size = make_telegram(telegram, sizeof telegram, 500);
    CHECK_EQ(feed.bytes(telegram, size), 1U);
    CHECK_EQ(feed.scanner.last().start, 0xFFFFFFF8U);
    CHECK_EQ(feed.scanner.last().end, static_cast<Position>(0xFFFFFFF8U + size));
    CHECK_EQ(feed.scanner.valid(), 1U);
}

TEST(after_any_noise_a_telegram_at_a_line_start_is_found) {
    check::Random random(11);
    char telegram[128];
    const size_t size = make_telegram(telegram, sizeof telegram, 42);
    for (unsigned round = 0; round < 300; ++round) {
        Feed feed;
        const uint32_t noise = random.below(600);
        for (uint32_t index = 0; index < noise; ++index) {
            const char byte = static_cast<char>(random.byte());
            feed.bytes(&byte, 1);
        }
        feed.silence(TelegramScanner::kAbandoned);
        feed.text("\r\n");
        feed.silence(TelegramScanner::kSilence);
        const uint32_t before = feed.scanner.valid();
        feed.bytes(telegram, size);
        CHECK_EQ(feed.scanner.valid(), before + 1);
    }
}
