// As much of the raw interface of lwIP 1.4 as the port uses, with its rules: who frees what, and which callbacks are made. Connections and
// buffers come from small pools and are counted; using one that was given back fails the test.
#pragma once

#include <stddef.h>
#include <stdint.h>

using u8_t = uint8_t;
using u16_t = uint16_t;
using s16_t = int16_t;
using err_t = int8_t;

constexpr err_t ERR_OK = 0;
constexpr err_t ERR_MEM = -1;
constexpr err_t ERR_VAL = -6;
constexpr err_t ERR_ABRT = -13;
constexpr err_t ERR_RST = -14;
constexpr u16_t TCP_SND_QUEUELEN = 8;
constexpr u8_t TCP_WRITE_FLAG_COPY = 1;

struct ip_addr_t {
    uint32_t addr;  // in network order
};
extern ip_addr_t* const IP_ADDR_ANY;

// The SDK's two: 0 is the station, 1 the access point.
struct netif {
    ip_addr_t ip_addr;
    unsigned groups;  // joined and not left
};
netif* eagle_lwip_getif(u8_t index);
// Where the packet came in that is handed over now; null outside of a callback.
netif* ip_current_netif();

struct pbuf {
    pbuf* next;
    u16_t tot_len;
    u16_t len;
    u16_t ref;  // free only without
    size_t begin;
    uint8_t bytes[64];
};
enum pbuf_layer { PBUF_TRANSPORT };
enum pbuf_type { PBUF_RAM };
pbuf* pbuf_alloc(pbuf_layer layer, u16_t size, pbuf_type type);
u8_t pbuf_free(pbuf* chain);
void pbuf_ref(pbuf* buffer);
void pbuf_cat(pbuf* head, pbuf* tail);
u16_t pbuf_copy_partial(pbuf* chain, void* to, u16_t count, u16_t offset);
// Only for a negative `more`: hides the beginning.
u8_t pbuf_header(pbuf* buffer, s16_t more);
err_t pbuf_take(pbuf* to, const void* from, u16_t count);

enum tcp_state { CLOSED, LISTEN, SYN_SENT, SYN_RCVD, ESTABLISHED, TIME_WAIT };
struct tcp_pcb {
    tcp_pcb* next;
    tcp_state state;
    void* arg;
    err_t (*accept)(void*, tcp_pcb*, err_t);
    err_t (*connected)(void*, tcp_pcb*, err_t);
    err_t (*recv)(void*, tcp_pcb*, pbuf*, err_t);
    err_t (*poll)(void*, tcp_pcb*);
    void (*errf)(void*, err_t);
    ip_addr_t remote_ip;
    u16_t remote_port;
    u16_t local_port;
    u16_t snd_buf;
    u16_t snd_queuelen;
    u16_t most_write;  // above it tcp_write() has no memory
    u8_t pollinterval;
    unsigned recved;
    unsigned written;
    unsigned outputs;
    bool no_memory_to_close;
    bool used;
    bool closed;
    bool aborted;
};
// The youngest first.
extern tcp_pcb* tcp_active_pcbs;
extern tcp_pcb* tcp_tw_pcbs;
extern uint32_t MEMP_NUM_TCP_PCB;
tcp_pcb* tcp_new();
err_t tcp_bind(tcp_pcb* pcb, ip_addr_t* address, u16_t port);
tcp_pcb* tcp_listen(tcp_pcb* pcb);
err_t tcp_connect(tcp_pcb* pcb, ip_addr_t* address, u16_t port, err_t (*connected)(void*, tcp_pcb*, err_t));
void tcp_arg(tcp_pcb* pcb, void* arg);
void tcp_accept(tcp_pcb* pcb, err_t (*accept)(void*, tcp_pcb*, err_t));
void tcp_recv(tcp_pcb* pcb, err_t (*recv)(void*, tcp_pcb*, pbuf*, err_t));
void tcp_err(tcp_pcb* pcb, void (*errf)(void*, err_t));
void tcp_poll(tcp_pcb* pcb, err_t (*poll)(void*, tcp_pcb*), u8_t interval);
void tcp_recved(tcp_pcb* pcb, u16_t count);
err_t tcp_write(tcp_pcb* pcb, const void* from, u16_t count, u8_t flags);
err_t tcp_output(tcp_pcb* pcb);
err_t tcp_close(tcp_pcb* pcb);
void tcp_abort(tcp_pcb* pcb);
void tcp_nagle_disable(tcp_pcb* pcb);
u16_t tcp_sndbuf(const tcp_pcb* pcb);
u16_t tcp_sndqueuelen(const tcp_pcb* pcb);

struct udp_pcb {
    void* arg;
    void (*recv)(void*, udp_pcb*, pbuf*, ip_addr_t*, u16_t);
    u16_t local_port;
    u8_t ttl;
    const netif* sent_by;  // where it was said
    u16_t sent_port;
    size_t sent_size;
    uint8_t sent[64];
    bool used;
};
udp_pcb* udp_new();
err_t udp_bind(udp_pcb* pcb, ip_addr_t* address, u16_t port);
void udp_recv(udp_pcb* pcb, void (*recv)(void*, udp_pcb*, pbuf*, ip_addr_t*, u16_t), void* arg);
void udp_remove(udp_pcb* pcb);
err_t udp_sendto(udp_pcb* pcb, pbuf* datagram, ip_addr_t* address, u16_t port);
err_t udp_sendto_if(udp_pcb* pcb, pbuf* datagram, ip_addr_t* address, u16_t port, netif* by);
// Of the interface with that address; leaving with none means all.
err_t igmp_joingroup(ip_addr_t* own, ip_addr_t* group);
err_t igmp_leavegroup(ip_addr_t* own, ip_addr_t* group);

// The tests' side.
namespace fake_lwip {

// Forgets everything of the test before. The station has an address.
void reset();
// Buffers that nobody has freed.
unsigned buffers_in_use();
// The listener on `port`, or null.
tcp_pcb* listener(u16_t port);
udp_pcb* socket(u16_t port);
// The connection that was made last.
tcp_pcb* last();

// A peer begins to connect to `port`: its answer to ours is still to come.
tcp_pcb* peer_knocks(u16_t port, u16_t peer_port);
// It answers; null if it was refused.
tcp_pcb* peer_comes(tcp_pcb* pcb, u8_t by_netif = 0);
// Both.
tcp_pcb* peer_connects(u16_t port, u16_t peer_port, u8_t by_netif = 0);
// A connection is over on both sides, and waits for late segments.
void is_over(tcp_pcb* pcb);
void peer_sends(tcp_pcb* pcb, const char* text);
void peer_ends(tcp_pcb* pcb);
// The connection breaks: lwIP gives it up before it tells.
void breaks(tcp_pcb* pcb, err_t why);
void answers(tcp_pcb* pcb);
void datagram(u16_t port, u16_t peer_port, const char* text, u8_t by_netif = 0);

}  // namespace fake_lwip
