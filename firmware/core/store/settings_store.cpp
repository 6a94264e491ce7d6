#include "core/store/settings_store.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "core/store/settings_codec.h"

namespace smr {

namespace {

constexpr uint32_t kMagic = 0x53524D53;  // "SMRS"
constexpr uint16_t kFormat = 1;

constexpr size_t kSequenceAt = 4;
constexpr size_t kSizeAt = 8;
constexpr size_t kFormatAt = 10;
constexpr size_t kCrcAt = 12;
constexpr size_t kHeaderSize = 16;
constexpr size_t kMagicSize = 4;
// Flash is read for checks in pieces of this many bytes.
constexpr size_t kPiece = 64;

constexpr size_t rounded_up(size_t size) { return (size + 3U) & ~size_t{3}; }

constexpr size_t kLargestSlot = kHeaderSize + rounded_up(kLargestSettings);

// The CRC over the header between magic and CRC, then the fields.
uint32_t slot_crc(const uint8_t* header, const uint8_t* fields, size_t size) {
    return crc32_ieee(crc32_ieee(0, header + kSequenceAt, kCrcAt - kSequenceAt), fields, size);
}

bool is_newer(uint32_t left, uint32_t right) { return static_cast<int32_t>(left - right) > 0; }

}  // namespace

bool SettingsStore::read_header(unsigned slot, uint8_t* header, size_t* size) {
    if (!flash_.read(map_.settings[slot], header, kHeaderSize) || get_u32(header) != kMagic) {
        return false;
    }
    *size = get_u16(header + kSizeAt);
    return *size <= kLargestSettings && get_u16(header + kFormatAt) == kFormat;
}

bool SettingsStore::is_valid(unsigned slot, uint32_t* sequence) {
    alignas(4) uint8_t header[kHeaderSize];
    size_t size = 0;
    if (!read_header(slot, header, &size)) {
        return false;
    }
    uint32_t crc = crc32_ieee(0, header + kSequenceAt, kCrcAt - kSequenceAt);
    alignas(4) uint8_t piece[kPiece];
    for (size_t at = 0; at < size; at += kPiece) {
        const size_t left = size - at < kPiece ? size - at : kPiece;
        if (!flash_.read(map_.settings[slot] + static_cast<uint32_t>(kHeaderSize + at), piece, rounded_up(left))) {
            return false;
        }
        crc = crc32_ieee(crc, piece, left);
    }
    *sequence = get_u32(header + kSequenceAt);
    return crc == get_u32(header + kCrcAt);
}

int SettingsStore::newest(uint32_t* sequence) {
    uint32_t sequences[2] = {};
    const bool valid[2] = {is_valid(0, &sequences[0]), is_valid(1, &sequences[1])};
    if (!valid[0] && !valid[1]) {
        return kNoSlot;
    }
    const unsigned slot = valid[1] && (!valid[0] || is_newer(sequences[1], sequences[0])) ? 1 : 0;
    *sequence = sequences[slot];
    return static_cast<int>(slot);
}

bool SettingsStore::matches(uint32_t address, const uint8_t* bytes, size_t count) {
    alignas(4) uint8_t piece[kPiece];
    for (size_t at = 0; at < count; at += kPiece) {
        const size_t left = count - at < kPiece ? count - at : kPiece;
        if (!flash_.read(address + static_cast<uint32_t>(at), piece, left) || memcmp(piece, bytes + at, left) != 0) {
            return false;
        }
    }
    return true;
}

bool SettingsStore::load(Settings* settings) {
    set_defaults(settings);
    uint32_t sequence = 0;
    const int slot = newest(&sequence);
    if (slot == kNoSlot) {
        return false;
    }
    alignas(4) uint8_t bytes[kLargestSlot];
    size_t size = 0;
    const uint32_t address = map_.settings[slot];
    if (!read_header(static_cast<unsigned>(slot), bytes, &size) ||
        !flash_.read(address, bytes, kHeaderSize + rounded_up(size)) ||
        !decode_settings(bytes + kHeaderSize, size, settings)) {
        set_defaults(settings);
        return false;
    }
    return true;
}

SettingsStore::Saved SettingsStore::save(const Settings& settings) {
    uint32_t sequence = 0;
    const int current = newest(&sequence);

    alignas(4) uint8_t bytes[kLargestSlot];
    memset(bytes, 0xFF, sizeof bytes);
    const size_t size = encode_settings(settings, bytes + kHeaderSize);
    const size_t total = kHeaderSize + rounded_up(size);
    put_u32(bytes, kMagic);
    put_u16(bytes + kSizeAt, static_cast<uint16_t>(size));
    put_u16(bytes + kFormatAt, kFormat);

    if (current != kNoSlot) {
        put_u32(bytes + kSequenceAt, sequence);
        put_u32(bytes + kCrcAt, slot_crc(bytes, bytes + kHeaderSize, size));
        if (matches(map_.settings[current], bytes, total)) {
            return Saved::kUnchanged;
        }
    }

    put_u32(bytes + kSequenceAt, sequence + 1);
    put_u32(bytes + kCrcAt, slot_crc(bytes, bytes + kHeaderSize, size));
    const uint32_t address = map_.settings[current == 0 ? 1 : 0];
    const bool written = flash_.erase_sector(address) &&
                         flash_.write(address + kMagicSize, bytes + kMagicSize, total - kMagicSize) &&
                         matches(address + kMagicSize, bytes + kMagicSize, total - kMagicSize) &&
                         flash_.write(address, bytes, kMagicSize) && matches(address, bytes, total);
    return written ? Saved::kYes : Saved::kFailed;
}

bool SettingsStore::erase() {
    // The one in use last: while it is there, it is what counts, and not what was before it.
    uint32_t sequence = 0;
    const unsigned last = newest(&sequence) == 1 ? 1 : 0;
    const bool first_erased = flash_.erase_sector(map_.settings[1 - last]);
    return flash_.erase_sector(map_.settings[last]) && first_erased;
}

bool SettingsStore::erase_older() {
    uint32_t sequence = 0;
    const int current = newest(&sequence);
    return current != kNoSlot && flash_.erase_sector(map_.settings[1 - current]);
}

}  // namespace smr
