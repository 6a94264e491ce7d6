/* What the machine says: on standard output the serial line, on standard error words for people.
 *
 * With the option "records" standard output keeps the order of all that happens. A record is a byte for its kind, two for the size of
 * what follows (the lower one first), and that: 0 bytes on the line, 1 the UART's new divider (4 bytes), 2 a write or an erase of a
 * sector is about to happen (nothing). */
#include "stub/machine/host.h"

enum { kBytes = 0, kDivider = 1, kOperation = 2 };
enum { kHead = 3, kMost = 1024 };

/* Room for a record's head, then bytes of the line. */
static uint8_t waiting[kHead + kMost];
static uint32_t waiting_size;

static void put(const uint8_t* from, uint32_t size) {
    for (uint32_t at = 0; at < size;) {
        const int32_t wrote = host_call(kHostWrite, kOutput, (uint32_t)from + at, size - at);
        if (wrote <= 0) {
            host_call(kHostExit, kEndOfInput, 0, 0);
        }
        at += (uint32_t)wrote;
    }
}

static void put_record(uint8_t kind, uint8_t* record, uint32_t size) {
    record[0] = kind;
    record[1] = (uint8_t)(size & 0xFF);
    record[2] = (uint8_t)(size >> 8);
    put(record, kHead + size);
}

void output_flush(void) {
    if (waiting_size > 0 && options.records != 0) {
        put_record(kBytes, waiting, waiting_size);
    } else {
        put(waiting + kHead, waiting_size);
    }
    waiting_size = 0;
}

/* Whole frames go out at once, which is quicker than byte by byte. */
void output_byte(uint8_t byte) {
    enum { kFrameEnd = 0xC0 };
    waiting[kHead + waiting_size++] = byte;
    if (byte == kFrameEnd || waiting_size == kMost) {
        output_flush();
    }
}

void output_divider(uint32_t divider) {
    output_flush();
    if (options.records == 0) {
        say("divider ");
        say_number(divider);
        say("\n");
        return;
    }
    uint8_t record[kHead + 4];
    for (uint32_t index = 0; index < 4; ++index) {
        record[kHead + index] = (uint8_t)(divider >> (8 * index) & 0xFF);
    }
    put_record(kDivider, record, 4);
}

void output_operation(void) {
    if (options.records != 0) {
        output_flush();
        uint8_t record[kHead];
        put_record(kOperation, record, 0);
    }
}

void say(const char* text) {
    uint32_t size = 0;
    while (text[size] != 0) {
        ++size;
    }
    host_call(kHostWrite, kErrors, (uint32_t)text, size);
}

void say_number(uint32_t number) {
    static const uint32_t powers[] = {1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1};
    char text[11];
    uint32_t size = 0;
    for (uint32_t index = 0; index < sizeof powers / sizeof powers[0]; ++index) {
        char digit = '0';
        for (; number >= powers[index]; number -= powers[index]) {
            ++digit;
        }
        if (digit != '0' || size > 0 || powers[index] == 1) {
            text[size++] = digit;
        }
    }
    text[size] = 0;
    say(text);
}

void say_address(uint32_t address) {
    char text[11];
    text[0] = '0';
    text[1] = 'x';
    for (uint32_t index = 0; index < 8; ++index) {
        text[2 + index] = "0123456789abcdef"[address >> (28 - 4 * index) & 0xF];
    }
    text[10] = 0;
    say(text);
}

void end_machine(int32_t status, const char* text) {
    if (status != kEndOfInput) {
        output_flush();
    }
    say(text);
    host_call(kHostExit, (uint32_t)status, 0, 0);
    for (;;) {
    }
}
