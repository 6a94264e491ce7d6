#include "stub/slip.h"

#include "stub/line.h"

enum { kEnd = 0xC0, kEscape = 0xDB, kEscapedEnd = 0xDC, kEscapedEscape = 0xDD };

void slip_restart(SlipReader* reader, uint8_t* to, uint32_t capacity) {
    reader->to = to;
    reader->capacity = capacity;
    reader->size = 0;
    reader->escaped = 0;
    reader->spoilt = 0;
}

int slip_take(SlipReader* reader, uint8_t byte) {
    if (byte == kEnd) {
        if (reader->size > 0 && reader->spoilt == 0 && reader->escaped == 0) {
            return 1;
        }
        slip_restart(reader, reader->to, reader->capacity);
        return 0;
    }
    if (reader->escaped != 0) {
        reader->escaped = 0;
        if (byte != kEscapedEnd && byte != kEscapedEscape) {
            reader->spoilt = 1;
        }
        byte = byte == kEscapedEnd ? kEnd : kEscape;
    } else if (byte == kEscape) {
        reader->escaped = 1;
        return 0;
    }
    if (reader->size == reader->capacity) {
        reader->spoilt = 1;
    } else {
        reader->to[reader->size++] = byte;
    }
    return 0;
}

void slip_send(uint8_t byte) {
    if (byte == kEnd || byte == kEscape) {
        line_send(kEscape);
        byte = byte == kEnd ? kEscapedEnd : kEscapedEscape;
    }
    line_send(byte);
}

void slip_end(void) { line_send(kEnd); }
