/* What QEMU's -append says, all numbers in hexadecimal: ENTRY FLASH-FILE and perhaps
 *
 *   mac=5CCF7FA1B2C3    the chip's address on the network
 *   divider=1C3         the UART's at the start
 *   cut=OPERATION:BYTE  power goes in the so manyth write or erase of a sector, from 1 on, after so many bytes of it
 *   records             standard output is cut into records: see output.c */
#include "stub/machine/host.h"

/* 115200 baud from 52 MHz is what the ROM uses with a 26 MHz crystal. */
Options options = {.mac_begin = 0x5CCF7F, .mac_end = 0xA1B2C3, .divider = 451};

static void refuse(void) __attribute__((noreturn));
static void refuse(void) {
    end_machine(kUsage, "usage: -append \"ENTRY FLASH-FILE [mac=M] [divider=D] [cut=OPERATION:BYTE] [records]\", in hexadecimal\n");
}

/* Reads at most `most` digits and goes on behind them. */
static uint32_t number(const char** text, uint32_t most) {
    uint32_t value = 0;
    for (uint32_t count = 0; count < most && **text != 0 && **text != ':'; ++count, ++*text) {
        const char digit = **text;
        const uint32_t add = (uint32_t)(digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10);
        if (add > 15) {
            refuse();
        }
        value = value << 4 | add;
    }
    return value;
}

/* What stands behind a word that an argument begins with; 0 if it does not. */
static const char* behind(const char* word, const char* argument) {
    for (; *word != 0; ++word, ++argument) {
        if (*word != *argument) {
            return 0;
        }
    }
    return argument;
}

static void read_option(const char* argument) {
    enum { kHalfMac = 6, kWord = 8 };
    const char* value = behind("mac=", argument);
    if (value != 0) {
        options.mac_begin = number(&value, kHalfMac);
        options.mac_end = number(&value, kHalfMac);
    } else if ((value = behind("divider=", argument)) != 0) {
        options.divider = number(&value, kWord);
    } else if ((value = behind("cut=", argument)) != 0) {
        options.cut_operation = number(&value, kWord);
        if (*value++ != ':') {
            refuse();
        }
        options.cut_byte = number(&value, kWord);
    } else if ((value = behind("records", argument)) != 0) {
        options.records = 1;
    }
    if (value == 0 || *value != 0) {
        refuse();
    }
}

void options_read(void) {
    enum { kNeeded = 3 };
    /* Pointers, then the texts that they point to. */
    static uint32_t arguments[256];
    if (host_call(kHostArgumentsSize, 0, 0, 0) > (int32_t)sizeof arguments) {
        end_machine(kUsage, "the arguments are too long\n");
    }
    const int32_t count = host_call(kHostArgumentCount, 0, 0, 0);
    host_call(kHostArguments, (uint32_t)arguments, 0, 0);
    if (count < kNeeded) {
        refuse();
    }
    const char* entry = (const char*)arguments[1];
    options.entry = number(&entry, 8);
    if (*entry != 0) {
        refuse();
    }
    options.flash = (const char*)arguments[2];
    for (int32_t index = kNeeded; index < count; ++index) {
        read_option((const char*)arguments[index]);
    }
}
