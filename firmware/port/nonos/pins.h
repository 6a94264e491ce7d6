// LED, button and data request: pins by their GPIO number.
#pragma once

#include <stdint.h>

#include "core/port.h"

namespace smr {

// GPIO0 to 5 and 12 to 15 lie on one set of registers, GPIO16 on another, in the clock's part of the chip; 6 to 11 belong to the flash.
// Any other number does nothing, and reads low.
class NonosPins final : public Pins {
public:
    void make_output(uint8_t pin) override;
    // GPIO16 has no pull-up.
    void make_input_with_pull_up(uint8_t pin) override;
    void write(uint8_t pin, bool high) override;
    bool read(uint8_t pin) override;
};

}  // namespace smr
