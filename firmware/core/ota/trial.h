// Whether a new image has proven itself.
#pragma once

#include <stdint.h>

#include "core/base/time.h"
#include "core/health/span.h"

namespace smr {

enum class TrialAction : uint8_t {
    kNone,
    kSteady,  // it has worked for a minute, but is not in its network yet: dips of the power before count no more
    kAlive,   // confirm the image, acknowledge a rollback, raise the security floor
    kGiveUp,  // bring the image before back: it reached the network, and this one does not
};

// Every image is alive once it has worked for 60 seconds. One on trial must also have joined the network by then or later, if the gateway was
// joined when the update was asked for: if it does not within 10 minutes, it goes back.
//
// A router that is off says nothing about an image. Time in which the network is not in the air does not count; but a radio that hears
// nothing any more may be the image's doing too, so after two hours of that it goes back all the same.
class Trial {
public:
    static constexpr Millis kUntilAlive = kMinute;
    static constexpr Millis kUntilGivenUp = 10 * kMinute;
    static constexpr Millis kUntilDeaf = 2 * kHour;

    struct Input {
        bool on_trial;
        bool needs_network;  // the gateway was joined before the update
        bool joined;
        bool in_the_air;     // the network was there when the gateway last tried to join it
    };

    explicit Trial(Millis now) : last_(now) {}

    // To be called at least every 49 days. kSteady and kAlive are said once, kGiveUp until it is done.
    TrialAction step(Millis now, const Input& input);

    // What was to be done could not be written: everything is said again later.
    void begin_again() { *this = Trial(last_); }

private:
    Millis last_;
    Span age_;
    Span unreached_;  // not joined, although the network is in the air
    Span deaf_;       // not joined, and the network is not in the air
    bool steady_ = false;
    bool alive_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(Trial) <= 20, "budget of the trial");
#endif

}  // namespace smr
