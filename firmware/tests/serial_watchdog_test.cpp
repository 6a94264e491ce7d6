#include "core/health/serial_watchdog.h"

#include "tests/check.h"

using smr::kHour;
using smr::kMinute;
using smr::kSecond;
using smr::Millis;
using smr::SerialAction;
using smr::SerialWatchdog;

namespace {

// A watchdog, its clock in steps of a second, and what it sees.
struct Life {
    explicit Life(Millis start = 0) : now(start), watchdog(start) {
        input.bytes = 0;
        input.watched = true;
        input.was_heard = false;
        input.may_restart = true;
    }

    // Goes on in silence for `span`; stops early at an action.
    SerialAction silent(Millis span) {
        for (Millis gone = 0; gone < span; gone += kSecond) {
            const SerialAction action = second();
            if (action != SerialAction::kNone) {
                return action;
            }
        }
        return SerialAction::kNone;
    }
    // Goes on for `span` with bytes every second.
    SerialAction hearing(Millis span) {
        SerialAction first = SerialAction::kNone;
        for (Millis gone = 0; gone < span; gone += kSecond) {
            input.bytes += 800;
            input.was_heard = true;
            const SerialAction action = second();
            first = first == SerialAction::kNone ? action : first;
        }
        return first;
    }

    Millis now;
    SerialWatchdog watchdog;
    SerialWatchdog::Input input;

private:
    SerialAction second() {
        now += kSecond;
        return watchdog.step(now, input);
    }
};

}  // namespace

TEST(a_silent_meter_is_reported_then_the_uart_set_up_anew_then_the_gateway_restarted) {
    Life life;
    CHECK_EQ(life.hearing(2 * kHour), SerialAction::kNone);
    const Millis last = life.now;
    CHECK_EQ(life.silent(kHour), SerialAction::kSilent);
    CHECK_EQ(life.now - last, kMinute);
    CHECK_EQ(life.watchdog.silent_seconds(), 60U);
    CHECK_EQ(life.silent(kHour), SerialAction::kReinitialise);
    CHECK_EQ(life.now - last, 10 * kMinute);
    CHECK_EQ(life.watchdog.silent_seconds(), 600U);
    CHECK_EQ(life.silent(kHour), SerialAction::kRestart);
    CHECK_EQ(life.now - last, 20 * kMinute);
}

TEST(a_meter_that_pauses_for_less_than_a_minute_is_not_silent) {
    Life life;
    for (unsigned round = 0; round < 500; ++round) {
        CHECK_EQ(life.hearing(kSecond), SerialAction::kNone);
        CHECK_EQ(life.silent(59 * kSecond), SerialAction::kNone);
    }
}

TEST(the_end_of_a_reported_silence_is_said_with_its_length) {
    Life life;
    life.hearing(2 * kHour);
    CHECK_EQ(life.silent(kHour), SerialAction::kSilent);
    CHECK_EQ(life.silent(30 * kSecond), SerialAction::kNone);
    CHECK_EQ(life.hearing(kSecond), SerialAction::kResumed);
    CHECK_EQ(life.watchdog.silent_seconds(), 90U);
    // The next silence is told anew.
    const Millis last = life.now;
    CHECK_EQ(life.silent(kHour), SerialAction::kSilent);
    CHECK_EQ(life.now - last, kMinute);
}

TEST(nothing_is_said_in_the_grace_after_the_start) {
    Life life;
    CHECK_EQ(life.silent(kHour), SerialAction::kSilent);
    CHECK_EQ(life.now, SerialWatchdog::kGrace);
}

TEST(a_meter_never_heard_causes_no_restart) {
    Life life;
    life.silent(kHour);
    CHECK_EQ(life.silent(kHour), SerialAction::kReinitialise);
    for (unsigned hour = 0; hour < 100; ++hour) {
        const Millis before = life.now;
        CHECK_EQ(life.silent(2 * kHour), SerialAction::kReinitialiseAgain);
        CHECK_EQ(life.now - before, kHour);
    }
}

TEST(a_meter_heard_in_an_earlier_life_is_worth_one_restart_after_an_hour) {
    Life life;
    life.input.was_heard = true;
    life.silent(kHour);
    CHECK_EQ(life.silent(kHour), SerialAction::kReinitialise);
    CHECK_EQ(life.silent(kHour), SerialAction::kRestart);
    CHECK_EQ(life.now, kHour);
    // It did not come about: no second one is asked for.
    for (unsigned hour = 0; hour < 48; ++hour) {
        CHECK_EQ(life.silent(2 * kHour), SerialAction::kReinitialiseAgain);
    }
}

TEST(the_first_hour_of_a_life_sees_no_restart_for_silence) {
    Life life;
    life.hearing(5 * kMinute);
    CHECK_EQ(life.silent(kHour), SerialAction::kSilent);
    CHECK_EQ(life.silent(kHour), SerialAction::kReinitialise);
    CHECK_EQ(life.silent(kHour), SerialAction::kRestart);
    CHECK_EQ(life.now, kHour);
}

TEST(a_restart_for_silence_waits_for_an_update) {
    Life life;
    life.hearing(2 * kHour);
    life.input.may_restart = false;
    life.silent(kHour);
    life.silent(kHour);
    CHECK_EQ(life.silent(30 * kMinute), SerialAction::kNone);
    life.input.may_restart = true;
    CHECK_EQ(life.silent(kHour), SerialAction::kRestart);
}

TEST(a_line_that_is_not_the_meters_is_never_silent) {
    Life life;
    life.hearing(2 * kHour);
    CHECK_EQ(life.silent(kHour), SerialAction::kSilent);
    life.input.watched = false;
    CHECK_EQ(life.silent(24 * kHour), SerialAction::kNone);
    CHECK_EQ(life.hearing(kMinute), SerialAction::kNone);
    // Watched again, the silence begins anew.
    life.input.watched = true;
    const Millis before = life.now;
    CHECK_EQ(life.silent(kHour), SerialAction::kSilent);
    CHECK_EQ(life.now - before, kMinute);
}

TEST(silence_over_the_wrap_of_time_is_measured_right) {
    Life life(0xFFFFFFFF - 2 * kHour - 5 * kMinute);
    life.hearing(2 * kHour);
    const Millis last = life.now;
    CHECK_EQ(life.silent(kHour), SerialAction::kSilent);
    CHECK_EQ(life.silent(kHour), SerialAction::kReinitialise);
    CHECK_EQ(smr::elapsed(life.now, last), 10 * kMinute);
    CHECK(life.now < last);
}
