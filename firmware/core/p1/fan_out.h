// The meter's bytes to up to ten clients.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/p1/p1_input.h"
#include "core/port.h"

namespace smr {

// Sends every client the same bytes in the same order, from the start of a telegram on. A client that does not keep up
// loses whole telegrams, which are counted, and never delays another. If it stops reading in the middle of a telegram for so
// long that the ring has lost the rest, that telegram stays cut: the client goes on with the start of a later one, and the cut one counts
// as lost.
class FanOut {
public:
    static constexpr unsigned kClients = 10;
    // A client that takes nothing for this long is closed.
    static constexpr Millis kStallLimit = 30 * kSecond;

    struct Client {
        Connection connection;  // kNoConnection: a free place
        Peer peer;
        uint64_t sent;               // bytes
        uint32_t dropped_telegrams;  // not sent, or not to their end
        uint32_t connected_s;
        Position position;  // the next byte to send
        Millis second;      // when the last of connected_s was counted
        Millis progress;    // when it last took bytes, or had none to take
    };

    FanOut(Network& network, const P1Input& input) : network_(network), input_(input) {}
    FanOut(const FanOut&) = delete;
    FanOut& operator=(const FanOut&) = delete;

    // Accepts, sends and closes, a bounded amount.
    void tick(Millis now);

    // Whether clients at the open access point are refused: whoever jams the Wi-Fi of a gateway must not get to read its meter.
    void close_to_access_point(bool closed) { closed_to_access_point_ = closed; }

    // Place `index`, below kClients.
    const Client& client(unsigned index) const { return clients_[index]; }
    // Bytes that wait to be sent to it.
    uint32_t lag(const Client& client) const { return input_.ring().end() - client.position; }
    unsigned connected() const;
    // Connections refused because all places were taken.
    uint32_t rejected() const { return rejected_; }
    // Clients closed because they took nothing.
    uint32_t closed() const { return closed_; }
    // The last of each; only if there was one.
    const Peer& last_rejected() const { return last_rejected_; }
    const Peer& last_closed() const { return last_closed_; }

private:
    void accept(Millis now);
    void serve(Client* client, Millis now);
    void drop_what_is_lost(Client* client);
    void skip_to_entry(Client* client);
    void send(Client* client, Millis now);
    bool worth_sending(const Client& client, Millis now) const;

    Network& network_;
    const P1Input& input_;
    Client clients_[kClients] = {};
    Peer last_rejected_ = {};
    Peer last_closed_ = {};
    uint32_t rejected_ = 0;
    uint32_t closed_ = 0;
    uint8_t first_ = 0;
    bool closed_to_access_point_ = false;
};

}  // namespace smr
