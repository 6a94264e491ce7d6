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
enum { kEndOfInput = 0, kReset = 64, kViolation = 99, kUsage = 2 };

int32_t host_call(int32_t number, uint32_t a, uint32_t b, uint32_t c);
/* Ends the machine; the text goes to standard error. */
void end_machine(int32_t status, const char* text) __attribute__((noreturn));
void say(const char* text);
void say_number(uint32_t number);

/* The flash chip lies in a file: all of it is read at the beginning, and every change goes there at once. */
void flash_open(const char* path);

#endif
