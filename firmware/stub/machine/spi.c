/* The SPI controller, as far as hosts ask the flash chip who it is and about its status: they write a command into the registers "user"
 * and wait until it is done. */
#include "stub/machine/host.h"

#define chip_word(address) (*(volatile uint32_t*)(address))

enum { kCommand = 0x60000200, kUser = 0x6000021C, kLengths = 0x60000220, kKind = 0x60000224, kData = 0x60000240 };
enum { kStarted = 1 << 18, kReads = 1 << 28, kWrites = 1 << 27 };
enum { kReadId = 0x9F, kWriteDisable = 0x04, kWriteEnable = 0x06, kWriteEnableVolatile = 0x50 };
/* A Winbond W25Q. */
enum { kMaker = 0x40EF };

/* Three registers of 8 bits. */
static uint32_t status;
static int may_write;

static uint32_t mask(uint32_t bits) { return bits >= 32 ? 0xFFFFFFFF : (1U << bits) - 1; }

/* Where a command's status register lies in `status`; -1 if it is not about one. */
static int32_t shift_of(uint32_t command, const uint8_t* commands) {
    for (int32_t index = 0; index < 3; ++index) {
        if (commands[index] == command) {
            return 8 * index;
        }
    }
    return -1;
}

static uint32_t answer_to(uint32_t command) {
    static const uint8_t reads[] = {0x05, 0x35, 0x15};
    if (command == kReadId) {
        uint32_t power = 0;
        while (flash_size() >> (power + 1) != 0) {
            ++power;
        }
        return kMaker | power << 16U;
    }
    const int32_t shift = shift_of(command, reads);
    return shift >= 0 ? status >> shift : 0xFFFFFFFF;
}

static void change_status(uint32_t command) {
    static const uint8_t writes[] = {0x01, 0x31, 0x11};
    const int32_t shift = shift_of(command, writes);
    if (shift >= 0) {
        if (may_write != 0 && (chip_word(kUser) & kWrites) != 0) {
            const uint32_t bits = (chip_word(kLengths) >> 17 & 0x1FF) + 1;
            status = ((status & ~(mask(bits) << shift)) | (chip_word(kData) & mask(bits)) << shift) & mask(24);
        }
        may_write = 0;
    } else if (command == kWriteEnable || command == kWriteEnableVolatile) {
        may_write = 1;
    } else if (command == kWriteDisable) {
        may_write = 0;
    }
}

void spi_step(void) {
    if ((chip_word(kCommand) & kStarted) == 0) {
        return;
    }
    const uint32_t command = chip_word(kKind) & 0xFF;
    const uint32_t answer = answer_to(command);
    change_status(command);
    if ((chip_word(kUser) & kReads) != 0) {
        chip_word(kData) = answer & mask((chip_word(kLengths) >> 8 & 0x1FF) + 1);
    }
    chip_word(kCommand) &= ~(uint32_t)kStarted;
}
