/* The stub on the chip: its serial line, its registers, and where it starts. */
#include "stub/commands.h"
#include "stub/line.h"
#include "stub/rom.h"

/* UART0 (ESP8266 Technical Reference, "UART"): offsets from its base, and bits. */
static const uint32_t kUart = 0x60000000;
enum {
    kFifo = 0x00,
    kInterruptStatus = 0x08,
    kInterruptEnable = 0x0C,
    kInterruptClear = 0x10,
    kDivider = 0x14,
    kStatus = 0x1C,
    kConfiguration1 = 0x24,
};
enum { kReceiverFull = 1 << 0, kOverflow = 1 << 4, kReceiverIdle = 1 << 8, kInterrupts = kReceiverFull | kOverflow | kReceiverIdle };
/* The receiver's FIFO holds 128 bytes: at 921600 baud there is a millisecond from this many of them to the overflow. */
enum { kFullFrom = 32, kIdleBytes = 2, kIdleShift = 24 };
static const uint32_t kIdleEnable = 0x80000000;
enum { kUartInterrupt = 5, kDividerMask = 0xFFFFF };

static Stub stub;

uint32_t chip_read(uint32_t address) { return *(const volatile uint32_t*)address; }
void chip_write(uint32_t address, uint32_t value) { *(volatile uint32_t*)address = value; }
void chip_delay(uint32_t microseconds) {
    if (microseconds > 0) {
        ets_delay_us(microseconds);
    }
}
void chip_reset(void) {
    software_reset();
    for (;;) {
    }
}

static void drain(void) {
    if ((chip_read(kUart + kInterruptStatus) & kOverflow) != 0) {
        frames_spoil(&stub.frames);
    }
    while (frames_have_room(&stub.frames) && (chip_read(kUart + kStatus) & 0xFF) != 0) {
        frames_take(&stub.frames, (uint8_t)chip_read(kUart + kFifo));
    }
    chip_write(kUart + kInterruptClear, kInterrupts);
    /* What has no room stays in the FIFO, and must not interrupt again and again. */
    chip_write(kUart + kInterruptEnable, frames_have_room(&stub.frames) ? kInterrupts : 0);
}

static void take_interrupt(void* argument) {
    (void)argument;
    drain();
}

/* Interrupts are kept out with the processor's own means: a register of the UART might take effect too late. The UART's has level 1. */
int line_pump(void) {
    uint32_t former;
    __asm__ volatile("rsil %0, 1" : "=a"(former) : : "memory");
    drain();
    __asm__ volatile("wsr %0, ps\n\trsync" : : "a"(former) : "memory");
    return 1;
}

void line_send(uint8_t byte) { uart_tx_one_char(byte); }

void line_flush(void) {
    enum { kLastByte = 2000 };
    while ((chip_read(kUart + kStatus) >> 16 & 0xFF) != 0) {
    }
    /* The last byte is still being sent: that takes 1.1 ms at 9600 baud. */
    ets_delay_us(kLastByte);
}

/* divider * former / new, rounded, in 32 bits and without a division. */
void line_change_speed(uint32_t baud, uint32_t former_baud) {
    const uint32_t divider = chip_read(kUart + kDivider) & kDividerMask;
    uint32_t quotient = 0;
    uint32_t rest = 0;
    for (uint32_t bit = 1U << 19; bit != 0; bit >>= 1) {
        quotient <<= 1;
        rest = rest * 2 + ((divider & bit) != 0 ? former_baud : 0);
        for (; rest >= baud; rest -= baud) {
            ++quotient;
        }
    }
    if (rest >= baud / 2) {
        ++quotient;
    }
    uart_div_modify(0, quotient > 0 ? quotient : 1);
}

void stub_main(void) __attribute__((noreturn));
void stub_main(void) {
    frames_begin(&stub.frames);
    ets_isr_attach(kUartInterrupt, take_interrupt, 0);
    chip_write(kUart + kConfiguration1, kIdleEnable | kIdleBytes << kIdleShift | kFullFrom);
    chip_write(kUart + kInterruptClear, 0xFFFFFFFF);
    chip_write(kUart + kInterruptEnable, kInterrupts);
    ets_isr_unmask(1U << kUartInterrupt);
    stub_begin(&stub);
    for (;;) {
        stub_run(&stub);
    }
}
