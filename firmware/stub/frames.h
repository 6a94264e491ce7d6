/* Frames from the line, two at a time: one is worked on while the next comes in, which an interrupt handler does. */
#ifndef SMR_STUB_FRAMES_H
#define SMR_STUB_FRAMES_H

#include <stdint.h>

#include "stub/slip.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    kFrameHeader = 8,
    kBlockHeader = 16,
    /* What esptool and `smr flash` send at once. */
    kMostBlock = 16384,
    kMostFrame = kFrameHeader + kBlockHeader + kMostBlock,
    kAcknowledgement = 4,
};

typedef struct {
    uint32_t words[2][kMostFrame / 4];
    SlipReader reader;
    uint32_t sizes[2];
    /* Set by whoever puts in, cleared by whoever takes out. */
    volatile uint8_t full[2];
    uint8_t writing;
    uint8_t reading;
    /* frames_first() handed one out. */
    uint8_t held;
    /* No room was left for the beginning of the frame that is coming in. */
    uint8_t skipping;
    /* The number in the last frame of 4 bytes: such a one acknowledges what was read, and is not queued. */
    volatile uint32_t acknowledged;
} Frames;

void frames_begin(Frames* frames);
/* Whether a byte finds its place; bytes that do not are dropped, with the rest of their frame. */
int frames_have_room(const Frames* frames);
/* Takes a byte of the line. */
void frames_take(Frames* frames, uint8_t byte);
/* Bytes were lost: drops the frame that is coming in. */
void frames_spoil(Frames* frames);
int frames_is_waiting(const Frames* frames);
/* The oldest frame, or a null pointer. It stays until frames_release(), which does nothing without one. */
const uint8_t* frames_first(Frames* frames, uint32_t* size);
void frames_release(Frames* frames);

#ifdef __cplusplus
}
#endif

#endif
