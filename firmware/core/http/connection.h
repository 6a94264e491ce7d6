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
    // Nobody takes the place of a client that has so long to send what it came for: browsers open six connections at once and send a
    // head in several packets. It is granted to a new connection, to a head, and once more after the first answer, which may have asked
    // for the password. Not later: nobody keeps a place by asking for trifles.
    static constexpr Millis kGrace = 250;
    // An answer that has not moved for this long may be displaced.
    static constexpr Millis kSlowAnswer = 2 * kSecond;

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

    HttpConnection()
        : in_exchange_(false), from_handler_(false), streams_(false), keeps_(false), is_chunked_(false), answers_(0) {}

    State state() const { return state_; }
    bool is_free() const { return state_ == State::kFree; }
    // Whether an answer is being made or sent.
    bool is_answering() const;

    // How readily this one gives way to a newcomer: the higher the sooner; 0: not at all.
    unsigned readiness_to_yield(Millis now) const;
    // How long it has been in the present state without moving on.
    Millis age(Millis now) const { return elapsed(now, since_); }

    void open(Connection connection, const Peer& peer, uint8_t slot, Millis now);
    // Drops it, with a word to the handler if a request was under way.
    void drop(Network& network, const Handler& handler, Millis now);
    // Returns whether a head was read, sound or not.
    bool tick(Network& network, const Handler& handler, Millis now);

private:
    enum class Part : uint8_t { kFixedHeaders, kOwnHeaders, kBody };
    // Nothing is written before the network has this much room, so that nothing has to be kept.
    static constexpr size_t kSendRoom = 512;
    // A head is needed in on_head() alone: afterwards its memory takes the pieces of the body and of the answer, and the stack does not.
    static_assert(kPiece <= Request::kCapacity && kSendRoom <= Request::kCapacity, "they fit into a head's memory");

    void enter(State state, Millis now);
    void close(Network& network);
    void close_exchange(const Handler& handler, bool complete, Millis now);

    bool read_head(Network& network, const Handler& handler, Millis now);
    void begin_request(Network& network, const Handler& handler, Millis now);
    void read_body(Network& network, const Handler& handler, Millis now);
    void end_body(const Handler& handler, Millis now);
    // Takes what the handler says: an answer, or that there is none yet.
    void take(const Answer& answer, Millis now);
    // An answer of the server itself. The handler's part of the exchange is over, the connection ends after it.
    void refuse(const Handler& handler, uint16_t status, Millis now);

    void send(Network& network, const Handler& handler, Millis now);
    // Each writes at most kSendRoom bytes and says whether they are the last.
    Produced write_part(const Handler& handler, char* storage, size_t* size);
    Produced write_body(const Handler& handler, char* storage, size_t* size);
    Produced write_chunk(const Handler& handler, char* storage, size_t* size);
    void write_fixed_headers(Text& to) const;
    uint32_t body_length() const;
    bool has_body() const;
    void end_answer(Network& network, const Handler& handler, Millis now);
    void skip(Network& network, Millis now);

    RequestParser parser_;
    Answer answer_;
    Exchange exchange_ = {};
    Millis since_ = 0;        // the state began, or a body or an answer moved
    uint32_t body_left_ = 0;  // of the request
    uint32_t step_ = 0;
    uint32_t sent_ = 0;       // of the answer's body
    Connection connection_ = kNoConnection;
    uint16_t collected_ = 0;
    State state_ = State::kFree;
    Part part_ = Part::kFixedHeaders;
    bool in_exchange_ : 1;   // on_head() was called, on_close() not yet
    bool from_handler_ : 1;  // the answer
    bool streams_ : 1;
    bool keeps_ : 1;         // the connection, after the answer
    bool is_chunked_ : 1;
    uint8_t answers_ : 2;    // given on this connection, at most 2
};

}  // namespace smr
