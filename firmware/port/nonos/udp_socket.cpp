#include "port/nonos/udp_socket.h"

#include "port/nonos/addresses.h"

namespace smr {

namespace {

// RFC 6762: the group, and the time to live that says that a datagram has crossed no router.
constexpr uint8_t kGroup[4] = {224, 0, 0, 251};
constexpr u8_t kTimeToLive = 255;

}  // namespace

bool UdpSocket::open(UdpService service, uint16_t port) {
    if (pcb_ != nullptr) {
        return true;
    }
    is_mdns_ = service == UdpService::kMdns;
    if (is_mdns_ && !join_group()) {
        return false;
    }
    pcb_ = udp_new();
    if (pcb_ == nullptr || udp_bind(pcb_, IP_ADDR_ANY, port) != ERR_OK) {
        close();
        return false;
    }
    if (is_mdns_) {
        pcb_->ttl = kTimeToLive;
    }
    udp_recv(pcb_, &UdpSocket::on_datagram, this);
    return true;
}

void UdpSocket::close() {
    if (pcb_ != nullptr) {
        udp_remove(pcb_);
        pcb_ = nullptr;
    }
    if (is_mdns_) {
        leave_group();
        is_mdns_ = false;
    }
    if (waiting_ != nullptr) {
        pbuf_free(waiting_);
        waiting_ = nullptr;
    }
}

// lwIP finds the interface by its address.
bool UdpSocket::join_group() {
    netif* const station = eagle_lwip_getif(kStationIndex);
    ip_addr_t group = lwip_address(kGroup);
    is_mdns_ = station != nullptr && station->ip_addr.addr != 0 && igmp_joingroup(&station->ip_addr, &group) == ERR_OK;
    return is_mdns_;
}

// Where the station has lost its address meanwhile this means all interfaces, of which only the station's is in the group.
void UdpSocket::leave_group() {
    netif* const station = eagle_lwip_getif(kStationIndex);
    ip_addr_t group = lwip_address(kGroup);
    if (station != nullptr) {
        igmp_leavegroup(&station->ip_addr, &group);
    }
}

void UdpSocket::on_datagram(void* self, udp_pcb*, pbuf* datagram, ip_addr_t* address, u16_t port) {
    UdpSocket* const socket = static_cast<UdpSocket*>(self);
    const Peer from = peer_of(*address, port);
    const bool is_strange = socket->is_mdns_ && from.is_at_access_point();
    if (socket->waiting_ != nullptr || is_strange) {
        // Whoever asks again is served; a flood does not fill the heap.
        pbuf_free(datagram);
        return;
    }
    socket->waiting_ = datagram;
    socket->from_ = from;
}

size_t UdpSocket::receive(Peer* from, uint8_t* to, size_t capacity) {
    if (waiting_ == nullptr) {
        return 0;
    }
    *from = from_;
    const size_t count = capacity < waiting_->tot_len ? capacity : waiting_->tot_len;
    pbuf_copy_partial(waiting_, to, static_cast<u16_t>(count), 0);
    pbuf_free(waiting_);
    waiting_ = nullptr;
    return count;
}

bool UdpSocket::send(const Peer& to, const uint8_t* from, size_t count) {
    if (pcb_ == nullptr || count > UINT16_MAX) {
        return false;
    }
    const u16_t size = static_cast<u16_t>(count);
    pbuf* const datagram = pbuf_alloc(PBUF_TRANSPORT, size, PBUF_RAM);
    if (datagram == nullptr) {
        return false;
    }
    ip_addr_t address = lwip_address(to.address);
    // A group is in no network, and a neighbour in the station's may have an address of the access point's range.
    netif* const only = is_mdns_ ? eagle_lwip_getif(kStationIndex) : nullptr;
    const bool sent = pbuf_take(datagram, from, size) == ERR_OK &&
                      (only != nullptr ? udp_sendto_if(pcb_, datagram, &address, to.port, only)
                                       : udp_sendto(pcb_, datagram, &address, to.port)) == ERR_OK;
    pbuf_free(datagram);
    return sent;
}

}  // namespace smr
