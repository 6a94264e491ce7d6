// Where things lie in the flash of each board.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "boot/record.h"
#include "core/base/flash.h"
#include "core/port.h"

namespace smr {

enum class Board : uint8_t { kEsp8266With1M, kEsp8266With4M };

// What the boot loader moves lies in the first megabyte of every board: its own sector, the slot of the application that runs,
// and the slot in which an image is staged, with the records of the loader in the sectors behind them.
constexpr uint32_t kApplicationAt = SMR_BOOT_APPLICATION;
// The most sectors of an application.
constexpr uint32_t kMostSectors = SMR_BOOT_MOST_SECTORS;
// An upload is staged from here on as it comes, its boot loader first. That sector is the hole which the swap begins with, so nobody
// misses it; the application lies where the swap expects it.
constexpr uint32_t kStagingAt = SMR_BOOT_STAGING;
constexpr uint32_t kStagedApplicationAt = kStagingAt + kApplicationAt;

// An image may be followed by its signature: see firmware/README.md.
constexpr uint32_t kTrailerSize = 96;
// The largest image, without a trailer but with room for one: 507,808 bytes.
constexpr uint32_t kLargestImage = kApplicationAt + kMostSectors * kSectorSize - kTrailerSize;

// How many sectors the application of a file of `size` bytes takes. `size` is above kApplicationAt.
constexpr uint32_t sectors_of(uint32_t size) { return (size - kApplicationAt + kSectorSize - 1) / kSectorSize; }

// Addresses are offsets into the flash chip. Above the settings lie a record of the boot loader (on the smaller board) and the sectors of
// the SDK (calibration, parameters), which the core never touches.
struct FlashMap {
    // Two sectors for the settings.
    uint32_t settings[2];
};

FlashMap flash_map(Board board);

// As in image descriptors: "esp8266-1m".
FlashText board_name(Board board);

// The board whose flash chip has `size` bytes; false if there is none.
bool board_of_flash_size(uint32_t size, Board* board);

}  // namespace smr
