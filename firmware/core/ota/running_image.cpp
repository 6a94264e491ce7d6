#include "core/ota/running_image.h"

#include <string.h>

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
    if (has_length) {
        crypto_.hash_begin(&state_, HashKind::kSha256);
    } else {
        size_ = offset_;
    }
}

void RunningImage::tick() {
    if (is_done()) {
        return;
    }
    alignas(4) uint8_t piece[kPiece];
    const uint32_t count = size_ - offset_ < kPiece ? size_ - offset_ : kPiece;
    if (!flash_.read(offset_, piece, count)) {
        offset_ = size_;
        return;
    }
    crypto_.hash_update(&state_, piece, count);
    offset_ += count;
    if (offset_ == size_) {
        uint8_t digest[kSha256Size];
        crypto_.hash_finish(&state_, digest);
        memcpy(sha256_, digest, sizeof digest);
        known_ = true;
    }
}

}  // namespace smr
