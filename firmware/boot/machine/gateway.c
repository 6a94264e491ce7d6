/* The application: it keeps the record with the loader's own code for it, on the flash of this machine. */
#include "boot/boot.h"
#include "boot/machine/machine.h"

int SPIEraseSector(uint32_t sector);
int SPIWrite(uint32_t at, const uint32_t* from, uint32_t size);
int SPIRead(uint32_t at, uint32_t* to, uint32_t size);
_Noreturn void landed(uint32_t stack);

const Script* script;
uint32_t gateway_end;
static uint32_t trials;
static SmrBoot boot;

/* --- what log.c and swap.c stand on */

void smr_boot_read(SmrBoot* self, uint32_t at, uint32_t* to, uint32_t count) {
    (void)self;
    SPIRead(at, to, count);
}

void smr_boot_write(SmrBoot* self, uint32_t at, const uint32_t* from, uint32_t count) {
    (void)self;
    SPIWrite(at, from, count);
}

void smr_boot_erase(SmrBoot* self, uint32_t at) {
    (void)self;
    SPIEraseSector(at / SMR_BOOT_SECTOR);
}

void smr_boot_feed(SmrBoot* self) {
    (void)self;
    chip.since_fed = 0;
}

void smr_boot_say_progress(SmrBoot* self, const char* what) {
    (void)self;
    (void)what;
}

/* --- images: code that lands here, constants in RAM, the rest stays in flash */

enum { kCodeAt = 0x40100000, kConstantsAt = 0x3FFE8000, kFlashAt = 0x40200000, kConstants = 4, kHeaders = 8 };

static uint32_t golden(uint32_t id, uint32_t index) {
    const uint32_t code = (uint32_t)(application_code_end - application_code);
    const uint32_t constants = 2 + 2 + code;
    const uint32_t rest = constants + 2 + kConstants;
    const uint32_t header[] = {0x000003E9, kCodeAt + 4, kCodeAt, 4 * code};
    if (index < 4) {
        return header[index];
    }
    if (index < constants) {
        return application_code[index - 4];
    }
    if (index == constants) {
        return kConstantsAt;
    }
    if (index == constants + 1) {
        return 4 * kConstants;
    }
    if (index == rest) {
        return kFlashAt + SMR_BOOT_APPLICATION + 4 * (rest + 2);
    }
    if (index == rest + 1) {
        /* Eight bytes behind it for the check sum, which only the ROM would want. */
        return script->sectors * SMR_BOOT_SECTOR - 4 * (rest + 2) - kHeaders;
    }
    return index * 2654435761U + id * 0x9E3779B9U;
}

static bool lies_at(uint32_t at, uint32_t id) {
    const uint32_t* const words = flash_at(at);
    for (uint32_t index = 0; index < script->sectors * SMR_BOOT_RECORD_WORDS; ++index) {
        if (words[index] != golden(id, index)) {
            return false;
        }
    }
    return true;
}

void gateway_begin(void) {
    for (uint32_t index = SMR_BOOT_RECORD_WORDS; index < 256 * SMR_BOOT_RECORD_WORDS; ++index) {
        flash[index] = 0xFFFFFFFF;
    }
    for (uint32_t index = 0; index < script->sectors * SMR_BOOT_RECORD_WORDS; ++index) {
        flash_at(SMR_BOOT_APPLICATION)[index] = golden(kOld, index);
    }
    for (uint32_t sector = 0; sector < 256; ++sector) {
        chip.erases[sector] = 0;
    }
    trials = 0;
}

/* --- its life */

static void update(bool has_record, uint32_t to) {
    const uint32_t sectors = script->sectors;
    if (has_record) {
        smr_boot_save(&boot);
    }
    const uint32_t base = has_record && boot.record.base == SMR_BOOT_RECORD_0 ? SMR_BOOT_RECORD_1 : SMR_BOOT_RECORD_0;
    const uint32_t sequence = has_record ? boot.record.words[SMR_BOOT_WORD_SEQUENCE] + 1 : 1;
    smr_boot_erase_record(&boot, base);
    for (uint32_t sector = 0; sector < sectors; ++sector) {
        const uint32_t at = SMR_BOOT_STAGING + (sector + 1) * SMR_BOOT_SECTOR;
        for (uint32_t index = 0; index < SMR_BOOT_RECORD_WORDS; ++index) {
            boot.from[index] = golden(to, sector * SMR_BOOT_RECORD_WORDS + index);
        }
        smr_boot_feed(&boot);
        smr_boot_erase(&boot, at);
        smr_boot_write(&boot, at, boot.from, SMR_BOOT_SECTOR);
    }
    uint32_t words[SMR_BOOT_WORD_LOG];
    words[SMR_BOOT_WORD_MAGIC] = SMR_BOOT_MAGIC;
    words[SMR_BOOT_WORD_SEQUENCE] = sequence;
    words[SMR_BOOT_WORD_SECTORS] = sectors;
    words[SMR_BOOT_WORD_NEW_CRC] = smr_boot_crc(&boot, SMR_BOOT_STAGING + SMR_BOOT_SECTOR, sectors);
    words[SMR_BOOT_WORD_OLD_CRC] = smr_boot_crc(&boot, SMR_BOOT_APPLICATION, sectors);
    for (uint32_t index = 0; index < SMR_BOOT_WORD_COMPLEMENTS; ++index) {
        words[SMR_BOOT_WORD_COMPLEMENTS + index] = ~words[index];
    }
    trials = 0;
    smr_boot_write(&boot, base, words, sizeof words);
}

static _Noreturn void end_with(uint32_t id) {
    gateway_end = id;
    leave_program(kDone);
}

/* What the loader left of the chip: the ROM's stack, constants in memory, a watchdog that runs and was fed. */
static void look_around(uint32_t stack, uint32_t id) {
    static const uint32_t kWatchdog[] = {0x39, 11, 13};
    const volatile uint32_t* const registers = (const volatile uint32_t*)0x60000900;
    const volatile uint32_t* const marker = (const volatile uint32_t*)0x60001200;
    if (stack != 0x3FFFFFB0) {
        fail("not the stack of the ROM");
    }
    for (uint32_t index = 0; index < 3; ++index) {
        if (registers[index] != kWatchdog[index]) {
            fail("the watchdog does not run");
        }
    }
    if (registers[5] != 0x73) {
        fail("the watchdog was not fed");
    }
    if (marker[0] != ~marker[1]) {
        fail("no marker");
    }
    for (uint32_t index = 0; index < kConstants; ++index) {
        const uint32_t from = 2 + 2 + (uint32_t)(application_code_end - application_code) + 2 + index;
        if (((const uint32_t*)kConstantsAt)[index] != golden(id, from)) {
            fail("not the constants of this image");
        }
    }
}

void landed(uint32_t stack) {
    uint32_t id = kOld;
    while (id <= kThird && !lies_at(SMR_BOOT_APPLICATION, id)) {
        ++id;
    }
    if (id > kThird) {
        fail("no image is whole");
    }
    look_around(stack, id);
    const bool has_record = smr_boot_find_record(&boot);
    SmrBootState* const state = &boot.record.state;
    const bool is_swapped = has_record && state->position == 2 * boot.record.sectors;
    const bool came_back = has_record && state->back != 0 && state->position == 0;
    if (is_swapped && state->confirmed == 0) {
        ++trials;
        if (script->alive == 0 || trials < script->alive) {
            leave_program(kRestart);
        }
        state->confirmed = 1;
        smr_boot_save(&boot);
    }
    if (id == kThird || (id == kNew && !script->regretted) || (came_back && !script->regretted)) {
        end_with(id);
    }
    if (id == kNew) {
        if (smr_boot_crc(&boot, SMR_BOOT_STAGING, boot.record.sectors) != boot.record.words[SMR_BOOT_WORD_OLD_CRC]) {
            fail("the image before is gone");
        }
        state->confirmed = 0;
        state->back = 1;
        state->why = SMR_BOOT_REQUESTED;
        smr_boot_save(&boot);
        leave_program(kRestart);
    }
    update(has_record, came_back ? kThird : kNew);
    leave_program(kRestart);
}
