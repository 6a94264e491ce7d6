#include "boot/model/flash.h"

#include <string.h>

/* xorshift: the same run each time. */
uint32_t any_number(void) {
    static uint64_t state = 88172645463325252U;
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    return (uint32_t)(state >> 16U);
}

static uint8_t any_byte(void) { return (uint8_t)any_number(); }

void flash_start(Flash* flash) {
    flash->salt = any_number();
    flash->start_policy = flash->policy == kMixed ? any_number() % kMixed : flash->policy;
    if (flash->policy == kInTurn) {
        flash->start_policy = flash->turn++ % 2 == 0 ? kZeros : kOnes;
    }
}

static uint8_t unstable_byte(const Flash* flash, uint32_t at) {
    switch (flash->start_policy) {
        case kZeros:
            return 0;
        case kOnes:
            return 0xFF;
        case kAnew:
            return any_byte();
        default:
            return (uint8_t)((at * 2654435761U + flash->salt) >> 13U);
    }
}

bool flash_read(void* context, uint32_t at, void* to, uint32_t count) {
    Flash* const flash = context;
    uint8_t* const bytes = to;
    if (at + count > MODEL_SIZE) {
        flash->violation = "read outside of the flash";
        return false;
    }
    memcpy(bytes, flash->cells.value + at, count);
    for (uint32_t sector = at / SMR_BOOT_SECTOR; count > 0 && sector <= (at + count - 1) / SMR_BOOT_SECTOR; ++sector) {
        if (flash->cells.has_unstable[sector] == 0) {
            continue;
        }
        const uint32_t begin = sector * SMR_BOOT_SECTOR > at ? sector * SMR_BOOT_SECTOR : at;
        const uint32_t end = (sector + 1) * SMR_BOOT_SECTOR < at + count ? (sector + 1) * SMR_BOOT_SECTOR : at + count;
        for (uint32_t index = begin; index < end; ++index) {
            const uint8_t unstable = flash->cells.unstable[index];
            if (unstable != 0) {
                bytes[index - at] = (uint8_t)((bytes[index - at] & ~unstable) | (unstable_byte(flash, index) & unstable));
            }
        }
    }
    return true;
}

bool flash_is_stable(const Flash* flash, uint32_t at) {
    for (uint32_t index = 0; index < SMR_BOOT_SECTOR; ++index) {
        if (flash->cells.unstable[at + index] != 0) {
            return false;
        }
    }
    return true;
}

/* Nobody writes to the loader or the settings, nor beyond a sector. */
static bool may_change(Flash* flash, uint32_t at, uint32_t count) {
    enum { kMostOperations = 5000 };
    const uint32_t sector = at / SMR_BOOT_SECTOR;
    const uint32_t settings = MODEL_SETTINGS / SMR_BOOT_SECTOR;
    if (sector == 0 || sector == settings || sector == settings + 1 || sector >= MODEL_SECTORS || count == 0 ||
        at % 4 != 0 || count % 4 != 0 || (at + count - 1) / SMR_BOOT_SECTOR != sector) {
        flash->violation = "loader or settings written, or a write that is none";
        return false;
    }
    if (flash->operations > kMostOperations) {
        flash->violation = "never comes to an end";
        return false;
    }
    return true;
}

/* Bytes that the cut left done, and where those end that it left undecided. */
static void cut_write(const Flash* flash, uint32_t count, uint32_t* done, uint32_t* undecided) {
    const uint32_t byte = flash->cut.byte < count ? flash->cut.byte : count;
    switch (flash->cut.mode % kWriteModes) {
        case kWriteBytes:
            *done = byte;
            *undecided = byte < count ? byte + 1 : count;
            break;
        case kWritePages:
            *done = byte / MODEL_PAGE * MODEL_PAGE;
            *undecided = *done + MODEL_PAGE < count ? *done + MODEL_PAGE : count;
            break;
        case kWriteNothing:
            *done = 0;
            *undecided = count;
            break;
        default:
            *done = count;
            *undecided = count;
            break;
    }
}

bool flash_write(void* context, uint32_t at, const void* from, uint32_t count) {
    Flash* const flash = context;
    Cells* const cells = &flash->cells;
    const uint8_t* const bytes = from;
    if (!may_change(flash, at, count)) {
        return false;
    }
    const bool is_cut = flash->operations++ == flash->cut.operation;
    uint32_t done = count;
    uint32_t undecided = count;
    if (is_cut) {
        flash->cut_was_erase = false;
        flash->cut_at = at;
        flash->cut_size = count;
        cut_write(flash, count, &done, &undecided);
    }
    for (uint32_t index = 0; index < done; ++index) {
        cells->value[at + index] &= bytes[index];
        cells->unstable[at + index] &= bytes[index];
    }
    for (uint32_t index = done; index < undecided; ++index) {
        const uint8_t changing = (uint8_t)(~bytes[index] & (cells->value[at + index] | cells->unstable[at + index]));
        if (changing != 0) {
            cells->unstable[at + index] |= changing;
            cells->has_unstable[at / SMR_BOOT_SECTOR] = 1;
        }
    }
    return !is_cut;
}

static void cut_erase_byte(const Flash* flash, uint32_t index, uint8_t* value, uint8_t* unstable) {
    const uint8_t old = *value;
    const uint8_t noise = any_byte();
    switch (flash->cut.mode) {
        case kEraseBefore:
            if (index < flash->cut.byte) {
                *value = 0xFF;
                *unstable = 0;
            } else if (index == flash->cut.byte) {
                *unstable |= (uint8_t)~old;
            }
            break;
        case kEraseFrom:
            if (index >= flash->cut.byte) {
                *value = 0xFF;
                *unstable = 0;
            }
            break;
        case kEraseZeros:
            *unstable |= (uint8_t)~old;
            break;
        case kEraseEverything:
            *unstable = 0xFF;
            break;
        case kEraseToZeros:
            if (index < flash->cut.byte) {
                *value = 0;
                *unstable = 0;
            } else if (index == flash->cut.byte) {
                *unstable |= old;
            }
            break;
        case kEraseSome:
            *value |= noise;
            break;
        case kEraseNoise:
            *value = noise;
            *unstable = 0;
            break;
        case kEraseWeak:
            *value = 0xFF;
            *unstable = noise & any_byte() & any_byte() & any_byte();
            break;
        case kEraseOnes:
            *unstable |= old & noise;
            break;
        case kEraseAll:
            *value = 0xFF;
            *unstable = 0;
            break;
        default:
            break;
    }
}

bool flash_erase(void* context, uint32_t at) {
    Flash* const flash = context;
    Cells* const cells = &flash->cells;
    const uint32_t sector = at / SMR_BOOT_SECTOR;
    if (at % SMR_BOOT_SECTOR != 0 || !may_change(flash, at, SMR_BOOT_SECTOR)) {
        return false;
    }
    ++cells->erases[sector];
    if (flash->operations++ == flash->cut.operation) {
        flash->cut_was_erase = true;
        flash->cut_at = at;
        flash->cut_size = SMR_BOOT_SECTOR;
        for (uint32_t index = 0; index < SMR_BOOT_SECTOR; ++index) {
            cut_erase_byte(flash, index, cells->value + at + index, cells->unstable + at + index);
        }
        cells->has_unstable[sector] = 1;
        return false;
    }
    memset(cells->value + at, 0xFF, SMR_BOOT_SECTOR);
    memset(cells->unstable + at, 0, SMR_BOOT_SECTOR);
    cells->has_unstable[sector] = 0;
    if (sector == flash->worn_sector && sector != 0 && cells->erases[sector] >= flash->worn_from) {
        cells->value[at] = 0;
    }
    return true;
}
