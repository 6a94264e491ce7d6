/* What is done at a start: one look at the record, then always an application that is whole. */
#include "boot/boot.h"

static _Noreturn void start(SmrBoot* boot) {
    if (!smr_boot_has_application(boot)) {
        smr_boot_say_what(boot, "empty");
        smr_boot_stay(boot);
    }
    smr_boot_start_application(boot);
}

/* Dips of power come in twos and threes and say nothing about an image. Whatever else starts the chip may be the image's doing. */
static void count(SmrBootState* state, bool power_on) {
    if (power_on && state->power_ons < SMR_BOOT_MOST_POWER_ONS) {
        ++state->power_ons;
        return;
    }
    ++state->starts;
    if (!power_on) {
        state->power_ons = 0;
    }
}

static bool old_image_is_whole(SmrBoot* boot) {
    return smr_boot_crc(boot, SMR_BOOT_STAGING, boot->record.sectors) == boot->record.words[SMR_BOOT_WORD_OLD_CRC];
}

static bool new_image_is_whole(SmrBoot* boot) {
    return smr_boot_crc(boot, SMR_BOOT_STAGING + SMR_BOOT_SECTOR, boot->record.sectors) ==
           boot->record.words[SMR_BOOT_WORD_NEW_CRC];
}

void smr_boot_run(SmrBoot* boot, bool power_on) {
    SmrBootState* const state = &boot->record.state;
    if (!smr_boot_find_record(boot) || state->confirmed != 0 || (state->back != 0 && state->position == 0)) {
        smr_boot_say_what(boot, "run");
        start(boot);
    }
    const uint32_t end = 2 * boot->record.sectors;
    if (state->back == 0 && state->position == 0 && !new_image_is_whole(boot)) {
        smr_boot_say_what(boot, "refused");
        start(boot);
    }
    /* Writes to the chip's status register: not at each start. */
    smr_boot_unlock(boot);
    if (state->back == 0 && (state->position == end || smr_boot_go_forward(boot))) {
        if (state->starts < SMR_BOOT_MOST_STARTS) {
            count(state, power_on);
            smr_boot_save(boot);
            smr_boot_say_number(boot, "try", state->starts);
            start(boot);
        }
        state->back = 1;
        state->why = SMR_BOOT_DID_NOT_RUN;
    }
    /* Nothing has been written of this way back yet: it is not begun where it leads nowhere. */
    if (state->position == end && !old_image_is_whole(boot)) {
        smr_boot_say_what(boot, "stuck");
        start(boot);
    }
    smr_boot_go_back(boot);
    smr_boot_say_what(boot, "run");
    start(boot);
}
