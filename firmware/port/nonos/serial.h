// The meter's line: UART0.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"
#include "port/nonos/receive_ring.h"

namespace smr {

// The object must stay where it is: the interrupt writes into it.
class NonosSerial final : public Serial {
public:
    void configure(const LineSettings& settings) override;
    size_t receive(uint8_t* to, size_t count) override;
    size_t send(const uint8_t* from, size_t count) override;
    // The UART tells that its FIFO ran over, not by how much: each time counts as one, and each byte that the ring had no room for.
    uint32_t overruns() override { return ring_.overruns; }
    uint32_t framing_errors() override { return ring_.framing_errors; }
    bool idles_high() override;

private:
    ReceiveRing ring_ = {};
};

}  // namespace smr
