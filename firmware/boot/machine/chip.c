/* The chip: its ROM, its flash, what its registers hold. */
#include "boot/machine/machine.h"

Chip chip;

int SPIUnlock(void);
int SPIEraseSector(uint32_t sector);
int SPIWrite(uint32_t at, const uint32_t* from, uint32_t size);
int SPIRead(uint32_t at, uint32_t* to, uint32_t size);
int uart_tx_one_char(uint8_t byte);
uint32_t rtc_get_reset_reason(void);
_Noreturn void unexpected_exception(uint32_t cause, uint32_t at, uint32_t address);

static volatile uint32_t* at_address(uint32_t address) { return (volatile uint32_t*)address; }

uint32_t any_number(void) {
    static uint32_t state = 2463534242U;
    state ^= state << 13U;
    state ^= state >> 17U;
    state ^= state << 5U;
    return state;
}

/* --- the watchdog: fed often enough, or it would bite in the middle of a swap */

enum { kFeedRegister = 0x60000914, kFed = 0x73, kMostWithoutFood = 5 };

static void pass_time(uint32_t size) {
    if (*at_address(kFeedRegister) == kFed) {
        *at_address(kFeedRegister) = 0;
        chip.since_fed = 0;
    }
    chip.since_fed += size == kSectorSize ? 1 : 0;
    if (chip.since_fed > kMostWithoutFood) {
        fail("the watchdog is not fed");
    }
}

/* --- flash */

static void check(uint32_t at, uint32_t size) {
    const uint32_t sector = at / kSectorSize;
    if ((at & 3U) != 0 || (size & 3U) != 0 || sector == 0 || sector == 0xF9 || sector == 0xFA || sector > 0xFB) {
        fail("written where nothing of the loader's is");
    }
}

int SPIUnlock(void) { return 0; }

int SPIRead(uint32_t at, uint32_t* to, uint32_t size) {
    if ((at & 3U) != 0 || (size & 3U) != 0 || ((uint32_t)to & 3U) != 0) {
        fail("a read that the ROM cannot do");
    }
    pass_time(size);
    for (uint32_t index = 0; index < size / 4; ++index) {
        to[index] = flash_at(at)[index];
    }
    return 0;
}

int SPIWrite(uint32_t at, const uint32_t* from, uint32_t size) {
    check(at, size);
    pass_time(size);
    const bool is_cut = chip.operations++ == chip.cut;
    const uint32_t count = size / 4;
    const uint32_t written = !is_cut || chip.way == 2 ? count : chip.way == 1 ? count / 2 : 0;
    uint32_t* const to = flash_at(at);
    for (uint32_t index = 0; index < written; ++index) {
        to[index] &= from[index];
    }
    if (is_cut) {
        for (uint32_t index = 0; chip.way == 3 && index < count; ++index) {
            to[index] &= from[index] | any_number();
        }
        leave_program(kCut);
    }
    return 0;
}

int SPIEraseSector(uint32_t sector) {
    check(sector * kSectorSize, 0);
    pass_time(kSectorSize);
    ++chip.erases[sector];
    const bool is_cut = chip.operations++ == chip.cut;
    uint32_t* const to = flash_at(sector * kSectorSize);
    for (uint32_t index = 0; index < kSectorSize / 4; ++index) {
        if (!is_cut || chip.way == 2) {
            to[index] = 0xFFFFFFFF;
        } else if (chip.way == 3) {
            to[index] |= any_number();
        } else if (chip.way == 1 && index < kSectorSize / 8) {
            to[index] = 0x5A5A5A5A;
        }
    }
    if (is_cut) {
        leave_program(kCut);
    }
    return 0;
}

/* --- the rest of the ROM */

int uart_tx_one_char(uint8_t byte) {
    if (chip.line_size + 1 < sizeof chip.line) {
        chip.line[chip.line_size++] = (char)byte;
        chip.line[chip.line_size] = 0;
    }
    if (byte == '\n') {
        chip.line_size = 0;
    }
    return 0;
}

uint32_t rtc_get_reset_reason(void) {
    enum { kPowerOn = 1, kWatchdog = 4 };
    return chip.power_on ? kPowerOn : kWatchdog;
}

void unexpected_exception(uint32_t cause, uint32_t at, uint32_t address) {
    say("cause ");
    say_number(cause);
    say(" at ");
    say_number(at);
    say(" address ");
    say_number(address);
    fail("an exception");
}

/* What an image at flash 0 wants of the ROM (ESP8266 Technical Reference does not say; esptool's documentation of its format does). */
static uint32_t load_image(void) {
    enum { kMagic = 0xE9, kHeader = 8, kSeed = 0xEF, kBlock = 16 };
    const uint8_t* const bytes = (const uint8_t*)flash;
    uint32_t sum = kSeed;
    uint32_t at = kHeader;
    if (bytes[0] != kMagic) {
        fail("no image at flash 0");
    }
    for (uint32_t segment = 0; segment < bytes[1]; ++segment) {
        const uint32_t address = *flash_at(at);
        const uint32_t size = *flash_at(at + 4);
        at += kHeader;
        for (uint32_t index = 0; index < size; ++index, ++at) {
            ((uint8_t*)address)[index] = bytes[at];
            sum ^= bytes[at];
        }
    }
    if (bytes[at | (kBlock - 1)] != (uint8_t)sum) {
        fail("the check sum of the loader is wrong");
    }
    return *flash_at(4);
}

/* Memory holds noise after a power-on, what was there after any other start. */
uint32_t chip_start(void) {
    enum { kStack = 0x3FFFFFB0, kStackEnd = 0x3FFFF000, kMemory = 0x3FFF8000, kRtcMemory = 0x60001200, kUnused = 0x5AFEC0DE };
    for (uint32_t address = kMemory; address < kStackEnd; address += 4) {
        *at_address(address) = any_number();
    }
    for (uint32_t address = kStackEnd; address < kStack; address += 4) {
        *at_address(address) = kUnused;
    }
    if (chip.power_on) {
        *at_address(kRtcMemory) = any_number();
    }
    for (uint32_t address = 0x60000900; address < 0x60000918; address += 4) {
        *at_address(address) = 0;
    }
    chip.line_size = 0;
    chip.since_fed = 0;
    const uint32_t result = run_program(load_image(), kStack);
    uint32_t lowest = kStackEnd;
    while (*at_address(lowest) == kUnused) {
        lowest += 4;
    }
    chip.most_stack = kStack - lowest > chip.most_stack ? kStack - lowest : chip.most_stack;
    return result;
}
