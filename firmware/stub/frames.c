#include "stub/frames.h"

#include "stub/bytes.h"

/* What was stored before is seen before what is stored after: one side of this runs in an interrupt handler. */
#define IN_ORDER() __asm__ volatile("" ::: "memory")

static void next_frame(Frames* frames) {
    slip_restart(&frames->reader, (uint8_t*)frames->words[frames->writing], kMostFrame);
}

void frames_begin(Frames* frames) {
    frames->full[0] = frames->full[1] = 0;
    frames->writing = frames->reading = 0;
    frames->held = 0;
    frames->skipping = 0;
    frames->acknowledged = 0;
    next_frame(frames);
}

int frames_have_room(const Frames* frames) { return frames->full[frames->writing] == 0; }

void frames_take(Frames* frames, uint8_t byte) {
    enum { kEnd = 0xC0 };
    if (!frames_have_room(frames)) {
        frames->skipping = byte != kEnd;
        return;
    }
    if (frames->skipping != 0) {
        frames->skipping = byte != kEnd;
        next_frame(frames);
        return;
    }
    if (slip_take(&frames->reader, byte) == 0) {
        return;
    }
    if (frames->reader.size == kAcknowledgement) {
        frames->acknowledged = get_u32(frames->reader.to);
    } else {
        frames->sizes[frames->writing] = frames->reader.size;
        IN_ORDER();
        frames->full[frames->writing] = 1;
        frames->writing ^= 1;
    }
    next_frame(frames);
}

void frames_spoil(Frames* frames) { frames->skipping = 1; }

int frames_is_waiting(const Frames* frames) { return frames->full[frames->reading] != 0; }

const uint8_t* frames_first(Frames* frames, uint32_t* size) {
    if (!frames_is_waiting(frames)) {
        return 0;
    }
    IN_ORDER();
    frames->held = 1;
    *size = frames->sizes[frames->reading];
    return (const uint8_t*)frames->words[frames->reading];
}

void frames_release(Frames* frames) {
    if (frames->held != 0) {
        IN_ORDER();
        frames->held = 0;
        frames->full[frames->reading] = 0;
        frames->reading ^= 1;
    }
}
