#include "core/health/wifi_watchdog.h"

namespace smr {

WifiAction WifiWatchdog::step(Millis now, const Input& input) {
    const Millis since = elapsed(now, last_);
    last_ = now;
    age_.add(since);
    if (input.joined) {
        was_joined_ = true;
    }
    if (input.joined || !was_joined_ || !age_.reached(kGrace)) {
        lost_.clear();
        reconnected_ = false;
        return WifiAction::kNone;
    }
    lost_.add(since);
    if (!reconnected_ && lost_.reached(kUntilReconnect)) {
        reconnected_ = true;
        return WifiAction::kReconnect;
    }
    if (reconnected_ && lost_.reached(kUntilRestart) && input.may_restart) {
        lost_.clear();
        reconnected_ = false;
        return WifiAction::kRestart;
    }
    return WifiAction::kNone;
}

}  // namespace smr
