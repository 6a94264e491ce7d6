/* Stand-ins for the ROM's flash routines on a chip that is a file. What a chip would do wrongly or not at all ends the machine. */
#include "stub/machine/host.h"
#include "stub/rom.h"

enum { kMostFlash = 16 * 1024 * 1024, kSectorSize = 4096, kBlockSize = 65536 };

static uint32_t content[kMostFlash / 4];
static uint32_t real_size;
/* What SPIParamCfg was told; the ROM routines refuse what is beyond. */
static uint32_t known_size;
static int file;
static int attached;
static int unlocked;
static uint32_t operations;

void flash_open(const char* path) {
    enum { kReadAndWrite = 2 };
    file = host_call(kHostOpen, (uint32_t)path, kReadAndWrite, 0);
    if (file < 0) {
        end_machine(kUsage, "the flash file cannot be opened\n");
    }
    for (;;) {
        const int32_t got = host_call(kHostRead, (uint32_t)file, (uint32_t)content + real_size, kMostFlash - real_size);
        if (got <= 0) {
            break;
        }
        real_size += (uint32_t)got;
    }
    known_size = real_size;
}

uint32_t flash_size(void) { return real_size; }

static void save(uint32_t address, uint32_t size) {
    if (host_call(kHostSeek, (uint32_t)file, address, 0) < 0 ||
        host_call(kHostWrite, (uint32_t)file, (uint32_t)content + address, size) != (int32_t)size) {
        end_machine(kUsage, "the flash file cannot be written\n");
    }
}

/* Begins a write or an erase of a sector of so many bytes; how many of them happen before power goes. */
static uint32_t begin_operation(uint32_t size) {
    output_operation();
    ++operations;
    return operations == options.cut_operation && options.cut_byte < size ? options.cut_byte : size;
}

static void end_operation(void) {
    if (operations == options.cut_operation) {
        end_machine(kPowerCut, "power was cut\n");
    }
}

static int lies_in_flash(uint32_t address, uint32_t size) {
    if (attached == 0) {
        end_machine(kViolation, "the flash was used before its pins were set up\n");
    }
    if (address > known_size || size > known_size - address) {
        return 0;
    }
    if (address > real_size || size > real_size - address) {
        end_machine(kViolation, "the flash was used beyond its end\n");
    }
    return 1;
}

static int erase(uint32_t address, uint32_t size) {
    if (!lies_in_flash(address, size) || unlocked == 0) {
        return 1;
    }
    for (uint32_t sector = address; sector < address + size; sector += kSectorSize) {
        const uint32_t count = begin_operation(kSectorSize);
        for (uint32_t at = 0; at < count; ++at) {
            ((uint8_t*)content)[sector + at] = 0xFF;
        }
        save(sector, count);
        end_operation();
    }
    return 0;
}

void SelectSpiFunction(void) { attached = 1; }

int SPIParamCfg(uint32_t device_id, uint32_t chip_size, uint32_t block_size, uint32_t sector_size, uint32_t page_size,
                uint32_t status_mask) {
    (void)device_id;
    if (block_size != kBlockSize || sector_size != kSectorSize || page_size != 256 || status_mask != 0xFFFF) {
        end_machine(kViolation, "the flash was described as one that there is not\n");
    }
    known_size = chip_size;
    return 0;
}

int SPIUnlock(void) {
    unlocked = 1;
    return 0;
}

int SPIEraseChip(void) { return unlocked != 0 ? erase(0, real_size) : 1; }
int SPIEraseBlock(uint32_t block) { return erase(block * kBlockSize, kBlockSize); }
int SPIEraseSector(uint32_t sector) { return erase(sector * kSectorSize, kSectorSize); }

int SPIWrite(uint32_t address, const uint32_t* from, uint32_t size) {
    if (((address | size | (uint32_t)from) & 3U) != 0) {
        end_machine(kViolation, "a write was not aligned\n");
    }
    if (!lies_in_flash(address, size) || unlocked == 0) {
        return 1;
    }
    for (uint32_t at = 0; at < size; at += 4) {
        if ((content[(address + at) / 4] & from[at / 4]) != from[at / 4]) {
            end_machine(kViolation, "a write would have set bits\n");
        }
    }
    const uint32_t count = begin_operation(size);
    for (uint32_t at = 0; at < count; ++at) {
        ((uint8_t*)content)[address + at] = ((const uint8_t*)from)[at];
    }
    save(address, count);
    end_operation();
    return 0;
}

int SPIRead(uint32_t address, uint32_t* to, uint32_t size) {
    if (((address | size | (uint32_t)to) & 3U) != 0) {
        end_machine(kViolation, "a read was not aligned\n");
    }
    if (!lies_in_flash(address, size)) {
        return 1;
    }
    for (uint32_t at = 0; at < size; at += 4) {
        to[at / 4] = content[(address + at) / 4];
    }
    return 0;
}
