#include "port/nonos/serial.h"

#include "port/nonos/sdk.h"
#include "port/nonos/uart.h"
#include "port/nonos/uart_interrupt.h"

namespace smr {

namespace {

// Half of the FIFO: at 115,200 baud the other half leaves the interrupt 5.5 ms.
constexpr uint32_t kInterruptAt = 64;
// Or when nothing came for the time of as many bytes.
constexpr uint32_t kSilence = 2;
// RXD0.
constexpr uint32_t kReceivePin = 3;

uint32_t format_of(const LineSettings& settings) {
    uint32_t format = (settings.data_bits == 7 ? 2U : 3U) << uart::kDataBitsAt;
    format |= (settings.stop_bits == 2 ? 3U : 1U) << uart::kStopBitsAt;
    if (settings.parity == 'e') {
        format |= uart::kParity;
    } else if (settings.parity == 'o') {
        format |= uart::kParity | uart::kOddParity;
    }
    return settings.inverted ? format | uart::kInvertReceiver : format;
}

// RXD0 and TXD0 are the first use of their pins. RX gets the inside pull-up, which alone is too weak for a meter's open collector at this speed.
void take_pins() {
    constexpr uint32_t kUse = 0x13U << PERIPHS_IO_MUX_FUNC_S;
    WRITE_PERI_REG(PERIPHS_IO_MUX_U0TXD_U, READ_PERI_REG(PERIPHS_IO_MUX_U0TXD_U) & ~(kUse | PERIPHS_IO_MUX_PULLUP));
    WRITE_PERI_REG(PERIPHS_IO_MUX_U0RXD_U,
                   (READ_PERI_REG(PERIPHS_IO_MUX_U0RXD_U) & ~kUse) | PERIPHS_IO_MUX_PULLUP);
}

}  // namespace

void NonosSerial::configure(const LineSettings& settings) {
    ETS_UART_INTR_DISABLE();
    uart::enabled_interrupts() = 0;
    take_pins();
    uart::divider() = (UART_CLK_FREQ + settings.baud / 2) / settings.baud;
    const uint32_t format = format_of(settings);
    // What is still to be sent is left alone: it may be the end of an Improv answer.
    uart::format() = format | uart::kResetReceiver;
    uart::format() = format;
    uart::thresholds() = kInterruptAt << uart::kFullAt | kSilence << uart::kTimeoutAt | uart::kTimeoutOn;
    ring_.read = ring_.written;
    uart::clear_interrupts() = uart::kAllInterrupts;
    uart::enabled_interrupts() =
        uart::kFull | uart::kTimeout | uart::kOverflow | uart::kFramingError | uart::kParityError;
    ets_isr_attach(ETS_UART_INUM, &on_uart_interrupt, &ring_);
    ETS_UART_INTR_ENABLE();
}

size_t NonosSerial::receive(uint8_t* to, size_t count) {
    uint32_t read = ring_.read;
    const uint32_t there = ring_.written - read;
    const size_t taken = count < there ? count : there;
    for (size_t index = 0; index < taken; ++index) {
        to[index] = ring_.bytes[read & ReceiveRing::kMask];
        ++read;
    }
    ring_.read = read;
    return taken;
}

size_t NonosSerial::send(const uint8_t* from, size_t count) {
    size_t sent = 0;
    while (sent < count && uart::to_be_sent() < uart::kFifoSize - 1) {
        uart::fifo() = from[sent];
        ++sent;
    }
    return sent;
}

// The input register shows the level of the pin, whatever the UART makes of it. One look may fall into a byte: the core takes several.
bool NonosSerial::idles_high() { return (GPIO_REG_READ(GPIO_IN_ADDRESS) & BIT(kReceivePin)) != 0; }

}  // namespace smr
