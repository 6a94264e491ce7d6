#include "core/p1/fan_out.h"

namespace smr {

namespace {

// New connections taken, and refused, in one tick.
constexpr unsigned kAcceptedPerTick = 4;
// Bytes sent to one client in one tick at the most: a full ring, in two pieces.
constexpr unsigned kPiecesPerTick = 2;
// Bytes are gathered for a while within a telegram: a packet for every few bytes would fill the air.
constexpr uint32_t kWorthAPacket = 512;
constexpr Millis kGatherFor = 50;
// A client that begins a telegram with more than this behind it might lose its end: it skips to the newest instead.
constexpr uint32_t kMostLagAtStart = ByteRing::kCapacity / 2;

}  // namespace

void FanOut::tick(Millis now) {
    accept(now);
    // Who is served first changes, so that nobody is always last.
    first_ = static_cast<uint8_t>((first_ + 1) % kClients);
    for (unsigned index = 0; index < kClients; ++index) {
        Client* client = &clients_[(first_ + index) % kClients];
        if (client->connection != kNoConnection) {
            serve(client, now);
        }
    }
}

unsigned FanOut::connected() const {
    unsigned count = 0;
    for (const Client& client : clients_) {
        count += client.connection != kNoConnection ? 1U : 0U;
    }
    return count;
}

void FanOut::accept(Millis now) {
    for (unsigned round = 0; round < kAcceptedPerTick; ++round) {
        Peer peer = {};
        const Connection connection = network_.accept(TcpService::kP1, &peer);
        if (connection == kNoConnection) {
            return;
        }
        Client* place = nullptr;
        for (Client& client : clients_) {
            if (client.connection == kNoConnection) {
                place = &client;
                break;
            }
        }
        if (place == nullptr || (closed_to_access_point_ && peer.is_at_access_point())) {
            network_.close(connection);
            last_rejected_ = peer;
            ++rejected_;
            continue;
        }
        *place = {};
        place->connection = connection;
        place->peer = peer;
        place->position = input_.entry();
        place->second = now;
        place->progress = now;
    }
}

void FanOut::serve(Client* client, Millis now) {
    if (network_.state(client->connection) == ConnectionState::kClosed) {
        network_.close(client->connection);
        client->connection = kNoConnection;
        return;
    }
    const uint32_t seconds = elapsed(now, client->second) / kSecond;
    client->second += seconds * kSecond;
    client->connected_s += seconds;
    // Clients have nothing to say; unread bytes would block the connection.
    uint8_t unread[32];
    network_.receive(client->connection, unread, sizeof unread);

    drop_what_is_lost(client);
    send(client, now);
    if (lag(*client) == 0) {
        client->progress = now;
    } else if (passed(now, client->progress, kStallLimit)) {
        network_.abort(client->connection);
        client->connection = kNoConnection;
        last_closed_ = client->peer;
        ++closed_;
    }
}

void FanOut::drop_what_is_lost(Client* client) {
    const bool lost = !input_.ring().holds(client->position);
    const bool far_behind = lag(*client) > kMostLagAtStart && input_.begins_at(client->position);
    if (lost || far_behind) {
        skip_to_entry(client);
    }
}

void FanOut::skip_to_entry(Client* client) {
    const Position entry = input_.entry();
    uint32_t dropped = input_.telegrams_between(client->position, entry);
    // One that was begun before the position is cut: it counts too.
    if (!input_.begins_at(client->position)) {
        ++dropped;
    }
    client->dropped_telegrams += dropped;
    client->position = entry;
}

bool FanOut::worth_sending(const Client& client, Millis now) const {
    const uint32_t waiting = lag(client);
    return waiting >= kWorthAPacket || (waiting > 0 && (!input_.scanner().in_progress() ||
                                                        passed(now, client.progress, kGatherFor)));
}

void FanOut::send(Client* client, Millis now) {
    if (!worth_sending(*client, now)) {
        return;
    }
    for (unsigned round = 0; round < kPiecesPerTick; ++round) {
        size_t count = 0;
        const uint8_t* piece = input_.ring().piece(client->position, &count);
        if (count == 0) {
            return;
        }
        const size_t taken = network_.send(client->connection, piece, count);
        client->position += static_cast<Position>(taken);
        client->sent += taken;
        if (taken > 0) {
            client->progress = now;
        }
        if (taken < count) {
            return;
        }
    }
}

}  // namespace smr
