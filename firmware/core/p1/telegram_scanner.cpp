#include "core/p1/telegram_scanner.h"

#include "core/base/crc.h"

namespace smr {

namespace {

constexpr uint8_t kCheckDigits = 4;
// The weight of the newest period is one in this many.
constexpr uint32_t kSmoothing = 4;

// The value of a hexadecimal digit, or 16.
uint8_t digit_value(uint8_t byte) {
    if (byte >= '0' && byte <= '9') {
        return static_cast<uint8_t>(byte - '0');
    }
    const uint8_t letter = static_cast<uint8_t>(byte | 0x20U);
    return letter >= 'a' && letter <= 'f' ? static_cast<uint8_t>(letter - 'a' + 10) : uint8_t{16};
}

bool is_line_end(uint8_t byte) { return byte == '\r' || byte == '\n'; }

}  // namespace

void TelegramScanner::begin(State state, Position position) {
    state_ = state;
    start_ = position;
    crc_ = 0;
    written_crc_ = 0;
    digits_ = 0;
    digits_are_hex_ = true;
}

bool TelegramScanner::complete(Position end, TelegramCheck check, Millis now) {
    if (telegrams_ > 0) {
        const uint32_t period = elapsed(now, last_.at);
        // A pause of the meter says nothing of its period.
        const bool usual = period_ms_ == 0 || period < 4 * period_ms_;
        if (usual) {
            period_ms_ = period_ms_ == 0 ? period : (period_ms_ * (kSmoothing - 1) + period) / kSmoothing;
        }
    }
    last_ = {start_, end, check, now};
    ++telegrams_;
    if (check == TelegramCheck::kValid) {
        ++valid_;
    } else if (check == TelegramCheck::kInvalid) {
        ++invalid_;
    }
    state_ = State::kOutside;
    line_start_ = true;
    joined_in_ = false;
    return true;
}

TelegramCheck TelegramScanner::check() const {
    if (digits_ == 0) {
        return TelegramCheck::kAbsent;
    }
    const bool right = digits_are_hex_ && digits_ == kCheckDigits && written_crc_ == crc_;
    return right ? TelegramCheck::kValid : TelegramCheck::kInvalid;
}

void TelegramScanner::take_check_digit(uint8_t byte) {
    const uint8_t value = digit_value(byte);
    digits_are_hex_ = digits_are_hex_ && value < 16;
    written_crc_ = static_cast<uint16_t>((uint32_t{written_crc_} << 4U) | (value & 15U));
    digits_ = digits_ < 0xFF ? static_cast<uint8_t>(digits_ + 1) : digits_;
}

bool TelegramScanner::take(uint8_t byte, Position position, Millis now) {
    last_byte_ = now;
    if (state_ == State::kLineEnd) {
        // Without a LF behind the CR, the byte belongs to what follows.
        const bool line_feed = byte == '\n';
        complete(line_feed ? position + 1 : position, check(), now);
        if (!line_feed) {
            take_next(byte, position, now);
        }
        return true;
    }
    return take_next(byte, position, now);
}

bool TelegramScanner::take_next(uint8_t byte, Position position, Millis now) {
    const bool at_line_start = line_start_;
    line_start_ = is_line_end(byte);

    if (in_progress() && position - start_ >= kLongest) {
        ++unfinished_;
        state_ = State::kOutside;
    }
    if (byte == '/' && (at_line_start || !in_progress())) {
        // The telegram before was cut.
        unfinished_ += in_progress() ? 1U : 0U;
        begin(State::kBody, position);
        crc_ = crc16_arc(0, byte);
        return false;
    }
    switch (state_) {
        case State::kOutside:
            if (!is_line_end(byte)) {
                begin(State::kUnknown, position);
            }
            return false;
        case State::kBody:
            crc_ = crc16_arc(crc_, byte);
            if (byte == '!' && at_line_start) {
                state_ = State::kCheckSum;
            }
            return false;
        case State::kCheckSum:
            if (byte == '\n') {
                return complete(position + 1, check(), now);
            }
            if (byte == '\r') {
                state_ = State::kLineEnd;
            } else {
                take_check_digit(byte);
            }
            return false;
        default:
            return false;
    }
}

bool TelegramScanner::tick(Position end, Millis now) {
    if (!passed(now, last_byte_, kSilence)) {
        return false;
    }
    const bool joined_in = joined_in_;
    joined_in_ = false;
    if (state_ == State::kOutside) {
        return false;
    }
    if (state_ == State::kUnknown && joined_in) {
        ++unfinished_;
        state_ = State::kOutside;
        line_start_ = true;
        return false;
    }
    if (state_ == State::kBody) {
        if (passed(now, last_byte_, kAbandoned)) {
            ++unfinished_;
            state_ = State::kOutside;
            line_start_ = true;
        }
        return false;
    }
    // Some meters leave out the last line end.
    return complete(end, state_ == State::kUnknown ? TelegramCheck::kAbsent : check(), now);
}

}  // namespace smr
