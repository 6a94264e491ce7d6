#include "port/nonos/phy_data.h"

#include "core/base/flash.h"

namespace smr {

namespace {

struct Parameter {
    uint8_t at;
    uint8_t value;
};

// In quarters of a dBm, as Settings::power_quarter_dbm, whose default it is.
constexpr uint8_t kMostPower = 56;
constexpr uint8_t at_most(uint8_t power) { return power < kMostPower ? power : kMostPower; }

// What is not named is 0. Names are those of Espressif's "Phy Init Bin Parameter Configuration Guide"; the others it calls reserved.
struct PhyData {
    uint8_t bytes[kPhyDataSize];
};

constexpr PhyData make() {
    PhyData made = {};
    constexpr uint8_t kReserved[34] = {
        0x05, 0x08, 0x04, 0x02, 0x05, 0x05, 0x05, 0x02, 0x05, 0x00, 0x04, 0x05, 0x05, 0x04, 0x05, 0x05, 0x04,
        0xFE, 0xFD, 0xFF, 0xF0, 0xF0, 0xF0, 0xE0, 0xE0, 0xE0, 0xE1, 0x0A, 0xFF, 0xFF, 0xF8, 0x00, 0xF8, 0xF8,
    };
    for (size_t index = 0; index < sizeof kReserved; ++index) {
        made.bytes[index] = kReserved[index];
    }
    constexpr Parameter kParameters[] = {
        // Six levels of power, the highest first.
        {34, at_most(78)},
        {35, at_most(74)},
        {36, at_most(70)},
        {37, at_most(64)},
        {38, at_most(60)},
        {39, at_most(56)},
        // Which of them each rate uses, from MCS0 to MCS7.
        {40, 0},
        {41, 0},
        {42, 1},
        {43, 1},
        {44, 2},
        {45, 3},
        {46, 4},
        {47, 5},
        {48, 1},     // the crystal: 26 MHz
        {50, 0},     // SDIO as the pins say
        {54, 2},     // reserved
        {64, 0xE1},  // reserved
        {65, 0x0A},  // reserved
        {74, 0x01},  // reserved
        {75, 0x93},  // reserved
        {76, 0x43},  // reserved
        {114, 1},    // calibration at the start: the short one, where there is a long one to build on
    };
    for (const Parameter& parameter : kParameters) {
        made.bytes[parameter.at] = parameter.value;
    }
    return made;
}

extern const PhyData kPhyData;
SMR_IN_FLASH const PhyData kPhyData = make();

}  // namespace

void copy_phy_data(uint8_t to[kPhyDataSize]) { FlashBytes(&kPhyData, sizeof kPhyData).copy(0, to, kPhyDataSize); }

}  // namespace smr
