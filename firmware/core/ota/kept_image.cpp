#include "core/ota/kept_image.h"

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "core/store/flash_map.h"

namespace smr {

namespace {

constexpr uint32_t kPiece = 256;
// Of the length word, in the application.
constexpr uint32_t kLengthAt = 0x10;

}  // namespace

void KeptImage::begin() {
    state_ = State::kNone;
    if (record_.keeps_previous()) {
        address_ = kStagingAt;
    } else if (record_.is_rolled_back()) {
        address_ = kStagedApplicationAt;
    } else {
        return;
    }
    offset_ = crc_ = word_before_ = descriptor_ = length_ = 0;
    has_several_ = false;
    state_ = State::kReading;
}

void KeptImage::tick() {
    if (state() != State::kReading) {
        return;
    }
    alignas(4) uint8_t piece[kPiece];
    if (!flash_.read(address_ + offset_, piece, sizeof piece)) {
        state_ = State::kDamaged;
        return;
    }
    crc_ = crc32_ieee(crc_, piece, sizeof piece);
    if (offset_ == 0) {
        const uint32_t file = get_u32(piece + kLengthAt);
        length_ = file > kApplicationAt && file <= kLargestImage ? file - kApplicationAt : 0;
    }
    look_for_descriptor(piece);
    offset_ += kPiece;
    if (offset_ == record_.sectors() * kSectorSize) {
        const uint32_t expected = record_.keeps_previous() ? record_.old_crc() : record_.new_crc();
        state_ = crc_ == expected ? State::kWhole : State::kDamaged;
    }
}

// Only within the application: what lies behind it in its sectors can be the rest of another.
void KeptImage::look_for_descriptor(const uint8_t* piece) {
    for (uint32_t at = 0; at < kPiece && offset_ + at < length_; at += 4) {
        const uint32_t word = get_u32(piece + at);
        if (begins_descriptor(word_before_, word)) {
            const uint32_t found = offset_ + at - 4;
            alignas(4) uint8_t bytes[kDescriptorSize];
            Descriptor descriptor;
            if (length_ - found >= kDescriptorSize && flash_.read(address_ + found, bytes, sizeof bytes) &&
                read_descriptor(bytes, &descriptor)) {
                has_several_ = descriptor_ != 0;
                descriptor_ = found;
            }
        }
        word_before_ = word;
    }
}

bool KeptImage::describe(Descriptor* to) const {
    alignas(4) uint8_t bytes[kDescriptorSize];
    return state() == State::kWhole && descriptor_ != 0 && !has_several_ &&
           flash_.read(address_ + descriptor_, bytes, sizeof bytes) && read_descriptor(bytes, to);
}

}  // namespace smr
