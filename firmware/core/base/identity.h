// How a gateway is called, from its MAC address.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/text.h"

namespace smr {

// "smr-a1b2c3": the last six digits of the MAC address. Also the realm of HTTP Digest, so that hashes of a password made for one
// gateway are of no use on another.
class Identity {
public:
    static constexpr size_t kSize = 10;

    explicit Identity(const uint8_t mac[6]);

    const char* id() const { return id_; }
    const uint8_t* mac() const { return mac_; }
    // Appends "SMR-BRIDGE-B2C3", the name of the access point.
    void access_point(Text& to) const;

private:
    char id_[kSize];
    uint8_t mac_[6];
};

}  // namespace smr
