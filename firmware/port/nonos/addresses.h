// Addresses between the core and lwIP. lwIP keeps them in network order, as they are written.
#pragma once

#include <stdint.h>
#include <string.h>

#include "core/port.h"
#include "port/nonos/lwip.h"

namespace smr {

inline ip_addr_t lwip_address(const uint8_t from[4]) {
    ip_addr_t address;
    memcpy(&address.addr, from, sizeof address.addr);
    return address;
}

inline Peer peer_of(const ip_addr_t& address, uint16_t port) {
    Peer peer;
    memcpy(peer.address, &address.addr, sizeof peer.address);
    peer.port = port;
    return peer;
}

}  // namespace smr
