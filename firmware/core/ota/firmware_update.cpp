#include "core/ota/firmware_update.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "core/ota/running_image.h"

namespace smr {

namespace {

constexpr unsigned kPiecesPerTick = 4;

constexpr uint32_t rounded_up(uint32_t size) { return (size + kSectorSize - 1) & ~(kSectorSize - 1); }

}  // namespace

bool FirmwareUpdate::begin(uint32_t size, const Settings& settings) {
    if (is_busy()) {
        return false;
    }
    if (!record_.may_stage()) {
        // Nothing has failed: what there is to say of the last update stays.
        problem_ = ImageProblem::kUnconfirmed;
        return false;
    }
    const uint32_t most = kLargestImage + kTrailerSize;
    limit_ = size != 0 ? size : most;
    size_ = size;
    received_ = written_ = 0;
    has_digest_ = joined_ = false;
    settings_ = &settings;
    problem_ = ImageProblem::kNone;
    if (limit_ > most) {
        fail(ImageProblem::kTooLarge);
        return false;
    }
    if (!record_.prepare()) {
        fail(ImageProblem::kFlash);
        return false;
    }
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
    const uint32_t address = kStagingAt + written_;
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
    verifier_.begin(kStagingAt, received_, requirements);
    step_ = Step::kVerify;
    state_ = State::kVerifying;
}

void FirmwareUpdate::abandon() {
    if (state_ == State::kReceiving || state_ == State::kVerifying) {
        fail(ImageProblem::kLength);
    }
}

void FirmwareUpdate::tick(bool joined) {
    joined_ = joined_ || joined;
    if (state_ != State::kVerifying) {
        return;
    }
    switch (step_) {
        case Step::kVerify:
            verify();
            break;
        case Step::kErase:
            erase_rest();
            break;
        case Step::kSumStaged:
            sum_staged();
            break;
        case Step::kSumRunning:
            sum_running();
            break;
    }
}

void FirmwareUpdate::verify() {
    if (verifier_.step() == ImageVerifier::Progress::kWorking) {
        return;
    }
    if (verifier_.problem() != ImageProblem::kNone) {
        return fail(verifier_.problem());
    }
    const uint32_t sectors = sectors_of(received_);
    const uint32_t running = sectors_of(RunningImage::size_in(flash_));
    sectors_ = sectors > running ? sectors : running;
    offset_ = rounded_up(received_);
    step_ = Step::kErase;
}

// The loader swaps as many sectors as the larger image has: those behind a smaller one must be sound too.
void FirmwareUpdate::erase_rest() {
    if (offset_ < kApplicationAt + sectors_ * kSectorSize) {
        if (!flash_.erase_sector(kStagingAt + offset_)) {
            return fail(ImageProblem::kFlash);
        }
        offset_ += kSectorSize;
        return;
    }
    crypto_.hash_begin(&memory_.application, HashKind::kSha256);
    new_crc_ = old_crc_ = 0;
    offset_ = kApplicationAt;
    step_ = Step::kSumStaged;
}

void FirmwareUpdate::sum_staged() {
    const uint32_t end = kApplicationAt + sectors_ * kSectorSize;
    for (unsigned round = 0; round < kPiecesPerTick; ++round) {
        alignas(4) uint8_t piece[kPage];
        if (!flash_.read(kStagingAt + offset_, piece, sizeof piece)) {
            return fail(ImageProblem::kFlash);
        }
        const uint32_t image_left = verifier_.image_size() > offset_ ? verifier_.image_size() - offset_ : 0;
        crypto_.hash_update(&memory_.application, piece, image_left < kPage ? image_left : kPage);
        for (uint32_t at = received_ > offset_ ? received_ - offset_ : 0; at < kPage; ++at) {
            if (piece[at] != 0xFF) {
                return fail(ImageProblem::kFlash);
            }
        }
        new_crc_ = crc32_ieee(new_crc_, piece, sizeof piece);
        offset_ += kPage;
        if (offset_ == end) {
            uint8_t digest[kSha256Size];
            crypto_.hash_finish(&memory_.application, digest);
            memcpy(memory_.sha256, digest, sizeof digest);
            offset_ = kApplicationAt;
            step_ = Step::kSumRunning;
            return;
        }
    }
}

void FirmwareUpdate::sum_running() {
    const uint32_t end = kApplicationAt + sectors_ * kSectorSize;
    for (unsigned round = 0; round < kPiecesPerTick; ++round) {
        alignas(4) uint8_t piece[kPage];
        if (!flash_.read(offset_, piece, sizeof piece)) {
            return fail(ImageProblem::kFlash);
        }
        old_crc_ = crc32_ieee(old_crc_, piece, sizeof piece);
        offset_ += kPage;
        if (offset_ == end) {
            if (!record_.request(sectors_, joined_, new_crc_, old_crc_)) {
                return fail(ImageProblem::kFlash);
            }
            state_ = State::kReady;
            return;
        }
    }
}

void FirmwareUpdate::fail(ImageProblem problem) {
    problem_ = problem;
    state_ = State::kFailed;
}

}  // namespace smr
