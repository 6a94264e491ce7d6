// Stands between lwIP and its DHCP client: see dhcp_answer.h.
#include "port/nonos/dhcp_answer.h"
#include "port/nonos/lwip.h"

namespace {

// The client's port is bound when it says who takes its datagrams.
constexpr u16_t kClientPort = 68;

// There is one client, that of the station.
udp_recv_fn client = nullptr;

uint8_t byte_of(const void* datagram, size_t at) {
    uint8_t byte = 0;
    pbuf_copy_partial(static_cast<pbuf*>(const_cast<void*>(datagram)), &byte, 1, static_cast<u16_t>(at));
    return byte;
}

void on_answer(void* self, udp_pcb* pcb, pbuf* datagram, ip_addr_t* address, u16_t port) {
    if (smr::is_sound_dhcp_answer({datagram, datagram->tot_len, &byte_of})) {
        client(self, pcb, datagram, address, port);
    } else {
        pbuf_free(datagram);
    }
}

}  // namespace

extern "C" {

void __real_udp_recv(udp_pcb* pcb, udp_recv_fn receive, void* self);
void __wrap_udp_recv(udp_pcb* pcb, udp_recv_fn receive, void* self);

// Each call of udp_recv() comes here.
void __wrap_udp_recv(udp_pcb* pcb, udp_recv_fn receive, void* self) {
    const bool is_client = pcb->local_port == kClientPort && receive != nullptr;
    if (is_client) {
        client = receive;
    }
    __real_udp_recv(pcb, is_client ? &on_answer : receive, self);
}
}
