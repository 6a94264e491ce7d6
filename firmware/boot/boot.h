/* What the files of the boot loader share. All of its memory is one SmrBoot, so that the same code runs in many threads of a host. */
#ifndef SMR_BOOT_BOOT_H
#define SMR_BOOT_BOOT_H

#include <stdbool.h>
#include <stdint.h>

#include "boot/record.h"

/* The record in charge, as it was read. */
typedef struct SmrBootRecord {
    /* Its sector. */
    uint32_t base;
    /* The first word behind all that are not blank. */
    uint32_t end;
    uint32_t sectors;
    SmrBootState state;
    uint32_t words[SMR_BOOT_RECORD_WORDS];
} SmrBootRecord;

/* What runs the loader: nothing on the chip, the caller's functions on a host. */
typedef struct SmrBootPlatform SmrBootPlatform;

typedef struct SmrBoot {
    SmrBootPlatform* platform;
    SmrBootRecord record;
    uint32_t from[SMR_BOOT_RECORD_WORDS];
    uint32_t to[SMR_BOOT_RECORD_WORDS];
} SmrBoot;

/* --- platform: chip.c and host.c. Addresses and counts are in bytes and multiples of 4. Whether it worked is seen by reading back. */
void smr_boot_read(SmrBoot* boot, uint32_t at, uint32_t* to, uint32_t count);
void smr_boot_write(SmrBoot* boot, uint32_t at, const uint32_t* from, uint32_t count);
void smr_boot_erase(SmrBoot* boot, uint32_t at);
/* Lets the flash be written. */
void smr_boot_unlock(SmrBoot* boot);
/* Feeds the watchdog: at least once for each sector that is written or read. */
void smr_boot_feed(SmrBoot* boot);
void smr_boot_say(SmrBoot* boot, const char* text);
/* Puts the application into memory and runs it: smr_boot_has_application() said yes. */
_Noreturn void smr_boot_start_application(SmrBoot* boot);
/* Waits for the watchdog. */
_Noreturn void smr_boot_stay(SmrBoot* boot);

/* --- log.c */
/* Reads the record in charge. False without one. */
bool smr_boot_find_record(SmrBoot* boot);
/* Appends the state; the words before were settled in this start. */
void smr_boot_append(SmrBoot* boot);
/* Settles what was read and appends the state twice. */
void smr_boot_save(SmrBoot* boot);
/* Erases a record sector. */
void smr_boot_erase_record(SmrBoot* boot, uint32_t base);

/* --- swap.c */
/* The CRC-32 of zlib over whole sectors. */
uint32_t smr_boot_crc(SmrBoot* boot, uint32_t at, uint32_t sectors);
/* False if a sector of the staging slot takes nothing: then the record says that the way leads back. */
bool smr_boot_go_forward(SmrBoot* boot);
void smr_boot_go_back(SmrBoot* boot);

/* --- application.c */
bool smr_boot_has_application(SmrBoot* boot);

/* --- messages.c: a line each */
void smr_boot_say_what(SmrBoot* boot, const char* what);
void smr_boot_say_number(SmrBoot* boot, const char* what, uint32_t number);
void smr_boot_say_progress(SmrBoot* boot, const char* what);

/* --- loader.c */
_Noreturn void smr_boot_run(SmrBoot* boot, bool power_on);

#endif
