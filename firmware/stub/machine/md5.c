/* Stand-ins for the ROM's MD5 routines (RFC 1321). */
#include "stub/rom.h"

enum { kBlock = 64, kStateWords = 4, kDigest = 16 };

/* In Md5Context: four words of state, the number of bytes so far, and the block that is being filled. */
enum { kCount = 4, kBuffer = 5 };

/* The whole part of 2^32 times the absolute sine of 1 to 64. */
static const uint32_t kSines[64] = {
    0xD76AA478, 0xE8C7B756, 0x242070DB, 0xC1BDCEEE, 0xF57C0FAF, 0x4787C62A, 0xA8304613, 0xFD469501,
    0x698098D8, 0x8B44F7AF, 0xFFFF5BB1, 0x895CD7BE, 0x6B901122, 0xFD987193, 0xA679438E, 0x49B40821,
    0xF61E2562, 0xC040B340, 0x265E5A51, 0xE9B6C7AA, 0xD62F105D, 0x02441453, 0xD8A1E681, 0xE7D3FBC8,
    0x21E1CDE6, 0xC33707D6, 0xF4D50D87, 0x455A14ED, 0xA9E3E905, 0xFCEFA3F8, 0x676F02D9, 0x8D2A4C8A,
    0xFFFA3942, 0x8771F681, 0x6D9D6122, 0xFDE5380C, 0xA4BEEA44, 0x4BDECFA9, 0xF6BB4B60, 0xBEBFBC70,
    0x289B7EC6, 0xEAA127FA, 0xD4EF3085, 0x04881D05, 0xD9D4D039, 0xE6DB99E5, 0x1FA27CF8, 0xC4AC5665,
    0xF4292244, 0x432AFF97, 0xAB9423A7, 0xFC93A039, 0x655B59C3, 0x8F0CCC92, 0xFFEFF47D, 0x85845DD1,
    0x6FA87E4F, 0xFE2CE6E0, 0xA3014314, 0x4E0811A1, 0xF7537E82, 0xBD3AF235, 0x2AD7D2BB, 0xEB86D391,
};
static const uint8_t kShifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static void take_block(uint32_t* state, const uint32_t* block) {
    uint32_t a = state[0];
    uint32_t b = state[1];
    uint32_t c = state[2];
    uint32_t d = state[3];
    for (uint32_t step = 0; step < 64; ++step) {
        uint32_t mixed;
        uint32_t word;
        if (step < 16) {
            mixed = (b & c) | (~b & d);
            word = step;
        } else if (step < 32) {
            mixed = (d & b) | (~d & c);
            word = 5 * step + 1;
        } else if (step < 48) {
            mixed = b ^ c ^ d;
            word = 3 * step + 5;
        } else {
            mixed = c ^ (b | ~d);
            word = 7 * step;
        }
        const uint32_t sum = a + mixed + kSines[step] + block[word & 15U];
        const uint32_t shift = kShifts[step / 16][step & 3U];
        a = d;
        d = c;
        c = b;
        b += sum << shift | sum >> (32 - shift);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

void MD5Init(Md5Context* context) {
    context->words[0] = 0x67452301;
    context->words[1] = 0xEFCDAB89;
    context->words[2] = 0x98BADCFE;
    context->words[3] = 0x10325476;
    context->words[kCount] = 0;
}

void MD5Update(Md5Context* context, const uint8_t* bytes, uint32_t size) {
    uint8_t* const buffer = (uint8_t*)&context->words[kBuffer];
    for (uint32_t index = 0; index < size; ++index) {
        buffer[context->words[kCount]++ & (kBlock - 1)] = bytes[index];
        if ((context->words[kCount] & (kBlock - 1)) == 0) {
            take_block(context->words, &context->words[kBuffer]);
        }
    }
}

void MD5Final(uint8_t* digest, Md5Context* context) {
    const uint32_t count = context->words[kCount];
    const uint8_t one = 0x80;
    const uint8_t zero = 0;
    MD5Update(context, &one, 1);
    while ((context->words[kCount] & (kBlock - 1)) != kBlock - 8) {
        MD5Update(context, &zero, 1);
    }
    for (uint32_t byte = 0; byte < 8; ++byte) {
        const uint8_t part = byte < 4 ? (uint8_t)(count << 3 >> (8 * byte)) : byte == 4 ? (uint8_t)(count >> 29) : 0;
        MD5Update(context, &part, 1);
    }
    for (uint32_t byte = 0; byte < kDigest; ++byte) {
        digest[byte] = (uint8_t)(context->words[byte / 4] >> (8 * (byte & 3U)));
    }
}
