#include "core/http/connection.h"

namespace smr {

namespace {

// Ends what a page may do: its own scripts and styles, talk to this gateway, nothing else.
FlashText content_security_policy() {
    return SMR_TEXT(
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n");
}

bool usually_has_body(Method method) {
    return method == Method::kPost || method == Method::kPut || method == Method::kPatch;
}

bool has_no_content(uint16_t status) { return status == 204 || status == 304; }

}  // namespace

bool HttpConnection::is_answering() const {
    return state_ == State::kWaiting || state_ == State::kHeldBack || state_ == State::kSending;
}

unsigned HttpConnection::readiness_to_yield(Millis now) const {
    switch (state_) {
        case State::kIdle:
            return answers_ < 2 && !passed(now, since_, kGrace) ? 0 : 4;
        case State::kSkipping:
        case State::kLingering:
            return 3;
        case State::kHead:
            return passed(now, since_, kGrace) ? 2 : 0;
        case State::kHeldBack:
            return 1;
        case State::kSending:
            return passed(now, since_, kSlowAnswer) ? 1 : 0;
        case State::kFree:
        case State::kBody:
        case State::kWaiting:
            break;
    }
    return 0;
}

void HttpConnection::open(Connection connection, const Peer& peer, uint8_t slot, Millis now) {
    connection_ = connection;
    exchange_.peer = peer;
    exchange_.slot = slot;
    in_exchange_ = false;
    answers_ = 0;
    body_left_ = 0;
    parser_.reset();
    enter(State::kIdle, now);
}

void HttpConnection::enter(State state, Millis now) {
    state_ = state;
    since_ = now;
}

void HttpConnection::close_exchange(const Handler& handler, bool complete, Millis now) {
    if (in_exchange_) {
        in_exchange_ = false;
        exchange_.now = now;
        handler.on_close(handler.self, exchange_, complete);
    }
}

void HttpConnection::drop(Network& network, const Handler& handler, Millis now) {
    if (is_free()) {
        return;
    }
    if (state_ == State::kIdle) {
        network.close(connection_);
    } else {
        network.abort(connection_);
    }
    state_ = State::kFree;
    close_exchange(handler, false, now);
}

void HttpConnection::close(Network& network) {
    network.close(connection_);
    state_ = State::kFree;
}

bool HttpConnection::tick(Network& network, const Handler& handler, Millis now) {
    if (is_free()) {
        return false;
    }
    if (network.state(connection_) == ConnectionState::kClosed) {
        drop(network, handler, now);
        return false;
    }
    bool has_read_head = false;
    exchange_.now = now;
    if (state_ == State::kIdle || state_ == State::kHead) {
        has_read_head = read_head(network, handler, now);
    }
    if (state_ == State::kBody) {
        read_body(network, handler, now);
    }
    if (state_ == State::kWaiting) {
        take(handler.on_wait(handler.self, exchange_), now);
    }
    if (state_ == State::kHeldBack && passed(now, since_, answer_.delay)) {
        enter(State::kSending, now);
    }
    if (state_ == State::kSending) {
        send(network, handler, now);
    } else if (state_ == State::kSkipping || state_ == State::kLingering) {
        skip(network, now);
    }
    return has_read_head;
}

bool HttpConnection::read_head(Network& network, const Handler& handler, Millis now) {
    // One byte at a time: what follows the head stays with the network, which has room for it.
    uint8_t byte;
    size_t count = 0;
    while (count < kPiece && network.receive(connection_, &byte, 1) == 1) {
        ++count;
        const RequestParser::State parsed = parser_.feed(byte);
        if (state_ == State::kIdle && parser_.has_begun()) {
            enter(State::kHead, now);
        }
        if (parsed == RequestParser::State::kComplete) {
            begin_request(network, handler, now);
            return true;
        }
        if (parsed == RequestParser::State::kRefused) {
            refuse(handler, parser_.status(), now);
            return true;
        }
    }
    if (count == 0 && network.state(connection_) == ConnectionState::kEnding) {
        close(network);
    } else if (state_ == State::kHead) {
        if (passed(now, since_, kHeadLimit)) {
            refuse(handler, 408, now);
        }
    } else if (passed(now, since_, answers_ > 0 ? kIdleLimit : kHeadLimit)) {
        close(network);
    }
    return false;
}

void HttpConnection::begin_request(Network& network, const Handler& handler, Millis now) {
    const Request& request = parser_.request();
    exchange_.method = request.method();
    exchange_.route = 0;
    for (uint32_t& note : exchange_.notes) {
        note = 0;
    }
    body_left_ = request.content_length();
    keeps_ = request.keeps_alive();
    is_chunked_ = request.is_http11();
    collected_ = 0;
    const bool expects_continue = request.expects_continue() && body_left_ > 0;

    in_exchange_ = true;
    Answer answer;
    const Plan plan = handler.on_head(handler.self, request, exchange_, &answer);
    if (plan == Plan::kAnswer) {
        // A client that waits for "100 Continue" may never send its body: what comes next on this connection would be a guess.
        keeps_ = keeps_ && !expects_continue;
        take(answer, now);
        return;
    }
    if (!request.has_length() && usually_has_body(request.method())) {
        refuse(handler, 411, now);
        return;
    }
    streams_ = plan == Plan::kStream;
    if (!streams_ && body_left_ > Request::kCapacity) {
        refuse(handler, 413, now);
        return;
    }
    if (expects_continue) {
        TextOf<32> line;
        line.append(SMR_TEXT("HTTP/1.1 100 Continue\r\n\r\n"));
        if (network.send(connection_, reinterpret_cast<const uint8_t*>(line.data()), line.size()) != line.size()) {
            drop(network, handler, now);
            return;
        }
    }
    enter(State::kBody, now);
}

void HttpConnection::read_body(Network& network, const Handler& handler, Millis now) {
    if (body_left_ > 0) {
        uint8_t* const to = parser_.reuse_buffer() + (streams_ ? 0 : collected_);
        const size_t wanted = body_left_ < kPiece ? body_left_ : kPiece;
        const size_t count = network.receive(connection_, to, wanted);
        if (count == 0) {
            if (network.state(connection_) == ConnectionState::kEnding) {
                drop(network, handler, now);
            } else if (passed(now, since_, kBodyIdleLimit)) {
                refuse(handler, 408, now);
            }
            return;
        }
        since_ = now;
        body_left_ -= static_cast<uint32_t>(count);
        if (streams_) {
            Answer answer;
            if (!handler.on_body(handler.self, exchange_, to, count, &answer)) {
                take(answer, now);
                return;
            }
        } else {
            collected_ = static_cast<uint16_t>(collected_ + count);
        }
    }
    if (body_left_ == 0) {
        end_body(handler, now);
    }
}

void HttpConnection::end_body(const Handler& handler, Millis now) {
    const uint8_t* const body = streams_ ? nullptr : parser_.reuse_buffer();
    take(handler.on_end(handler.self, exchange_, body, collected_), now);
}

void HttpConnection::take(const Answer& answer, Millis now) {
    if (answer.is_later()) {
        if (state_ != State::kWaiting) {
            enter(State::kWaiting, now);
        }
        return;
    }
    answer_ = answer;
    from_handler_ = true;
    keeps_ = keeps_ && !answer.closes && body_left_ <= kSkipToKeep;
    is_chunked_ = is_chunked_ && answer.body == Answer::Body::kSteps;
    if (answer.body == Answer::Body::kSteps && !is_chunked_) {
        keeps_ = false;  // to HTTP/1.0 only the end of the connection tells the end of the body
    }
    part_ = Part::kFixedHeaders;
    step_ = sent_ = 0;
    enter(answer.delay > 0 ? State::kHeldBack : State::kSending, now);
}

void HttpConnection::refuse(const Handler& handler, uint16_t status, Millis now) {
    if (!in_exchange_) {
        exchange_.method = parser_.request().method();
        // More may come of what could not be understood.
        body_left_ = kLingerBytes;
    }
    // What the request had begun, such as an upload, will not be ended by anybody else.
    close_exchange(handler, false, now);
    take(refusal(status), now);
    from_handler_ = false;
    keeps_ = false;
}

void HttpConnection::send(Network& network, const Handler& handler, Millis now) {
    if (network.room(connection_) < kSendRoom) {
        if (passed(now, since_, kSendStallLimit)) {
            drop(network, handler, now);
        }
        return;
    }
    char* const storage = reinterpret_cast<char*>(parser_.reuse_buffer());
    size_t size = 0;
    const Produced produced = write_part(handler, storage, &size);
    if (produced == Produced::kBroken ||
        network.send(connection_, reinterpret_cast<const uint8_t*>(storage), size) != size) {
        drop(network, handler, now);
        return;
    }
    since_ = now;
    if (produced == Produced::kDone) {
        end_answer(network, handler, now);
    }
}

Produced HttpConnection::write_part(const Handler& handler, char* storage, size_t* size) {
    Text text(storage, kSendRoom);
    switch (part_) {
        case Part::kFixedHeaders:
            write_fixed_headers(text);
            part_ = Part::kOwnHeaders;
            break;
        case Part::kOwnHeaders:
            if (from_handler_) {
                handler.write_headers(handler.self, exchange_, text);
            }
            text.append(SMR_TEXT("\r\n"));
            part_ = Part::kBody;
            break;
        case Part::kBody:
            return is_chunked_ ? write_chunk(handler, storage, size) : write_body(handler, storage, size);
    }
    *size = text.size();
    if (text.overflowed()) {
        return Produced::kBroken;
    }
    return part_ == Part::kBody && !has_body() ? Produced::kDone : Produced::kMore;
}

void HttpConnection::write_fixed_headers(Text& to) const {
    to.append(SMR_TEXT("HTTP/1.1 ")).decimal(answer_.status).append(' ').append(reason_of(answer_.status));
    if (answer_.body != Answer::Body::kEmpty) {
        to.append(SMR_TEXT("\r\nContent-Type: ")).append(name_of(answer_.media));
    }
    if (is_chunked_) {
        to.append(SMR_TEXT("\r\nTransfer-Encoding: chunked"));
    } else if (answer_.body != Answer::Body::kSteps && !has_no_content(answer_.status)) {
        to.append(SMR_TEXT("\r\nContent-Length: ")).decimal(body_length());
    }
    if (answer_.gzip) {
        to.append(SMR_TEXT("\r\nContent-Encoding: gzip"));
    }
    to.append(keeps_ ? SMR_TEXT("\r\nConnection: keep-alive") : SMR_TEXT("\r\nConnection: close"));
    to.append(SMR_TEXT("\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"));
    if (answer_.media == Media::kHtml) {
        to.append(content_security_policy());
    }
}

uint32_t HttpConnection::body_length() const {
    switch (answer_.body) {
        case Answer::Body::kError:
            return static_cast<uint32_t>(error_size(answer_.code, answer_.message));
        case Answer::Body::kFixed:
            return static_cast<uint32_t>(answer_.bytes.size());
        case Answer::Body::kSized:
            return answer_.length;
        case Answer::Body::kLater:
        case Answer::Body::kEmpty:
        case Answer::Body::kSteps:
            break;
    }
    return 0;
}

bool HttpConnection::has_body() const {
    return exchange_.method != Method::kHead && !has_no_content(answer_.status) &&
           (answer_.body == Answer::Body::kSteps || body_length() > 0);
}

Produced HttpConnection::write_body(const Handler& handler, char* storage, size_t* size) {
    if (answer_.body == Answer::Body::kFixed) {
        *size = answer_.bytes.copy(sent_, reinterpret_cast<uint8_t*>(storage), kSendRoom);
        sent_ += static_cast<uint32_t>(*size);
        return sent_ < answer_.bytes.size() ? Produced::kMore : Produced::kDone;
    }
    if (answer_.body == Answer::Body::kError) {
        Text text(storage, kSendRoom);
        write_error(text, answer_.code, answer_.message);
        *size = text.size();
        return text.overflowed() ? Produced::kBroken : Produced::kDone;
    }
    Text text(storage, kStep);
    const Produced produced = handler.produce(handler.self, exchange_, step_++, text);
    *size = text.size();
    sent_ += static_cast<uint32_t>(*size);
    if (text.overflowed()) {
        return Produced::kBroken;
    }
    if (answer_.body == Answer::Body::kSized && produced != Produced::kBroken) {
        if (sent_ == answer_.length) {
            return Produced::kDone;
        }
        return sent_ > answer_.length || produced == Produced::kDone ? Produced::kBroken : Produced::kMore;
    }
    return produced;
}

// RFC 9112, 7.1: the size in hexadecimal, then the bytes; a chunk of no bytes is the last.
Produced HttpConnection::write_chunk(const Handler& handler, char* storage, size_t* size) {
    constexpr size_t kChunkHead = 5;  // three digits, CRLF
    constexpr size_t kChunkTail = 7;  // CRLF, and the last chunk
    static_assert(kStep <= 0xFFF && kChunkHead + kStep + kChunkTail <= kSendRoom, "a chunk fits");
    size_t written = 0;
    const Produced produced = write_body(handler, storage + kChunkHead, &written);
    *size = 0;
    char* from = storage;
    if (written > 0) {
        Text head(storage, kChunkHead);
        head.hex_number(static_cast<uint32_t>(written), 3).append(SMR_TEXT("\r\n"));
        *size = kChunkHead + written;
        from = storage + *size;
    }
    Text tail(from, kChunkTail);
    if (written > 0) {
        tail.append(SMR_TEXT("\r\n"));
    }
    if (produced == Produced::kDone) {
        tail.append(SMR_TEXT("0\r\n\r\n"));
    }
    *size += tail.size();
    return produced;
}

void HttpConnection::end_answer(Network& network, const Handler& handler, Millis now) {
    answers_ = static_cast<uint8_t>(answers_ < 2 ? answers_ + 1 : 2);
    close_exchange(handler, true, now);
    if (body_left_ > kLingerBytes) {
        body_left_ = kLingerBytes;
    }
    if (body_left_ > 0) {
        enter(keeps_ ? State::kSkipping : State::kLingering, now);
    } else if (keeps_) {
        parser_.reset();
        enter(State::kIdle, now);
    } else {
        close(network);
    }
}

// To close while bytes of the client wait unread would reset the connection, and the client would lose the answer.
void HttpConnection::skip(Network& network, Millis now) {
    uint8_t* const piece = parser_.reuse_buffer();
    constexpr unsigned kPiecesInATick = 4;
    for (unsigned count = 0; count < kPiecesInATick && body_left_ > 0; ++count) {
        const size_t wanted = body_left_ < kPiece ? body_left_ : kPiece;
        const size_t skipped = network.receive(connection_, piece, wanted);
        body_left_ -= static_cast<uint32_t>(skipped);
        if (skipped == 0) {
            break;
        }
    }
    if (body_left_ == 0 && state_ == State::kSkipping) {
        parser_.reset();
        enter(State::kIdle, now);
    } else if (body_left_ == 0 || network.state(connection_) != ConnectionState::kOpen ||
               passed(now, since_, kLingerLimit)) {
        close(network);
    }
}

}  // namespace smr
