// Sixty days of simulated time, over the wrap after 49.7: the watchdogs together with the record that outlives restarts.
#include "core/health/reset_record.h"
#include "core/health/serial_watchdog.h"
#include "core/health/wifi_watchdog.h"

#include "tests/check.h"
#include "tests/fake_system.h"

using smr::ChipReset;
using smr::kHour;
using smr::kMinute;
using smr::kSecond;
using smr::Millis;
using smr::ResetRecord;
using smr::RestartReason;
using smr::SerialAction;
using smr::SerialWatchdog;
using smr::WifiAction;
using smr::WifiWatchdog;

namespace {

constexpr Millis kDay = 24 * kHour;
constexpr uint32_t kDays = 60;
constexpr Millis kStep = 5 * kSecond;
constexpr uint32_t kStepsADay = kDay / kStep;

// What lives from one start of the gateway to the next.
struct Life {
    Life(FakeSystem& system, Millis now) : record(system), serial(now), wifi(now) { record.begin(); }

    ResetRecord record;
    SerialWatchdog serial;
    WifiWatchdog wifi;
    uint64_t bytes = 0;
};

// A gateway that restarts when its watchdogs say so.
class World {
public:
    World() {
        system_.lose_rtc();
        start(ChipReset::kPower);
    }

    void step(bool meter_sends, bool joined) {
        now_ += kStep;
        gone_ += kStep;
        if (meter_sends) {
            life_->bytes += 800;
            life_->record.meter_heard();
        }
        SerialWatchdog::Input line;
        line.bytes = life_->bytes;
        line.watched = true;
        line.was_heard = life_->record.was_meter_heard();
        line.may_restart = true;
        WifiWatchdog::Input network;
        network.joined = joined;
        network.may_restart = true;
        const SerialAction action = life_->serial.step(now_, line);
        silences += action == SerialAction::kSilent ? 1U : 0U;
        reinitialised += action == SerialAction::kReinitialise ? 1U : 0U;
        const WifiAction wifi = life_->wifi.step(now_, network);
        reconnects += wifi == WifiAction::kReconnect ? 1U : 0U;
        if (action == SerialAction::kRestart) {
            restart(RestartReason::kSerialSilent);
        } else if (wifi == WifiAction::kRestart) {
            restart(RestartReason::kWifiLost);
        }
    }

    uint32_t serial_restarts() const { return life_->record.serial_restarts(); }
    uint32_t wifi_restarts() const { return life_->record.wifi_restarts(); }
    uint32_t boots() const { return life_->record.boots(); }

    uint32_t silences = 0;
    uint32_t reinitialised = 0;
    uint32_t reconnects = 0;
    // Restarts for silence that came within an hour of the one before.
    uint32_t too_early = 0;

private:
    void restart(RestartReason reason) {
        if (reason == RestartReason::kSerialSilent) {
            too_early += serial_restarts() > 0 && gone_ - last_serial_ < kHour ? 1U : 0U;
            last_serial_ = gone_;
        }
        life_->record.announce(reason);
        start(ChipReset::kRestart);
        CHECK_EQ(life_->record.reason(), reason);
    }
    void start(ChipReset cause) {
        system_.set_chip_reset(cause);
        life_ = new (check::InPlace{storage_}) Life(system_, now_);
    }

    FakeSystem system_;
    // The count of milliseconds does not begin anew at a restart here: all the more often it wraps within a life.
    Millis now_ = 0;
    uint64_t gone_ = 0;
    uint64_t last_serial_ = 0;
    alignas(8) uint8_t storage_[sizeof(Life)];
    Life* life_ = nullptr;
};

}  // namespace

TEST(sixty_days_of_a_living_meter_and_short_losses_of_wifi_trip_nothing) {
    World world;
    check::Random random(1);
    uint32_t pause = 0;
    uint32_t loss = 0;
    uint32_t losses = 0;
    for (uint32_t step = 0; step < kDays * kStepsADay; ++step) {
        // A telegram every 10 seconds, sometimes none for up to 55; a loss of Wi-Fi of up to 4 minutes about every hour.
        if (pause == 0) {
            pause = random.below(100) == 0 ? 1 + random.below(11) : 2;
        }
        if (loss == 0 && random.below(700) == 0) {
            loss = 1 + random.below(48);
            ++losses;
        }
        --pause;
        loss -= loss > 0 ? 1U : 0U;
        world.step(pause == 0, loss == 0);
    }
    check::report("losses of Wi-Fi", losses);
    CHECK(losses > 1000);
    CHECK_EQ(world.boots(), 1U);
    CHECK_EQ(world.silences, 0U);
    CHECK_EQ(world.reinitialised, 0U);
    CHECK_EQ(world.reconnects, 0U);
}

TEST(a_meter_that_is_off_every_night_costs_one_restart_a_night) {
    World world;
    for (uint32_t step = 0; step < kDays * kStepsADay; ++step) {
        const bool night = step % kStepsADay >= kStepsADay * 3 / 4;
        world.step(!night, true);
    }
    CHECK_EQ(world.serial_restarts(), kDays);
    CHECK_EQ(world.boots(), kDays + 1);
    CHECK_EQ(world.too_early, 0U);
}

TEST(a_meter_that_goes_for_good_costs_one_restart) {
    World world;
    for (uint32_t step = 0; step < kDays * kStepsADay; ++step) {
        world.step(step < kStepsADay, true);
    }
    CHECK_EQ(world.serial_restarts(), 1U);
    CHECK_EQ(world.boots(), 2U);
}

TEST(a_meter_that_was_never_there_costs_none) {
    World world;
    for (uint32_t step = 0; step < kDays * kStepsADay; ++step) {
        world.step(false, true);
    }
    CHECK_EQ(world.boots(), 1U);
    CHECK_EQ(world.silences, 1U);
    CHECK_EQ(world.reinitialised, 1U);
}

TEST(a_meter_that_comes_and_goes_causes_at_most_one_restart_an_hour) {
    World world;
    for (uint32_t step = 0; step < 10 * kStepsADay; ++step) {
        // One sign of life every 25 minutes.
        world.step(step % (25 * kMinute / kStep) == 0, true);
    }
    CHECK(world.serial_restarts() > 100);
    CHECK(world.serial_restarts() <= 240);
    CHECK_EQ(world.too_early, 0U);
}

TEST(a_network_that_goes_for_good_costs_one_restart_and_one_every_night_a_restart_a_night) {
    World gone;
    for (uint32_t step = 0; step < 10 * kStepsADay; ++step) {
        gone.step(true, step < kStepsADay);
    }
    CHECK_EQ(gone.wifi_restarts(), 1U);
    CHECK_EQ(gone.boots(), 2U);
    World nightly;
    for (uint32_t step = 0; step < kDays * kStepsADay; ++step) {
        nightly.step(true, step % kStepsADay < kStepsADay * 3 / 4);
    }
    CHECK_EQ(nightly.wifi_restarts(), kDays);
    CHECK_EQ(nightly.serial_restarts(), 0U);
    CHECK_EQ(nightly.boots(), kDays + 1);
}
