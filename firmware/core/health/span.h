// A length of time that stops growing where a count of milliseconds would wrap.
#pragma once

#include "core/base/time.h"

namespace smr {

class Span {
public:
    void add(Millis more) { millis_ = more > kMost - millis_ ? kMost : millis_ + more; }
    void clear() { millis_ = 0; }
    bool reached(Millis limit) const { return millis_ >= limit; }
    // At most 49.7 days.
    Millis millis() const { return millis_; }
    uint32_t seconds() const { return millis_ / kSecond; }

private:
    static constexpr Millis kMost = 0xFFFFFFFF;
    Millis millis_ = 0;
};

}  // namespace smr
