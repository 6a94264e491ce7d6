// One after the other, the words of an ESP8266 image: header, segments, check sum.
#pragma once

#include <stdint.h>

namespace smr {

// Checks the layout of an image while its words go by: header (0xE9, number of segments, flash mode, flash size and
// frequency; entry point), segments (address, size, data), padding, and in the last byte of a block of 16 the exclusive or of all
// segment data with the seed 0xEF.
class SegmentWalk {
public:
    enum class State : uint8_t { kHeader, kEntry, kAddress, kSize, kData, kTail, kDone, kBadHeader, kBadSegment, kBadSum };

    // Takes the next little-endian word.
    State take(uint32_t word);

    State state() const { return state_; }
    bool in_data() const { return state_ == State::kData; }
    // Bytes from the header to the check sum; only in kDone, where further words change nothing.
    uint32_t end() const { return position_; }
    // Bytes of the segment in progress that are still to come.
    uint32_t left_in_segment() const { return left_; }
    // The flash chip that the header names: its code, 0 to 4 and more.
    uint8_t flash_size_code() const { return flash_size_code_; }

private:
    State next(uint32_t word);
    State behind_segment() const { return segments_left_ > 0 ? State::kAddress : State::kTail; }

    State state_ = State::kHeader;
    uint8_t segments_left_ = 0;
    uint8_t sum_ = 0xEF;
    uint8_t flash_size_code_ = 0;
    uint32_t position_ = 0;
    uint32_t left_ = 0;
};

// Bytes of the flash chip that a header's code names; 0 for a code that no chip in use has.
uint32_t flash_size_of_code(uint8_t code);

}  // namespace smr
