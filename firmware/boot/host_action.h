/* Parts of the loader on a host: for tests, whose applications keep the record by the very code of the loader. */
#ifndef SMR_BOOT_HOST_ACTION_H
#define SMR_BOOT_HOST_ACTION_H

#include "boot/boot.h"
#include "boot/host.h"

typedef void (*SmrBootAction)(SmrBoot* boot, void* argument);

/* Does `action` on a flash; what comes back is as of smr_boot(). */
int smr_boot_act(const SmrBootFlash* flash, SmrBootAction action, void* argument);

#endif
