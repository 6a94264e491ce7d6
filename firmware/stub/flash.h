/* The flash chip, within the size that was announced: nothing here reads, erases or writes outside of it. */
#ifndef SMR_STUB_FLASH_H
#define SMR_STUB_FLASH_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    kFlashSector = 4096,
    kFlashBlock = 65536,
    /* What 24 bits of address reach: the size until one is announced. */
    kMostFlash = 16 * 1024 * 1024,
};

/* All functions answer with a status. Addresses and sizes are in bytes. */

/* Announces a size: a multiple of a sector, at most kMostFlash. */
uint8_t flash_set_size(uint32_t* flash_size, uint32_t size);
/* Whether `size` bytes from `address` lie in the flash. */
int flash_holds(uint32_t flash_size, uint32_t address, uint32_t size);
uint8_t flash_erase_all(void);
/* Erases whole sectors: address and size are multiples of one. */
uint8_t flash_erase(uint32_t flash_size, uint32_t address, uint32_t size);
/* Reads any bytes. `to` has room for size + 6, and `*begin` gets where in it they begin. */
uint8_t flash_read(uint32_t flash_size, uint32_t address, uint32_t size, uint32_t* to, const uint8_t** begin);

/* Bytes that are written one after another, to sectors that are erased right before. */
typedef struct {
    uint32_t at;
    uint32_t end;
    uint32_t erased;
} FlashWriter;

/* `address` is a multiple of 4. The rest of the first and last sector is lost. */
uint8_t flash_writer_begin(FlashWriter* writer, uint32_t flash_size, uint32_t address, uint32_t size);
/* `bytes` is aligned to 4, and `size` a multiple of 4 but for the last. kTooMuch where that is over what was announced. */
uint8_t flash_writer_put(FlashWriter* writer, const uint8_t* bytes, uint32_t size);

#ifdef __cplusplus
}
#endif

#endif
