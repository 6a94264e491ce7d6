#include "core/ota/trial.h"

#include "tests/check.h"

using smr::Trial;
using smr::TrialAction;

namespace {

constexpr Trial::Input kJoined = {true, true, true, true};
constexpr Trial::Input kUnreached = {true, true, false, true};
constexpr Trial::Input kNotInTheAir = {true, true, false, false};

// A trial in steps of 100 ms.
struct Scene {
    // What came first within `duration`, or kNone. `now` is when it did.
    TrialAction run(const Trial::Input& input, smr::Millis duration) {
        for (smr::Millis done = 0; done < duration; done += 100) {
            now += 100;
            const TrialAction action = trial.step(now, input);
            if (action != TrialAction::kNone) {
                return action;
            }
        }
        return TrialAction::kNone;
    }

    // Shortly before the count of milliseconds wraps.
    smr::Millis now = 0xFFFFF000;
    smr::Millis began = now;
    Trial trial{now};
};

}  // namespace

TEST(an_image_that_is_in_its_network_is_alive_after_a_minute_and_only_then) {
    Scene scene;
    CHECK_EQ(scene.run(kJoined, Trial::kUntilAlive - 100), TrialAction::kNone);
    CHECK_EQ(scene.run(kJoined, 100), TrialAction::kAlive);
    CHECK_EQ(scene.run(kJoined, smr::kHour), TrialAction::kNone);
    // It has proven itself: what comes later is the watchdogs' business.
    CHECK_EQ(scene.run(kUnreached, smr::kHour), TrialAction::kNone);
}

TEST(a_gateway_that_was_not_joined_before_needs_no_network) {
    Scene scene;
    CHECK_EQ(scene.run({true, false, false, true}, smr::kHour), TrialAction::kAlive);
    CHECK_EQ(scene.now - scene.began, Trial::kUntilAlive);
}

TEST(an_image_that_is_not_on_trial_is_alive_without_a_network) {
    Scene scene;
    CHECK_EQ(scene.run({false, true, false, true}, smr::kHour), TrialAction::kAlive);
    CHECK_EQ(scene.now - scene.began, Trial::kUntilAlive);
}

TEST(an_image_that_does_not_reach_the_network_is_steady_and_then_given_up) {
    Scene scene;
    CHECK_EQ(scene.run(kUnreached, smr::kHour), TrialAction::kSteady);
    CHECK_EQ(scene.now - scene.began, Trial::kUntilAlive);
    CHECK_EQ(scene.run(kUnreached, smr::kHour), TrialAction::kGiveUp);
    CHECK_EQ(scene.now - scene.began, Trial::kUntilGivenUp);
    // As long as it has not come about.
    CHECK_EQ(scene.run(kUnreached, 100), TrialAction::kGiveUp);
    CHECK_EQ(scene.run(kJoined, 100), TrialAction::kAlive);
}

TEST(an_image_that_joins_late_is_alive_at_once) {
    Scene scene;
    CHECK_EQ(scene.run(kUnreached, smr::kHour), TrialAction::kSteady);
    CHECK_EQ(scene.run(kUnreached, 8 * smr::kMinute), TrialAction::kNone);
    CHECK_EQ(scene.run(kJoined, 100), TrialAction::kAlive);
}

TEST(time_in_which_the_network_is_not_in_the_air_does_not_count) {
    Scene scene;
    CHECK_EQ(scene.run(kUnreached, smr::kHour), TrialAction::kSteady);
    CHECK_EQ(scene.run(kUnreached, 8 * smr::kMinute), TrialAction::kNone);
    CHECK_EQ(scene.run(kNotInTheAir, smr::kHour), TrialAction::kNone);
    CHECK_EQ(scene.run(kUnreached, smr::kMinute - 100), TrialAction::kNone);
    CHECK_EQ(scene.run(kUnreached, 100), TrialAction::kGiveUp);
}

TEST(a_radio_that_hears_no_network_for_two_hours_is_given_up) {
    Scene scene;
    CHECK_EQ(scene.run(kNotInTheAir, smr::kHour), TrialAction::kSteady);
    CHECK_EQ(scene.run(kNotInTheAir, 3 * smr::kHour), TrialAction::kGiveUp);
    CHECK_EQ(scene.now - scene.began, Trial::kUntilDeaf);
}

TEST(what_could_not_be_written_is_said_again_a_minute_later) {
    Scene scene;
    CHECK_EQ(scene.run(kJoined, smr::kHour), TrialAction::kAlive);
    scene.trial.begin_again();
    CHECK_EQ(scene.run(kJoined, Trial::kUntilAlive - 100), TrialAction::kNone);
    CHECK_EQ(scene.run(kJoined, 100), TrialAction::kAlive);
}
