// The HTTP server: four connections, one request at a time on each.
//
// How a request runs, and which of the handler's methods are called (all get the Exchange of the request):
//
//   1. The head was read and is sound: on_head(request, exchange, &answer). The request's text lives in that call only; what
//      is needed later goes into exchange.route and exchange.notes. It returns a Plan:
//        kAnswer   `answer` holds the answer, or Answer::later() to be asked by on_wait(). A body that comes all the same is read and
//                  dropped within limits, so that the client sees the answer.
//        kCollect  the body comes to on_end() in one piece. Above Request::kCapacity the server answers 413.
//        kStream   the body comes to on_body() in pieces of at most kPiece bytes, one piece in a tick.
//      With kCollect and kStream the server answers `Expect: 100-continue`, and 411 if a POST, PUT or PATCH has no Content-Length.
//      A head that is not sound is answered by the server; the handler hears nothing of it.
//   2. on_body(exchange, bytes, count, &answer): true to go on; false with `answer` filled in to refuse the rest.
//   3. on_end(exchange, body, count): the body is complete (for kStream: nullptr and 0). The answer, or Answer::later().
//   4. on_wait(exchange): in each tick while the answer was later(): the answer, or later() again. The handler limits how long.
//   5. write_headers(exchange, text): once for every answer that the handler gave. Appends complete header lines that only it knows
//      ("X-SMR-CRC: valid\r\n"), or nothing. The server itself writes Content-Type, Content-Length or Transfer-Encoding,
//      Content-Encoding, Connection, Cache-Control and the security headers. At most kStep bytes.
//   6. produce(exchange, step, text), for answers made by Answer::steps() and Answer::sized(): appends the next part of the body, at most
//      kStep bytes; `step` counts from 0. It is called only when there is room to send, once in a tick, until it returns kDone.
//      Nothing else keeps the document together between two steps: figures may change meanwhile. A HEAD request calls it not at all.
//   7. on_close(exchange, complete): exactly once for every on_head(), last. `complete`: the handler's answer was handed to the network
//      in full. False also means: give up what the request had begun, such as an upload; so when the server itself answers instead.
//
// Whoever is slow loses: a head has 10 s, a body 15 s and an answer 10 s without progress, an idle connection 5 s. When all places are
// taken, a new client displaces the oldest connection that is idle, lingering, or still sending its head (after a grace of 250 ms);
// never one whose body the handler wants or whose answer makes progress.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/health/memory.h"
#include "core/http/connection.h"
#include "core/http/handler.h"
#include "core/port.h"

namespace smr {

class HttpServer {
public:
    static constexpr unsigned kSlots = 4;
    // The most that one call of write_headers() or produce() may write, and the most that on_body() gets.
    static constexpr size_t kStep = HttpConnection::kStep;
    static constexpr size_t kPiece = HttpConnection::kPiece;

    HttpServer(Network& network, const Handler& handler) : network_(network), handler_(handler) {}
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    // Begins to listen; false if the network refuses.
    bool start() { return network_.listen(TcpService::kHttp); }
    // Listens no more and drops all connections.
    void stop(Millis now);

    // Accepts and serves, a bounded amount. Without memory for more, answers wait as if the network had no room.
    void tick(Millis now, Memory memory = Memory::plenty());

    // Heads read, sound or not.
    uint32_t requests() const { return requests_; }
    // Connections that had to give way.
    uint32_t displaced() const { return displaced_; }
    // Whether any answer is still on its way: ask before a restart.
    bool is_busy() const;

private:
    void accept(Millis now);
    HttpConnection* place_for_newcomer(Millis now);

    Network& network_;
    Handler handler_;
    HttpConnection connections_[kSlots];
    uint32_t requests_ = 0;
    uint32_t displaced_ = 0;
};

}  // namespace smr
