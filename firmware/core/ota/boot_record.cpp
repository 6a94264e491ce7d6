#include "core/ota/boot_record.h"

#include <string.h>

#include "boot/record.h"
#include "core/base/bytes.h"

namespace smr {

namespace {

constexpr size_t kWord = 4;
constexpr size_t kPiece = 256;
constexpr size_t kHeaderSize = SMR_BOOT_WORD_LOG * kWord;
// A word that does not take its value is written so often.
constexpr unsigned kTries = 4;
constexpr unsigned kEntries = 2;

static_assert(SMR_BOOT_WORD_LOG == 2 * SMR_BOOT_WORD_COMPLEMENTS, "the complements follow the words");
static_assert(SMR_BOOT_SECTOR == kSectorSize, "a record fills a sector");

uint32_t address_of(unsigned place) { return place == 0 ? SMR_BOOT_RECORD_0 : SMR_BOOT_RECORD_1; }

// A header without its magic word, as it stands in flash.
void put_header(uint8_t* to, const uint32_t* header) {
    put_u32(to, SMR_BOOT_MAGIC);
    for (unsigned word = 1; word < SMR_BOOT_WORD_COMPLEMENTS; ++word) {
        put_u32(to + word * kWord, header[word - 1]);
    }
    for (unsigned word = 0; word < SMR_BOOT_WORD_COMPLEMENTS; ++word) {
        put_u32(to + (SMR_BOOT_WORD_COMPLEMENTS + word) * kWord, ~get_u32(to + word * kWord));
    }
}

}  // namespace

FlashText code_of(WhyBack why) {
    switch (why) {
        case WhyBack::kDidNotRun:
            return SMR_TEXT("did-not-run");
        case WhyBack::kNetworkNotReached:
            return SMR_TEXT("network-not-reached");
        case WhyBack::kRequested:
            return SMR_TEXT("requested");
        case WhyBack::kFlashFailed:
            return SMR_TEXT("flash-failed");
    }
    return FlashText();
}

void BootRecord::load() {
    find();
    at_start_ = standing();
}

SmrBootState BootRecord::state() const {
    SmrBootState state = {};
    smr_boot_read_entry(entry_, sectors(), &state);
    return state;
}

Standing BootRecord::standing() const {
    if (place_ == kNoRecord) {
        return Standing::kNone;
    }
    const SmrBootState now = state();
    const bool back = now.back != 0;
    if (now.confirmed != 0) {
        return back && now.position == 0 ? Standing::kRolledBackSeen : Standing::kConfirmed;
    }
    if (now.position == 0) {
        return back ? Standing::kRolledBack : Standing::kRefused;
    }
    if (now.position == 2 * sectors()) {
        return back ? Standing::kStuck : Standing::kTrial;
    }
    return Standing::kUnfinished;
}

bool BootRecord::keeps_previous() const {
    const SmrBootState now = state();
    return place_ != kNoRecord && !staged_ && now.back == 0 && now.position == 2 * sectors();
}

bool BootRecord::may_stage() const {
    return !going_back_ && standing() != Standing::kTrial && standing() != Standing::kUnfinished;
}

bool BootRecord::confirm() {
    if (going_back_ || !settle()) {
        return false;
    }
    SmrBootState wanted = state();
    // Why the loader went back stays to be read; a way back that could not be gone does not.
    wanted.back = wanted.position == 0 ? wanted.back : 0;
    wanted.confirmed = 1;
    return save(wanted);
}

bool BootRecord::end_row_of_power_ons() {
    if (!settle()) {
        return false;
    }
    SmrBootState wanted = state();
    wanted.power_ons = 0;
    return save(wanted);
}

bool BootRecord::go_back(WhyBack why) {
    if (!settle() || !keeps_previous()) {
        return false;
    }
    SmrBootState wanted = state();
    wanted.confirmed = 0;
    wanted.back = 1;
    wanted.why = static_cast<uint32_t>(why);
    going_back_ = save(wanted);
    return going_back_;
}

bool BootRecord::prepare() {
    // Confirmed even where it is already: bits of that which are unstable could bring the trial back while the image before is overwritten.
    staged_ = (place_ == kNoRecord || confirm()) && erase(free_place());
    return staged_;
}

bool BootRecord::request(uint32_t sectors, bool joined, uint32_t new_crc, uint32_t old_crc) {
    const unsigned place = free_place();
    const uint32_t sequence = place_ == kNoRecord ? 1 : header_[kSequence] + 1;
    const uint32_t header[kHeaderWords] = {sequence, sectors | (joined ? SMR_BOOT_WAS_JOINED : 0U), new_crc, old_crc};
    // A full log may have moved the record since prepare().
    return make_blank(place) && write_header(place, header);
}

bool BootRecord::read_header(unsigned place, uint32_t* header) {
    alignas(4) uint8_t bytes[kHeaderSize];
    if (!flash_.read(address_of(place), bytes, sizeof bytes) || get_u32(bytes) != SMR_BOOT_MAGIC) {
        return false;
    }
    const uint8_t* complements = bytes + SMR_BOOT_WORD_COMPLEMENTS * kWord;
    for (unsigned word = 0; word < SMR_BOOT_WORD_COMPLEMENTS; ++word) {
        if (get_u32(bytes + word * kWord) != ~get_u32(complements + word * kWord)) {
            return false;
        }
    }
    for (unsigned word = 0; word < kHeaderWords; ++word) {
        header[word] = get_u32(bytes + (word + 1) * kWord);
    }
    const uint32_t sectors = header[kShape] & SMR_BOOT_SECTORS_MASK;
    return sectors > 0 && sectors <= SMR_BOOT_MOST_SECTORS;
}

bool BootRecord::write_header(unsigned place, const uint32_t* header) {
    alignas(4) uint8_t bytes[kHeaderSize];
    put_header(bytes, header);
    if (write(address_of(place), bytes, sizeof bytes) == Written::kYes) {
        return true;
    }
    // Whoever was told that it failed must not see it done at the next start.
    erase(place);
    return false;
}

// The record in charge, with its state.
bool BootRecord::find() {
    uint32_t other[kHeaderWords];
    place_ = read_header(0, header_) ? 0 : kNoRecord;
    if (read_header(1, other) && (place_ == kNoRecord || other[kSequence] > header_[kSequence])) {
        place_ = 1;
        memcpy(header_, other, sizeof header_);
    }
    return place_ != kNoRecord && read_log(false);
}

// Reads the log. To settle is to write again what was read, which takes from unstable bits what they were read as.
bool BootRecord::read_log(bool settle) {
    const uint32_t address = address_of(place_);
    entry_ = 0;
    end_ = SMR_BOOT_WORD_LOG;
    for (uint32_t at = 0; at < kSectorSize; at += kPiece) {
        alignas(4) uint8_t piece[kPiece];
        if (!flash_.read(address + at, piece, sizeof piece)) {
            return false;
        }
        uint32_t written = 0;
        if (at == 0) {
            // As it was read when it was found valid.
            put_header(piece, header_);
            written = kHeaderSize;
        }
        for (uint32_t offset = written; offset < kPiece; offset += kWord) {
            const uint32_t word = get_u32(piece + offset);
            if (word != SMR_BOOT_BLANK) {
                written = offset + kWord;
                end_ = static_cast<uint16_t>((at + written) / kWord);
            }
            SmrBootState unused;
            entry_ = smr_boot_read_entry(word, sectors(), &unused) != 0 ? word : entry_;
        }
        if (settle && written > 0 && !flash_.write(address + at, piece, written)) {
            return false;
        }
    }
    return true;
}

// To be called after settle() alone: what was settled may read other than it did before.
bool BootRecord::save(const SmrBootState& state) {
    const uint32_t entry = smr_boot_entry(&state);
    const bool saved = end_ + kEntries > SMR_BOOT_RECORD_WORDS ? move(entry) : append(entry) && append(entry);
    entry_ = saved ? entry : entry_;
    return saved;
}

// A word that does not take the entry was spoilt by a cut, or by wear: the next one takes it.
bool BootRecord::append(uint32_t entry) {
    alignas(4) uint8_t bytes[kWord];
    put_u32(bytes, entry);
    while (end_ < SMR_BOOT_RECORD_WORDS) {
        const uint32_t address = address_of(place_) + uint32_t{end_} * 4;
        ++end_;
        const Written written = write(address, bytes, sizeof bytes);
        if (written != Written::kSpoilt) {
            return written == Written::kYes;
        }
    }
    return move(entry);
}

// A full log goes on in the other sector, which is in charge once its header is there.
bool BootRecord::move(uint32_t entry) {
    const unsigned place = free_place();
    alignas(4) uint8_t bytes[kEntries * kWord];
    for (unsigned count = 0; count < kEntries; ++count) {
        put_u32(bytes + count * kWord, entry);
    }
    uint32_t header[kHeaderWords];
    memcpy(header, header_, sizeof header);
    ++header[kSequence];
    if (!erase(place) ||
        write(address_of(place) + kHeaderSize, bytes, sizeof bytes) != Written::kYes || !write_header(place, header)) {
        return false;
    }
    memcpy(header_, header, sizeof header_);
    place_ = static_cast<uint8_t>(place);
    end_ = SMR_BOOT_WORD_LOG + kEntries;
    return true;
}

BootRecord::Written BootRecord::write(uint32_t address, const uint8_t* bytes, size_t count) {
    alignas(4) uint8_t there[kHeaderSize];
    for (unsigned round = 0; round < kTries; ++round) {
        if (!flash_.write(address, bytes, count) || !flash_.read(address, there, count)) {
            return Written::kFailed;
        }
        if (memcmp(there, bytes, count) == 0) {
            return Written::kYes;
        }
    }
    return Written::kSpoilt;
}

// The header first: an erasure that is cut could spoil the log and leave a header that is valid now and then, a record that begins anew.
bool BootRecord::erase(unsigned place) {
    alignas(4) uint8_t zeros[kHeaderSize];
    memset(zeros, 0, sizeof zeros);
    return flash_.write(address_of(place), zeros, sizeof zeros) && flash_.erase_sector(address_of(place));
}

// Only for a sector that this life erased: one that only reads as erased may have been cut.
bool BootRecord::make_blank(unsigned place) {
    const uint32_t address = address_of(place);
    for (uint32_t at = 0; at < kSectorSize; at += kPiece) {
        alignas(4) uint8_t piece[kPiece];
        if (!flash_.read(address + at, piece, sizeof piece)) {
            return false;
        }
        for (uint32_t offset = 0; offset < kPiece; offset += kWord) {
            if (get_u32(piece + offset) != SMR_BOOT_BLANK) {
                return erase(place);
            }
        }
    }
    return true;
}

}  // namespace smr
