/* The boot loader on a host: the C code of the chip, on functions of the caller. For virtual boards and tests. */
#ifndef SMR_BOOT_HOST_H
#define SMR_BOOT_HOST_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A flash chip, and the line on which the loader speaks. Addresses are in bytes, `count` is a multiple of 4. A function that returns
 * false ends the run: power was lost. */
typedef struct SmrBootFlash {
    void* context;
    bool (*read)(void* context, uint32_t at, void* to, uint32_t count);
    bool (*write)(void* context, uint32_t at, const void* from, uint32_t count);
    /* `at` is the address of a sector. */
    bool (*erase_sector)(void* context, uint32_t at);
    /* A whole line, with its end. */
    void (*say)(void* context, const char* text);
} SmrBootFlash;

enum {
    /* The application runs from here on. */
    SMR_BOOT_RUN = 0,
    /* One of the functions returned false. */
    SMR_BOOT_POWER_LOST = 1,
    /* There is no application; the chip stays in the loader until its watchdog starts it again. */
    SMR_BOOT_EMPTY = 2
};

/* One start of the chip. Threads may do this at the same time, each with a flash of its own. */
int smr_boot(const SmrBootFlash* flash, bool power_on);

#ifdef __cplusplus
}
#endif

#endif
