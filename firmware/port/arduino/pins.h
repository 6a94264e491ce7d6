// LED, button and data request: pins by their GPIO number.
#pragma once

#include <stdint.h>

#include "core/port.h"

namespace smr {

class ArduinoPins final : public Pins {
public:
    void make_output(uint8_t pin) override;
    void make_input_with_pull_up(uint8_t pin) override;
    void write(uint8_t pin, bool high) override;
    bool read(uint8_t pin) override;
};

}  // namespace smr
