#include "core/ota/firmware_update.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/ota/boot_command.h"

namespace smr {

namespace {

constexpr uint32_t kLengthAt = 0x1010;
constexpr uint32_t kTrailerSize = 96;

constexpr uint32_t rounded_up(uint32_t size) { return (size + kSectorSize - 1) & ~(kSectorSize - 1); }

// The end of the running image, by its length word; the most it could be if that makes no sense.
uint32_t end_of_running_image(Flash& flash, const FlashMap& map) {
    alignas(4) uint8_t word[4];
    if (!flash.read(kLengthAt, word, sizeof word)) {
        return map.largest_image;
    }
    const uint32_t length = get_u32(word);
    return length == 0 || length > map.largest_image ? map.largest_image : length;
}

}  // namespace

bool FirmwareUpdate::begin(uint32_t size, const Settings& settings) {
    if (is_busy()) {
        return false;
    }
    const FlashMap map = flash_map(board_);
    const uint32_t free = map.staging_end - rounded_up(end_of_running_image(flash_, map));
    const uint32_t most = map.largest_image + kTrailerSize;
    limit_ = size != 0 ? size : (free < most ? free : most);
    size_ = size;
    received_ = written_ = 0;
    has_digest_ = false;
    settings_ = &settings;
    problem_ = ImageProblem::kNone;
    if (limit_ > most || rounded_up(limit_) > free) {
        fail(ImageProblem::kTooLarge);
        return false;
    }
    // At the upper end, where the Arduino core stages too.
    staging_ = map.staging_end - rounded_up(limit_);
    number_ = number_ == 0xFFFF ? uint16_t{1} : static_cast<uint16_t>(number_ + 1);
    state_ = State::kReceiving;
    return true;
}

void FirmwareUpdate::expect_digest(HashKind kind, const uint8_t* digest) {
    has_digest_ = true;
    digest_kind_ = kind;
    memcpy(digest_, digest, kind == HashKind::kMd5 ? kMd5Size : kSha256Size);
}

bool FirmwareUpdate::write(const uint8_t* bytes, size_t count) {
    if (state_ != State::kReceiving) {
        return false;
    }
    if (count > limit_ - received_) {
        fail(ImageProblem::kTooLarge);
        return false;
    }
    for (size_t taken = 0; taken < count;) {
        const size_t filled = received_ - written_;
        const size_t piece = kPage - filled < count - taken ? kPage - filled : count - taken;
        memcpy(memory_.page + filled, bytes + taken, piece);
        taken += piece;
        received_ += static_cast<uint32_t>(piece);
        if (received_ - written_ == kPage && !write_page()) {
            return false;
        }
    }
    return true;
}

bool FirmwareUpdate::write_page() {
    const uint32_t filled = received_ - written_;
    const uint32_t address = staging_ + written_;
    memset(memory_.page + filled, 0xFF, kPage - filled);
    const bool done = (address % kSectorSize != 0 || flash_.erase_sector(address)) && flash_.write(address, memory_.page, kPage);
    if (!done) {
        fail(ImageProblem::kFlash);
        return false;
    }
    written_ = received_;
    return true;
}

void FirmwareUpdate::finish() {
    if (state_ != State::kReceiving || (received_ > written_ && !write_page())) {
        return;
    }
    if (size_ != 0 && received_ != size_) {
        return fail(ImageProblem::kLength);
    }
    ImageRequirements requirements;
    requirements.board = board_;
    requirements.public_key = settings_->key_pinned ? settings_->public_key : nullptr;
    requirements.security_floor = settings_->rollback_protection ? settings_->security_floor : 0;
    requirements.digest_kind = digest_kind_;
    requirements.digest = has_digest_ ? digest_ : nullptr;
    verifier_.begin(staging_, received_, requirements);
    state_ = State::kVerifying;
}

void FirmwareUpdate::abandon() {
    if (state_ == State::kReceiving || state_ == State::kVerifying) {
        fail(ImageProblem::kLength);
    }
}

void FirmwareUpdate::tick() {
    if (state_ != State::kVerifying || verifier_.step() == ImageVerifier::Progress::kWorking) {
        return;
    }
    if (verifier_.problem() != ImageProblem::kNone) {
        return fail(verifier_.problem());
    }
    write_copy_command(system_, staging_, 0, verifier_.image_size());
    state_ = State::kReady;
}

void FirmwareUpdate::fail(ImageProblem problem) {
    problem_ = problem;
    state_ = State::kFailed;
}

}  // namespace smr
