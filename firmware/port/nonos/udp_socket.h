// One UDP port, with room for one datagram that waits.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"
#include "port/nonos/lwip.h"

namespace smr {

class UdpSocket {
public:
    UdpSocket() = default;
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    bool open(uint16_t port);
    void close();
    // As Network::receive_from() and send_to().
    size_t receive(Peer* from, uint8_t* to, size_t capacity);
    bool send(const Peer& to, const uint8_t* from, size_t count);

private:
    static void on_datagram(void* self, udp_pcb* pcb, pbuf* datagram, ip_addr_t* address, u16_t port);

    udp_pcb* pcb_ = nullptr;
    pbuf* waiting_ = nullptr;
    Peer from_ = {};
};

}  // namespace smr
