// Where things lie in the flash of each board.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"

namespace smr {

enum class Board : uint8_t { kEsp8266With1M, kEsp8266With4M };

// Addresses are offsets into the flash chip. Above the settings lie the sector of the EEPROM library and those of the
// SDK (calibration, Wi-Fi), which are never touched.
struct FlashMap {
    // Two sectors for the settings: the upper end of the region that the Arduino core calls the file system.
    uint32_t settings[2];
    // The end of the region in which an update is staged: the first byte of that file system.
    uint32_t staging_end;
    // The largest image, in bytes: the running one and the staged one must both fit.
    uint32_t largest_image;
};

// The layouts eagle.flash.1m64.ld and eagle.flash.4m2m.ld of the Arduino core for ESP8266.
FlashMap flash_map(Board board);

// As in image descriptors: "esp8266-1m".
FlashText board_name(Board board);

// The board whose flash chip has `size` bytes; false if there is none.
bool board_of_flash_size(uint32_t size, Board* board);

}  // namespace smr
