/* The machine that the loader's machine code runs on: a chip whose power is cut, an application, and what is seen of both. */
#ifndef SMR_BOOT_MACHINE_H
#define SMR_BOOT_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

/* rom.S */
uint32_t run_program(uint32_t entry, uint32_t stack);
_Noreturn void leave_program(uint32_t result);
int32_t host_call(int32_t number, uint32_t a, uint32_t b, uint32_t c);
extern const uint32_t application_code[];
extern const uint32_t application_code_end[];

/* chip.c: the flash is in memory. */
extern uint32_t flash[];
static inline uint32_t* flash_at(uint32_t address) { return flash + address / 4; }

/* How a start of the chip ends. */
enum { kCut = 1, kRestart, kDone };

typedef struct Chip {
    /* Writes and erases of this run so far, and the one at which power is lost; -1 for none. */
    int32_t operations;
    int32_t cut;
    /* How: nothing, the first half, all of it, noise. */
    uint32_t way;
    /* Sectors read or written since the watchdog was fed. */
    uint32_t since_fed;
    /* The deepest that the loader's stack went. */
    uint32_t most_stack;
    uint32_t erases[256];
    bool power_on;
    /* Of the line on UART0: the last one. */
    char line[48];
    uint32_t line_size;
} Chip;
extern Chip chip;
enum { kWays = 4, kSectorSize = 4096 };

uint32_t any_number(void);
/* One start: the ROM loads what is at flash 0 and runs it. */
uint32_t chip_start(void);
/* Anything that is wrong ends all. */
_Noreturn void fail(const char* what);

/* gateway.c: images, and the application's life. */
enum { kOld = 1, kNew = 2, kThird = 3 };
typedef struct Script {
    const char* name;
    uint32_t sectors;
    /* The start on trial at which the new image is alive; 0 never. */
    uint32_t alive;
    /* Once it is confirmed it is brought back by request, and another follows. */
    bool regretted;
    /* Images that it may end with, without a cut and after some: bits. */
    uint32_t ends;
    uint32_t ends_after_cuts;
    /* Every operation is cut that has a number divisible by this. */
    int32_t cut_step;
} Script;
extern const Script* script;
void gateway_begin(void);
/* The image that it ended with. */
extern uint32_t gateway_end;

/* main.c */
void say(const char* text);
void say_number(uint32_t number);

#endif
