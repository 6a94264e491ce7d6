// Keeps web pages of others from using the gateway through a browser that can reach it.
#pragma once

#include <stdint.h>

#include "core/base/slice.h"

namespace smr {

// What the gateway may be called in a Host header. Any port is accepted: it may be forwarded.
struct OwnNames {
    // Alone, or under a suffix that only home networks use: meter.local, meter.lan, meter.fritz.box.
    Slice id;
    Slice name;  // empty if it has none
    // Where another has that name too: with what stands behind it then. The network's own name server may still lead to the gateway by the
    // name alone.
    Slice numbered;
};

// Whether `host` means this gateway. Otherwise some name leads to it that is not its own (DNS rebinding). An address is no name: whoever
// uses one has reached this gateway by it, directly or through a router that forwards.
bool is_own_host(Slice host, const OwnNames& names);

// Whether a page of `origin` was loaded from `host`: what a state-changing request must show if it has an Origin at all.
bool is_same_origin(Slice origin, Slice host);

}  // namespace smr
