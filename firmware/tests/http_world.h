// A site that answers in every way there is, and clients that visit it.
#pragma once

#include <string.h>

#include "core/http/server.h"
#include "tests/check.h"
#include "tests/fake_network.h"

namespace http_world {

using smr::Answer;
using smr::Connection;
using smr::Exchange;
using smr::HttpServer;
using smr::Media;
using smr::Millis;
using smr::Plan;
using smr::Produced;
using smr::Request;
using smr::Text;

inline bool contains(const void* in, size_t size, const char* what) {
    const size_t length = check::length(what);
    for (size_t at = 0; at + length <= size; ++at) {
        if (memcmp(static_cast<const char*>(in) + at, what, length) == 0) {
            return true;
        }
    }
    return false;
}

// Serves a few paths, each one way of answering, and remembers what it was told.
struct Site {
    Plan on_head(const Request& request, Exchange& exchange, Answer* answer) {
        ++heads;
        if (exchange.route != 0 || exchange.notes[0] != 0) {
            ++dirty;
        }
        exchange.route = 9;
        exchange.notes[0] = 1;
        const smr::Slice path = request.path();
        if (path.is(SMR_TEXT("/steps"))) {
            *answer = Answer::steps(200, Media::kJson);
        } else if (path.is(SMR_TEXT("/sized"))) {
            *answer = Answer::sized(200, Media::kBytes, 1000);
        } else if (path.is(SMR_TEXT("/short"))) {
            *answer = Answer::sized(200, Media::kBytes, 3000);
        } else if (path.is(SMR_TEXT("/overflow"))) {
            exchange.route = 10;
            *answer = Answer::steps(200, Media::kText);
        } else if (path.is(SMR_TEXT("/page"))) {
            *answer = Answer::fixed(200, Media::kHtml, smr::FlashBytes(page, sizeof page), true);
        } else if (path.is(SMR_TEXT("/later"))) {
            *answer = Answer::later();
        } else if (path.is(SMR_TEXT("/slow"))) {
            *answer = Answer::error(401, SMR_TEXT("unauthorized"), SMR_TEXT("No."));
            answer->delay = 700;
        } else if (path.is(SMR_TEXT("/empty"))) {
            *answer = Answer::empty(202);
        } else if (path.is(SMR_TEXT("/collect"))) {
            return Plan::kCollect;
        } else if (path.is(SMR_TEXT("/stream"))) {
            return Plan::kStream;
        } else {
            *answer = Answer::error(404, SMR_TEXT("not-found"), SMR_TEXT("There is nothing here."));
        }
        return Plan::kAnswer;
    }
    bool on_body(Exchange&, const uint8_t* bytes, size_t count, Answer* answer) {
        largest_piece = count > largest_piece ? count : largest_piece;
        for (size_t index = 0; index < count; ++index) {
            sum = sum * 31 + bytes[index];
        }
        streamed += count;
        if (refuse_after != 0 && streamed >= refuse_after) {
            *answer = Answer::error(422, SMR_TEXT("wrong"), SMR_TEXT("Enough."));
            return false;
        }
        return true;
    }
    Answer on_end(Exchange&, const uint8_t* bytes, size_t count) {
        ++ends;
        body_size = count;
        if (bytes != nullptr) {
            memcpy(body, bytes, count);
        }
        return Answer::empty(200);
    }
    Answer on_wait(Exchange&) { return ready ? Answer::empty(200) : Answer::later(); }
    void write_headers(Exchange&, Text& to) { to.append(SMR_TEXT("X-Own: yes\r\n")); }
    Produced produce(Exchange& exchange, uint32_t step, Text& to) {
        ++produced;
        if (exchange.route == 10) {
            for (unsigned count = 0; count < 500; ++count) {
                to.append('x');
            }
            return Produced::kDone;
        }
        // 1,000 bytes in three steps, and one step of nothing between.
        const size_t size = step == 1 ? 0 : (step == 3 ? 200 : 400);
        for (size_t count = 0; count < size; ++count) {
            to.append(static_cast<char>('a' + step));
        }
        return step == 3 ? Produced::kDone : Produced::kMore;
    }
    void on_close(Exchange&, bool complete) { complete ? ++completed : ++given_up; }

    uint8_t page[1200] = {};
    unsigned heads = 0;
    unsigned dirty = 0;
    unsigned ends = 0;
    unsigned produced = 0;
    unsigned completed = 0;
    unsigned given_up = 0;
    size_t streamed = 0;
    size_t largest_piece = 0;
    size_t refuse_after = 0;
    uint32_t sum = 0;
    bool ready = false;
    size_t body_size = 0;
    uint8_t body[Request::kCapacity] = {};
};

struct World {
    World() : network(shared_network()), server(network, smr::Handler::of(site)) {
        network.reset();
        server.start();
    }

    void run(unsigned ticks = 12) {
        for (unsigned count = 0; count < ticks; ++count) {
            server.tick(now);
        }
    }
    // Ticks every 50 ms.
    void pass(Millis time) {
        for (const Millis begin = now; now - begin < time; now += 50) {
            server.tick(now);
        }
    }
    Connection connect(uint8_t address = 9) { return network.connect_to(smr::TcpService::kHttp, address); }
    void send(Connection to, const char* text) { network.send_to_gateway(to, text, check::length(text)); }
    Connection ask(const char* text) {
        const Connection connection = connect();
        send(connection, text);
        run();
        return connection;
    }
    bool got(Connection connection, const char* text) {
        return contains(network.received(connection), network.received_size(connection), text);
    }
    bool ends_with(Connection connection, const char* text) {
        const size_t length = check::length(text);
        const size_t size = network.received_size(connection);
        return size >= length && memcmp(network.received(connection) + size - length, text, length) == 0;
    }

    static FakeNetwork& shared_network() {
        static FakeNetwork network;
        return network;
    }

    FakeNetwork& network;
    Site site;
    HttpServer server;
    Millis now = 0xFFFFE000;  // the time wraps under way
};

inline World& fresh() { return check::fresh<World>(); }

}  // namespace http_world
