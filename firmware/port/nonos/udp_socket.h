// One UDP port, with room for one datagram that waits; or that of mDNS, with its group on the station's network.
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

    bool open(UdpService service, uint16_t port);
    void close();
    // As Network::receive_from() and send_to().
    size_t receive(Peer* from, uint8_t* to, size_t capacity);
    bool send(const Peer& to, const uint8_t* from, size_t count);

private:
    static void on_datagram(void* self, udp_pcb* pcb, pbuf* datagram, ip_addr_t* address, u16_t port);

    // False while the station has no address.
    bool join_group();
    void leave_group();

    udp_pcb* pcb_ = nullptr;
    pbuf* waiting_ = nullptr;
    Peer from_ = {};
    bool is_mdns_ = false;
};

}  // namespace smr
