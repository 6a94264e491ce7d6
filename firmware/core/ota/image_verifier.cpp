#include "core/ota/image_verifier.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"

namespace smr {

namespace {

constexpr uint32_t kLengthAt = 0x1010;
constexpr uint32_t kCrcAt = 0x1014;
constexpr uint32_t kSmallestImage = kApplicationAt + 64;
constexpr unsigned kPiecesPerStep = 4;

// The signature trailer: see firmware/README.md.
constexpr uint32_t kTrailerFirstWord = 0x2D524D53;   // "SMR-"
constexpr uint32_t kTrailerSecondWord = 0x31474953;  // "SIG1"
constexpr size_t kKeyIdAt = 8;
constexpr size_t kKeyIdSize = 8;
constexpr size_t kSignedLengthAt = 16;
constexpr size_t kSignatureAt = 24;
constexpr size_t kTrailerCrcAt = 92;

size_t digest_size(HashKind kind) { return kind == HashKind::kMd5 ? kMd5Size : kSha256Size; }

}  // namespace

void ImageVerifier::begin(uint32_t address, uint32_t size, const ImageRequirements& requirements) {
    requirements_ = requirements;
    address_ = address;
    size_ = size;
    image_size_ = 0;
    offset_ = 0;
    crc_ = kBootCrcStart;
    written_crc_ = 0;
    word_before_ = 0;
    walk_ = SegmentWalk();
    descriptors_ = 0;
    problem_ = ImageProblem::kNone;
    done_ = false;
    crypto_.hash_begin(&hashes_.image, HashKind::kSha256);
    crypto_.hash_begin(&hashes_.upload, requirements.digest_kind);
    if (size < kSmallestImage) {
        fail(ImageProblem::kTooShort);
    } else if (size % 4 != 0) {
        fail(ImageProblem::kLength);
    } else if (size > kLargestImage + kTrailerSize) {
        fail(ImageProblem::kTooLarge);
    }
}

ImageVerifier::Progress ImageVerifier::step() {
    for (unsigned round = 0; round < kPiecesPerStep && !done_; ++round) {
        if (offset_ == size_) {
            end_of_upload();
            done_ = true;
            break;
        }
        // A piece never crosses the end of the image, which the first ones find out, so that both hashes and the CRC take pieces.
        const uint32_t known = image_size_ == 0 ? kCrcAt + 4 : image_size_;
        const uint32_t end = known > offset_ ? known : size_;
        const size_t count = end - offset_ < kPiece ? end - offset_ : kPiece;
        alignas(4) uint8_t piece[kPiece];
        if (!flash_.read(address_ + offset_, piece, count)) {
            fail(ImageProblem::kFlash);
            break;
        }
        take_piece(piece, count);
    }
    return done_ ? Progress::kDone : Progress::kWorking;
}

void ImageVerifier::take_piece(const uint8_t* piece, size_t count) {
    crypto_.hash_update(&hashes_.upload, piece, count);
    if (image_size_ != 0 && offset_ >= image_size_) {
        offset_ += static_cast<uint32_t>(count);
        return;
    }
    crypto_.hash_update(&hashes_.image, piece, count);
    for (size_t at = 0; at < count && !done_; at += 4) {
        take_word(get_u32(piece + at));
        offset_ += 4;
    }
    if (!done_ && offset_ == image_size_) {
        end_of_image();
    }
}

void ImageVerifier::take_word(uint32_t word) {
    uint32_t summed = word;
    if (offset_ < kApplicationAt) {
        const SegmentWalk::State state = walk_.take(word);
        const bool at_end = offset_ + 4 == kApplicationAt;
        if (state > SegmentWalk::State::kDone || (at_end && state != SegmentWalk::State::kDone)) {
            return fail(ImageProblem::kBootLoader);
        }
        if (at_end) {
            walk_ = SegmentWalk();
        }
    } else {
        if (offset_ == kLengthAt) {
            image_size_ = word;
            summed = 0;
            const bool with_trailer = word >= kSmallestImage && word == size_ - kTrailerSize;
            if (word != size_ && !with_trailer) {
                // Something follows that has not a trailer's size, or the file is cut.
                return fail(word < size_ && word > kLengthAt ? ImageProblem::kTrailer : ImageProblem::kLength);
            }
            if (word > kLargestImage) {
                return fail(ImageProblem::kTooLarge);
            }
        } else if (offset_ == kCrcAt) {
            written_crc_ = word;
            summed = 0;
        }
        // Length and CRC are filled in after the check sum.
        const bool was_in_data = walk_.in_data();
        switch (walk_.take(summed)) {
            case SegmentWalk::State::kBadHeader:
                return fail(ImageProblem::kHeader);
            case SegmentWalk::State::kBadSegment:
                return fail(ImageProblem::kSegments);
            case SegmentWalk::State::kBadSum:
                return fail(ImageProblem::kCheckSum);
            default:
                break;
        }
        if (was_in_data && begins_descriptor(word_before_, word)) {
            look_for_descriptor(offset_ - 4);
        }
        // Of the application alone: the boot loader on a chip stays, whichever the file brings.
        uint8_t bytes[4];
        put_u32(bytes, summed);
        crc_ = crc32_boot(crc_, bytes, sizeof bytes);
    }
    word_before_ = word;
}

void ImageVerifier::look_for_descriptor(uint32_t offset) {
    // The walk stands behind the first two words.
    alignas(4) uint8_t bytes[kDescriptorSize];
    if (walk_.left_in_segment() < kDescriptorSize - 8 || size_ - offset < kDescriptorSize ||
        !flash_.read(address_ + offset, bytes, sizeof bytes)) {
        return;
    }
    Descriptor found;
    if (read_descriptor(bytes, &found)) {
        descriptor_ = found;
        descriptors_ = static_cast<uint8_t>(descriptors_ < 2 ? descriptors_ + 1 : 2);
    }
}

void ImageVerifier::end_of_image() {
    // The check sum must be the last word: the image is cut otherwise, or goes on with what belongs to no segment.
    if (walk_.state() != SegmentWalk::State::kDone || walk_.end() != image_size_ - kApplicationAt) {
        return fail(ImageProblem::kSegments);
    }
    if (crc_ != written_crc_) {
        return fail(ImageProblem::kCrc);
    }
    const uint32_t chip = flash_size_of_code(walk_.flash_size_code());
    if (chip == 0 || chip > flash_.size()) {
        return fail(ImageProblem::kFlashSize);
    }
}

void ImageVerifier::end_of_upload() {
    uint8_t digest[kSha256Size];
    crypto_.hash_finish(&hashes_.upload, digest);
    if (requirements_.digest != nullptr &&
        memcmp(digest, requirements_.digest, digest_size(requirements_.digest_kind)) != 0) {
        return fail(ImageProblem::kDigest);
    }
    if (descriptors_ != 1) {
        return fail(ImageProblem::kNoDescriptor);
    }
    if (!board_name(requirements_.board)
             .equals(descriptor_.board, length_of_field(descriptor_.board, kBoardNameSize))) {
        return fail(ImageProblem::kWrongBoard);
    }
    if (descriptor_.security_version < requirements_.security_floor) {
        return fail(ImageProblem::kOlderSecurity);
    }
    if (size_ != image_size_) {
        check_trailer();
    } else if (requirements_.public_key != nullptr) {
        fail(ImageProblem::kUnsigned);
    }
}

void ImageVerifier::check_trailer() {
    alignas(4) uint8_t trailer[kTrailerSize];
    if (!flash_.read(address_ + image_size_, trailer, sizeof trailer)) {
        return fail(ImageProblem::kFlash);
    }
    if (get_u32(trailer) != kTrailerFirstWord || get_u32(trailer + 4) != kTrailerSecondWord ||
        get_u32(trailer + kSignedLengthAt) != image_size_ ||
        get_u32(trailer + kTrailerCrcAt) != crc32_ieee(0, trailer, kTrailerCrcAt)) {
        return fail(ImageProblem::kTrailer);
    }
    if (requirements_.public_key == nullptr) {
        // Nobody has said whose signature counts.
        return;
    }
    uint8_t image_digest[kSha256Size];
    crypto_.hash_finish(&hashes_.image, image_digest);
    uint8_t key_digest[kSha256Size];
    crypto_.hash_begin(&hashes_.image, HashKind::kSha256);
    crypto_.hash_update(&hashes_.image, requirements_.public_key, 64);
    crypto_.hash_finish(&hashes_.image, key_digest);
    if (memcmp(key_digest, trailer + kKeyIdAt, kKeyIdSize) != 0) {
        return fail(ImageProblem::kUnknownKey);
    }
    if (!crypto_.verify_p256(requirements_.public_key, image_digest, trailer + kSignatureAt)) {
        fail(ImageProblem::kBadSignature);
    }
}

void ImageVerifier::fail(ImageProblem problem) {
    problem_ = problem;
    done_ = true;
}

}  // namespace smr
