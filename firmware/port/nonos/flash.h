// The flash chip.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"

namespace smr {

class NonosFlash final : public Flash {
public:
    // What the chip says of itself, not what the image was built for.
    uint32_t size() override;
    bool read(uint32_t address, uint8_t* to, size_t count) override;
    bool write(uint32_t address, const uint8_t* from, size_t count) override;
    bool erase_sector(uint32_t address) override;
};

}  // namespace smr
