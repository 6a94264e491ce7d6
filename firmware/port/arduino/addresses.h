// Addresses between the core and lwIP. lwIP keeps them in network order, as they are written.
#pragma once

#include <stdint.h>
#include <string.h>

#include <lwip/ip.h>
#include <lwip/ip_addr.h>
#include <lwip/netif.h>

#include "core/port.h"

namespace smr {

inline ip_addr_t lwip_address(const Peer& peer) {
    ip_addr_t address;
    IP_ADDR4(&address, peer.address[0], peer.address[1], peer.address[2], peer.address[3]);
    return address;
}

// The sender of the packet that lwIP is handing over now: within its callbacks only.
inline Peer peer_of(const ip_addr_t& address, uint16_t port) {
    const uint32_t bytes = ip_addr_get_ip4_u32(&address);
    Peer peer;
    memcpy(peer.address, &bytes, sizeof peer.address);
    peer.port = port;
    // The SDK numbers its interfaces: 0 is the station, 1 the access point.
    const netif* const incoming = ip_current_input_netif();
    peer.interface = incoming != nullptr && incoming->num == 1 ? Interface::kAccessPoint : Interface::kStation;
    return peer;
}

}  // namespace smr
