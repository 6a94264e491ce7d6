// An update: staged in flash, verified by reading back, handed to the boot loader.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/ota/boot_record.h"
#include "core/ota/image_verifier.h"
#include "core/port.h"
#include "core/store/flash_map.h"
#include "core/store/settings.h"

namespace smr {

// One upload at a time, from whichever way it comes. Until the request to the boot loader is written, a power cut or a failed check leaves
// the running firmware as it was: the staging area never touches it. What it does touch is the image before, which the loader would
// bring back if the running one fails: so nothing is taken while that is on trial.
class FirmwareUpdate {
public:
    enum class State : uint8_t {
        kIdle,
        kReceiving,
        kVerifying,
        kReady,   // the request to the boot loader is written: restart to run the new firmware
        kFailed,  // see problem(); a new upload may begin
    };

    // `record` must have been loaded before the first upload.
    FirmwareUpdate(Flash& flash, Crypto& crypto, BootRecord& record, Board board)
        : flash_(flash), crypto_(crypto), record_(record), board_(board), verifier_(flash, crypto, memory_.hashes) {}
    FirmwareUpdate(const FirmwareUpdate&) = delete;
    FirmwareUpdate& operator=(const FirmwareUpdate&) = delete;

    bool is_busy() const { return state_ == State::kReceiving || state_ == State::kVerifying || state_ == State::kReady; }

    // Begins an upload of `size` bytes at most (0 if that is not known); false if one is under way, the running image is on trial, or the
    // size is out of question: see problem(). `settings` says which images are acceptable and must live until the end.
    bool begin(uint32_t size, const Settings& settings);

    // The digest that the sender announced for the whole upload. At any time before finish().
    void expect_digest(HashKind kind, const uint8_t* digest);

    // Takes the next bytes, at most one sector's worth of work; false once the update has failed.
    bool write(const uint8_t* bytes, size_t count);

    // All bytes were written: tick() verifies them.
    void finish();

    // Gives up what is under way.
    void abandon();

    // Memory for a hash of somebody else's while no upload is under way; null then. What is in it does not outlive a new number().
    HashState* spare_hash() { return is_busy() ? nullptr : &memory_.application; }

    // Of the last upload that began, not 0: whoever began it can tell whether it is still theirs. 0 before the first.
    uint16_t number() const { return number_; }

    // A piece of verification, at most 1 KB or an erasure. Reaches kReady or kFailed in the end. `joined`: the gateway is in its network; a
    // new image has to get there too if that was so while the update came.
    void tick(bool joined);

    State state() const { return state_; }
    ImageProblem problem() const { return problem_; }
    // Bytes taken, and announced (0: not known).
    uint32_t received() const { return received_; }
    uint32_t size() const { return size_; }
    // Of the verified image; only in kReady.
    const ImageVerifier& image() const { return verifier_; }
    const uint8_t* application_sha256() const { return memory_.sha256; }

private:
    static constexpr size_t kPage = 256;

    // What is left to do when all bytes are there.
    enum class Step : uint8_t { kVerify, kErase, kSumStaged, kSumRunning };

    bool write_page();
    void verify();
    void erase_rest();
    void sum_staged();
    void sum_running();
    void fail(ImageProblem problem);

    Flash& flash_;
    Crypto& crypto_;
    BootRecord& record_;
    Board board_;
    ImageVerifier verifier_;
    const Settings* settings_ = nullptr;
    State state_ = State::kIdle;
    Step step_ = Step::kVerify;
    bool joined_ = false;
    uint16_t number_ = 0;
    ImageProblem problem_ = ImageProblem::kNone;
    bool has_digest_ = false;
    HashKind digest_kind_ = HashKind::kSha256;
    uint8_t digest_[kSha256Size] = {};
    uint32_t limit_ = 0;
    uint32_t size_ = 0;
    uint32_t received_ = 0;
    uint32_t written_ = 0;
    uint32_t sectors_ = 0;  // of the larger one of both applications
    uint32_t offset_ = 0;   // what is erased or summed next
    uint32_t new_crc_ = 0;
    uint32_t old_crc_ = 0;
    // One after the other.
    union Memory {
        alignas(4) uint8_t page[kPage];
        ImageVerifier::Hashes hashes;
        HashState application;
        uint8_t sha256[kSha256Size];
    } memory_ = {};
};

}  // namespace smr
