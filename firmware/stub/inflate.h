/* Decompression of a zlib stream (RFC 1950, RFC 1951) that comes in pieces of any size. */
#ifndef SMR_STUB_INFLATE_H
#define SMR_STUB_INFLATE_H

#include <stdint.h>

#include "stub/huffman.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { kWindow = 32768, kSector = 4096 };

/* Takes decompressed bytes, aligned to 4: a sector each time, but for the last. Anything but 0 ends the decompression. */
typedef uint8_t (*InflateSink)(void* self, const uint8_t* bytes, uint32_t size);

typedef struct {
    InflateSink sink;
    void* self;
    uint8_t* window;
    /* Bytes decompressed, and of those the ones that the sink has had. */
    uint32_t made;
    uint32_t handed;
    const uint8_t* input;
    const uint8_t* input_end;
    uint32_t bits;
    uint32_t bit_count;
    uint32_t adler_low;
    uint32_t adler_high;
    uint32_t length;
    uint32_t distance;
    /* While the code lengths of a block are read. */
    uint32_t literal_codes;
    uint32_t distance_codes;
    uint32_t length_codes;
    uint32_t lengths_read;
    uint8_t lengths[kMostSymbols + 32];
    uint8_t state;
    uint8_t symbol;
    uint8_t last_block;
    uint8_t problem;
    Huffman literals;
    Huffman distances;
} Inflate;

/* `window` has kWindow bytes and is aligned to 4. */
void inflate_begin(Inflate* inflate, uint8_t* window, InflateSink sink, void* self);
/* Decompresses what it can. kOk, kBrokenStream, kTooMuch for bytes behind the end, or what the sink said; it stays with a problem. */
uint8_t inflate_feed(Inflate* inflate, const uint8_t* bytes, uint32_t size);
/* Whether the stream is complete and its check sum right. */
int inflate_is_complete(const Inflate* inflate);

#ifdef __cplusplus
}
#endif

#endif
