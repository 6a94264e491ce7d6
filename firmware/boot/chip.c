/* The platform on the chip: routines of its mask ROM, and some registers. */
#include "boot/boot.h"

/* The ROM's. Addresses and sizes are in bytes. */
int SPIUnlock(void);
int SPIEraseSector(uint32_t sector);
int SPIWrite(uint32_t at, const uint32_t* from, uint32_t size);
int SPIRead(uint32_t at, uint32_t* to, uint32_t size);
/* Waits for room in the transmitter's FIFO. */
int uart_tx_one_char(uint8_t byte);
uint32_t rtc_get_reset_reason(void);

static volatile uint32_t* at_address(uint32_t address) { return (volatile uint32_t*)address; }

static SmrBoot boot;
/* The stack as the ROM handed it over: the application gets it the same. */
static uint32_t stack;

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

void smr_boot_unlock(SmrBoot* self) {
    (void)self;
    SPIUnlock();
}

void smr_boot_say(SmrBoot* self, const char* text) {
    (void)self;
    while (*text != 0) {
        uart_tx_one_char((uint8_t)*text++);
    }
}

/* --- the watchdog: its control register, then how long until its interrupt and from there to its reset, in powers of two of 0.8 ms:
 * 1.64 s and 6.55 s */
enum { kControl = 0x60000900, kFirstStage = 0x60000904, kSecondStage = 0x60000908, kFeed = 0x60000914 };
enum { kFirstTime = 11, kSecondTime = 13, kFed = 0x73 };
/* Enabled, the longest reset pulse, and both stages. */
enum { kEnabled = 7 << 3 | 1 };

void smr_boot_feed(SmrBoot* self) {
    (void)self;
    *at_address(kFeed) = kFed;
}

/* Runs from here on, or an image that hangs before it starts the watchdog itself would never be rolled back. */
static void start_watchdog(void) {
    *at_address(kControl) = 0;
    *at_address(kFirstStage) = kFirstTime;
    *at_address(kSecondStage) = kSecondTime;
    *at_address(kControl) = kEnabled;
    smr_boot_feed(&boot);
}

/* --- the reason of the start. Memory of the real-time clock keeps its content as long as there is power; the ROM alone would take the
 * reset pin for a power-on. */
static bool power_came_on(void) {
    enum { kMarker = 0x60001200, kComplement = kMarker + 4, kMagic = 0x736D7262, kPowerOn = 1 };
    const bool is_marked = *at_address(kMarker) == kMagic && *at_address(kComplement) == ~(uint32_t)kMagic;
    *at_address(kMarker) = kMagic;
    *at_address(kComplement) = ~(uint32_t)kMagic;
    return !is_marked || rtc_get_reset_reason() == kPowerOn;
}

/* --- the ends */

void smr_boot_start_application(SmrBoot* self) {
    enum { kHeader = 8, kUartStatus = 0x6000001C, kUartWaiting = 0xFF0000 };
    static const uint32_t kFlash = 0x40200000;
    uint32_t header[2];
    uint32_t segment[2];
    uint32_t at = SMR_BOOT_APPLICATION;
    smr_boot_read(self, at, header, sizeof header);
    at += kHeader;
    for (uint32_t count = header[0] >> 8U & 0xFFU; count > 0; --count) {
        smr_boot_read(self, at, segment, sizeof segment);
        at += kHeader;
        if (segment[0] != kFlash + at) {
            smr_boot_read(self, at, (uint32_t*)segment[0], segment[1]);
        }
        at += segment[1];
    }
    /* The application changes the speed of the line. */
    while ((*at_address(kUartStatus) & kUartWaiting) != 0) {
    }
    smr_boot_feed(self);
    __asm__ volatile("mov a1, %0\n\tisync\n\tjx %1" : : "a"(stack), "a"(header[1]) : "memory");
    __builtin_unreachable();
}

/* The next look may find what this one misread: hence not for ever. */
void smr_boot_stay(SmrBoot* self) {
    (void)self;
    for (;;) {
    }
}

_Noreturn void chip_start(uint32_t stack_of_rom);
_Noreturn void chip_start(uint32_t stack_of_rom) {
    stack = stack_of_rom;
    start_watchdog();
    smr_boot_run(&boot, power_came_on());
}
