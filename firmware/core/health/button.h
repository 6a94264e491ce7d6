// The button that brings the gateway back to how it was delivered.
#pragma once

#include <stdint.h>

#include "core/base/time.h"
#include "core/health/span.h"
#include "core/port.h"
#include "core/store/settings.h"

namespace smr {

enum class ButtonAction : uint8_t {
    kNone,
    kPressed,       // worth an event
    kFactoryReset,  // held for 5 seconds
};

// A button between a pin and ground, FLASH (GPIO0) on most boards.
//
// It counts only once it was seen released: a pin that is low from the start on, be it a finger, a short circuit or a board that
// wires something else there, must not erase the settings at every start. (With GPIO0 low at a reset the chip itself waits for an
// upload, and no firmware runs.) Time in which nobody looked at the pin does not count as held.
class Button {
public:
    static constexpr Millis kDebounce = 50;
    static constexpr Millis kHold = 5 * kSecond;
    // The most that one look at the pin adds to the time held.
    static constexpr Millis kLongestLook = 250;

    explicit Button(Pins& pins) : pins_(pins) {}
    Button(const Button&) = delete;
    Button& operator=(const Button&) = delete;

    // Takes another pin, or kNoPin.
    void configure(uint8_t pin, Millis now);

    // To be called at least every few tens of milliseconds. Each action is said once for each time the button is pressed.
    ButtonAction tick(Millis now);

private:
    Pins& pins_;
    Millis last_ = 0;
    Span steady_;  // since the level of the pin changed
    Span held_;
    uint8_t pin_ = kNoPin;
    bool low_ = true;
    bool armed_ = false;  // was seen released
    bool pressed_ = false;
    bool done_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(Button) <= 24, "budget of the button");
#endif

}  // namespace smr
