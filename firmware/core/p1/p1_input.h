// What comes from the meter: kept for a while, told apart into telegrams, counted.
#pragma once

#include <stdint.h>

#include "core/base/time.h"
#include "core/p1/byte_ring.h"
#include "core/p1/telegram_scanner.h"
#include "core/port.h"

namespace smr {

class P1Input {
public:
    explicit P1Input(Serial& serial) : serial_(serial) {}
    P1Input(const P1Input&) = delete;
    P1Input& operator=(const P1Input&) = delete;

    // Reads what has come, a bounded amount.
    void tick(Millis now);

    const ByteRing& ring() const { return ring_; }
    const TelegramScanner& scanner() const { return scanner_; }

    // Where a reader that comes now should begin: at the start of the telegram in progress if it is still held, else at
    // the next byte.
    Position entry() const;

    // Whether a telegram is known to begin at `position`; the next byte counts if none is in progress.
    bool begins_at(Position position) const;

    // How many telegrams begin from `from` on and before `to`, as far back as is known.
    uint32_t telegrams_between(Position from, Position to) const;

    // Bytes since the start.
    uint64_t bytes() const { return bytes_; }
    // Silences of more than three periods.
    uint32_t gaps() const { return gaps_; }
    bool has_byte() const { return bytes_ > 0; }
    // When the last byte came; only if has_byte().
    Millis last_byte() const { return last_byte_; }
    uint32_t overruns() const { return serial_.overruns(); }
    uint32_t framing_errors() const { return serial_.framing_errors(); }

private:
    // Starts that are remembered. The ring holds no more telegrams than this unless they are shorter than 256 bytes.
    static constexpr unsigned kStarts = 16;

    void take(const uint8_t* bytes, size_t count, Millis now);
    void remember(Position start);

    Serial& serial_;
    ByteRing ring_;
    TelegramScanner scanner_;
    Position starts_[kStarts] = {};
    uint8_t newest_start_ = 0;
    uint8_t known_starts_ = 0;
    Millis last_byte_ = 0;
    uint64_t bytes_ = 0;
    uint32_t gaps_ = 0;
};

}  // namespace smr
