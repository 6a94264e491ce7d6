/* Routines of the ESP8266's mask ROM that the stub calls. rom.ld has their addresses; tests have stand-ins. */
#ifndef SMR_STUB_ROM_H
#define SMR_STUB_ROM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Flash. All return 0 if they could do it. Addresses and sizes are in bytes, and multiples of 4 for SPIRead and SPIWrite. */
void SelectSpiFunction(void);
int SPIParamCfg(uint32_t device_id, uint32_t chip_size, uint32_t block_size, uint32_t sector_size, uint32_t page_size,
                uint32_t status_mask);
int SPIUnlock(void);
int SPIEraseChip(void);
int SPIEraseBlock(uint32_t block);
int SPIEraseSector(uint32_t sector);
int SPIWrite(uint32_t address, const uint32_t* from, uint32_t size);
int SPIRead(uint32_t address, uint32_t* to, uint32_t size);

/* The ROM's own layout of this is not public: 88 bytes, as in every MD5 derived from RFC 1321, and some room. */
typedef struct {
    uint32_t words[32];
} Md5Context;
void MD5Init(Md5Context* context);
void MD5Update(Md5Context* context, const uint8_t* bytes, uint32_t size);
void MD5Final(uint8_t* digest, Md5Context* context);

/* Waits for room in the transmitter's FIFO. */
int uart_tx_one_char(uint8_t byte);
void uart_div_modify(uint32_t uart, uint32_t divider);

typedef void (*InterruptHandler)(void* argument);
void ets_isr_attach(uint32_t interrupt, InterruptHandler handler, void* argument);
void ets_isr_unmask(uint32_t interrupts);
void ets_delay_us(uint32_t microseconds);
void software_reset(void);

#ifdef __cplusplus
}
#endif

#endif
