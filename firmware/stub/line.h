/* The serial line and the chip around it, as the commands use them: uart.c on the chip, a script in tests. */
#ifndef SMR_STUB_LINE_H
#define SMR_STUB_LINE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

void line_send(uint8_t byte);
/* Hands bytes that have come to frames_take(). 0 if none will come any more, which happens in tests only. */
int line_pump(void);
/* Waits until everything has been sent. */
void line_flush(void);
/* Changes the speed by the ratio of two baud rates, so that nobody has to know the chip's clock. */
void line_change_speed(uint32_t baud, uint32_t former_baud);
/* One word of the chip's registers or ROM. */
uint32_t chip_read(uint32_t address);
void chip_write(uint32_t address, uint32_t value);
void chip_delay(uint32_t microseconds);
/* Does not return on the chip. */
void chip_reset(void);

#ifdef __cplusplus
}
#endif

#endif
