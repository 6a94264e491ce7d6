#include "port/arduino/pins.h"

#include <Arduino.h>

namespace smr {

void ArduinoPins::make_output(uint8_t pin) { pinMode(pin, OUTPUT); }

void ArduinoPins::make_input_with_pull_up(uint8_t pin) { pinMode(pin, INPUT_PULLUP); }

void ArduinoPins::write(uint8_t pin, bool high) { digitalWrite(pin, high ? HIGH : LOW); }

bool ArduinoPins::read(uint8_t pin) { return digitalRead(pin) == HIGH; }

}  // namespace smr
