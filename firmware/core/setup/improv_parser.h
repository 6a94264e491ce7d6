// Packets of Improv Wi-Fi over a serial line, found in whatever else is on it.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"

namespace smr {

// A packet: "IMPROV", version 1, type, length, data, check sum (the sum of all bytes before it, modulo 256). The newline that
// senders put after it counts as noise between packets, as do the bytes of a meter.
class ImprovParser {
public:
    // The longest data that any command to the gateway has: credentials with a name of 32 and a secret of 64 bytes.
    static constexpr size_t kMostData = 2 + 1 + 32 + 1 + 64;
    // A packet whose bytes stop coming for so long is given up: otherwise a damaged length would swallow those after it.
    static constexpr Millis kPatience = 500;
    static constexpr size_t kMagicSize = 6;
    static constexpr uint8_t kVersion = 1;

    enum class Result : uint8_t {
        kNothing,      // not yet
        kPacket,       // see type(), data() and size()
        kTooLong,      // right, but with more data than any command has
        kWrongCheckSum,
    };

    Result take(uint8_t byte, Millis now);

    // Of the last packet, until the next byte.
    uint8_t type() const { return type_; }
    const uint8_t* data() const { return data_; }
    size_t size() const { return size_; }

    // The letter of "IMPROV" at `index`, and the sum of all of them.
    static uint8_t magic(size_t index);

private:
    enum class Place : uint8_t { kMagic, kVersion, kType, kLength, kData, kCheckSum };

    void start_over(uint8_t byte);

    Millis last_ = 0;
    Place place_ = Place::kMagic;
    uint8_t type_ = 0;
    uint8_t size_ = 0;
    uint8_t taken_ = 0;  // of the magic or the data
    uint8_t sum_ = 0;
    uint8_t data_[kMostData] = {};
};

#if defined(SMR_LX106)
static_assert(sizeof(ImprovParser) <= 112, "over its share of the RAM");
#endif

}  // namespace smr
