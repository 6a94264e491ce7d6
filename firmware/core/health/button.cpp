#include "core/health/button.h"

namespace smr {

void Button::configure(uint8_t pin, Millis now) {
    pin_ = pin;
    last_ = now;
    steady_.clear();
    held_.clear();
    low_ = true;
    armed_ = pressed_ = done_ = false;
    if (pin_ != kNoPin) {
        pins_.make_input_with_pull_up(pin_);
    }
}

ButtonAction Button::tick(Millis now) {
    if (pin_ == kNoPin) {
        return ButtonAction::kNone;
    }
    const Millis since = elapsed(now, last_);
    const Millis looked = since < kLongestLook ? since : kLongestLook;
    last_ = now;
    const bool low = !pins_.read(pin_);
    if (low != low_) {
        low_ = low;
        steady_.clear();
        // A bounce is neither a press nor a release, and no time held.
        return ButtonAction::kNone;
    }
    steady_.add(looked);
    if (!steady_.reached(kDebounce)) {
        return ButtonAction::kNone;
    }
    if (!low_) {
        armed_ = true;
        pressed_ = done_ = false;
        held_.clear();
        return ButtonAction::kNone;
    }
    if (!armed_) {
        return ButtonAction::kNone;
    }
    if (!pressed_) {
        pressed_ = true;
        return ButtonAction::kPressed;
    }
    held_.add(looked);
    if (!done_ && held_.reached(kHold)) {
        done_ = true;
        return ButtonAction::kFactoryReset;
    }
    return ButtonAction::kNone;
}

}  // namespace smr
