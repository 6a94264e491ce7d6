/* The chip around a stub: start, UART0, interrupts. Its serial line is standard input and output. */
#include "stub/machine/host.h"
#include "stub/rom.h"

/* --- UART0. The registers are those of the ESP8266 Technical Reference. */

enum { kFifoSize = 128, kRegisters = 16, kUartInterrupt = 5 };
enum { kFifo = 0, kInterruptStatus = 2, kInterruptEnable = 3, kInterruptClear = 4, kDivider = 5, kStatus = 7, kConfiguration1 = 9 };
static const uint32_t kUart = 0x60000000;
static uint32_t registers[kRegisters];
static uint8_t fifo[kFifoSize];
static uint32_t fifo_size;
static uint32_t fifo_at;

static InterruptHandler handler;
static void* handler_argument;
static uint32_t unmasked;

/* Takes what the host has sent, as far as the FIFO has room: this line waits where a real one would lose bytes. */
static void fill_fifo(uint32_t microseconds) {
    uint32_t wait[2] = {0, microseconds};
    if (fifo_size > 0 || host_call(kHostSelect, kInput, 1, (uint32_t)wait) <= 0) {
        return;
    }
    const int32_t got = host_call(kHostRead, kInput, (uint32_t)fifo, kFifoSize);
    if (got <= 0) {
        end_machine(kEndOfInput, "");
    }
    fifo_at = 0;
    fifo_size = (uint32_t)got;
}

static uint32_t load_register(uint32_t index) {
    enum { kIdleWait = 500 };
    switch (index) {
        case kStatus:
            fill_fifo(kIdleWait);
            return fifo_size;
        case kFifo:
            if (fifo_size == 0) {
                end_machine(kViolation, "a byte was read that had not come\n");
            }
            --fifo_size;
            return fifo[fifo_at++];
        case kInterruptStatus:
        case kDivider:
        case kInterruptEnable:
        case kConfiguration1:
            return registers[index];
        default:
            end_machine(kViolation, "a register of the UART was read that is not modelled\n");
    }
}

static void store_register(uint32_t index, uint32_t value) {
    if (index != kInterruptEnable && index != kInterruptClear && index != kConfiguration1) {
        end_machine(kViolation, "a register of the UART was written that is not modelled\n");
    }
    registers[index] = value;
}

/* Where the program counter lies among saved registers. */
enum { kProgramCounter = 17 };

static uint32_t instruction_at(uint32_t address) {
    const uint32_t* word = (const uint32_t*)(address & ~3U);
    const uint32_t shift = (address & 3U) * 8U;
    return shift == 0 ? word[0] : (word[0] >> shift) | (word[1] << (32U - shift));
}

/* Does l32i, l32i.n, s32i and s32i.n (Xtensa instruction set, 24 and 16 bit forms); the chip's registers want whole words, too. */
void emulate_access(uint32_t* saved);
void emulate_access(uint32_t* saved) {
    const uint32_t instruction = instruction_at(saved[kProgramCounter]);
    const uint32_t form = instruction & 0xFU;
    const uint32_t operation = (instruction >> 12U) & 0xFU;
    const uint32_t base = saved[(instruction >> 8U) & 0xFU];
    uint32_t* const target = &saved[(instruction >> 4U) & 0xFU];
    const int is_wide = form == 2 && (operation == 2 || operation == 6);
    if (!is_wide && form != 8 && form != 9) {
        end_machine(kViolation, "a register of the UART was not accessed as a word\n");
    }
    const uint32_t offset = (is_wide ? instruction >> 16U & 0xFFU : operation) * 4U;
    const uint32_t index = (base + offset - kUart) / 4U;
    if (index >= kRegisters) {
        end_machine(kViolation, "there is no such register of the UART\n");
    }
    if ((is_wide && operation == 2) || form == 8) {
        *target = load_register(index);
    } else {
        store_register(index, *target);
    }
    saved[kProgramCounter] += is_wide ? 3 : 2;
}

/* --- interrupts: a timer looks for bytes on the line, so that they come between any two instructions of the stub */

/* The cycle counter advances once in 100 instructions. */
enum { kTimer = 1 << 6, kTimerPeriod = 43 };

static void set_timer(void) {
    uint32_t now;
    __asm__ volatile("rsr %0, ccount" : "=r"(now));
    __asm__ volatile("wsr %0, ccompare0\n\tesync" : : "r"(now + kTimerPeriod));
}

static void take_timer_interrupt(void) {
    spi_step();
    if (handler != 0 && (unmasked & 1U << kUartInterrupt) != 0 && registers[kInterruptEnable] != 0) {
        fill_fifo(0);
        if (fifo_size > 0) {
            registers[kInterruptStatus] = 1;
            handler(handler_argument);
            registers[kInterruptStatus] = 0;
        }
    }
    set_timer();
}

void ets_isr_attach(uint32_t interrupt, InterruptHandler attached, void* argument) {
    if (interrupt != kUartInterrupt) {
        end_machine(kViolation, "an interrupt was attached that is not the UART's\n");
    }
    handler = attached;
    handler_argument = argument;
}

void ets_isr_unmask(uint32_t interrupts) { unmasked |= interrupts; }

/* --- the other routines of the ROM */

int uart_tx_one_char(uint8_t byte) {
    output_byte(byte);
    return 0;
}

void uart_div_modify(uint32_t uart, uint32_t divider) {
    if (uart != 0) {
        end_machine(kViolation, "the speed of another UART was changed\n");
    }
    output_divider(divider);
    registers[kDivider] = divider;
}

void ets_delay_us(uint32_t microseconds) { (void)microseconds; }
void software_reset(void) { end_machine(kReset, "reset\n"); }

/* --- start and exceptions */

/* The words in which the chip keeps its address on the network. */
static uint32_t fuse(uint32_t address) {
    switch (address) {
        case 0x3FF00050:
            return options.mac_end << 24U;
        case 0x3FF00054:
            return 0x02000000 | options.mac_end >> 8U;
        case 0x3FF00058:
            return 0x0000B000;
        case 0x3FF0005C:
            return options.mac_begin;
        default:
            return 0;
    }
}

/* Interrupts; loads from peripherals that the machine does not have; everything else ends it. */
void take_exception(uint32_t* saved, uint32_t cause, uint32_t address);
void take_exception(uint32_t* saved, uint32_t cause, uint32_t address) {
    enum { kInterrupt = 4, kPeripherals = 0x3FF00000, kPeripheralsEnd = 0x3FF20000 };
    if (cause == kInterrupt) {
        take_timer_interrupt();
        return;
    }
    const uint32_t instruction = instruction_at(saved[kProgramCounter]);
    const int is_wide = (instruction & 0xFU) == 2 && (instruction >> 12U & 0xFU) == 2;
    if ((is_wide || (instruction & 0xFU) == 8) && (address & 3U) == 0 && address >= kPeripherals && address < kPeripheralsEnd) {
        saved[instruction >> 4U & 0xFU] = fuse(address);
        saved[kProgramCounter] += is_wide ? 3 : 2;
        return;
    }
    say("exception at ");
    say_address(saved[kProgramCounter]);
    say(", address ");
    say_address(address);
    end_machine(128 + (int32_t)cause, "\n");
}

void machine_main(void);
void machine_main(void) {
    options_read();
    flash_open(options.flash);
    registers[kDivider] = options.divider;
    /* Loads and stores in the 64 bytes of the UART's registers stop before they happen. */
    __asm__ volatile("wsr %0, dbreaka0\n\twsr %1, dbreakc0\n\tisync" : : "r"(kUart), "r"(0xC0000000));
    set_timer();
    __asm__ volatile("wsr %0, intenable\n\trsync" : : "r"(kTimer));
    ((void (*)(void))options.entry)();
    end_machine(kViolation, "the program came back\n");
}
