#include "core/http/server.h"

namespace smr {

#if defined(SMR_LX106)
static_assert(sizeof(HttpServer) <= 3120, "the server's share of the memory");
#endif

void HttpServer::stop(Millis now) {
    network_.stop_listening(TcpService::kHttp);
    for (HttpConnection& connection : connections_) {
        connection.drop(network_, handler_, now);
    }
}

void HttpServer::tick(Millis now, Memory memory) {
    // The newcomers last: what has arrived on a connection counts before somebody takes its place.
    for (HttpConnection& connection : connections_) {
        if (connection.tick(network_, handler_, memory, now)) {
            ++requests_;
        }
    }
    accept(now);
}

bool HttpServer::is_busy() const {
    for (const HttpConnection& connection : connections_) {
        if (connection.is_answering()) {
            return true;
        }
    }
    return false;
}

void HttpServer::accept(Millis now) {
    // Whoever finds no place stays in the network's queue.
    HttpConnection* const place = place_for_newcomer(now);
    if (place == nullptr) {
        return;
    }
    Peer peer;
    const Connection connection = network_.accept(TcpService::kHttp, &peer);
    if (connection == kNoConnection) {
        return;
    }
    if (!place->is_free()) {
        place->drop(network_, handler_, now);
        ++displaced_;
    }
    place->open(connection, peer, static_cast<uint8_t>(place - connections_), now);
}

HttpConnection* HttpServer::place_for_newcomer(Millis now) {
    HttpConnection* best = nullptr;
    for (HttpConnection& candidate : connections_) {
        if (candidate.is_free()) {
            return &candidate;
        }
        const unsigned readiness = candidate.readiness_to_yield(now);
        if (readiness == 0) {
            continue;
        }
        const unsigned best_readiness = best == nullptr ? 0 : best->readiness_to_yield(now);
        if (readiness > best_readiness || (readiness == best_readiness && candidate.age(now) > best->age(now))) {
            best = &candidate;
        }
    }
    return best;
}

}  // namespace smr
