#include "core/health/events.h"

#include "core/base/text.h"
#include "tests/check.h"

using smr::Event;
using smr::EventCode;
using smr::Events;

namespace {

Event at(const Events& events, uint32_t sequence) {
    Event event;
    event.sequence = 0;
    CHECK(events.read(sequence, &event));
    return event;
}

}  // namespace

TEST(a_new_log_has_no_events) {
    Events events;
    Event event;
    CHECK_EQ(events.next(), 1U);
    CHECK_EQ(events.oldest(), 1U);
    CHECK_EQ(events.begin(0), 1U);
    CHECK(!events.read(0, &event));
    CHECK(!events.read(1, &event));
}

TEST(events_are_numbered_from_one_and_keep_time_and_detail) {
    Events events;
    events.record(EventCode::kBoot, 0, 1);
    events.record(EventCode::kWifiJoined, 4, 0xC0A80105);
    CHECK_EQ(events.next(), 3U);
    CHECK_EQ(at(events, 1).code, EventCode::kBoot);
    CHECK_EQ(at(events, 1).sequence, 1U);
    CHECK_EQ(at(events, 2).code, EventCode::kWifiJoined);
    CHECK_EQ(at(events, 2).uptime_s, 4U);
    CHECK_EQ(at(events, 2).detail, 0xC0A80105U);
}

TEST(only_the_last_32_events_are_kept) {
    Events events;
    for (uint32_t number = 1; number <= 100; ++number) {
        events.record(EventCode::kButton, number, number * 10);
        CHECK_EQ(events.oldest(), number <= 32 ? 1U : number - 31);
    }
    CHECK_EQ(events.next(), 101U);
    Event event;
    CHECK(!events.read(68, &event));
    for (uint32_t number = 69; number <= 100; ++number) {
        CHECK_EQ(at(events, number).uptime_s, number);
        CHECK_EQ(at(events, number).detail, number * 10);
    }
    CHECK(!events.read(101, &event));
}

TEST(a_reader_goes_on_where_it_stopped) {
    Events events;
    for (uint32_t number = 1; number <= 40; ++number) {
        events.record(EventCode::kButton, number);
    }
    CHECK_EQ(events.begin(35), 35U);
    CHECK_EQ(events.begin(41), 41U);
    // What it missed in between is gone.
    CHECK_EQ(events.begin(3), 9U);
}

TEST(a_reader_from_before_a_restart_gets_everything) {
    Events events;
    events.record(EventCode::kBoot, 0);
    CHECK_EQ(events.begin(500), 1U);
}

TEST(strangers_cannot_push_everything_else_out) {
    Events events;
    events.record(EventCode::kSerialSilent, 10, 60);
    for (uint32_t second = 20; second < 20 + Events::kQuiet; ++second) {
        events.record(EventCode::kClientRejected, second, 0xC0A80109);
        events.record(EventCode::kLoginLocked, second, 0xC0A80109);
        events.record(EventCode::kClientClosed, second, 0xC0A80109);
    }
    CHECK_EQ(events.next(), 5U);
    CHECK_EQ(at(events, 1).code, EventCode::kSerialSilent);
    // Another peer is news, and so is the same after a while.
    events.record(EventCode::kClientRejected, 30, 0xC0A8010A);
    CHECK_EQ(events.next(), 6U);
    events.record(EventCode::kClientRejected, 20 + Events::kQuiet, 0xC0A80109);
    CHECK_EQ(events.next(), 7U);
}

TEST(an_address_is_a_detail_with_its_first_byte_on_top) {
    const uint8_t address[4] = {192, 168, 1, 5};
    CHECK_EQ(smr::detail_of(address), 0xC0A80105U);
}

TEST(every_event_has_a_word_of_its_own) {
    smr::TextOf<32> words[smr::kEventCodes];
    for (unsigned code = 0; code < smr::kEventCodes; ++code) {
        words[code].append(smr::code_of(static_cast<EventCode>(code)));
        CHECK(words[code].size() > 0);
        CHECK(!words[code].overflowed());
        for (unsigned before = 0; before < code; ++before) {
            CHECK(!check::same_bytes(words[code].data(), words[code].size(), words[before].data(),
                                     words[before].size()));
        }
    }
    CHECK_TEXT(words[0], "boot");
    CHECK_TEXT(words[static_cast<unsigned>(EventCode::kTaskLate)], "task-late");
    CHECK_EQ(smr::code_of(static_cast<EventCode>(smr::kEventCodes)).size(), 0U);
}
