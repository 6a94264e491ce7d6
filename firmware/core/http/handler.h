// The border between the HTTP server and what it serves. See server.h for how a request runs.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/http/answer.h"
#include "core/http/request.h"
#include "core/port.h"

namespace smr {

// A request under way, from on_head() to on_close().
struct Exchange {
    Millis now;      // the time of the call
    Peer peer;
    uint8_t slot;    // which connection: below HttpServer::kSlots
    Method method;
    // For the handler alone; 0 when on_head() is called.
    uint8_t route;
    uint32_t notes[3];
};

// What on_head() decides about a request.
enum class Plan : uint8_t {
    kAnswer,   // `answer` says it all; a body is read and thrown away
    kCollect,  // collect the body, at most Request::kCapacity bytes, and hand it to on_end() in one piece
    kStream,   // hand the body to on_body() piece by piece
};

enum class Produced : uint8_t {
    kMore,    // call again with the next step
    kDone,
    kBroken,  // it cannot be completed: the connection is dropped, so that nobody takes a part for the whole
};

// A handler as the server sees it: functions instead of a virtual class, whose table would lie in RAM on the chip.
// Handler::of(object) makes one of any object that has the seven methods:
//
//     Plan on_head(const Request& request, Exchange& exchange, Answer* answer);
//     bool on_body(Exchange& exchange, const uint8_t* bytes, size_t count, Answer* answer);
//     Answer on_end(Exchange& exchange, const uint8_t* body, size_t count);
//     Answer on_wait(Exchange& exchange);
//     void write_headers(Exchange& exchange, Text& to);
//     Produced produce(Exchange& exchange, uint32_t step, Text& to);
//     void on_close(Exchange& exchange, bool complete);
//
struct Handler {
    void* self;
    Plan (*on_head)(void* self, const Request& request, Exchange& exchange, Answer* answer);
    bool (*on_body)(void* self, Exchange& exchange, const uint8_t* bytes, size_t count, Answer* answer);
    Answer (*on_end)(void* self, Exchange& exchange, const uint8_t* body, size_t count);
    Answer (*on_wait)(void* self, Exchange& exchange);
    void (*write_headers)(void* self, Exchange& exchange, Text& to);
    Produced (*produce)(void* self, Exchange& exchange, uint32_t step, Text& to);
    void (*on_close)(void* self, Exchange& exchange, bool complete);

    // `object` must outlive the server.
    template <typename Kind>
    static Handler of(Kind& object) {
        Handler handler;
        handler.self = &object;
        handler.on_head = [](void* self, const Request& request, Exchange& exchange, Answer* answer) {
            return static_cast<Kind*>(self)->on_head(request, exchange, answer);
        };
        handler.on_body = [](void* self, Exchange& exchange, const uint8_t* bytes, size_t count, Answer* answer) {
            return static_cast<Kind*>(self)->on_body(exchange, bytes, count, answer);
        };
        handler.on_end = [](void* self, Exchange& exchange, const uint8_t* body, size_t count) {
            return static_cast<Kind*>(self)->on_end(exchange, body, count);
        };
        handler.on_wait = [](void* self, Exchange& exchange) {
            return static_cast<Kind*>(self)->on_wait(exchange);
        };
        handler.write_headers = [](void* self, Exchange& exchange, Text& to) {
            static_cast<Kind*>(self)->write_headers(exchange, to);
        };
        handler.produce = [](void* self, Exchange& exchange, uint32_t step, Text& to) {
            return static_cast<Kind*>(self)->produce(exchange, step, to);
        };
        handler.on_close = [](void* self, Exchange& exchange, bool complete) {
            static_cast<Kind*>(self)->on_close(exchange, complete);
        };
        return handler;
    }
};

}  // namespace smr
