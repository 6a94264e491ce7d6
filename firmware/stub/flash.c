#include "stub/flash.h"

#include "stub/rom.h"
#include "stub/status.h"

enum { kPage = 256, kStatusMask = 0xFFFF };

uint8_t flash_set_size(uint32_t* flash_size, uint32_t size) {
    if (size == 0 || size > kMostFlash || (size & (kFlashSector - 1)) != 0) {
        return kInvalid;
    }
    /* The ROM routines refuse what is beyond the size they know. */
    if (SPIParamCfg(0, size, kFlashBlock, kFlashSector, kPage, kStatusMask) != 0) {
        return kFlashFailed;
    }
    *flash_size = size;
    return kOk;
}

int flash_holds(uint32_t flash_size, uint32_t address, uint32_t size) {
    return address <= flash_size && size <= flash_size - address;
}

uint8_t flash_erase_all(void) {
    if (SPIUnlock() != 0) {
        return kFlashLocked;
    }
    return SPIEraseChip() == 0 ? kOk : kFlashFailed;
}

/* Erases the sector at `at`, or the block there if all of it is to go; `*next` gets where the following one begins. */
static uint8_t erase_some(uint32_t at, uint32_t end, uint32_t* next) {
    if ((at & (kFlashBlock - 1)) == 0 && end - at >= kFlashBlock) {
        *next = at + kFlashBlock;
        return SPIEraseBlock(at / kFlashBlock) == 0 ? kOk : kFlashFailed;
    }
    *next = at + kFlashSector;
    return SPIEraseSector(at / kFlashSector) == 0 ? kOk : kFlashFailed;
}

uint8_t flash_erase(uint32_t flash_size, uint32_t address, uint32_t size) {
    if (((address | size) & (kFlashSector - 1)) != 0 || !flash_holds(flash_size, address, size)) {
        return kInvalid;
    }
    if (SPIUnlock() != 0) {
        return kFlashLocked;
    }
    uint8_t status = kOk;
    for (uint32_t at = address; at < address + size && status == kOk;) {
        status = erase_some(at, address + size, &at);
    }
    return status;
}

uint8_t flash_read(uint32_t flash_size, uint32_t address, uint32_t size, uint32_t* to, const uint8_t** begin) {
    if (!flash_holds(flash_size, address, size)) {
        return kInvalid;
    }
    const uint32_t before = address & 3U;
    *begin = (const uint8_t*)to + before;
    if (size == 0) {
        return kOk;
    }
    return SPIRead(address - before, to, (before + size + 3U) & ~3U) == 0 ? kOk : kFlashFailed;
}

uint8_t flash_writer_begin(FlashWriter* writer, uint32_t flash_size, uint32_t address, uint32_t size) {
    if ((address & 3U) != 0 || !flash_holds(flash_size, address, size)) {
        return kInvalid;
    }
    writer->at = address;
    writer->end = address + size;
    writer->erased = address & ~(uint32_t)(kFlashSector - 1);
    return SPIUnlock() == 0 ? kOk : kFlashLocked;
}

uint8_t flash_writer_put(FlashWriter* writer, const uint8_t* bytes, uint32_t size) {
    if (size > writer->end - writer->at) {
        return kTooMuch;
    }
    while (writer->erased < writer->at + size) {
        const uint8_t status = erase_some(writer->erased, writer->end, &writer->erased);
        if (status != kOk) {
            return status;
        }
    }
    const uint32_t whole = size & ~3U;
    if (whole > 0 && SPIWrite(writer->at, (const uint32_t*)(const void*)bytes, whole) != 0) {
        return kFlashFailed;
    }
    if (whole < size) {
        /* Ones leave the flash as it is. */
        uint32_t word = 0xFFFFFFFF;
        for (uint32_t index = 0; index < size - whole; ++index) {
            ((uint8_t*)&word)[index] = bytes[whole + index];
        }
        if (SPIWrite(writer->at + whole, &word, 4) != 0) {
            return kFlashFailed;
        }
    }
    writer->at += size;
    return kOk;
}
