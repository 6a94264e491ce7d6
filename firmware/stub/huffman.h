/* Canonical Huffman codes of RFC 1951. */
#ifndef SMR_STUB_HUFFMAN_H
#define SMR_STUB_HUFFMAN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { kMostSymbols = 288, kMostCodeBits = 15, kQuickBits = 9 };

typedef struct {
    uint16_t counts[kMostCodeBits + 1];
    uint16_t symbols[kMostSymbols];
    /* By the next kQuickBits bits: the symbol, times 16, plus the bits of its code; 0 where the code is longer. */
    uint16_t quick[1 << kQuickBits];
} Huffman;

/* Makes the code from the number of bits of each symbol. 0 if there is no such code. A code that leaves bits unused is allowed only
 * if it has one symbol or none, which RFC 1951 wants for distances. */
int huffman_build(Huffman* code, const uint8_t* lengths, uint32_t count);

/* The symbol that `available` bits begin with, the first being the lowest; `*used` gets the bits of its code.
 * kMoreBits if they are too few, kNoSymbol if they begin none. */
enum { kMoreBits = -1, kNoSymbol = -2 };
int32_t huffman_decode(const Huffman* code, uint32_t bits, uint32_t available, uint32_t* used);

#ifdef __cplusplus
}
#endif

#endif
