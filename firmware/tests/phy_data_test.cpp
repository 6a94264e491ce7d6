#include "port/nonos/phy_data.h"

#include "tests/check.h"

namespace {

TEST(the_radio_starts_with_no_more_power_than_a_meters_port_bears) {
    uint8_t data[smr::kPhyDataSize];
    smr::copy_phy_data(data);
    for (unsigned level = 34; level < 40; ++level) {
        CHECK_EQ(data[level], 56);
    }
}

TEST(the_parameters_are_the_published_ones_but_for_the_power) {
    uint8_t data[smr::kPhyDataSize];
    smr::copy_phy_data(data);
    // The SDK goes no further without the first.
    CHECK_EQ(data[0], 5);
    CHECK_EQ(data[48], 1);
    CHECK_EQ(data[114], 1);
    // Each weighted by its place.
    unsigned sum = 0;
    for (unsigned index = 0; index < smr::kPhyDataSize; ++index) {
        sum += index < 34 || index >= 40 ? data[index] * (index + 1) : 0;
    }
    CHECK_EQ(sum, 126171U);
}

}  // namespace
