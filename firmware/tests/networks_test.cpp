#include "port/nonos/networks.h"

#include "tests/check.h"

namespace {

smr::ScannedNetwork network(int rssi_dbm, int channel) {
    smr::ScannedNetwork made = {};
    made.ssid[0] = 'n';
    made.ssid_size = 1;
    made.rssi_dbm = static_cast<int8_t>(rssi_dbm);
    made.channel = static_cast<uint8_t>(channel);
    return made;
}

TEST(networks_are_shown_strongest_first_and_of_equals_the_first_found) {
    smr::Networks networks;
    networks.add(network(-70, 1));
    networks.add(network(-40, 2));
    networks.add(network(-70, 3));
    networks.add(network(-55, 4));
    CHECK_EQ(networks.count(), 4);
    const uint8_t order[] = {2, 4, 1, 3};
    smr::ScannedNetwork found;
    for (int index = 0; index < 4; ++index) {
        CHECK(networks.get(index, &found));
        CHECK_EQ(found.channel, order[index]);
    }
    CHECK(!networks.get(4, &found));
    CHECK(!networks.get(-1, &found));
    networks.clear();
    CHECK_EQ(networks.count(), 0);
}

TEST(of_more_than_fit_the_strongest_are_kept) {
    smr::Networks networks;
    for (int index = 0; index < 40; ++index) {
        // -30 to -69, in no order.
        networks.add(network(-30 - index * 7 % 40, index));
    }
    CHECK_EQ(networks.count(), smr::Networks::kMost);
    for (int index = 0; index < networks.count(); ++index) {
        smr::ScannedNetwork found;
        CHECK(networks.get(index, &found));
        CHECK_EQ(found.rssi_dbm, -30 - index);
    }
}

}  // namespace
