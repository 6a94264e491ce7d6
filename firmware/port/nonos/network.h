// TCP and UDP on lwIP's raw interface: nothing waits.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"
#include "port/nonos/lwip.h"
#include "port/nonos/udp_socket.h"

namespace smr {

// lwIP runs in a task of the SDK, and tasks do not interrupt each other: it calls back between two rounds of the loop, or from within a call of this
// class. So nothing is locked. The object must stay where it is.
class NonosNetwork final : public Network {
public:
    NonosNetwork();
    NonosNetwork(const NonosNetwork&) = delete;
    NonosNetwork& operator=(const NonosNetwork&) = delete;

    // Once lwIP is ready.
    void begin();
    // Hands what send() took since the last call to the radio, in as few segments as possible: once in every round of the loop.
    void tick();

    bool listen(TcpService service) override;
    void stop_listening(TcpService service) override;
    Connection accept(TcpService service, Peer* peer) override;
    Connection connect(const Peer& peer) override;
    ConnectionState state(Connection connection) override;
    size_t receive(Connection connection, uint8_t* to, size_t count) override;
    size_t room(Connection connection) override;
    size_t send(Connection connection, const uint8_t* from, size_t count) override;
    void close(Connection connection) override;
    void abort(Connection connection) override;

    bool open(UdpService service) override;
    void close(UdpService service) override;
    size_t receive_from(UdpService service, Peer* from, uint8_t* to, size_t capacity) override;
    bool send_to(UdpService service, const Peer& to, const uint8_t* from, size_t count) override;

private:
    static constexpr unsigned kTcpServices = 2;
    static constexpr unsigned kUdpServices = 3;
    // Ten clients, four for HTTP, one for an update, and five that wait to be accepted or refused.
    static constexpr unsigned kConnections = 20;

    enum class Use : uint8_t { kFree, kWaiting, kTaken };

    struct Line {
        tcp_pcb* pcb;    // null once lwIP has given it up
        pbuf* received;  // not yet read
        Peer peer;
        uint16_t arrival;
        Use use;
        TcpService service;
        ConnectionState state;
        bool unsent;
    };

    struct Listener {
        NonosNetwork* network;
        tcp_pcb* pcb;
        TcpService service;
    };

    static err_t on_accept(void* listener, tcp_pcb* pcb, err_t error);
    static err_t on_connected(void* line, tcp_pcb* pcb, err_t error);
    static err_t on_received(void* line, tcp_pcb* pcb, pbuf* received, err_t error);
    static void on_error(void* line, err_t error);

    // The line of a connection that was accepted or begun and not yet closed, or null.
    Line* find(Connection connection);
    Line* take_free(tcp_pcb* pcb);
    Connection number_of(const Line* line) const;
    // Forgets the line; what is left is a connection that nobody listens to any more, or null.
    static tcp_pcb* release(Line* line);
    static void drop(Line* line);

    Listener listeners_[kTcpServices] = {};
    Line lines_[kConnections] = {};
    UdpSocket sockets_[kUdpServices];
    uint16_t arrivals_ = 0;
};

}  // namespace smr
