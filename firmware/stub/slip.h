/* Frames on the serial line (RFC 1055): 0xC0 ends one, 0xDB escapes. */
#ifndef SMR_STUB_SLIP_H
#define SMR_STUB_SLIP_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    uint8_t* to;
    uint32_t capacity;
    uint32_t size;
    uint8_t escaped;
    /* The frame is too long or has an escape that there is not: it is dropped. */
    uint8_t spoilt;
} SlipReader;

/* Begins a frame of at most `capacity` bytes. */
void slip_restart(SlipReader* reader, uint8_t* to, uint32_t capacity);
/* Takes a byte of the line. 1 if it completes a frame, which has `size` bytes, at least one. */
int slip_take(SlipReader* reader, uint8_t byte);

/* Sends one byte of the content of a frame, escaped where needed; slip_end() begins and ends a frame. */
void slip_send(uint8_t byte);
void slip_end(void);

#ifdef __cplusplus
}
#endif

#endif
