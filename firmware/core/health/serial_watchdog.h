// What to do when the meter falls silent.
#pragma once

#include <stdint.h>

#include "core/base/time.h"
#include "core/health/span.h"

namespace smr {

enum class SerialAction : uint8_t {
    kNone,
    kSilent,             // worth an event
    kResumed,            // bytes again after a silence that was reported: worth an event
    kReinitialise,       // set up the UART anew; worth an event
    kReinitialiseAgain,  // the same once an hour, no event: a long silence must not fill the ring of events
    kRestart,            // announce RestartReason::kSerialSilent and restart
};

// Silent for 60 seconds: an event; for 10 minutes: the UART is set up anew; for 20 minutes: a restart, if it can help.
//
// A meter that is off must not cause a restart loop: one silence causes one restart. Only if the meter was heard since the last such
// restart (ResetRecord::was_meter_heard(), over restarts) is there another, and none in the first hour of a life: so never more
// than one an hour. A gateway that has not heard a meter since its power came on does not restart for it at all.
class SerialWatchdog {
public:
    // No action for so long after the start.
    static constexpr Millis kGrace = 2 * kMinute;
    static constexpr Millis kUntilSilent = kMinute;
    static constexpr Millis kUntilReinitialise = 10 * kMinute;
    static constexpr Millis kBetweenReinitialisations = kHour;
    static constexpr Millis kUntilRestart = 20 * kMinute;
    static constexpr Millis kBetweenRestarts = kHour;

    struct Input {
        uint64_t bytes;    // received since the start
        bool watched;      // false while the line is not the meter's: in setup
        bool was_heard;    // since the last restart for its silence
        bool may_restart;  // no update would be disturbed
    };

    explicit SerialWatchdog(Millis now) : last_(now) {}

    // To be called at least every 49 days. Each action is said once for each silence.
    SerialAction step(Millis now, const Input& input);

    // How long the silence lasted when the last action was said: the detail of its event.
    uint32_t silent_seconds() const { return said_s_; }

private:
    enum class Stage : uint8_t { kHearing, kSilent, kReinitialised, kRestarted };

    SerialAction act(Millis since, const Input& input);

    uint64_t bytes_ = 0;
    Millis last_;
    Span age_;
    Span silence_;
    Span reinitialised_;
    uint32_t said_s_ = 0;
    Stage stage_ = Stage::kHearing;
};

#if defined(SMR_LX106)
static_assert(sizeof(SerialWatchdog) <= 32, "budget of the watchdog of the serial line");
#endif

}  // namespace smr
