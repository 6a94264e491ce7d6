// Addresses between the core and lwIP. lwIP keeps them in network order, as they are written.
#pragma once

#include <stdint.h>
#include <string.h>

#include "core/port.h"
#include "port/nonos/lwip.h"

namespace smr {

// The SDK's numbers of its interfaces.
constexpr uint8_t kStationIndex = 0;
constexpr uint8_t kAccessPointIndex = 1;

inline ip_addr_t lwip_address(const uint8_t from[4]) {
    ip_addr_t address;
    memcpy(&address.addr, from, sizeof address.addr);
    return address;
}

// The sender of the packet that lwIP is handing over now: within its callbacks only.
inline Peer peer_of(const ip_addr_t& address, uint16_t port) {
    Peer peer;
    memcpy(peer.address, &address.addr, sizeof peer.address);
    peer.port = port;
    // Not by its number, which counts up each time that the access point begins.
    const netif* const incoming = ip_current_netif();
    const bool by_access_point = incoming != nullptr && incoming == eagle_lwip_getif(kAccessPointIndex);
    peer.interface = by_access_point ? Interface::kAccessPoint : Interface::kStation;
    return peer;
}

}  // namespace smr
