/* Whether there is an application that can be loaded.
 *
 * Its header has the ROM's layout: 0xE9, segments, flash mode, flash size; the entry; for each segment its address and size before its
 * bytes. What is none is never jumped into: a board without an application says so again and again. */
#include "boot/boot.h"

enum { kMagic = 0xE9, kMostSegments = 16, kHeader = 8 };

/* Memory that an application may have loaded. From 0x4010C000 on there is cache or this loader, from 0x3FFF8000 on this loader, then
 * the ROM's own. */
static const uint32_t kCode = 0x40100000;
static const uint32_t kCodeEnd = 0x4010C000;
static const uint32_t kData = 0x3FFE8000;
static const uint32_t kDataEnd = 0x3FFF8000;
/* Where the cache shows the flash. */
static const uint32_t kFlash = 0x40200000;

static bool lies_in(uint32_t address, uint32_t size, uint32_t from, uint32_t to) {
    return address >= from && address <= to && size <= to - address;
}

bool smr_boot_has_application(SmrBoot* boot) {
    uint32_t part[2];
    uint32_t at = SMR_BOOT_APPLICATION;
    const uint32_t end = at + SMR_BOOT_MOST_SECTORS * SMR_BOOT_SECTOR;
    smr_boot_read(boot, at, part, sizeof part);
    const uint32_t segments = part[0] >> 8U & 0xFFU;
    const uint32_t entry = part[1];
    if ((part[0] & 0xFFU) != kMagic || segments == 0 || segments > kMostSegments || !lies_in(entry, 4, kCode, kCodeEnd)) {
        return false;
    }
    bool has_entry = false;
    at += kHeader;
    for (uint32_t segment = 0; segment < segments; ++segment) {
        smr_boot_read(boot, at, part, sizeof part);
        at += kHeader;
        const uint32_t address = part[0];
        const uint32_t size = part[1];
        if (((address | size) & 3U) != 0 || size > end - at) {
            return false;
        }
        if (address != kFlash + at && !lies_in(address, size, kCode, kCodeEnd) && !lies_in(address, size, kData, kDataEnd)) {
            return false;
        }
        has_entry = has_entry || lies_in(entry, 4, address, address + size);
        at += size;
        /* The next header, or the check sum, is in the slot as well. */
        if (at + kHeader > end) {
            return false;
        }
    }
    return has_entry;
}
