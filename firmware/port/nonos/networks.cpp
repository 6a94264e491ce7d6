#include "port/nonos/networks.h"

namespace smr {

// By insertion; of equals the first stays before.
void Networks::add(const ScannedNetwork& network) {
    int place = count_;
    while (place > 0 && kept_[place - 1].rssi_dbm < network.rssi_dbm) {
        --place;
    }
    if (place == kMost) {
        return;
    }
    const int last = count_ < kMost ? count_ : kMost - 1;
    for (int index = last; index > place; --index) {
        kept_[index] = kept_[index - 1];
    }
    kept_[place] = network;
    count_ = last + 1;
}

bool Networks::get(int index, ScannedNetwork* to) const {
    if (index < 0 || index >= count_) {
        return false;
    }
    *to = kept_[index];
    return true;
}

}  // namespace smr
