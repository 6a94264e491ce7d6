/* The boot record: what the boot loader and the application tell each other in two sectors of flash. Plain numbers, for C and C++.
 *
 * A record sector holds a header of ten words and a log. The header is written once, after everything it speaks of; the log is only
 * appended to. The valid header with the higher sequence is in charge. No valid one: nothing was ever updated, or the board was
 * flashed over its serial line.
 *
 * Rules for whoever writes, because a power cut leaves bits that read as one or as zero from one start to the next:
 * - What is read is settled before it is acted on: the words of the record up to the end of the log are written again as just read.
 * - A state is then appended twice: the first word may lie on what a cut left there, the second never does. It is read back.
 * - A log without room for both, once settled, moves to the other sector: entries first, the header last, with the next sequence.
 * - Before a record sector is erased its header is written to zeros: an erase that is cut may spoil the log only.
 * - A request goes into the sector that is not in charge, erased before anything is staged. Before that the record in charge is saved as
 *   well, and has to be one that the loader leaves alone: confirmed, or gone back to position 0. A refused request is neither: it is
 *   saved as confirmed.
 */
#ifndef SMR_BOOT_RECORD_H
#define SMR_BOOT_RECORD_H

#include <stdint.h>

/* --- where things lie in flash, in bytes. Tests of the loader shrink this. */
#ifndef SMR_BOOT_SECTOR
#define SMR_BOOT_SECTOR 0x1000U
/* The application's sectors are A[0], A[1], ...; those of the staging slot B[0], B[1], ...: B[0] is the hole, an image is staged from B[1]. */
#define SMR_BOOT_APPLICATION 0x1000U
#define SMR_BOOT_STAGING 0x7D000U
#define SMR_BOOT_RECORD_0 0xFB000U
#define SMR_BOOT_RECORD_1 0x7C000U
/* Sectors of the largest application. */
#define SMR_BOOT_MOST_SECTORS 123U
#endif

#define SMR_BOOT_RECORD_WORDS (SMR_BOOT_SECTOR / 4U)

/* --- the words of a header: these five, then their complements */
#define SMR_BOOT_MAGIC 0x50415753U
enum {
    SMR_BOOT_WORD_MAGIC,
    /* From 1 on; each record has one more than the one before it. */
    SMR_BOOT_WORD_SEQUENCE,
    /* Sectors of the larger of the two images, and SMR_BOOT_WAS_JOINED. */
    SMR_BOOT_WORD_SECTORS,
    /* CRC-32, as in zlib, over B[1] to B[n] at the time of the request: the new image. */
    SMR_BOOT_WORD_NEW_CRC,
    /* The same over A[0] to A[n - 1]: the old image. */
    SMR_BOOT_WORD_OLD_CRC,
    SMR_BOOT_WORD_COMPLEMENTS,
    SMR_BOOT_WORD_LOG = 10
};
#define SMR_BOOT_SECTORS_MASK 0xFFU
/* The gateway was joined to a network when the update was asked for. The loader does not care. */
#define SMR_BOOT_WAS_JOINED 0x100U

/* --- entries of the log: x << 16 | (x ^ 0xFFFF). Each has 16 zeros, so that no partly written one is valid. */
#define SMR_BOOT_CONFIRMED 0x8000U
#define SMR_BOOT_BACK 0x4000U
#define SMR_BOOT_WHY_SHIFT 12U
#define SMR_BOOT_POWER_ONS_SHIFT 10U
#define SMR_BOOT_STARTS_SHIFT 8U
#define SMR_BOOT_BLANK 0xFFFFFFFFU
/* The entry that says what a log without entries does. */
#define SMR_BOOT_NO_STATE 0xFFFFU

/* Why the old image is brought back. */
enum {
    SMR_BOOT_DID_NOT_RUN = 0,
    SMR_BOOT_NETWORK_NOT_REACHED = 1,
    SMR_BOOT_REQUESTED = 2,
    SMR_BOOT_FLASH_FAILED = 3
};

/* Starts that an image on trial has. */
#define SMR_BOOT_MOST_STARTS 3U
/* Power-ons in a row that do not count as starts. */
#define SMR_BOOT_MOST_POWER_ONS 2U

/* An entry, decoded. Position 0: the old image is in the application's slot; 2n: the new one. In between the loader is swapping. */
typedef struct SmrBootState {
    /* 0 or 1: what is in the application's slot stays, whatever else is said. At position 0 and with `back`: the way back was noticed. */
    uint32_t confirmed;
    /* 0 or 1: the old image is to be brought back, or has been. */
    uint32_t back;
    /* Only with `back`, else 0. */
    uint32_t why;
    /* 0 to SMR_BOOT_MOST_POWER_ONS. */
    uint32_t power_ons;
    /* 0 to SMR_BOOT_MOST_STARTS. */
    uint32_t starts;
    uint32_t position;
} SmrBootState;

/* Numbers that change by one are kept in Gray code: neighbours differ in one bit, so that what two cut writes leave is one of the two. */
static inline uint32_t smr_boot_to_gray(uint32_t number) { return number ^ (number >> 1U); }
static inline uint32_t smr_boot_from_gray(uint32_t gray) {
    gray ^= gray >> 1U;
    gray ^= gray >> 2U;
    return gray ^ (gray >> 4U);
}

static inline uint32_t smr_boot_entry(const SmrBootState* state) {
    const uint32_t x = (state->confirmed != 0 ? SMR_BOOT_CONFIRMED : 0U) | (state->back != 0 ? SMR_BOOT_BACK : 0U) |
                       (state->why & 3U) << SMR_BOOT_WHY_SHIFT | smr_boot_to_gray(state->power_ons) << SMR_BOOT_POWER_ONS_SHIFT |
                       smr_boot_to_gray(state->starts) << SMR_BOOT_STARTS_SHIFT | smr_boot_to_gray(state->position);
    return x << 16U | (x ^ 0xFFFFU);
}

/* 1 if `word` is an entry that a record of so many sectors can have; `*state` stays as it is otherwise. */
static inline int smr_boot_read_entry(uint32_t word, uint32_t sectors, SmrBootState* state) {
    const uint32_t x = word >> 16U;
    const uint32_t position = smr_boot_from_gray(x & 0xFFU);
    const uint32_t power_ons = smr_boot_from_gray(x >> SMR_BOOT_POWER_ONS_SHIFT & 3U);
    if ((x ^ (word & 0xFFFFU)) != 0xFFFFU || position > 2U * sectors) {
        return 0;
    }
    state->confirmed = (x & SMR_BOOT_CONFIRMED) != 0 ? 1U : 0U;
    state->back = (x & SMR_BOOT_BACK) != 0 ? 1U : 0U;
    state->why = state->back != 0 ? x >> SMR_BOOT_WHY_SHIFT & 3U : 0U;
    /* Nobody writes the fourth code; cut writes can leave it. */
    state->power_ons = power_ons < SMR_BOOT_MOST_POWER_ONS ? power_ons : SMR_BOOT_MOST_POWER_ONS;
    state->starts = smr_boot_from_gray(x >> SMR_BOOT_STARTS_SHIFT & 3U);
    state->position = position;
    return 1;
}

#endif
