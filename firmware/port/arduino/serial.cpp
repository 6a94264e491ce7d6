#include "port/arduino/serial.h"

#include <Arduino.h>

namespace smr {

namespace {

// 0.18 s at 115200 baud: longer than erasing a sector, or switching the access point, takes. The default would hold 22 ms.
constexpr size_t kReceiveBuffer = 2048;
constexpr int kUart = 0;
// RXD0.
constexpr int kReceivePin = 3;

SerialConfig format_of(const LineSettings& settings) {
    int format = settings.data_bits == 7 ? UART_NB_BIT_7 : UART_NB_BIT_8;
    format |= settings.stop_bits == 2 ? UART_NB_STOP_BIT_2 : UART_NB_STOP_BIT_1;
    switch (settings.parity) {
        case 'e':
            format |= UART_PARITY_EVEN;
            break;
        case 'o':
            format |= UART_PARITY_ODD;
            break;
        default:
            format |= UART_PARITY_NONE;
            break;
    }
    return static_cast<SerialConfig>(format);
}

}  // namespace

void ArduinoSerial::configure(const LineSettings& settings) {
    count_errors();
    ::Serial.setRxBufferSize(kReceiveBuffer);
    // Switches the pull-up of RX on as well, which a P1 port's open collector needs.
    ::Serial.begin(settings.baud, format_of(settings), SERIAL_FULL);
    if (settings.inverted) {
        // begin() has just written the whole register. Its own `invert` would turn TX too, which an Improv client reads.
        USC0(kUart) |= BIT(UCRXI);
    }
}

size_t ArduinoSerial::receive(uint8_t* to, size_t count) {
    const int received = ::Serial.read(to, count);
    return received > 0 ? static_cast<size_t>(received) : 0;
}

size_t ArduinoSerial::send(const uint8_t* from, size_t count) {
    // write() would wait for room.
    const int room = ::Serial.availableForWrite();
    if (room <= 0) {
        return 0;
    }
    return ::Serial.write(from, count < static_cast<size_t>(room) ? count : static_cast<size_t>(room));
}

uint32_t ArduinoSerial::overruns() {
    count_errors();
    return overruns_;
}

uint32_t ArduinoSerial::framing_errors() {
    count_errors();
    return framing_errors_;
}

// The input register shows the level of the pin, whatever the UART makes of it. One look may fall into a byte: the core takes several.
bool ArduinoSerial::idles_high() { return GPIP(kReceivePin) != 0; }

// Asking clears the marks.
void ArduinoSerial::count_errors() {
    overruns_ += ::Serial.hasOverrun() ? 1 : 0;
    framing_errors_ += ::Serial.hasRxError() ? 1 : 0;
}

}  // namespace smr
