// A light that says how the gateway is.
#pragma once

#include <stdint.h>

#include "core/base/time.h"
#include "core/port.h"
#include "core/store/settings.h"

namespace smr {

// 3 slow flashes at the start, 5 fast ones when joined, one for each telegram, steady in setup; 10 seconds of fast flashes to
// find a gateway among others. A sequence begins and ends dark, so that its flashes can be counted beside a steady light.
class Led {
public:
    explicit Led(Pins& pins) : pins_(pins) {}
    Led(const Led&) = delete;
    Led& operator=(const Led&) = delete;

    // Takes another pin, or none; the light begins dark, one that was there before is switched off.
    void configure(const OptionalPin& pin);

    void show_start(Millis now) { begin(Sequence::kStart, now); }
    // Waits for a sequence in progress to end.
    void show_joined(Millis now);
    // Left out while something else is shown.
    void show_telegram(Millis now);
    void identify(Millis now) { begin(Sequence::kIdentify, now); }
    void set_setup(bool in_setup) { in_setup_ = in_setup; }

    void tick(Millis now);

private:
    enum class Sequence : uint8_t { kNone, kStart, kJoined, kTelegram, kIdentify };

    void begin(Sequence sequence, Millis now);
    void light(bool lit);
    static unsigned flashes(Sequence sequence);
    // How long each flash, and the dark before and after it, lasts.
    static Millis phase(Sequence sequence);

    Pins& pins_;
    Millis begun_ = 0;
    OptionalPin pin_ = {kNoPin, false};
    Sequence sequence_ = Sequence::kNone;
    bool joined_waits_ = false;
    bool in_setup_ = false;
    bool lit_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(Led) <= 16, "budget of the LED");
#endif

}  // namespace smr
