#include "core/ota/running_image.h"

#include "core/base/bytes.h"
#include "core/store/flash_map.h"

namespace smr {

namespace {

constexpr uint32_t kLengthAt = 0x1010;
constexpr uint32_t kPiece = 256;

}  // namespace

uint32_t RunningImage::size_in(Flash& flash, bool* known) {
    alignas(4) uint8_t word[4];
    const uint32_t length = flash.read(kLengthAt, word, sizeof word) ? get_u32(word) : 0;
    const bool sound = length > kLengthAt && length <= kLargestImage && length % 4 == 0;
    if (known != nullptr) {
        *known = sound;
    }
    return sound ? length : kLargestImage;
}

void RunningImage::begin() {
    known_ = false;
    offset_ = kApplicationAt;
    bool has_length = false;
    size_ = size_in(flash_, &has_length);
    if (!has_length) {
        size_ = offset_;
    }
}

void RunningImage::tick(HashState* spare, uint16_t owner) {
    if (is_done() || spare == nullptr) {
        return;
    }
    if (owner != owner_) {
        owner_ = owner;
        offset_ = kApplicationAt;
    }
    if (offset_ == kApplicationAt) {
        crypto_.hash_begin(spare, HashKind::kSha256);
    }
    alignas(4) uint8_t piece[kPiece];
    const uint32_t count = size_ - offset_ < kPiece ? size_ - offset_ : kPiece;
    if (!flash_.read(offset_, piece, count)) {
        offset_ = size_;
        return;
    }
    crypto_.hash_update(spare, piece, count);
    offset_ += count;
    if (is_done()) {
        crypto_.hash_finish(spare, sha256_);
        known_ = true;
    }
}

}  // namespace smr
