/* What the host can ask for: the commands of esptool's "Serial Protocol" that concern flash, registers and the line. */
#ifndef SMR_STUB_COMMANDS_H
#define SMR_STUB_COMMANDS_H

#include <stdint.h>

#include "stub/flash.h"
#include "stub/frames.h"
#include "stub/inflate.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is written to flash at the moment. */
enum { kNoWrite, kPlainWrite, kCompressedWrite };

typedef struct {
    /* The interrupt handler puts in. */
    Frames frames;
    uint32_t flash_size;
    uint8_t write;
    /* The first problem of the write: blocks are acknowledged before they are written, so the next answer tells of it. */
    uint8_t problem;
    uint32_t next_block;
    uint32_t block_size;
    FlashWriter writer;
    Inflate inflate;
    /* While decompressing: what was made last. Otherwise room for what is read. */
    uint32_t window[kWindow / 4];
} Stub;

/* Says OHAI to the host. */
void stub_begin(Stub* stub);
/* Does commands until the line ends, which it does not on the chip. */
void stub_run(Stub* stub);

/* Commands of their own files. `data` has as many bytes as the command wants. */
void read_flash(Stub* stub, const uint8_t* data);
void begin_write(Stub* stub, uint8_t command, const uint8_t* data);
void take_block(Stub* stub, uint8_t command, const uint8_t* data, uint32_t size, uint32_t check_sum);
void end_write(Stub* stub, uint8_t command, const uint8_t* data);

enum {
    kFlashBegin = 0x02,
    kFlashData = 0x03,
    kFlashEnd = 0x04,
    kSync = 0x08,
    kWriteRegister = 0x09,
    kReadRegister = 0x0A,
    kSetParameters = 0x0B,
    kAttach = 0x0D,
    kChangeSpeed = 0x0F,
    kCompressedBegin = 0x10,
    kCompressedData = 0x11,
    kCompressedEnd = 0x12,
    kMd5 = 0x13,
    kEraseFlash = 0xD0,
    kEraseRegion = 0xD1,
    kReadFlash = 0xD2,
    kRunApplication = 0xD3,
};

/* Answers. */
void answer(uint8_t command, uint8_t status);
void answer_value(uint8_t command, uint32_t value, const uint8_t* data, uint32_t size, uint8_t status);

#ifdef __cplusplus
}
#endif

#endif
