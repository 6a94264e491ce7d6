/* What QEMU's semihosting gives: files of the computer that the machine runs on. */
#ifndef SMR_STUB_HOST_H
#define SMR_STUB_HOST_H

#include <stdint.h>

enum {
    kHostExit = 1,
    kHostRead = 3,
    kHostWrite = 4,
    kHostOpen = 5,
    kHostSeek = 19,
    kHostSelect = 29,
    kHostArgumentCount = 1000,
    kHostArgumentsSize = 1001,
    kHostArguments = 1002,
};
enum { kInput = 0, kOutput = 1, kErrors = 2 };

/* How the machine ends. Anything else is 128 and the number of an exception. */
enum { kEndOfInput = 0, kUsage = 2, kReset = 64, kPowerCut = 65, kViolation = 99 };

int32_t host_call(int32_t number, uint32_t a, uint32_t b, uint32_t c);
/* Ends the machine; the text goes to standard error. */
void end_machine(int32_t status, const char* text) __attribute__((noreturn));
void say(const char* text);
void say_number(uint32_t number);
void say_address(uint32_t address);

/* What whoever starts the machine wants. */
typedef struct {
    uint32_t entry;
    const char* flash;
    /* Three bytes each. */
    uint32_t mac_begin;
    uint32_t mac_end;
    uint32_t divider;
    /* 0 for none. */
    uint32_t cut_operation;
    uint32_t cut_byte;
    int records;
} Options;
extern Options options;
void options_read(void);

/* What goes out, in this order. */
void output_byte(uint8_t byte);
void output_divider(uint32_t divider);
void output_operation(void);
void output_flush(void);

/* The flash chip lies in a file: all of it is read at the beginning, and every change goes there at once. */
void flash_open(const char* path);
uint32_t flash_size(void);

/* Does what the SPI controller was told. */
void spi_step(void);

#endif
