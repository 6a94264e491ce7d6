#include "core/setup/improv_parser.h"

#include "core/base/flash.h"

namespace smr {

uint8_t ImprovParser::magic(size_t index) { return static_cast<uint8_t>(SMR_TEXT("IMPROV").at(index)); }

// A byte that does not fit may be the first of the next packet. Within "IMPROV" no letter comes twice, so it is enough to look at
// this one byte.
void ImprovParser::start_over(uint8_t byte) {
    place_ = Place::kMagic;
    taken_ = 0;
    sum_ = 0;
    if (byte == magic(0)) {
        taken_ = 1;
        sum_ = byte;
    }
}

ImprovParser::Result ImprovParser::take(uint8_t byte, Millis now) {
    if (passed(now, last_, kPatience)) {
        start_over(0);
    }
    last_ = now;
    if (place_ == Place::kCheckSum) {
        const bool right = byte == sum_;
        start_over(0);
        if (!right) {
            return Result::kWrongCheckSum;
        }
        return size_ > kMostData ? Result::kTooLong : Result::kPacket;
    }
    const uint8_t sum_before = sum_;
    sum_ = static_cast<uint8_t>(sum_before + byte);
    switch (place_) {
        case Place::kMagic:
            if (byte != magic(taken_)) {
                start_over(byte);
            } else if (++taken_ == kMagicSize) {
                place_ = Place::kVersion;
            }
            break;
        case Place::kVersion:
            if (byte != kVersion) {
                start_over(byte);
            } else {
                place_ = Place::kType;
            }
            break;
        case Place::kType:
            type_ = byte;
            place_ = Place::kLength;
            break;
        case Place::kLength:
            size_ = byte;
            taken_ = 0;
            place_ = size_ == 0 ? Place::kCheckSum : Place::kData;
            break;
        case Place::kData:
            if (taken_ < kMostData) {
                data_[taken_] = byte;
            }
            if (++taken_ == size_) {
                place_ = Place::kCheckSum;
            }
            break;
        case Place::kCheckSum:
            break;
    }
    return Result::kNothing;
}

}  // namespace smr
