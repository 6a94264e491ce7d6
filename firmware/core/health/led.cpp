#include "core/health/led.h"

namespace smr {

void Led::configure(const OptionalPin& pin) {
    light(false);
    pin_ = pin;
    lit_ = false;
    if (pin_.pin != kNoPin) {
        // The level first: an output that begins at the wrong one would flash.
        pins_.write(pin_.pin, pin_.active_low);
        pins_.make_output(pin_.pin);
        pins_.write(pin_.pin, pin_.active_low);
    }
}

void Led::show_joined(Millis now) {
    if (sequence_ == Sequence::kStart || sequence_ == Sequence::kIdentify) {
        joined_waits_ = true;
    } else {
        begin(Sequence::kJoined, now);
    }
}

void Led::show_telegram(Millis now) {
    if (sequence_ == Sequence::kNone && !in_setup_) {
        begin(Sequence::kTelegram, now);
    }
}

void Led::begin(Sequence sequence, Millis now) {
    sequence_ = sequence;
    begun_ = now;
}

void Led::tick(Millis now) {
    if (sequence_ != Sequence::kNone) {
        // Dark, lit, dark, lit, dark: the odd phases are the flashes.
        const Millis number = elapsed(now, begun_) / phase(sequence_);
        if (number <= 2 * flashes(sequence_)) {
            light(number % 2 == 1);
            return;
        }
        sequence_ = Sequence::kNone;
        if (joined_waits_) {
            joined_waits_ = false;
            begin(Sequence::kJoined, now);
            light(false);
            return;
        }
    }
    light(in_setup_);
}

void Led::light(bool lit) {
    if (lit != lit_ && pin_.pin != kNoPin) {
        pins_.write(pin_.pin, lit != pin_.active_low);
    }
    lit_ = lit;
}

unsigned Led::flashes(Sequence sequence) {
    if (sequence == Sequence::kStart) {
        return 3;
    }
    if (sequence == Sequence::kJoined) {
        return 5;
    }
    return sequence == Sequence::kIdentify ? 50 : 1;
}

Millis Led::phase(Sequence sequence) {
    if (sequence == Sequence::kStart) {
        return 400;
    }
    return sequence == Sequence::kTelegram ? 50 : 100;
}

}  // namespace smr
