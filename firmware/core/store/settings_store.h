// Settings in two sectors of flash: whenever the power is cut, the old or the new ones are there.
//
// A slot, little-endian: the magic word, a sequence number, the size of the fields and the format (16 bits each), a CRC-32 over
// what lies between magic and CRC and the fields, then the fields. The slot that is not in use is erased and written; its magic
// word comes last, after everything else was read back.
//
// An image on trial may have to give way to the one before, which must find the settings: whatever is saved until the image is confirmed must be
// readable by the image before. So a field that is new is one that old firmware may skip, and a new format is written only
// by an image that is confirmed, and was already read by the release before the one that writes it.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"
#include "core/store/flash_map.h"
#include "core/store/settings.h"

namespace smr {

class SettingsStore {
public:
    enum class Saved : uint8_t {
        kYes,
        kUnchanged,  // they were there already: nothing was written
        kFailed,     // the flash chip did not do it; the old settings are still there
    };

    SettingsStore(Flash& flash, const FlashMap& map) : flash_(flash), map_(map) {}

    // The newest settings; the defaults and false if there are none.
    bool load(Settings* settings);

    // Keeps `settings`, which must be without a problem.
    Saved save(const Settings& settings);

    // Forgets all settings. False if the flash chip did not do it.
    bool erase();

    // Forgets what was there before the newest settings. False if the flash chip did not do it.
    bool erase_older();

private:
    static constexpr int kNoSlot = -1;

    // The slot in use, with its sequence number, or kNoSlot.
    int newest(uint32_t* sequence);
    bool is_valid(unsigned slot, uint32_t* sequence);
    bool read_header(unsigned slot, uint8_t* header, size_t* size);
    bool matches(uint32_t address, const uint8_t* bytes, size_t count);

    Flash& flash_;
    FlashMap map_;
};

}  // namespace smr
