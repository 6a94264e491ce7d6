#include "core/health/led.h"

#include "tests/check.h"
#include "tests/fake_pins.h"

using smr::kSecond;
using smr::Led;
using smr::Millis;

namespace {

constexpr uint8_t kPin = 2;

smr::OptionalPin pin(bool active_low) {
    smr::OptionalPin made;
    made.pin = kPin;
    made.active_low = active_low;
    return made;
}

// A light and its clock, in steps of 10 ms.
struct Light {
    explicit Light(bool active_low = false, Millis start = 0) : now(start), led(pins), low(active_low) {
        led.configure(pin(active_low));
    }

    bool lit() const { return pins.level(kPin) != low; }

    // How often it is switched on within `span`. `longest` becomes the longest time that it was on.
    unsigned flashes(Millis span) {
        unsigned count = 0;
        Millis on = 0;
        longest = 0;
        for (Millis gone = 0; gone < span; gone += 10) {
            const bool before = lit();
            now += 10;
            led.tick(now);
            count += lit() && !before ? 1U : 0U;
            on = lit() ? on + 10 : 0;
            longest = on > longest ? on : longest;
        }
        return count;
    }

    Millis now;
    FakePins pins;
    Led led;
    bool low;
    Millis longest = 0;
};

}  // namespace

TEST(the_start_shows_three_slow_flashes) {
    Light light;
    light.led.show_start(light.now);
    CHECK_EQ(light.flashes(10 * kSecond), 3U);
    CHECK_EQ(light.longest, 400U);
    CHECK(!light.lit());
}

TEST(joining_shows_five_fast_flashes) {
    Light light;
    light.led.show_joined(light.now);
    CHECK_EQ(light.flashes(10 * kSecond), 5U);
    CHECK_EQ(light.longest, 100U);
    CHECK(!light.lit());
}

TEST(joining_waits_for_the_flashes_of_the_start) {
    Light light;
    light.led.show_start(light.now);
    CHECK_EQ(light.flashes(kSecond), 1U);
    light.led.show_joined(light.now);
    CHECK_EQ(light.flashes(10 * kSecond), 2U + 5U);
}

TEST(each_telegram_shows_one_short_flash) {
    Light light;
    for (unsigned telegram = 0; telegram < 10; ++telegram) {
        light.led.show_telegram(light.now);
        CHECK_EQ(light.flashes(kSecond), 1U);
        CHECK_EQ(light.longest, 50U);
    }
}

TEST(telegrams_do_not_disturb_what_is_shown) {
    Light light;
    light.led.show_start(light.now);
    unsigned flashes = 0;
    for (unsigned telegram = 0; telegram < 14; ++telegram) {
        light.led.show_telegram(light.now);
        flashes += light.flashes(200);
    }
    CHECK_EQ(flashes, 3U);
    light.led.set_setup(true);
    light.led.show_telegram(light.now);
    light.flashes(kSecond);
    CHECK(light.lit());
}

TEST(setup_is_a_steady_light) {
    Light light;
    light.led.set_setup(true);
    CHECK_EQ(light.flashes(60 * kSecond), 1U);
    CHECK(light.longest >= 59 * kSecond);
    light.led.set_setup(false);
    CHECK_EQ(light.flashes(kSecond), 0U);
    CHECK(!light.lit());
}

TEST(flashes_can_be_counted_beside_a_steady_light) {
    Light light;
    light.led.set_setup(true);
    light.flashes(kSecond);
    light.led.show_joined(light.now);
    // Five flashes, and the steady light after them.
    CHECK_EQ(light.flashes(5 * kSecond), 5U + 1U);
    CHECK(light.lit());
}

TEST(identifying_flashes_for_ten_seconds_and_then_ends) {
    Light light;
    light.led.identify(light.now);
    CHECK_EQ(light.flashes(9 * kSecond), 45U);
    CHECK_EQ(light.flashes(10 * kSecond), 5U);
    CHECK(!light.lit());
}

TEST(a_light_that_is_active_low_shines_at_a_low_level) {
    Light light(true);
    CHECK_EQ(light.pins.mode(kPin), FakePins::Mode::kOutput);
    CHECK(light.pins.level(kPin));
    light.led.set_setup(true);
    light.flashes(kSecond);
    CHECK(!light.pins.level(kPin));
}

TEST(the_pin_is_written_only_when_the_light_changes) {
    Light light;
    light.led.show_start(light.now);
    const unsigned before = light.pins.writes;
    light.flashes(10 * kSecond);
    CHECK_EQ(light.pins.writes - before, 6U);
}

TEST(without_a_pin_nothing_is_written) {
    FakePins pins;
    Led led(pins);
    led.show_start(0);
    led.set_setup(true);
    for (Millis now = 0; now < 10 * kSecond; now += 10) {
        led.tick(now);
    }
    CHECK_EQ(pins.writes, 0U);
}

TEST(a_light_that_moves_to_another_pin_is_switched_off) {
    Light light;
    light.led.set_setup(true);
    light.flashes(kSecond);
    smr::OptionalPin other = pin(false);
    other.pin = 4;
    light.led.configure(other);
    CHECK(!light.pins.level(kPin));
    light.led.tick(light.now);
    CHECK(light.pins.level(4));
}

TEST(flashes_go_on_over_the_wrap_of_time) {
    Light light(false, 0xFFFFFFFF - kSecond);
    light.led.show_start(light.now);
    CHECK_EQ(light.flashes(10 * kSecond), 3U);
}
