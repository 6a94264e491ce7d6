#include "core/ota/running_image.h"

#include <string.h>

#include "core/base/bytes.h"

namespace smr {

namespace {

constexpr uint32_t kLengthAt = 0x1010;
constexpr uint32_t kPiece = 256;

}  // namespace

void RunningImage::begin(uint32_t largest_image) {
    alignas(4) uint8_t word[4];
    known_ = false;
    offset_ = size_ = 0;
    if (!flash_.read(kLengthAt, word, sizeof word)) {
        return;
    }
    const uint32_t length = get_u32(word);
    if (length > kLengthAt && length <= largest_image && length % 4 == 0) {
        size_ = length;
        crypto_.hash_begin(&state_, HashKind::kSha256);
    }
}

void RunningImage::tick() {
    if (known_ || offset_ == size_) {
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
