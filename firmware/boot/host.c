/* The platform on a host. A run ends by a jump back to smr_boot(), over the loader's own frames only. */
#include "boot/host.h"

#include <setjmp.h>

#include "boot/boot.h"
#include "boot/host_action.h"

struct SmrBootPlatform {
    const SmrBootFlash* flash;
    jmp_buf ended;
};

/* What longjmp() hands over; 0 would be the return of setjmp() itself. */
enum { kPowerLost = 1, kStarted, kStayed };

static void go_on_with(SmrBoot* boot, bool has_power) {
    if (!has_power) {
        longjmp(boot->platform->ended, kPowerLost);
    }
}

void smr_boot_read(SmrBoot* boot, uint32_t at, uint32_t* to, uint32_t count) {
    const SmrBootFlash* const flash = boot->platform->flash;
    go_on_with(boot, flash->read(flash->context, at, to, count));
}

void smr_boot_write(SmrBoot* boot, uint32_t at, const uint32_t* from, uint32_t count) {
    const SmrBootFlash* const flash = boot->platform->flash;
    go_on_with(boot, flash->write(flash->context, at, from, count));
}

void smr_boot_erase(SmrBoot* boot, uint32_t at) {
    const SmrBootFlash* const flash = boot->platform->flash;
    go_on_with(boot, flash->erase_sector(flash->context, at));
}

void smr_boot_unlock(SmrBoot* boot) { (void)boot; }
void smr_boot_feed(SmrBoot* boot) { (void)boot; }

void smr_boot_say(SmrBoot* boot, const char* text) {
    const SmrBootFlash* const flash = boot->platform->flash;
    flash->say(flash->context, text);
}

void smr_boot_start_application(SmrBoot* boot) { longjmp(boot->platform->ended, kStarted); }
void smr_boot_stay(SmrBoot* boot) { longjmp(boot->platform->ended, kStayed); }

int smr_boot_act(const SmrBootFlash* flash, SmrBootAction action, void* argument) {
    SmrBootPlatform platform = {.flash = flash};
    SmrBoot boot = {.platform = &platform};
    switch (setjmp(platform.ended)) {
        case 0:
            action(&boot, argument);
            return SMR_BOOT_RUN;
        case kStarted:
            return SMR_BOOT_RUN;
        case kStayed:
            return SMR_BOOT_EMPTY;
        default:
            return SMR_BOOT_POWER_LOST;
    }
}

static void run(SmrBoot* boot, void* power_on) { smr_boot_run(boot, *(const bool*)power_on); }

int smr_boot(const SmrBootFlash* flash, bool power_on) { return smr_boot_act(flash, run, &power_on); }
