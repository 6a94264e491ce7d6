#include "port/nonos/network.h"

#include "port/nonos/addresses.h"
#include "port/nonos/tcp_limits.h"

namespace smr {

namespace {

// A connection that was closed may take so long to deliver the rest, in steps of 0.5 s. lwIP itself would try for minutes, with the
// segments on the heap.
constexpr u8_t kLingerSteps = 40;

// Gives back the first `count` bytes of a chain, and what remains of it: null if nothing does.
pbuf* drop_front(pbuf* chain, u16_t count) {
    while (chain != nullptr && count >= chain->len) {
        count = static_cast<u16_t>(count - chain->len);
        pbuf* const next = chain->next;
        if (next != nullptr) {
            // Else it would go with the one before it.
            pbuf_ref(next);
        }
        pbuf_free(chain);
        chain = next;
    }
    if (chain != nullptr && count > 0) {
        pbuf_header(chain, static_cast<s16_t>(-static_cast<s16_t>(count)));
    }
    return chain;
}

err_t end_lingering(void*, tcp_pcb* pcb) {
    tcp_abort(pcb);
    return ERR_ABRT;
}

}  // namespace

NonosNetwork::NonosNetwork() {
    for (unsigned index = 0; index < kTcpServices; ++index) {
        listeners_[index].network = this;
        listeners_[index].service = static_cast<TcpService>(index);
    }
}

void NonosNetwork::begin() { tcp_limits::raise(); }

void NonosNetwork::tick() {
    tcp_limits::trim();
    for (Line& line : lines_) {
        if (line.unsent && line.pcb != nullptr) {
            line.unsent = false;
            // Out of memory: lwIP tries again with its timer.
            tcp_output(line.pcb);
        }
    }
}

bool NonosNetwork::listen(TcpService service) {
    Listener& listener = listeners_[static_cast<unsigned>(service)];
    if (listener.pcb != nullptr) {
        return true;
    }
    tcp_pcb* const bound = tcp_new();
    if (bound == nullptr) {
        return false;
    }
    if (tcp_bind(bound, IP_ADDR_ANY, tcp_port(service)) != ERR_OK) {
        tcp_abort(bound);
        return false;
    }
    // Gives `bound` back and makes a smaller one, or fails and leaves it.
    listener.pcb = tcp_listen(bound);
    if (listener.pcb == nullptr) {
        tcp_abort(bound);
        return false;
    }
    tcp_arg(listener.pcb, &listener);
    tcp_accept(listener.pcb, &NonosNetwork::on_accept);
    return true;
}

void NonosNetwork::stop_listening(TcpService service) {
    Listener& listener = listeners_[static_cast<unsigned>(service)];
    if (listener.pcb != nullptr) {
        tcp_close(listener.pcb);
        listener.pcb = nullptr;
    }
    for (Line& line : lines_) {
        if (line.use == Use::kWaiting && line.service == service) {
            drop(&line);
        }
    }
}

err_t NonosNetwork::on_accept(void* listener, tcp_pcb* pcb, err_t error) {
    const Listener* const from = static_cast<const Listener*>(listener);
    // Who was half way through the handshake when listening stopped still comes here.
    if (pcb == nullptr || error != ERR_OK || from->pcb == nullptr) {
        return ERR_VAL;
    }
    Line* const line = from->network->take_free(pcb);
    if (line == nullptr) {
        tcp_abort(pcb);
        return ERR_ABRT;
    }
    line->use = Use::kWaiting;
    line->state = ConnectionState::kOpen;
    line->service = from->service;
    line->arrival = from->network->arrivals_++;
    line->peer = peer_of(pcb->remote_ip, pcb->remote_port);
    return ERR_OK;
}

Connection NonosNetwork::accept(TcpService service, Peer* peer) {
    Line* oldest = nullptr;
    for (Line& line : lines_) {
        if (line.use == Use::kWaiting && line.service == service &&
            (oldest == nullptr || static_cast<int16_t>(line.arrival - oldest->arrival) < 0)) {
            oldest = &line;
        }
    }
    if (oldest == nullptr) {
        return kNoConnection;
    }
    oldest->use = Use::kTaken;
    *peer = oldest->peer;
    return number_of(oldest);
}

Connection NonosNetwork::connect(const Peer& peer) {
    tcp_pcb* const pcb = tcp_new();
    if (pcb == nullptr) {
        return kNoConnection;
    }
    Line* const line = take_free(pcb);
    if (line == nullptr) {
        tcp_abort(pcb);
        return kNoConnection;
    }
    line->use = Use::kTaken;
    line->state = ConnectionState::kConnecting;
    line->peer = peer;
    ip_addr_t address = lwip_address(peer.address);
    if (tcp_connect(pcb, &address, peer.port, &NonosNetwork::on_connected) != ERR_OK) {
        drop(line);
        return kNoConnection;
    }
    return number_of(line);
}

err_t NonosNetwork::on_connected(void* line, tcp_pcb*, err_t) {
    static_cast<Line*>(line)->state = ConnectionState::kOpen;
    return ERR_OK;
}

// The window closes as bytes pile up here and opens as receive() takes them: at most TCP_WND wait.
err_t NonosNetwork::on_received(void* line, tcp_pcb*, pbuf* received, err_t) {
    Line* const to = static_cast<Line*>(line);
    if (received == nullptr) {
        to->state = ConnectionState::kEnding;
    } else if (to->received == nullptr) {
        to->received = received;
    } else {
        pbuf_cat(to->received, received);
    }
    return ERR_OK;
}

// lwIP has freed the connection already.
void NonosNetwork::on_error(void* line, err_t) {
    Line* const to = static_cast<Line*>(line);
    to->pcb = nullptr;
    if (to->use == Use::kWaiting) {
        drop(to);
    } else {
        to->state = ConnectionState::kClosed;
    }
}

ConnectionState NonosNetwork::state(Connection connection) {
    const Line* const line = find(connection);
    return line == nullptr ? ConnectionState::kClosed : line->state;
}

size_t NonosNetwork::receive(Connection connection, uint8_t* to, size_t count) {
    Line* const line = find(connection);
    if (line == nullptr || line->received == nullptr) {
        return 0;
    }
    const u16_t taken = static_cast<u16_t>(count < line->received->tot_len ? count : line->received->tot_len);
    pbuf_copy_partial(line->received, to, taken, 0);
    line->received = drop_front(line->received, taken);
    if (line->pcb != nullptr) {
        tcp_recved(line->pcb, taken);
    }
    return taken;
}

size_t NonosNetwork::room(Connection connection) {
    const Line* const line = find(connection);
    if (line == nullptr || line->pcb == nullptr || line->state == ConnectionState::kConnecting ||
        tcp_sndqueuelen(line->pcb) >= TCP_SND_QUEUELEN) {
        return 0;
    }
    return tcp_sndbuf(line->pcb);
}

size_t NonosNetwork::send(Connection connection, const uint8_t* from, size_t count) {
    const size_t fits = room(connection);
    if (fits == 0) {
        return 0;
    }
    Line* const line = find(connection);
    size_t piece = count < fits ? count : fits;
    // With little memory left a smaller piece may still go.
    while (piece > 0 && tcp_write(line->pcb, from, static_cast<u16_t>(piece), TCP_WRITE_FLAG_COPY) != ERR_OK) {
        piece /= 2;
    }
    line->unsent = line->unsent || piece > 0;
    return piece;
}

void NonosNetwork::close(Connection connection) {
    Line* const line = find(connection);
    if (line == nullptr) {
        return;
    }
    if (line->pcb != nullptr && line->received != nullptr) {
        // With bytes unread lwIP would answer the peer with a reset, and drop what is still to be sent.
        tcp_recved(line->pcb, line->received->tot_len);
    }
    tcp_pcb* const pcb = release(line);
    if (pcb == nullptr) {
        return;
    }
    tcp_poll(pcb, &end_lingering, kLingerSteps);
    // There may be no memory for the last segment.
    if (tcp_close(pcb) != ERR_OK) {
        tcp_abort(pcb);
    }
}

void NonosNetwork::abort(Connection connection) {
    Line* const line = find(connection);
    if (line != nullptr) {
        drop(line);
    }
}

bool NonosNetwork::open(UdpService service) {
    return sockets_[static_cast<unsigned>(service)].open(service, udp_port(service));
}

void NonosNetwork::close(UdpService service) { sockets_[static_cast<unsigned>(service)].close(); }

size_t NonosNetwork::receive_from(UdpService service, Peer* from, uint8_t* to, size_t capacity) {
    return sockets_[static_cast<unsigned>(service)].receive(from, to, capacity);
}

bool NonosNetwork::send_to(UdpService service, const Peer& to, const uint8_t* from, size_t count) {
    return sockets_[static_cast<unsigned>(service)].send(to, from, count);
}

NonosNetwork::Line* NonosNetwork::find(Connection connection) {
    if (connection == kNoConnection || connection > kConnections) {
        return nullptr;
    }
    Line* const line = &lines_[connection - 1];
    return line->use == Use::kTaken ? line : nullptr;
}

NonosNetwork::Line* NonosNetwork::take_free(tcp_pcb* pcb) {
    for (Line& line : lines_) {
        if (line.use == Use::kFree) {
            line = {};
            line.pcb = pcb;
            tcp_arg(pcb, &line);
            tcp_recv(pcb, &NonosNetwork::on_received);
            tcp_err(pcb, &NonosNetwork::on_error);
            // The core sends whole telegrams and whole answers: waiting for more to come would only delay their ends.
            tcp_nagle_disable(pcb);
            return &line;
        }
    }
    return nullptr;
}

Connection NonosNetwork::number_of(const Line* line) const { return static_cast<Connection>(line - lines_ + 1); }

tcp_pcb* NonosNetwork::release(Line* line) {
    tcp_pcb* const pcb = line->pcb;
    if (line->received != nullptr) {
        pbuf_free(line->received);
    }
    *line = {};
    if (pcb != nullptr) {
        tcp_arg(pcb, nullptr);
        tcp_recv(pcb, nullptr);
        tcp_err(pcb, nullptr);
    }
    return pcb;
}

void NonosNetwork::drop(Line* line) {
    tcp_pcb* const pcb = release(line);
    if (pcb != nullptr) {
        tcp_abort(pcb);
    }
}

}  // namespace smr
