#include "port/lx106/simulator.h"

#include <stdio.h>
#include <stdlib.h>

/* Numbers of QEMU's Xtensa semihosting calls. */
enum { kCallExit = 1, kCallWrite = 4, kCallArgumentCount = 1000, kCallArgumentsSize = 1001, kCallArguments = 1002 };
enum { kStandardOutput = 1 };

int32_t simulator_call(int32_t number, uint32_t a, uint32_t b, uint32_t c);

static char line[256];
static unsigned line_size;

static void flush_line(void) {
    if (line_size > 0) {
        simulator_call(kCallWrite, kStandardOutput, (uint32_t)line, line_size);
    }
    line_size = 0;
}

static int put_character(char character, FILE* file) {
    (void)file;
    line[line_size++] = character;
    if (character == '\n' || line_size == sizeof line) {
        flush_line();
    }
    return (unsigned char)character;
}

static FILE output = FDEV_SETUP_STREAM(put_character, NULL, NULL, _FDEV_SETUP_WRITE);
FILE* const stdout = &output;
FILE* const stderr = &output;
FILE* const stdin = &output;

void end_program(int status) {
    flush_line();
    simulator_call(kCallExit, (uint32_t)status, 0, 0);
    for (;;) {
    }
}

void _exit(int status) { end_program(status); }
void abort(void) { end_program(134); }

uint32_t cycles(void) {
    uint32_t count;
    __asm__ volatile("rsr %0, ccount" : "=r"(count));
    return count;
}

typedef void (*Constructor)(void);
extern Constructor constructors_start[];
extern Constructor constructors_end[];
extern uint32_t test_bss_start[];
extern uint32_t test_bss_end[];
int main(int count, char** arguments);

enum { kMostArguments = 8, kArgumentsSize = 1024 };

/* The arguments of QEMU's -append: an array of pointers, then the texts. */
static int read_arguments(char** to) {
    static uint32_t storage[kArgumentsSize / 4];
    const int32_t count = simulator_call(kCallArgumentCount, 0, 0, 0);
    const int32_t size = simulator_call(kCallArgumentsSize, 0, 0, 0);
    if (count < 1 || count > kMostArguments || size > kArgumentsSize) {
        return 0;
    }
    simulator_call(kCallArguments, (uint32_t)storage, 0, 0);
    for (int32_t index = 0; index < count; ++index) {
        to[index] = (char*)storage[index];
    }
    return (int)count;
}

void run_program(void) __attribute__((noreturn));
void run_program(void) {
    for (uint32_t* word = test_bss_start; word < test_bss_end; ++word) {
        *word = 0;
    }
    for (Constructor* constructor = constructors_end; constructor > constructors_start;) {
        (*--constructor)();
    }
    char* arguments[kMostArguments + 1] = {0};
    const int count = read_arguments(arguments);
    end_program(main(count, arguments));
}
