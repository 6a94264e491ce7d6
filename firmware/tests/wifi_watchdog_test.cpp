#include "core/health/wifi_watchdog.h"

#include "tests/check.h"

using smr::kMinute;
using smr::kSecond;
using smr::Millis;
using smr::WifiAction;
using smr::WifiWatchdog;

namespace {

WifiWatchdog::Input input(bool joined, bool may_restart = true) {
    WifiWatchdog::Input made;
    made.joined = joined;
    made.may_restart = may_restart;
    return made;
}

// A watchdog and its clock, in steps of a second.
struct Life {
    explicit Life(Millis start = 0) : now(start), watchdog(start) {}

    // Goes on for `span`; stops early at an action.
    WifiAction go(Millis span, const WifiWatchdog::Input& with) {
        for (Millis gone = 0; gone < span; gone += kSecond) {
            now += kSecond;
            const WifiAction action = watchdog.step(now, with);
            if (action != WifiAction::kNone) {
                return action;
            }
        }
        return WifiAction::kNone;
    }

    Millis now;
    WifiWatchdog watchdog;
};

}  // namespace

TEST(wifi_lost_for_five_minutes_is_joined_anew_and_after_ten_the_gateway_restarts) {
    Life life;
    CHECK_EQ(life.go(10 * kMinute, input(true)), WifiAction::kNone);
    const Millis lost = life.now;
    CHECK_EQ(life.go(20 * kMinute, input(false)), WifiAction::kReconnect);
    CHECK_EQ(life.now - lost, 5 * kMinute);
    CHECK_EQ(life.watchdog.lost_seconds(), 300U);
    CHECK_EQ(life.go(20 * kMinute, input(false)), WifiAction::kRestart);
    CHECK_EQ(life.now - lost, 10 * kMinute);
}

TEST(wifi_that_comes_back_in_time_costs_nothing) {
    Life life;
    life.go(10 * kMinute, input(true));
    for (unsigned round = 0; round < 20; ++round) {
        CHECK_EQ(life.go(5 * kMinute - kSecond, input(false)), WifiAction::kNone);
        CHECK_EQ(life.go(kSecond, input(true)), WifiAction::kNone);
        CHECK_EQ(life.watchdog.lost_seconds(), 0U);
    }
}

TEST(wifi_that_comes_back_after_the_reconnect_costs_no_restart) {
    Life life;
    life.go(10 * kMinute, input(true));
    CHECK_EQ(life.go(20 * kMinute, input(false)), WifiAction::kReconnect);
    CHECK_EQ(life.go(20 * kMinute, input(true)), WifiAction::kNone);
    CHECK_EQ(life.go(20 * kMinute, input(false)), WifiAction::kReconnect);
}

TEST(wifi_that_was_never_joined_is_not_lost) {
    Life life;
    CHECK_EQ(life.go(24 * smr::kHour, input(false)), WifiAction::kNone);
}

TEST(wifi_lost_in_the_grace_after_the_start_counts_from_its_end) {
    Life life;
    life.go(10 * kSecond, input(true));
    CHECK_EQ(life.go(20 * kMinute, input(false)), WifiAction::kReconnect);
    CHECK(life.now >= WifiWatchdog::kGrace + 5 * kMinute - kSecond);
    CHECK(life.now <= WifiWatchdog::kGrace + 5 * kMinute);
}

TEST(a_restart_for_wifi_waits_for_who_must_not_be_disturbed) {
    Life life;
    life.go(10 * kMinute, input(true));
    CHECK_EQ(life.go(20 * kMinute, input(false, false)), WifiAction::kReconnect);
    CHECK_EQ(life.go(60 * kMinute, input(false, false)), WifiAction::kNone);
    CHECK_EQ(life.go(kMinute, input(false, true)), WifiAction::kRestart);
}

TEST(a_restart_for_wifi_that_did_not_come_about_is_asked_for_again_ten_minutes_later) {
    Life life;
    life.go(10 * kMinute, input(true));
    life.go(20 * kMinute, input(false));
    CHECK_EQ(life.go(20 * kMinute, input(false)), WifiAction::kRestart);
    const Millis asked = life.now;
    CHECK_EQ(life.go(20 * kMinute, input(false)), WifiAction::kReconnect);
    CHECK_EQ(life.go(20 * kMinute, input(false)), WifiAction::kRestart);
    CHECK_EQ(life.now - asked, 10 * kMinute);
}

TEST(wifi_lost_over_the_wrap_of_time_is_measured_right) {
    Life life(0xFFFFFFFF - 12 * kMinute);
    life.go(10 * kMinute, input(true));
    const Millis lost = life.now;
    CHECK_EQ(life.go(20 * kMinute, input(false)), WifiAction::kReconnect);
    CHECK_EQ(smr::elapsed(life.now, lost), 5 * kMinute);
    CHECK(life.now < lost);
}
