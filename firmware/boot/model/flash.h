/* A NOR flash whose writes and erases can be cut short at any byte.
 *
 * Bits that a cut left between one and zero are unstable: they read as either. They stay so until they are written to zero by a write
 * that is completed, or erased by an erase that is. */
#ifndef SMR_BOOT_MODEL_FLASH_H
#define SMR_BOOT_MODEL_FLASH_H

#include <stdbool.h>
#include <stdint.h>

/* How unstable bits read. */
enum {
    kZeros,
    kOnes,
    /* Anew at each read. */
    kAnew,
    /* The same in one start of the chip. */
    kByStart,
    /* One of the above, from start to start. */
    kMixed,
    /* Zeros and ones in turn, from start to start. */
    kInTurn,
    kPolicies
};

/* How a write is cut. */
enum {
    /* The bytes before `byte` are written, that one is unstable. */
    kWriteBytes,
    /* The same in pages. */
    kWritePages,
    /* Whatever was to become zero is unstable. */
    kWriteNothing,
    /* It was completed, and nobody came to know. */
    kWriteAll,
    kWriteModes
};

/* How an erase is cut. */
enum {
    /* Blank before `byte`. */
    kEraseBefore,
    /* Blank from `byte` on. */
    kEraseFrom,
    /* Every zero is unstable. */
    kEraseZeros,
    /* Every bit is unstable. */
    kEraseEverything,
    /* Chips write zeros before they erase: zero before `byte`. */
    kEraseToZeros,
    /* Some zeros have become ones. */
    kEraseSome,
    /* Noise, all of it stable. */
    kEraseNoise,
    /* It looks blank, with some unstable bits. */
    kEraseWeak,
    /* Some ones are unstable. */
    kEraseOnes,
    kEraseAll,
    kEraseNotBegun,
    kEraseModes
};
/* The three that depend on a byte. */
static inline bool erase_has_bytes(uint32_t mode) { return mode == kEraseBefore || mode == kEraseFrom || mode == kEraseToZeros; }

typedef struct Cells {
    uint8_t value[MODEL_SIZE];
    uint8_t unstable[MODEL_SIZE];
    uint8_t has_unstable[MODEL_SECTORS];
    uint32_t erases[MODEL_SECTORS];
} Cells;

typedef struct Cut {
    /* Writes and erases before it; -1 for none. */
    long operation;
    uint32_t mode;
    uint32_t byte;
} Cut;

typedef struct Flash {
    Cells cells;
    Cut cut;
    uint32_t policy;
    /* Writes and erases so far. */
    long operations;
    /* Of the operation that was cut. */
    bool cut_was_erase;
    uint32_t cut_at;
    uint32_t cut_size;
    /* A sector with a bit that sticks from some erase on; 0 for none. */
    uint32_t worn_sector;
    uint32_t worn_from;
    /* What nobody may do was done. */
    const char* violation;
    /* For the start of the chip that runs. */
    uint32_t start_policy;
    uint32_t turn;
    uint32_t salt;
} Flash;

uint32_t any_number(void);

void flash_start(Flash* flash);
/* The functions of SmrBootFlash. */
bool flash_read(void* context, uint32_t at, void* to, uint32_t count);
bool flash_write(void* context, uint32_t at, const void* from, uint32_t count);
bool flash_erase(void* context, uint32_t at);
/* Whether all bits of a sector are stable. */
bool flash_is_stable(const Flash* flash, uint32_t at);

#endif
