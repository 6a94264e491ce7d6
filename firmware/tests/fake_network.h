// A network in memory: a test is the peer of every connection.
#pragma once

#include <string.h>

#include "core/port.h"

class FakeNetwork final : public smr::Network {
public:
    static constexpr unsigned kConnections = 24;
    // What one connection can carry to the peer before the test takes it.
    static constexpr size_t kBuffer = 128 * 1024;
    static constexpr size_t kToGateway = 16 * 1024;

    // --- the test's side

    // Back to the beginning. Cheaper than a new network: buffers keep their bytes.
    void reset() {
        for (Line& each : lines_) {
            each.used = false;
        }
        for (Datagrams& each : datagrams_) {
            each.in_size = each.out_size = 0;
        }
        listening_[0] = listening_[1] = open_[0] = open_[1] = open_[2] = false;
        connected_ = smr::kNoConnection;
        order_ = 0;
    }

    // A peer connects; the gateway finds it when it next accepts. Its window is unlimited at first.
    smr::Connection connect_to(smr::TcpService service, uint8_t last_address_byte = 9, uint16_t port = 50000) {
        for (unsigned index = 0; index < kConnections; ++index) {
            Line& line = lines_[index];
            if (line.used) {
                continue;
            }
            line.used = true;
            line.service = service;
            line.accepted = line.closed_by_gateway = line.aborted = line.ended = line.gone = false;
            line.window = kBuffer;
            line.received = line.sent_begin = line.sent_end = 0;
            line.peer = smr::Peer{{192, 168, 1, last_address_byte}, port};
            line.order = ++order_;
            return static_cast<smr::Connection>(index + 1);
        }
        return smr::kNoConnection;
    }
    smr::Connection connect_to(smr::TcpService service, const smr::Peer& peer) {
        const smr::Connection connection = connect_to(service);
        line(connection).peer = peer;
        return connection;
    }
    // How many more bytes the peer takes; the rest stays with the gateway.
    void set_window(smr::Connection connection, size_t bytes) { line(connection).window = bytes; }
    // What the peer got since the last forget().
    const uint8_t* received(smr::Connection connection) { return line(connection).to_peer; }
    size_t received_size(smr::Connection connection) { return line(connection).received; }
    void forget(smr::Connection connection) { line(connection).received = 0; }
    // The peer sends; false if the connection's buffer is full.
    bool send_to_gateway(smr::Connection connection, const void* bytes, size_t count) {
        Line& to = line(connection);
        if (to.sent_end + count > kToGateway) {
            return false;
        }
        memcpy(to.to_gateway + to.sent_end, bytes, count);
        to.sent_end += count;
        return true;
    }
    // The peer sends no more, or vanishes with a reset.
    void end(smr::Connection connection) { line(connection).ended = true; }
    void vanish(smr::Connection connection) { line(connection).gone = true; }
    bool is_closed(smr::Connection connection) { return line(connection).closed_by_gateway; }
    bool is_aborted(smr::Connection connection) { return line(connection).aborted; }
    bool is_accepted(smr::Connection connection) { return line(connection).accepted; }
    // The test is done with a connection that the gateway closed: its number is free.
    void release(smr::Connection connection) { line(connection).used = false; }
    bool is_open(smr::UdpService service) const { return open_[static_cast<unsigned>(service)]; }
    // The last connection that the gateway began itself.
    smr::Connection connected() const { return connected_; }
    const smr::Peer& peer(smr::Connection connection) { return line(connection).peer; }
    bool is_listening(smr::TcpService service) const { return listening_[static_cast<unsigned>(service)]; }

    // A datagram for the gateway; one at a time for each service.
    void datagram_to_gateway(smr::UdpService service, const smr::Peer& from, const void* bytes, size_t count) {
        Datagrams& to = datagrams_[static_cast<unsigned>(service)];
        memcpy(to.in, bytes, count);
        to.in_size = count;
        to.in_peer = from;
    }
    // The last datagram that the gateway sent, and to whom.
    const smr::Peer& datagram_peer(smr::UdpService service) { return datagrams_[static_cast<unsigned>(service)].out_peer; }
    const uint8_t* datagram(smr::UdpService service) { return datagrams_[static_cast<unsigned>(service)].out; }
    void forget_datagram(smr::UdpService service) { datagrams_[static_cast<unsigned>(service)].out_size = 0; }
    size_t datagram_size(smr::UdpService service) { return datagrams_[static_cast<unsigned>(service)].out_size; }

    // --- the gateway's side

    bool listen(smr::TcpService service) override { return listening_[static_cast<unsigned>(service)] = true; }
    void stop_listening(smr::TcpService service) override { listening_[static_cast<unsigned>(service)] = false; }
    smr::Connection accept(smr::TcpService service, smr::Peer* peer) override {
        unsigned oldest = kConnections;
        for (unsigned index = 0; index < kConnections; ++index) {
            const Line& candidate = lines_[index];
            if (candidate.used && !candidate.accepted && candidate.service == service &&
                (oldest == kConnections || candidate.order < lines_[oldest].order)) {
                oldest = index;
            }
        }
        if (oldest == kConnections) {
            return smr::kNoConnection;
        }
        lines_[oldest].accepted = true;
        *peer = lines_[oldest].peer;
        return static_cast<smr::Connection>(oldest + 1);
    }
    smr::Connection connect(const smr::Peer& peer) override {
        const smr::Connection connection = connect_to(smr::TcpService::kHttp);
        if (connection != smr::kNoConnection) {
            line(connection).peer = peer;
            line(connection).accepted = true;
        }
        connected_ = connection;
        return connection;
    }
    smr::ConnectionState state(smr::Connection connection) override {
        const Line& of = line(connection);
        if (!of.used || of.gone || of.closed_by_gateway) {
            return smr::ConnectionState::kClosed;
        }
        return of.ended ? smr::ConnectionState::kEnding : smr::ConnectionState::kOpen;
    }
    size_t receive(smr::Connection connection, uint8_t* to, size_t count) override {
        Line& from = line(connection);
        const size_t there = from.sent_end - from.sent_begin;
        const size_t taken = count < there ? count : there;
        memcpy(to, from.to_gateway + from.sent_begin, taken);
        from.sent_begin += taken;
        if (from.sent_begin == from.sent_end) {
            from.sent_begin = from.sent_end = 0;
        }
        return taken;
    }
    size_t room(smr::Connection connection) override {
        const Line& to = line(connection);
        const size_t left = kBuffer - to.received;
        return to.gone ? 0 : (left < to.window ? left : to.window);
    }
    size_t send(smr::Connection connection, const uint8_t* from, size_t count) override {
        Line& to = line(connection);
        const size_t free = room(connection);
        const size_t taken = count < free ? count : free;
        memcpy(to.to_peer + to.received, from, taken);
        to.received += taken;
        to.window -= taken;
        return taken;
    }
    void close(smr::Connection connection) override { line(connection).closed_by_gateway = true; }
    void abort(smr::Connection connection) override {
        line(connection).closed_by_gateway = true;
        line(connection).aborted = true;
    }

    bool open(smr::UdpService service) override { return open_[static_cast<unsigned>(service)] = true; }
    void close(smr::UdpService service) override { open_[static_cast<unsigned>(service)] = false; }
    size_t receive_from(smr::UdpService service, smr::Peer* from, uint8_t* to, size_t capacity) override {
        Datagrams& of = datagrams_[static_cast<unsigned>(service)];
        const size_t taken = of.in_size < capacity ? of.in_size : capacity;
        memcpy(to, of.in, taken);
        *from = of.in_peer;
        of.in_size = 0;
        return taken;
    }
    bool send_to(smr::UdpService service, const smr::Peer& to, const uint8_t* from, size_t count) override {
        Datagrams& of = datagrams_[static_cast<unsigned>(service)];
        if (count > sizeof of.out) {
            return false;
        }
        memcpy(of.out, from, count);
        of.out_size = count;
        of.out_peer = to;
        return true;
    }

private:
    struct Line {
        bool used;
        bool accepted;
        bool closed_by_gateway;
        bool aborted;
        bool ended;
        bool gone;
        smr::TcpService service;
        smr::Peer peer;
        unsigned order;
        size_t window;
        size_t received;
        size_t sent_begin;
        size_t sent_end;
        uint8_t to_peer[kBuffer];
        uint8_t to_gateway[kToGateway];
    };
    struct Datagrams {
        smr::Peer in_peer;
        smr::Peer out_peer;
        size_t in_size;
        size_t out_size;
        uint8_t in[1500];
        uint8_t out[1500];
    };

    Line& line(smr::Connection connection) { return lines_[connection - 1]; }

    bool listening_[2] = {};
    bool open_[3] = {};
    smr::Connection connected_ = smr::kNoConnection;
    unsigned order_ = 0;
    Line lines_[kConnections] = {};
    Datagrams datagrams_[3] = {};
};
