// The parameters of the radio, which the SDK reads from flash before it starts it.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

constexpr size_t kPhyDataSize = 128;

// Espressif's published defaults (version 8), with the transmit power limited to 14 dBm: at more than that a start on a meter's port of 100 mA, when
// the radio calibrates itself and no setting counts yet, can pull the supply down.
void copy_phy_data(uint8_t to[kPhyDataSize]);

}  // namespace smr
