#include "core/ota/trial.h"

namespace smr {

TrialAction Trial::step(Millis now, const Input& input) {
    const Millis since = elapsed(now, last_);
    last_ = now;
    age_.add(since);
    if (alive_) {
        return TrialAction::kNone;
    }
    if (input.joined) {
        unreached_.clear();
        deaf_.clear();
    } else {
        (input.in_the_air ? unreached_ : deaf_).add(since);
    }
    if (!age_.reached(kUntilAlive)) {
        return TrialAction::kNone;
    }
    if (!input.on_trial || !input.needs_network || input.joined) {
        alive_ = true;
        return TrialAction::kAlive;
    }
    if (!steady_) {
        steady_ = true;
        return TrialAction::kSteady;
    }
    const bool lost = unreached_.reached(kUntilGivenUp) || deaf_.reached(kUntilDeaf);
    return lost ? TrialAction::kGiveUp : TrialAction::kNone;
}

}  // namespace smr
