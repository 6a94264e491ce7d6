// The meter's line: UART0.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"

namespace smr {

class ArduinoSerial final : public Serial {
public:
    void configure(const LineSettings& settings) override;
    size_t receive(uint8_t* to, size_t count) override;
    size_t send(const uint8_t* from, size_t count) override;
    // The Arduino core tells that something was lost or broken, not how much: each time that it does counts as one.
    uint32_t overruns() override;
    uint32_t framing_errors() override;
    bool idles_high() override;

private:
    void count_errors();

    uint32_t overruns_ = 0;
    uint32_t framing_errors_ = 0;
};

}  // namespace smr
