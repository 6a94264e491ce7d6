#include "port/nonos/uart_interrupt.h"

#include "port/nonos/receive_ring.h"
#include "port/nonos/uart.h"

namespace smr {

__attribute__((section(".iram.text"))) void on_uart_interrupt(void* ring) {
    ReceiveRing& to = *static_cast<ReceiveRing*>(ring);
    const uint32_t why = uart::interrupts();
    if ((why & uart::kOverflow) != 0) {
        // How many the FIFO had no room for, nobody knows.
        to.overruns = to.overruns + 1;
    }
    if ((why & (uart::kFramingError | uart::kParityError)) != 0) {
        to.framing_errors = to.framing_errors + 1;
    }
    uint32_t written = to.written;
    while (uart::received() != 0) {
        const uint32_t byte = uart::fifo();
        if (written - to.read == ReceiveRing::kSize) {
            to.overruns = to.overruns + 1;
        } else {
            to.bytes[written & ReceiveRing::kMask] = static_cast<uint8_t>(byte);
            ++written;
        }
    }
    to.written = written;
    uart::clear_interrupts() = why;
}

}  // namespace smr
