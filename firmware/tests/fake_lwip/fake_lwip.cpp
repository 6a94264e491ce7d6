#include "tests/fake_lwip/fake_lwip.h"

#include <string.h>

#include "tests/check.h"

namespace {

constexpr unsigned kPcbs = 40;
constexpr unsigned kBuffers = 40;
constexpr unsigned kSockets = 4;
constexpr u16_t kSendBuffer = 1072;

tcp_pcb pcbs[kPcbs];
pbuf buffers[kBuffers];
udp_pcb sockets[kSockets];
tcp_pcb* last_made = nullptr;
ip_addr_t any = {};
constexpr uint8_t kPeer[4] = {192, 168, 1, 9};
constexpr uint8_t kStation[4] = {192, 168, 1, 5};
netif interfaces[2];
netif* incoming = nullptr;

// What lwIP was given back must not be used again.
void expect_in_use(const tcp_pcb* pcb) { CHECK(pcb != nullptr && pcb->used && !pcb->closed && !pcb->aborted); }

pbuf* buffer_of(const char* text) {
    const size_t size = strlen(text);
    pbuf* const made = pbuf_alloc(PBUF_TRANSPORT, static_cast<u16_t>(size), PBUF_RAM);
    CHECK(pbuf_take(made, text, static_cast<u16_t>(size)) == ERR_OK);
    return made;
}

void put_in_front(tcp_pcb* pcb, tcp_pcb** list) {
    pcb->next = *list;
    *list = pcb;
}

void take_out(tcp_pcb* pcb, tcp_pcb** list) {
    for (tcp_pcb** at = list; *at != nullptr; at = &(*at)->next) {
        if (*at == pcb) {
            *at = pcb->next;
            return;
        }
    }
}

void forget(tcp_pcb* pcb) {
    take_out(pcb, &tcp_active_pcbs);
    take_out(pcb, &tcp_tw_pcbs);
}

}  // namespace

ip_addr_t* const IP_ADDR_ANY = &any;
tcp_pcb* tcp_active_pcbs = nullptr;
tcp_pcb* tcp_tw_pcbs = nullptr;
uint32_t MEMP_NUM_TCP_PCB = 5;

netif* eagle_lwip_getif(u8_t index) { return &interfaces[index]; }
netif* ip_current_netif() { return incoming; }

pbuf* pbuf_alloc(pbuf_layer, u16_t size, pbuf_type) {
    for (pbuf& candidate : buffers) {
        if (candidate.ref == 0 && size <= sizeof candidate.bytes) {
            memset(&candidate, 0, sizeof candidate);
            candidate.ref = 1;
            candidate.tot_len = size;
            candidate.len = size;
            return &candidate;
        }
    }
    return nullptr;
}

u8_t pbuf_free(pbuf* chain) {
    u8_t freed = 0;
    while (chain != nullptr) {
        CHECK(chain->ref > 0);
        --chain->ref;
        if (chain->ref > 0) {
            break;
        }
        chain = chain->next;
        ++freed;
    }
    return freed;
}

void pbuf_ref(pbuf* buffer) {
    CHECK(buffer->ref > 0);
    ++buffer->ref;
}

void pbuf_cat(pbuf* head, pbuf* tail) {
    CHECK(head->ref > 0 && tail->ref > 0);
    const u16_t added = tail->tot_len;
    for (;;) {
        head->tot_len = static_cast<u16_t>(head->tot_len + added);
        if (head->next == nullptr) {
            break;
        }
        head = head->next;
    }
    head->next = tail;
}

u16_t pbuf_copy_partial(pbuf* chain, void* to, u16_t count, u16_t offset) {
    CHECK_EQ(offset, 0);
    u16_t copied = 0;
    for (; chain != nullptr && copied < count; chain = chain->next) {
        CHECK(chain->ref > 0);
        const u16_t rest = static_cast<u16_t>(count - copied);
        const u16_t piece = chain->len < rest ? chain->len : rest;
        memcpy(static_cast<uint8_t*>(to) + copied, chain->bytes + chain->begin, piece);
        copied = static_cast<u16_t>(copied + piece);
    }
    return copied;
}

u8_t pbuf_header(pbuf* buffer, s16_t more) {
    CHECK(buffer->ref > 0 && more < 0 && -more <= buffer->len);
    buffer->begin += static_cast<size_t>(-more);
    buffer->len = static_cast<u16_t>(buffer->len + more);
    buffer->tot_len = static_cast<u16_t>(buffer->tot_len + more);
    return 0;
}

err_t pbuf_take(pbuf* to, const void* from, u16_t count) {
    if (to == nullptr || count > to->tot_len) {
        return ERR_VAL;
    }
    memcpy(to->bytes, from, count);
    return ERR_OK;
}

tcp_pcb* tcp_new() {
    for (tcp_pcb& candidate : pcbs) {
        if (!candidate.used) {
            memset(&candidate, 0, sizeof candidate);
            candidate.used = true;
            candidate.snd_buf = kSendBuffer;
            candidate.most_write = kSendBuffer;
            last_made = &candidate;
            return &candidate;
        }
    }
    return nullptr;
}

err_t tcp_bind(tcp_pcb* pcb, ip_addr_t*, u16_t port) {
    pcb->local_port = port;
    return ERR_OK;
}
tcp_pcb* tcp_listen(tcp_pcb* pcb) {
    pcb->state = LISTEN;
    return pcb;
}

err_t tcp_connect(tcp_pcb* pcb, ip_addr_t* address, u16_t port, err_t (*connected)(void*, tcp_pcb*, err_t)) {
    pcb->connected = connected;
    pcb->remote_ip = *address;
    pcb->remote_port = port;
    return ERR_OK;
}

void tcp_arg(tcp_pcb* pcb, void* arg) { pcb->arg = arg; }
void tcp_accept(tcp_pcb* pcb, err_t (*accept)(void*, tcp_pcb*, err_t)) { pcb->accept = accept; }
void tcp_recv(tcp_pcb* pcb, err_t (*recv)(void*, tcp_pcb*, pbuf*, err_t)) { pcb->recv = recv; }
void tcp_err(tcp_pcb* pcb, void (*errf)(void*, err_t)) { pcb->errf = errf; }
void tcp_poll(tcp_pcb* pcb, err_t (*poll)(void*, tcp_pcb*), u8_t interval) {
    expect_in_use(pcb);
    pcb->poll = poll;
    pcb->pollinterval = interval;
}

void tcp_recved(tcp_pcb* pcb, u16_t count) {
    expect_in_use(pcb);
    pcb->recved += count;
}

err_t tcp_write(tcp_pcb* pcb, const void*, u16_t count, u8_t flags) {
    expect_in_use(pcb);
    CHECK_EQ(flags, TCP_WRITE_FLAG_COPY);
    if (count > pcb->snd_buf || count > pcb->most_write) {
        return ERR_MEM;
    }
    pcb->snd_buf = static_cast<u16_t>(pcb->snd_buf - count);
    pcb->written += count;
    ++pcb->snd_queuelen;
    return ERR_OK;
}

err_t tcp_output(tcp_pcb* pcb) {
    expect_in_use(pcb);
    ++pcb->outputs;
    return ERR_OK;
}

err_t tcp_close(tcp_pcb* pcb) {
    expect_in_use(pcb);
    if (pcb->no_memory_to_close) {
        return ERR_MEM;
    }
    pcb->closed = true;
    return ERR_OK;
}

void tcp_abort(tcp_pcb* pcb) {
    expect_in_use(pcb);
    pcb->aborted = true;
    forget(pcb);
    if (pcb->errf != nullptr) {
        pcb->errf(pcb->arg, ERR_ABRT);
    }
}

void tcp_nagle_disable(tcp_pcb*) {}
u16_t tcp_sndbuf(const tcp_pcb* pcb) { return pcb->snd_buf; }
u16_t tcp_sndqueuelen(const tcp_pcb* pcb) { return pcb->snd_queuelen; }

udp_pcb* udp_new() {
    for (udp_pcb& candidate : sockets) {
        if (!candidate.used) {
            memset(&candidate, 0, sizeof candidate);
            candidate.used = true;
            return &candidate;
        }
    }
    return nullptr;
}

err_t udp_bind(udp_pcb* pcb, ip_addr_t*, u16_t port) {
    pcb->local_port = port;
    return ERR_OK;
}
void udp_recv(udp_pcb* pcb, void (*recv)(void*, udp_pcb*, pbuf*, ip_addr_t*, u16_t), void* arg) {
    pcb->recv = recv;
    pcb->arg = arg;
}
void udp_remove(udp_pcb* pcb) { pcb->used = false; }

err_t udp_sendto(udp_pcb* pcb, pbuf* datagram, ip_addr_t*, u16_t port) {
    pcb->sent_port = port;
    pcb->sent_size = pbuf_copy_partial(datagram, pcb->sent, datagram->tot_len, 0);
    return ERR_OK;
}

err_t udp_sendto_if(udp_pcb* pcb, pbuf* datagram, ip_addr_t* address, u16_t port, netif* by) {
    pcb->sent_by = by;
    return udp_sendto(pcb, datagram, address, port);
}

err_t igmp_joingroup(ip_addr_t* own, ip_addr_t*) {
    for (netif& interface : interfaces) {
        if (own->addr != 0 && interface.ip_addr.addr == own->addr) {
            ++interface.groups;
            return ERR_OK;
        }
    }
    return ERR_VAL;
}

err_t igmp_leavegroup(ip_addr_t* own, ip_addr_t*) {
    for (netif& interface : interfaces) {
        if ((own->addr == 0 || interface.ip_addr.addr == own->addr) && interface.groups > 0) {
            --interface.groups;
        }
    }
    return ERR_OK;
}

namespace fake_lwip {

void reset() {
    memset(interfaces, 0, sizeof interfaces);
    memcpy(&interfaces[0].ip_addr.addr, kStation, sizeof kStation);
    memset(pcbs, 0, sizeof pcbs);
    memset(buffers, 0, sizeof buffers);
    memset(sockets, 0, sizeof sockets);
    last_made = nullptr;
    tcp_active_pcbs = nullptr;
    tcp_tw_pcbs = nullptr;
    MEMP_NUM_TCP_PCB = 5;
}

unsigned buffers_in_use() {
    unsigned count = 0;
    for (const pbuf& candidate : buffers) {
        count += candidate.ref > 0 ? 1U : 0U;
    }
    return count;
}

tcp_pcb* listener(u16_t port) {
    for (tcp_pcb& candidate : pcbs) {
        if (candidate.used && !candidate.closed && candidate.accept != nullptr && candidate.local_port == port) {
            return &candidate;
        }
    }
    return nullptr;
}

udp_pcb* socket(u16_t port) {
    for (udp_pcb& candidate : sockets) {
        if (candidate.used && candidate.local_port == port) {
            return &candidate;
        }
    }
    return nullptr;
}

tcp_pcb* last() { return last_made; }

tcp_pcb* peer_knocks(u16_t port, u16_t peer_port) {
    const tcp_pcb* const from = listener(port);
    tcp_pcb* const made = tcp_new();
    memcpy(&made->remote_ip.addr, kPeer, sizeof kPeer);
    made->remote_port = peer_port;
    made->state = SYN_RCVD;
    made->arg = from->arg;
    made->accept = from->accept;
    put_in_front(made, &tcp_active_pcbs);
    return made;
}

tcp_pcb* peer_comes(tcp_pcb* pcb, u8_t by_netif) {
    pcb->state = ESTABLISHED;
    const auto accept = pcb->accept;
    pcb->accept = nullptr;
    incoming = &interfaces[by_netif];
    const err_t taken = accept(pcb->arg, pcb, ERR_OK);
    incoming = nullptr;
    CHECK_EQ(taken == ERR_ABRT, pcb->aborted);
    if (taken != ERR_OK && taken != ERR_ABRT) {
        tcp_abort(pcb);
    }
    return taken == ERR_OK ? pcb : nullptr;
}

tcp_pcb* peer_connects(u16_t port, u16_t peer_port, u8_t by_netif) {
    return peer_comes(peer_knocks(port, peer_port), by_netif);
}

void is_over(tcp_pcb* pcb) {
    take_out(pcb, &tcp_active_pcbs);
    pcb->closed = false;
    pcb->state = TIME_WAIT;
    put_in_front(pcb, &tcp_tw_pcbs);
}

void peer_sends(tcp_pcb* pcb, const char* text) { CHECK(pcb->recv(pcb->arg, pcb, buffer_of(text), ERR_OK) == ERR_OK); }
void peer_ends(tcp_pcb* pcb) { CHECK(pcb->recv(pcb->arg, pcb, nullptr, ERR_OK) == ERR_OK); }

void breaks(tcp_pcb* pcb, err_t why) {
    pcb->aborted = true;
    forget(pcb);
    pcb->errf(pcb->arg, why);
}

void answers(tcp_pcb* pcb) { CHECK(pcb->connected(pcb->arg, pcb, ERR_OK) == ERR_OK); }

void datagram(u16_t port, u16_t peer_port, const char* text, u8_t by_netif) {
    udp_pcb* const to = socket(port);
    ip_addr_t from;
    memcpy(&from.addr, kPeer, sizeof kPeer);
    incoming = &interfaces[by_netif];
    to->recv(to->arg, to, buffer_of(text), &from, peer_port);
    incoming = nullptr;
}

}  // namespace fake_lwip
