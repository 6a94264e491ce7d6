// Time as a count of milliseconds that wraps after 49.7 days.
#pragma once

#include <stdint.h>

namespace smr {

// A moment: milliseconds since some start, modulo 2^32.
using Millis = uint32_t;

constexpr Millis kSecond = 1000;
constexpr Millis kMinute = 60 * kSecond;
constexpr Millis kHour = 60 * kMinute;

// The time from `since` to `now`, right across one wrap. Must be asked at least every 49 days.
constexpr Millis elapsed(Millis now, Millis since) { return now - since; }

// Whether `limit` has passed since `since`.
constexpr bool passed(Millis now, Millis since, Millis limit) { return elapsed(now, since) >= limit; }

// Time since start in 64 bits, so that nobody else has to mind the wrap.
class Uptime {
public:
    // Must be called at least every 49 days.
    void advance(Millis now) {
        total_ += elapsed(now, last_);
        last_ = now;
    }
    // Sets where counting starts.
    void start(Millis now) {
        last_ = now;
        total_ = 0;
    }
    uint64_t millis() const { return total_; }
    uint32_t seconds() const { return static_cast<uint32_t>(total_ / kSecond); }

private:
    Millis last_ = 0;
    uint64_t total_ = 0;
};

}  // namespace smr
