// Where telegrams begin and end in the meter's byte flow.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/p1/byte_ring.h"

namespace smr {

// Whether the check of a telegram holds. Absent: it carries none that a gateway can test.
enum class TelegramCheck : uint8_t { kValid, kInvalid, kAbsent };

// A complete telegram.
struct TelegramMark {
    Position start;
    Position end;  // the byte after its last
    TelegramCheck check;
    Millis at;  // when its last byte came
};

// Tells telegrams apart, one byte after the other, and counts them. Changes nothing and keeps no bytes.
//
// A P1 telegram (IEC 62056-21 mode D, DSMR 2.2 to 5, e-MUCS) runs from a '/' that begins a line to the line that begins
// with '!'; a CRC-16 of four hexadecimal digits may follow it. Anything else (encrypted, HDLC, SML, M-Bus) counts as a telegram
// without a check that ends in kSilence. A gateway that starts in the middle of a telegram does not count the rest of it as one.
class TelegramScanner {
public:
    // Meters pause at least this long between telegrams; within one, bytes follow each other.
    static constexpr Millis kSilence = 100;
    // A P1 telegram that pauses this long in its middle is given up.
    static constexpr Millis kAbandoned = 1 * kSecond;
    // What is longer has lost its end.
    static constexpr size_t kLongest = ByteRing::kCapacity / 2;

    // Takes the byte at `position`, which follows the one before. True if it completed a telegram: see last().
    bool take(uint8_t byte, Position position, Millis now);

    // Notices silence. True if it completed a telegram.
    bool tick(Position end, Millis now);

    // The telegram in progress, if there is one.
    bool in_progress() const { return state_ != State::kOutside; }
    Position start() const { return start_; }

    // The last complete telegram; only if has_last().
    bool has_last() const { return telegrams_ > 0; }
    const TelegramMark& last() const { return last_; }

    uint32_t telegrams() const { return telegrams_; }
    uint32_t valid() const { return valid_; }
    uint32_t invalid() const { return invalid_; }
    uint32_t absent() const { return telegrams_ - valid_ - invalid_; }
    // Telegrams given up because their end did not come.
    uint32_t unfinished() const { return unfinished_; }
    // The time between the last telegrams in milliseconds, smoothed; 0 before there were two.
    uint32_t period_ms() const { return period_ms_; }

private:
    enum class State : uint8_t {
        kOutside,    // nothing since the last telegram, or only line ends
        kUnknown,    // bytes of no P1 telegram: ended by silence
        kBody,       // in a P1 telegram
        kCheckSum,   // behind its '!'
        kLineEnd,    // behind the CR of its last line
    };

    bool take_next(uint8_t byte, Position position, Millis now);
    void begin(State state, Position position);
    bool complete(Position end, TelegramCheck check, Millis now);
    void take_check_digit(uint8_t byte);
    TelegramCheck check() const;

    State state_ = State::kOutside;
    bool line_start_ = true;
    bool joined_in_ = true;  // no silence and no telegram yet: what comes may have begun before
    bool digits_are_hex_ = true;
    uint8_t digits_ = 0;
    uint16_t crc_ = 0;
    uint16_t written_crc_ = 0;
    Position start_ = 0;
    Millis last_byte_ = 0;
    TelegramMark last_ = {};
    uint32_t telegrams_ = 0;
    uint32_t valid_ = 0;
    uint32_t invalid_ = 0;
    uint32_t unfinished_ = 0;
    uint32_t period_ms_ = 0;
};

}  // namespace smr
