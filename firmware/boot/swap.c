/* The swap of two images with a hole that slides.
 *
 * Step 2i copies A[i] to B[i], step 2i + 1 copies B[i + 1] to A[i]. The target is always the hole, and the source stays whole until the
 * step is in the log: a step that was cut is done again. The way back is the same steps in reverse, with source and target exchanged. */
#include "boot/boot.h"

uint32_t smr_boot_crc(SmrBoot* boot, uint32_t at, uint32_t sectors) {
    /* The reflected polynomial 0xEDB88320, by four bits. */
    static const uint32_t kTable[16] = {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };
    uint32_t crc = ~0U;
    for (; sectors > 0; --sectors, at += SMR_BOOT_SECTOR) {
        smr_boot_feed(boot);
        smr_boot_read(boot, at, boot->from, SMR_BOOT_SECTOR);
        for (uint32_t index = 0; index < SMR_BOOT_RECORD_WORDS; ++index) {
            crc ^= boot->from[index];
            for (uint32_t digit = 0; digit < 8; ++digit) {
                crc = crc >> 4U ^ kTable[crc & 15U];
            }
        }
    }
    return ~crc;
}

/* Both sides are read again: a source that reads otherwise at the second time has not been copied. */
static bool copy(SmrBoot* boot, uint32_t from, uint32_t to) {
    smr_boot_feed(boot);
    smr_boot_read(boot, from, boot->from, SMR_BOOT_SECTOR);
    /* Erased always: a sector that was cut short can look blank, or right, and be neither tomorrow. */
    smr_boot_erase(boot, to);
    smr_boot_write(boot, to, boot->from, SMR_BOOT_SECTOR);
    smr_boot_read(boot, from, boot->from, SMR_BOOT_SECTOR);
    smr_boot_read(boot, to, boot->to, SMR_BOOT_SECTOR);
    uint32_t equal = 0;
    while (equal < SMR_BOOT_RECORD_WORDS && boot->from[equal] == boot->to[equal]) {
        ++equal;
    }
    return equal == SMR_BOOT_RECORD_WORDS;
}

/* A step or its reverse. False if a sector of the staging slot takes nothing. One of the application is tried for ever: there is no
 * other place for what it holds. */
static bool step(SmrBoot* boot, uint32_t number, bool back) {
    enum { kMostTimes = 5 };
    const uint32_t application = SMR_BOOT_APPLICATION + (number >> 1U) * SMR_BOOT_SECTOR;
    const uint32_t staging = SMR_BOOT_STAGING + ((number + 1) >> 1U) * SMR_BOOT_SECTOR;
    const bool to_application = ((number & 1U) != 0) != back;
    for (uint32_t times = 0; to_application || times < kMostTimes; ++times) {
        if (to_application ? copy(boot, staging, application) : copy(boot, application, staging)) {
            return true;
        }
    }
    return false;
}

bool smr_boot_go_forward(SmrBoot* boot) {
    SmrBootState* const state = &boot->record.state;
    smr_boot_save(boot);
    smr_boot_say_progress(boot, "swap");
    while (state->position < 2 * boot->record.sectors) {
        if (!step(boot, state->position, false)) {
            state->back = 1;
            state->why = SMR_BOOT_FLASH_FAILED;
            return false;
        }
        ++state->position;
        smr_boot_append(boot);
        smr_boot_say_progress(boot, "swap");
    }
    return true;
}

/* What does not go into the staging slot on the way back is part of the image that failed. */
void smr_boot_go_back(SmrBoot* boot) {
    SmrBootState* const state = &boot->record.state;
    smr_boot_save(boot);
    smr_boot_say_progress(boot, "back");
    while (state->position > 0) {
        (void)step(boot, state->position - 1, true);
        --state->position;
        smr_boot_append(boot);
        smr_boot_say_progress(boot, "back");
    }
}
