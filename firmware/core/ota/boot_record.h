// What the boot loader was asked to do, how far it got, and what became of it.
//
// The loader swaps two images and swaps them back when the new one does not prove itself. Both sides speak through a record in flash, of
// which there are two sectors: the valid one with the higher sequence number is in charge. A record is a header (with the complements of
// its words) and a log of states that is only appended to; its last valid entry is the state. Numbers and layout: boot/record.h.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "boot/record.h"
#include "core/base/flash.h"
#include "core/port.h"

namespace smr {

// How the image that runs stands, by the record.
enum class Standing : uint8_t {
    kNone,         // nobody asked for anything: it was written over the serial line
    kRefused,      // the loader found the staged image damaged: what ran before still runs
    kTrial,        // new, and not confirmed yet: too many starts without that, and the loader goes back
    kConfirmed,
    kRolledBack,   // the image before is back, and nobody has acknowledged it
    kRolledBackSeen,
    kStuck,        // the loader should have gone back, but the image before is not whole any more
    kUnfinished,   // in the middle of a swap: the loader hands over to no image in that state
};

// Why the image before came back. The numbers are details of events and of RestartReason::kRolledBack: they never change.
enum class WhyBack : uint8_t {
    kDidNotRun = SMR_BOOT_DID_NOT_RUN,
    kNetworkNotReached = SMR_BOOT_NETWORK_NOT_REACHED,
    kRequested = SMR_BOOT_REQUESTED,
    kFlashFailed = SMR_BOOT_FLASH_FAILED,
};

// The stable word of the HTTP API, such as "did-not-run".
FlashText code_of(WhyBack why);

// The record as the firmware reads and writes it. Whatever is written is safe against a cut at any byte: bits that a cut left unstable are
// settled first, and a state is appended twice, because the first may lie on such bits.
class BootRecord {
public:
    explicit BootRecord(Flash& flash) : flash_(flash) {}
    BootRecord(const BootRecord&) = delete;
    BootRecord& operator=(const BootRecord&) = delete;

    // Reads both records, 8 KB at most. To be called once at the start; whatever is written later is known without it.
    void load();

    Standing standing() const;
    // How it stood when it was loaded: what happened before this life began.
    Standing standing_at_start() const { return at_start_; }
    bool is_rolled_back() const {
        return standing() == Standing::kRolledBack || standing() == Standing::kRolledBackSeen;
    }
    // The last entry of the log, with why the loader went back, where in the swap it is, and the starts that it counted.
    SmrBootState state() const;
    // Only after a rollback.
    WhyBack why_back() const { return static_cast<WhyBack>(state().why); }

    // Of the record in charge: the sectors that were swapped, their sums, and whether the gateway was joined when the update was asked for.
    uint32_t sectors() const { return header_[kShape] & SMR_BOOT_SECTORS_MASK; }
    uint32_t new_crc() const { return header_[kNewCrc]; }
    uint32_t old_crc() const { return header_[kOldCrc]; }
    bool was_joined() const { return (header_[kShape] & SMR_BOOT_WAS_JOINED) != 0; }
    // Whether the image before lies where the loader left it, as far as is known without looking at it.
    bool keeps_previous() const;

    // Whether something new was staged in this life, over whatever image was there.
    bool has_staged() const { return staged_; }
    // Whether something new may be staged. Not on trial: it would destroy the image before.
    bool may_stage() const;
    // What runs is to stay: it has proven itself, or something new is to be staged. A rollback is acknowledged by it. False if the loader was
    // told to go back, or the flash chip failed, as below.
    bool confirm();
    // It has worked for a while: dips of the power before that do not count any more.
    bool end_row_of_power_ons();
    // The loader is to bring the image before back at the next start. Only while keeps_previous(), and after its sum was found right.
    bool go_back(WhyBack why);

    // Before the first sector is staged: confirms what runs, and makes room for a new record.
    bool prepare();
    // The loader is to swap at the next start: all that it needs is in place and was verified. `sectors` are those of the larger image.
    bool request(uint32_t sectors, bool joined, uint32_t new_crc, uint32_t old_crc);

private:
    static constexpr unsigned kSequence = SMR_BOOT_WORD_SEQUENCE - 1;
    static constexpr unsigned kShape = SMR_BOOT_WORD_SECTORS - 1;
    static constexpr unsigned kNewCrc = SMR_BOOT_WORD_NEW_CRC - 1;
    static constexpr unsigned kOldCrc = SMR_BOOT_WORD_OLD_CRC - 1;
    static constexpr unsigned kHeaderWords = SMR_BOOT_WORD_COMPLEMENTS - 1;  // without the magic word
    static constexpr uint8_t kNoRecord = 2;

    enum class Written : uint8_t { kYes, kSpoilt, kFailed };

    bool read_header(unsigned place, uint32_t* header);
    bool write_header(unsigned place, const uint32_t* header);
    bool find();
    bool read_log(bool settle);
    bool settle() { return place_ != kNoRecord && read_log(true); }
    bool save(const SmrBootState& state);
    bool append(uint32_t entry);
    bool move(uint32_t entry);
    Written write(uint32_t address, const uint8_t* bytes, size_t count);
    bool erase(unsigned place);
    bool make_blank(unsigned place);
    unsigned free_place() const { return place_ == 0 ? 1 : 0; }

    Flash& flash_;
    uint32_t header_[kHeaderWords] = {};
    uint32_t entry_ = 0;  // the last valid one of the log; 0 is none
    uint16_t end_ = 0;    // the first word behind the log
    uint8_t place_ = kNoRecord;
    Standing at_start_ = Standing::kNone;
    bool going_back_ = false;
    bool staged_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(BootRecord) <= 32, "budget of the boot record");
#endif

}  // namespace smr
