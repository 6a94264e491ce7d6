// Whether an image in flash may become the running firmware.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"
#include "core/ota/descriptor.h"
#include "core/ota/segment_walk.h"
#include "core/port.h"
#include "core/store/flash_map.h"

namespace smr {

// What is wrong with an upload. The numbers are details of events: they never change.
enum class ImageProblem : uint8_t {
    kNone,
    kTooShort,
    kTooLarge,
    kFlash,             // the chip could not be read or written
    kBootLoader,        // no boot loader image before 0x1000
    kHeader,            // no application image at 0x1000
    kSegments,
    kCheckSum,
    kLength,            // the length word and the file disagree
    kCrc,
    kFlashSize,         // made for a larger flash chip
    kDigest,            // not what the sender announced
    kNoDescriptor,      // none, or several
    kWrongBoard,
    kOlderSecurity,     // its security version is below the floor
    kUnsigned,          // a key is pinned and there is no signature
    kTrailer,           // what follows the image is no trailer
    kUnknownKey,
    kBadSignature,
    kUnconfirmed,       // the running image is on trial: staging would destroy the one before
};

// A stable word for the API: "wrong-board".
FlashText code_of(ImageProblem problem);
// A sentence for people.
FlashText message_of(ImageProblem problem);

// What an image must satisfy.
struct ImageRequirements {
    Board board;
    const uint8_t* public_key;  // 64 bytes, or null: unsigned images are fine
    uint32_t security_floor;    // 0: any
    HashKind digest_kind;
    const uint8_t* digest;  // of the whole upload, or null
};

// Reads an image back from flash, piece by piece, and checks all that can be checked.
class ImageVerifier {
public:
    enum class Progress : uint8_t { kWorking, kDone };

    // The hashes in progress; somebody else's memory, so that it can serve for something else when nothing is verified.
    struct Hashes {
        HashState image;
        HashState upload;
    };

    ImageVerifier(Flash& flash, Crypto& crypto, Hashes& hashes) : flash_(flash), crypto_(crypto), hashes_(hashes) {}
    ImageVerifier(const ImageVerifier&) = delete;
    ImageVerifier& operator=(const ImageVerifier&) = delete;

    // Begins with the upload of `size` bytes at `address`. What `requirements` points to must live until kDone.
    void begin(uint32_t address, uint32_t size, const ImageRequirements& requirements);

    // Reads up to 1 KB more. The check of a signature is a step of its own, and the longest.
    Progress step();

    // Only after kDone.
    ImageProblem problem() const { return problem_; }
    // Only after kDone without a problem.
    const Descriptor& descriptor() const { return descriptor_; }
    uint32_t image_size() const { return image_size_; }

private:
    static constexpr size_t kPiece = 256;

    void take_piece(const uint8_t* piece, size_t count);
    void take_word(uint32_t word);
    void look_for_descriptor(uint32_t offset);
    void end_of_image();
    void end_of_upload();
    void check_trailer();
    void fail(ImageProblem problem);

    Flash& flash_;
    Crypto& crypto_;
    Hashes& hashes_;
    ImageRequirements requirements_ = {};
    uint32_t address_ = 0;
    uint32_t size_ = 0;        // of the upload
    uint32_t image_size_ = 0;  // without the trailer
    uint32_t offset_ = 0;      // the next byte to read
    uint32_t crc_ = 0;
    uint32_t written_crc_ = 0;
    uint32_t word_before_ = 0;
    SegmentWalk walk_;  // through the boot loader, then through the application
    Descriptor descriptor_ = {};
    uint8_t descriptors_ = 0;
    ImageProblem problem_ = ImageProblem::kNone;
    bool done_ = true;
};

}  // namespace smr
