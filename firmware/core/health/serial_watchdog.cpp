#include "core/health/serial_watchdog.h"

namespace smr {

SerialAction SerialWatchdog::step(Millis now, const Input& input) {
    const Millis since = elapsed(now, last_);
    last_ = now;
    age_.add(since);
    const bool heard = input.bytes != bytes_;
    bytes_ = input.bytes;
    if (heard || !input.watched) {
        const bool resumed = heard && input.watched && stage_ != Stage::kHearing;
        if (resumed) {
            said_s_ = silence_.seconds();
        }
        silence_.clear();
        stage_ = Stage::kHearing;
        return resumed ? SerialAction::kResumed : SerialAction::kNone;
    }
    silence_.add(since);
    const SerialAction action = age_.reached(kGrace) ? act(since, input) : SerialAction::kNone;
    if (action != SerialAction::kNone) {
        said_s_ = silence_.seconds();
    }
    return action;
}

SerialAction SerialWatchdog::act(Millis since, const Input& input) {
    if (stage_ == Stage::kHearing) {
        if (!silence_.reached(kUntilSilent)) {
            return SerialAction::kNone;
        }
        stage_ = Stage::kSilent;
        return SerialAction::kSilent;
    }
    if (stage_ == Stage::kSilent) {
        if (!silence_.reached(kUntilReinitialise)) {
            return SerialAction::kNone;
        }
        stage_ = Stage::kReinitialised;
        reinitialised_.clear();
        return SerialAction::kReinitialise;
    }
    reinitialised_.add(since);
    if (stage_ == Stage::kReinitialised && silence_.reached(kUntilRestart) && age_.reached(kBetweenRestarts) &&
        input.was_heard && input.may_restart) {
        stage_ = Stage::kRestarted;
        return SerialAction::kRestart;
    }
    if (reinitialised_.reached(kBetweenReinitialisations)) {
        reinitialised_.clear();
        return SerialAction::kReinitialiseAgain;
    }
    return SerialAction::kNone;
}

}  // namespace smr
