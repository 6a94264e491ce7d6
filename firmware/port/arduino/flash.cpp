#include "port/arduino/flash.h"

#include <Arduino.h>

namespace smr {

uint32_t ArduinoFlash::size() { return ESP.getFlashChipRealSize(); }

// Buffers are aligned to 4, as the interface asks: these overloads copy nothing.
bool ArduinoFlash::read(uint32_t address, uint8_t* to, size_t count) {
    return ESP.flashRead(address, reinterpret_cast<uint32_t*>(to), count);
}

bool ArduinoFlash::write(uint32_t address, const uint8_t* from, size_t count) {
    return ESP.flashWrite(address, reinterpret_cast<const uint32_t*>(from), count);
}

bool ArduinoFlash::erase_sector(uint32_t address) { return ESP.flashEraseSector(address / kSectorSize); }

}  // namespace smr
