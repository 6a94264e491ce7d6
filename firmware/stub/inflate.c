#include "stub/inflate.h"

#include "stub/status.h"

/* What comes next in the stream. */
enum {
    kHeader,
    kBlockHeader3Bits,
    kStoredLength,
    kStoredComplement,
    kStoredBytes,
    kCodeCounts,
    kLengthsOfLengths,
    kLengths,
    kRepeatCount,
    kSymbol,
    kLengthExtra,
    kDistance,
    kDistanceExtra,
    kCopy,
    kAdlerHigh,
    kAdlerLow,
    kComplete,
};

enum { kEndOfBlock = 256, kFirstLength = 257, kLastLength = 285, kLengthSymbols = 19, kDistanceSymbols = 30 };
/* Codes 29 and 30 of distances take part in the fixed code and never occur. */
enum { kFixedDistances = 32 };

/* RFC 1951, 3.2.5 and 3.2.7. */
static const uint16_t kLengthBase[] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                       31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t kLengthExtraBits[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t kDistanceBase[] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
                                         193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const uint8_t kDistanceExtraBits[] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                             6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
static const uint8_t kOrderOfLengths[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

void inflate_begin(Inflate* inflate, uint8_t* window, InflateSink sink, void* self) {
    inflate->sink = sink;
    inflate->self = self;
    inflate->window = window;
    inflate->made = inflate->handed = 0;
    inflate->bits = inflate->bit_count = 0;
    inflate->adler_low = 1;
    inflate->adler_high = 0;
    inflate->last_block = 0;
    inflate->problem = kOk;
    inflate->state = kHeader;
}

int inflate_is_complete(const Inflate* inflate) { return inflate->state == kComplete && inflate->problem == kOk; }

/* Takes bytes until there are `count` bits, at most 24. 0 if the input ends before. */
static int has_bits(Inflate* inflate, uint32_t count) {
    while (inflate->bit_count < count) {
        if (inflate->input == inflate->input_end) {
            return 0;
        }
        inflate->bits |= (uint32_t)*inflate->input++ << inflate->bit_count;
        inflate->bit_count += 8;
    }
    return 1;
}

static uint32_t take_bits(Inflate* inflate, uint32_t count) {
    const uint32_t value = inflate->bits & ((1U << count) - 1);
    inflate->bits >>= count;
    inflate->bit_count -= count;
    return value;
}

/* The next symbol; kMoreBits at the end of the input. */
static int32_t take_symbol(Inflate* inflate, const Huffman* code) {
    has_bits(inflate, kMostCodeBits);
    uint32_t used = 0;
    const int32_t symbol = huffman_decode(code, inflate->bits, inflate->bit_count, &used);
    if (symbol >= 0) {
        take_bits(inflate, used);
    }
    return symbol;
}

/* The rest of a division by 65521, of which 65536 leaves 15: the chip has no instruction that divides. */
static uint32_t adler_rest(uint32_t value) {
    value = (value & 0xFFFFU) + (value >> 16) * 15;
    value = (value & 0xFFFFU) + (value >> 16) * 15;
    return value >= 65521 ? value - 65521 : value;
}

/* Gives the sink what it has not had: at most a sector, so that the sums of Adler-32 fit into 32 bits. */
static void hand_over(Inflate* inflate) {
    const uint8_t* const from = inflate->window + (inflate->handed & (kWindow - 1));
    const uint32_t size = inflate->made - inflate->handed;
    uint32_t low = inflate->adler_low;
    uint32_t high = inflate->adler_high;
    for (uint32_t index = 0; index < size; ++index) {
        low += from[index];
        high += low;
    }
    inflate->adler_low = adler_rest(low);
    inflate->adler_high = adler_rest(high);
    inflate->handed = inflate->made;
    if (size > 0) {
        inflate->problem = inflate->sink(inflate->self, from, size);
    }
}

static void put(Inflate* inflate, uint8_t byte) {
    inflate->window[inflate->made & (kWindow - 1)] = byte;
    ++inflate->made;
    if ((inflate->made & (kSector - 1)) == 0) {
        hand_over(inflate);
    }
}

static void fail(Inflate* inflate) { inflate->problem = kBrokenStream; }

/* RFC 1950: deflate with a window of at most 32 KiB, no dictionary, and the two bytes together a multiple of 31. */
static void read_header(Inflate* inflate, uint32_t method, uint32_t flags) {
    enum { kDeflate = 8, kMostWindow = 7, kDictionary = 0x20 };
    uint32_t rest = method << 8 | flags;
    while (rest > 31) {
        rest = (rest & 31U) + (rest >> 5);
    }
    if ((method & 15U) != kDeflate || method >> 4 > kMostWindow || (flags & kDictionary) != 0 || rest != 31) {
        fail(inflate);
    }
    inflate->state = kBlockHeader3Bits;
}

static void use_fixed_codes(Inflate* inflate) {
    uint8_t* const lengths = inflate->lengths;
    for (uint32_t symbol = 0; symbol < kMostSymbols; ++symbol) {
        lengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
    }
    huffman_build(&inflate->literals, lengths, kMostSymbols);
    for (uint32_t symbol = 0; symbol < kFixedDistances; ++symbol) {
        lengths[symbol] = 5;
    }
    huffman_build(&inflate->distances, lengths, kFixedDistances);
    inflate->state = kSymbol;
}

static void begin_block(Inflate* inflate) {
    inflate->last_block = (uint8_t)take_bits(inflate, 1);
    switch (take_bits(inflate, 2)) {
        case 0:
            take_bits(inflate, inflate->bit_count & 7U);
            inflate->state = kStoredLength;
            break;
        case 1:
            use_fixed_codes(inflate);
            break;
        case 2:
            inflate->state = kCodeCounts;
            break;
        default:
            fail(inflate);
    }
}

static void end_block(Inflate* inflate) {
    if (inflate->last_block == 0) {
        inflate->state = kBlockHeader3Bits;
        return;
    }
    take_bits(inflate, inflate->bit_count & 7U);
    hand_over(inflate);
    inflate->state = kAdlerHigh;
}

static void read_counts(Inflate* inflate) {
    inflate->literal_codes = 257 + take_bits(inflate, 5);
    inflate->distance_codes = 1 + take_bits(inflate, 5);
    inflate->length_codes = 4 + take_bits(inflate, 4);
    inflate->lengths_read = 0;
    if (inflate->literal_codes > kLastLength + 1 || inflate->distance_codes > kDistanceSymbols) {
        fail(inflate);
    }
    inflate->state = kLengthsOfLengths;
}

static void read_length_of_length(Inflate* inflate) {
    inflate->lengths[kOrderOfLengths[inflate->lengths_read++]] = (uint8_t)take_bits(inflate, 3);
    if (inflate->lengths_read < inflate->length_codes) {
        return;
    }
    for (; inflate->lengths_read < kLengthSymbols; ++inflate->lengths_read) {
        inflate->lengths[kOrderOfLengths[inflate->lengths_read]] = 0;
    }
    if (!huffman_build(&inflate->literals, inflate->lengths, kLengthSymbols)) {
        fail(inflate);
    }
    inflate->lengths_read = 0;
    inflate->state = kLengths;
}

/* Appends code lengths; after the last, makes the block's codes. */
static void append_lengths(Inflate* inflate, uint8_t value, uint32_t count) {
    const uint32_t all = inflate->literal_codes + inflate->distance_codes;
    if (count > all - inflate->lengths_read) {
        fail(inflate);
        return;
    }
    while (count-- > 0) {
        inflate->lengths[inflate->lengths_read++] = value;
    }
    inflate->state = kLengths;
    if (inflate->lengths_read < all) {
        return;
    }
    if (inflate->lengths[kEndOfBlock] == 0 || !huffman_build(&inflate->literals, inflate->lengths, inflate->literal_codes) ||
        !huffman_build(&inflate->distances, inflate->lengths + inflate->literal_codes, inflate->distance_codes)) {
        fail(inflate);
    }
    inflate->state = kSymbol;
}

/* 16 repeats the length before 3 to 6 times, 17 and 18 are 3 to 10 and 11 to 138 zeros. */
static uint32_t repeat_bits(uint8_t symbol) { return symbol == 16 ? 2 : symbol == 17 ? 3 : 7; }

static void read_repeat_count(Inflate* inflate) {
    const uint8_t symbol = inflate->symbol;
    const uint32_t count = take_bits(inflate, repeat_bits(symbol)) + (symbol == 18 ? 11 : 3);
    if (symbol == 16 && inflate->lengths_read == 0) {
        fail(inflate);
        return;
    }
    append_lengths(inflate, symbol == 16 ? inflate->lengths[inflate->lengths_read - 1] : 0, count);
}

static void use_symbol(Inflate* inflate, uint32_t symbol) {
    if (symbol < kEndOfBlock) {
        put(inflate, (uint8_t)symbol);
    } else if (symbol == kEndOfBlock) {
        end_block(inflate);
    } else if (symbol > kLastLength) {
        fail(inflate);
    } else {
        inflate->symbol = (uint8_t)(symbol - kFirstLength);
        inflate->state = kLengthExtra;
    }
}

/* One step of the stream. 0 if that takes more input. */
static int step(Inflate* inflate) {
    int32_t symbol;
    switch (inflate->state) {
        case kHeader:
            if (!has_bits(inflate, 16)) {
                return 0;
            }
            symbol = (int32_t)take_bits(inflate, 8);
            read_header(inflate, (uint32_t)symbol, take_bits(inflate, 8));
            return 1;
        case kBlockHeader3Bits:
            if (!has_bits(inflate, 3)) {
                return 0;
            }
            begin_block(inflate);
            return 1;
        case kStoredLength:
            if (!has_bits(inflate, 16)) {
                return 0;
            }
            inflate->length = take_bits(inflate, 16);
            inflate->state = kStoredComplement;
            return 1;
        case kStoredComplement:
            if (!has_bits(inflate, 16)) {
                return 0;
            }
            if (take_bits(inflate, 16) != (inflate->length ^ 0xFFFFU)) {
                fail(inflate);
            }
            inflate->state = kStoredBytes;
            return 1;
        case kStoredBytes:
            if (inflate->length == 0) {
                end_block(inflate);
                return 1;
            }
            if (!has_bits(inflate, 8)) {
                return 0;
            }
            --inflate->length;
            put(inflate, (uint8_t)take_bits(inflate, 8));
            return 1;
        case kCodeCounts:
            if (!has_bits(inflate, 14)) {
                return 0;
            }
            read_counts(inflate);
            return 1;
        case kLengthsOfLengths:
            if (!has_bits(inflate, 3)) {
                return 0;
            }
            read_length_of_length(inflate);
            return 1;
        case kLengths:
            symbol = take_symbol(inflate, &inflate->literals);
            if (symbol < 0) {
                break;
            }
            if (symbol < 16) {
                append_lengths(inflate, (uint8_t)symbol, 1);
            } else {
                inflate->symbol = (uint8_t)symbol;
                inflate->state = kRepeatCount;
            }
            return 1;
        case kRepeatCount:
            if (!has_bits(inflate, repeat_bits(inflate->symbol))) {
                return 0;
            }
            read_repeat_count(inflate);
            return 1;
        case kSymbol:
            symbol = take_symbol(inflate, &inflate->literals);
            if (symbol < 0) {
                break;
            }
            use_symbol(inflate, (uint32_t)symbol);
            return 1;
        case kLengthExtra:
            if (!has_bits(inflate, kLengthExtraBits[inflate->symbol])) {
                return 0;
            }
            inflate->length = kLengthBase[inflate->symbol] + take_bits(inflate, kLengthExtraBits[inflate->symbol]);
            inflate->state = kDistance;
            return 1;
        case kDistance:
            symbol = take_symbol(inflate, &inflate->distances);
            if (symbol < 0) {
                break;
            }
            if (symbol >= kDistanceSymbols) {
                fail(inflate);
            }
            inflate->symbol = (uint8_t)symbol;
            inflate->state = kDistanceExtra;
            return 1;
        case kDistanceExtra:
            if (!has_bits(inflate, kDistanceExtraBits[inflate->symbol])) {
                return 0;
            }
            inflate->distance = kDistanceBase[inflate->symbol] + take_bits(inflate, kDistanceExtraBits[inflate->symbol]);
            if (inflate->distance > inflate->made) {
                fail(inflate);
            }
            inflate->state = kCopy;
            return 1;
        case kCopy:
            put(inflate, inflate->window[(inflate->made - inflate->distance) & (kWindow - 1)]);
            if (--inflate->length == 0) {
                inflate->state = kSymbol;
            }
            return 1;
        case kAdlerHigh:
        case kAdlerLow:
            if (!has_bits(inflate, 16)) {
                return 0;
            }
            /* The check sum is big-endian. */
            inflate->length = take_bits(inflate, 8) << 8;
            inflate->length |= take_bits(inflate, 8);
            if (inflate->length != (inflate->state == kAdlerHigh ? inflate->adler_high : inflate->adler_low)) {
                fail(inflate);
            }
            ++inflate->state;
            return 1;
        default:
            return 0;
    }
    if (symbol == kNoSymbol) {
        fail(inflate);
        return 1;
    }
    return 0;
}

uint8_t inflate_feed(Inflate* inflate, const uint8_t* bytes, uint32_t size) {
    inflate->input = bytes;
    inflate->input_end = bytes + size;
    while (inflate->problem == kOk && step(inflate)) {
    }
    if (inflate->problem == kOk && inflate->state == kComplete && (inflate->input != inflate->input_end || inflate->bit_count != 0)) {
        inflate->problem = kTooMuch;
    }
    return inflate->problem;
}
