// The networks that a scan has found, the strongest of them.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"

namespace smr {

class Networks {
public:
    // As many as fit: the SDK frees its own list as soon as it was shown.
    static constexpr int kMost = 16;

    void clear() { count_ = 0; }
    // Keeps it if it is among the strongest so far.
    void add(const ScannedNetwork& network);
    int count() const { return count_; }
    // Strongest first; false behind the last.
    bool get(int index, ScannedNetwork* to) const;

private:
    ScannedNetwork kept_[kMost] = {};
    int count_ = 0;
};

}  // namespace smr
