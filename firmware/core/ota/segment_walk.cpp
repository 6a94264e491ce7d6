#include "core/ota/segment_walk.h"

namespace smr {

namespace {

constexpr uint8_t kImageMagic = 0xE9;
constexpr uint8_t kMostSegments = 16;
// No flash chip of this family holds more.
constexpr uint32_t kLargestSegment = 1024 * 1024;
constexpr uint32_t kBlock = 16;

uint8_t byte_of(uint32_t word, unsigned index) { return static_cast<uint8_t>(word >> (8U * index)); }

}  // namespace

SegmentWalk::State SegmentWalk::take(uint32_t word) {
    if (state_ < State::kDone) {
        state_ = next(word);
        position_ += 4;
    }
    return state_;
}

SegmentWalk::State SegmentWalk::next(uint32_t word) {
    switch (state_) {
        case State::kHeader:
            segments_left_ = byte_of(word, 1);
            flash_size_code_ = static_cast<uint8_t>(byte_of(word, 3) >> 4U);
            if (byte_of(word, 0) != kImageMagic || segments_left_ == 0 || segments_left_ > kMostSegments) {
                return State::kBadHeader;
            }
            return State::kEntry;
        case State::kEntry:
            return State::kAddress;
        case State::kAddress:
            return word % 4 == 0 ? State::kSize : State::kBadSegment;
        case State::kSize:
            left_ = word;
            --segments_left_;
            if (word % 4 != 0 || word > kLargestSegment) {
                return State::kBadSegment;
            }
            return word > 0 ? State::kData : behind_segment();
        case State::kData:
            sum_ = static_cast<uint8_t>(sum_ ^ byte_of(word, 0) ^ byte_of(word, 1) ^ byte_of(word, 2) ^ byte_of(word, 3));
            left_ -= 4;
            return left_ > 0 ? State::kData : behind_segment();
        case State::kTail:
            if (position_ % kBlock != kBlock - 4) {
                return State::kTail;
            }
            return byte_of(word, 3) == sum_ ? State::kDone : State::kBadSum;
        case State::kDone:
        case State::kBadHeader:
        case State::kBadSegment:
        case State::kBadSum:
            break;
    }
    return state_;
}

uint32_t flash_size_of_code(uint8_t code) {
    constexpr uint32_t kKiB = 1024;
    switch (code) {
        case 0:
            return 512 * kKiB;
        case 1:
            return 256 * kKiB;
        case 2:
            return 1024 * kKiB;
        case 3:
            return 2048 * kKiB;
        case 4:
            return 4096 * kKiB;
        default:
            return 0;
    }
}

}  // namespace smr
