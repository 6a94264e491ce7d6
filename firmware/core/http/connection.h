// One connection of the HTTP server.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/http/handler.h"
#include "core/http/request_parser.h"
#include "core/port.h"

namespace smr {

// Reads requests, asks the handler, sends answers: a bounded amount in each tick. See server.h for the course of a request.
class HttpConnection {
public:
    static constexpr size_t kStep = 400;
    static constexpr size_t kPiece = 512;

    static constexpr Millis kHeadLimit = 10 * kSecond;
    static constexpr Millis kIdleLimit = 5 * kSecond;
    static constexpr Millis kBodyIdleLimit = 15 * kSecond;
    static constexpr Millis kSendStallLimit = 10 * kSecond;
    // How long and how much of an unwanted body is read, so that the client comes to read the answer.
    static constexpr Millis kLingerLimit = 5 * kSecond;
    static constexpr uint32_t kLingerBytes = 1024 * 1024;
    // A connection with more than this of an unwanted body to come is not kept.
    static constexpr uint32_t kSkipToKeep = 4096;

    enum class State : uint8_t {
        kFree,
        kIdle,       // waits for the first byte of a request
        kHead,       // reads one
        kBody,       // reads a body for the handler
        kWaiting,    // the handler has no answer yet
        kHeldBack,   // the answer is delayed
        kSending,
        kSkipping,   // answered; reads the rest of the body before the next request
        kLingering,  // answered; reads and drops until the client ends
    };

    // How readily this one gives way to a newcomer: the higher the sooner; 0 not at all.
    unsigned readiness_to_yield(Millis now) const;
    // When the present state began.
    Millis since() const { return since_; }

    State state() const { return state_; }
    bool is_free() const { return state_ == State::kFree; }

    void open(Connection connection, const Peer& peer, uint8_t slot, Millis now);
    // Drops it, with a word to the handler if a request was under way.
    void drop(Network& network, const Handler& handler, Millis now);
    // Returns whether a head was read, sound or not.
    bool tick(Network& network, const Handler& handler, Millis now);

private:
    enum class Part : uint8_t { kFixedHeaders, kOwnHeaders, kBody };

    void enter(State state, Millis now);
    bool read_head(Network& network, const Handler& handler, Millis now);
    void ask_handler(Network& network, const Handler& handler, Millis now);
    void read_body(Network& network, const Handler& handler, Millis now);
    void end_body(const Handler& handler, Millis now);
    void wait(const Handler& handler, Millis now);
    void answer(const Answer& answer, Millis now);
    void refuse(uint16_t status, Millis now);
    void send(Network& network, const Handler& handler, Millis now);
    void send_fixed_headers(Network& network, Millis now);
    void send_own_headers(Network& network, const Handler& handler, Millis now);
    void send_body(Network& network, const Handler& handler, Millis now);
    bool send_all(Network& network, const Text& text, Millis now);
    void end_answer(Network& network, const Handler& handler, Millis now);
    void skip(Network& network, const Handler& handler, Millis now);
    void close(Network& network);

    RequestParser parser_;
    Answer answer_;
    Exchange exchange_ = {};
    Connection connection_ = kNoConnection;
    State state_ = State::kFree;
    Part part_ = Part::kFixedHeaders;
    bool in_exchange_ = false;  // on_head() was called, on_close() not yet
    bool streams_ = false;
    bool keeps_ = false;
    bool chunked_ = false;
    Millis since_ = 0;
    Millis progress_ = 0;
    uint32_t body_left_ = 0;
    uint32_t step_ = 0;
    uint32_t sent_ = 0;
    uint16_t collected_ = 0;
};

}  // namespace smr
