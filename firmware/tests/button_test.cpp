#include "core/health/button.h"

#include "tests/check.h"
#include "tests/fake_pins.h"

using smr::Button;
using smr::ButtonAction;
using smr::kSecond;
using smr::Millis;

namespace {

constexpr uint8_t kPin = 0;

// A button and its clock.
struct Finger {
    explicit Finger(bool down_at_start = false, Millis start = 0) : now(start), button(pins) {
        pins.pull(kPin, !down_at_start);
        button.configure(kPin, now);
    }

    // Keeps the button `down` or up for `span`, looked at every `step`; counts what is said.
    void keep(bool down, Millis span, Millis step = 10) {
        pins.pull(kPin, !down);
        for (Millis gone = 0; gone < span; gone += step) {
            now += step;
            const ButtonAction action = button.tick(now);
            presses += action == ButtonAction::kPressed ? 1U : 0U;
            resets += action == ButtonAction::kFactoryReset ? 1U : 0U;
        }
    }

    Millis now;
    FakePins pins;
    Button button;
    unsigned presses = 0;
    unsigned resets = 0;
};

}  // namespace

TEST(a_button_held_for_five_seconds_resets_once) {
    Finger finger;
    CHECK_EQ(finger.pins.mode(kPin), FakePins::Mode::kInputWithPullUp);
    finger.keep(false, kSecond);
    finger.keep(true, 5 * kSecond);
    CHECK_EQ(finger.presses, 1U);
    CHECK_EQ(finger.resets, 0U);
    finger.keep(true, 200);
    CHECK_EQ(finger.resets, 1U);
    finger.keep(true, 60 * kSecond);
    CHECK_EQ(finger.resets, 1U);
    CHECK_EQ(finger.presses, 1U);
}

TEST(a_button_released_before_five_seconds_resets_nothing) {
    Finger finger;
    finger.keep(false, kSecond);
    for (unsigned press = 0; press < 10; ++press) {
        finger.keep(true, 4900);
        finger.keep(false, kSecond);
    }
    CHECK_EQ(finger.presses, 10U);
    CHECK_EQ(finger.resets, 0U);
}

TEST(a_button_down_from_the_start_counts_only_after_it_was_released) {
    Finger finger(true);
    finger.keep(true, 60 * kSecond);
    CHECK_EQ(finger.presses, 0U);
    CHECK_EQ(finger.resets, 0U);
    finger.keep(false, kSecond);
    finger.keep(true, 6 * kSecond);
    CHECK_EQ(finger.resets, 1U);
}

TEST(short_pulses_are_no_press) {
    Finger finger;
    finger.keep(false, kSecond);
    for (unsigned pulse = 0; pulse < 500; ++pulse) {
        finger.keep(true, 40);
        finger.keep(false, 20);
    }
    CHECK_EQ(finger.presses, 0U);
    CHECK_EQ(finger.resets, 0U);
}

TEST(bounces_make_one_press_of_many) {
    Finger finger;
    finger.keep(false, kSecond);
    for (unsigned bounce = 0; bounce < 5; ++bounce) {
        finger.keep(true, 10);
        finger.keep(false, 10);
    }
    finger.keep(true, 2 * kSecond);
    finger.keep(false, 20);
    finger.keep(true, 4 * kSecond);
    CHECK_EQ(finger.presses, 1U);
    CHECK_EQ(finger.resets, 1U);
}

TEST(time_in_which_nobody_looked_does_not_count_as_held) {
    Finger finger;
    finger.keep(false, kSecond);
    finger.keep(true, kSecond);
    // Two looks a minute apart, as after a long erasure of flash.
    finger.keep(true, 120 * kSecond, 60 * kSecond);
    CHECK_EQ(finger.presses, 1U);
    CHECK_EQ(finger.resets, 0U);
}

TEST(a_press_over_the_wrap_of_time_is_measured_right) {
    Finger finger(false, 0xFFFFFFFF - 3 * kSecond);
    finger.keep(false, kSecond);
    finger.keep(true, 5 * kSecond);
    CHECK_EQ(finger.resets, 0U);
    finger.keep(true, 200);
    CHECK_EQ(finger.resets, 1U);
}

TEST(without_a_pin_there_is_no_button) {
    Finger finger;
    finger.keep(false, kSecond);
    finger.button.configure(smr::kNoPin, finger.now);
    finger.keep(true, 60 * kSecond);
    CHECK_EQ(finger.presses, 0U);
    CHECK_EQ(finger.resets, 0U);
}
