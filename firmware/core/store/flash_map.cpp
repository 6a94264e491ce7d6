#include "core/store/flash_map.h"

namespace smr {

static_assert(SMR_BOOT_SECTOR == kSectorSize, "the loader moves whole sectors");

FlashMap flash_map(Board board) {
    // Field by field: an initialiser would lie in RAM as a constant.
    FlashMap map;
    map.settings[0] = board == Board::kEsp8266With1M ? 0xF9000 : 0x3F8000;
    map.settings[1] = map.settings[0] + kSectorSize;
    return map;
}

FlashText board_name(Board board) {
    return board == Board::kEsp8266With1M ? SMR_TEXT("esp8266-1m") : SMR_TEXT("esp8266-4m");
}

bool board_of_flash_size(uint32_t size, Board* board) {
    constexpr uint32_t kMiB = 1024 * 1024;
    if (size == 1 * kMiB) {
        *board = Board::kEsp8266With1M;
        return true;
    }
    if (size == 4 * kMiB) {
        *board = Board::kEsp8266With4M;
        return true;
    }
    return false;
}

}  // namespace smr
