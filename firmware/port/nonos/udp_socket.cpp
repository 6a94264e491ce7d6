#include "port/nonos/udp_socket.h"

#include "port/nonos/addresses.h"

namespace smr {

bool UdpSocket::open(uint16_t port) {
    if (pcb_ != nullptr) {
        return true;
    }
    pcb_ = udp_new();
    if (pcb_ == nullptr) {
        return false;
    }
    if (udp_bind(pcb_, IP_ADDR_ANY, port) != ERR_OK) {
        close();
        return false;
    }
    udp_recv(pcb_, &UdpSocket::on_datagram, this);
    return true;
}

void UdpSocket::close() {
    if (pcb_ != nullptr) {
        udp_remove(pcb_);
        pcb_ = nullptr;
    }
    if (waiting_ != nullptr) {
        pbuf_free(waiting_);
        waiting_ = nullptr;
    }
}

void UdpSocket::on_datagram(void* self, udp_pcb*, pbuf* datagram, ip_addr_t* address, u16_t port) {
    UdpSocket* const socket = static_cast<UdpSocket*>(self);
    if (socket->waiting_ != nullptr) {
        // Whoever asks again is served; a flood does not fill the heap.
        pbuf_free(datagram);
        return;
    }
    socket->waiting_ = datagram;
    socket->from_ = peer_of(*address, port);
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
    const bool sent =
        pbuf_take(datagram, from, size) == ERR_OK && udp_sendto(pcb_, datagram, &address, to.port) == ERR_OK;
    pbuf_free(datagram);
    return sent;
}

}  // namespace smr
