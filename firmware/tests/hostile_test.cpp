// A whole gateway among strangers: what they may never reach, and what must go on meanwhile.
#include "core/gateway.h"

#include "tests/hostile_world.h"

namespace {

#if defined(SMR_LX106)
// The simulated processor is slow: fewer of the same.
constexpr size_t kStride = 23;
constexpr unsigned kGuesses = 400;
constexpr unsigned kRounds = 400;
#else
constexpr size_t kStride = 1;
constexpr unsigned kGuesses = 10000;
constexpr unsigned kRounds = 6000;
#endif

struct Target {
    const char* method;
    const char* path;
};
constexpr Target kTargets[] = {
    {"GET", "/"},
    {"GET", "/api/v1/info"},
    {"GET", "/api/v1/status"},
    {"GET", "/api/v1/frame"},
    {"GET", "/api/v1/events?since=0"},
    {"GET", "/api/v1/config"},
    {"PATCH", "/api/v1/config"},
    {"POST", "/api/v1/restart"},
    {"POST", "/api/v1/factory-reset"},
    {"POST", "/api/v1/wifi-reset"},
    {"POST", "/api/v1/identify"},
    {"POST", "/api/v1/firmware"},
    {"POST", "/update"},
    {"GET", "/api/v1/scan"},
    {"GET", "/api/v1/provision"},
    {"POST", "/api/v1/provision"},
    {"POST", "/api/v1/claim"},
    {"GET", "/metrics"},
    {"GET", "/nothing"},
    {"DELETE", "/api/v1/config"},
};

bool changes(const Target& target) { return strcmp(target.method, "GET") != 0; }

// An answer without what differs from request to request: the nonces of a challenge.
struct Reply {
    char bytes[4096];
    size_t size;
};

void keep(WholeGateway& scene, smr::Connection connection, Reply* to) {
    const char mark[] = "nonce=\"";
    to->size = scene.network.received_size(connection) < sizeof to->bytes ? scene.network.received_size(connection)
                                                                         : sizeof to->bytes;
    memcpy(to->bytes, scene.network.received(connection), to->size);
    for (size_t at = 0; at + sizeof mark + 48 < to->size; ++at) {
        if (memcmp(to->bytes + at, mark, sizeof mark - 1) == 0) {
            memset(to->bytes + at + sizeof mark - 1, '*', 48);
        }
    }
}

// Sends a request in two pieces, the second a little later, and waits for the answer's end.
void send_split(WholeGateway& scene, const smr::Text& request, size_t split, Reply* to) {
    const smr::Connection connection = scene.network.connect_to(smr::TcpService::kHttp, 40);
    scene.network.send_to_gateway(connection, request.data(), split);
    scene.run(2, 1);
    scene.network.send_to_gateway(connection, request.data() + split, request.size() - split);
    for (unsigned step = 0; step < 60 && !scene.network.is_closed(connection); ++step) {
        scene.run(1, 1);
    }
    CHECK(scene.network.is_closed(connection));
    keep(scene, connection, to);
    scene.network.release(connection);
}

void put(smr::Text& to, const char* text) { to.append(text, strlen(text)); }

void write_request(WholeGateway& scene, const Target& target, const char* headers, smr::Text& to) {
    put(to, target.method);
    put(to, " ");
    put(to, target.path);
    put(to, " HTTP/1.1\r\nHost: ");
    put(to, scene.host);
    put(to, "\r\nConnection: close\r\n");
    put(to, headers);
    put(to, changes(target) ? "Content-Length: 2\r\n\r\n{}" : "\r\n");
}

bool owns(WholeGateway& scene) {
    smr::Settings kept = smr::default_settings();
    smr::AdminHashes admin;
    smr::hash_password(scene.crypto, WholeGateway::kId, smr::Identity::kSize, WholeGateway::kPassword,
                       strlen(WholeGateway::kPassword), &admin);
    return smr::SettingsStore(scene.flash, smr::flash_map(WholeGateway::kBoard)).load(&kept) && kept.commissioned &&
           kept.has_admin && memcmp(&kept.admin, &admin, sizeof admin) == 0 && kept.wifi.ssid_size == 4 &&
           memcmp(kept.wifi.ssid, "home", 4) == 0;
}

// A telegram of 1 KB.
void feed_large_telegram(WholeGateway& scene, unsigned number) {
    scene.serial.feed("/ISK5\\2M550T-1012\r\n\r\n");
    smr::TextOf<40> line;
    for (unsigned index = 0; index < 33; ++index) {
        line.clear();
        put(line, "1-0:99.97.0(");
        line.decimal(number * 100 + index);
        put(line, "*kWh)(0000001)\r\n");
        scene.serial.feed(line.data(), line.size());
    }
    scene.serial.feed("!0000\r\n");
}

}  // namespace

TEST(every_request_gets_the_same_answer_wherever_it_is_split) {
    WholeGateway& scene = hostile::commissioned();
    static Reply whole;
    static Reply split;
    unsigned long splits = 0;
    for (const Target& target : kTargets) {
        smr::TextOf<400> request;
        write_request(scene, target, "", request);
        CHECK(!request.overflowed());
        send_split(scene, request, 0, &whole);
        CHECK(whole.size > 12);
        for (size_t at = 1; at < request.size(); at += kStride) {
            send_split(scene, request, at, &split);
            CHECK_BYTES(split.bytes, split.size, whole.bytes, whole.size);
            ++splits;
        }
    }
    check::report("splits", splits);
}

TEST(a_request_with_the_password_gets_the_same_answer_wherever_it_is_split) {
    WholeGateway& scene = hostile::commissioned();
    static Reply whole;
    static Reply split;
    size_t size = 1;
    for (size_t at = 0; at < size; at += kStride * 3) {
        smr::TextOf<700> authorization;
        CHECK(scene.authorize("PATCH", "/api/v1/config", authorization));
        authorization.append('\0');
        smr::TextOf<1000> request;
        write_request(scene, {"PATCH", "/api/v1/config"}, authorization.data(), request);
        CHECK(!request.overflowed());
        size = request.size();
        send_split(scene, request, at, at == 0 ? &whole : &split);
        CHECK(memcmp(whole.bytes, "HTTP/1.1 200", 12) == 0);
        if (at > 0) {
            CHECK_BYTES(split.bytes, split.size, whole.bytes, whole.size);
        }
    }
}

TEST(lines_and_heads_beyond_their_limits_are_refused_and_harm_nobody) {
    WholeGateway& scene = hostile::commissioned();
    static char head[10000];
    struct Long {
        const char* before;
        char filler;
        size_t count;
        const char* status;
    };
    const Long longs[] = {
        {"GET /", 'a', 9000, "414"},
        {"GET / HTTP/1.1\r\nHost: ", 'a', 9000, "431"},
        {"GET / HTTP/1.1\r\nHost: a\r\nX-Filler: ", 'a', 9000, "431"},
        {"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Digest ", ',', 9000, "431"},
        {"GET / HTTP/1.1\r\nHost: a\r\n", 'X', 9000, "431"},
        {"", 'G', 9000, "431"},
    };
    for (const Long& each : longs) {
        const size_t size = strlen(each.before);
        memcpy(head, each.before, size);
        memset(head + size, each.filler, each.count);
        const smr::Connection connection = scene.network.connect_to(smr::TcpService::kHttp, 40);
        CHECK(scene.network.send_to_gateway(connection, head, size + each.count));
        scene.run(100, 1);
        CHECK(scene.network.received_size(connection) > 12);
        CHECK_BYTES(scene.network.received(connection) + 9, 3, each.status, 3);
        CHECK_EQ(scene.get("/api/v1/info"), 200);
        scene.network.end(connection);
        scene.run(100, 1);
        CHECK(scene.network.is_closed(connection));
        scene.network.release(connection);
    }
}

TEST(slow_clients_on_all_places_do_not_touch_the_meters_stream_nor_shut_anybody_out) {
    WholeGateway& scene = hostile::commissioned();
    smr::Connection readers[smr::FanOut::kClients];
    for (unsigned index = 0; index < smr::FanOut::kClients; ++index) {
        readers[index] = scene.network.connect_to(smr::TcpService::kP1, static_cast<uint8_t>(100 + index));
    }
    scene.run(50, 1);
    smr::Connection slow[12];
    const char trickle[] = "POST /api/v1/provision HTTP/1.1\r\nHost: 192.168.1.77\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for (smr::Connection& each : slow) {
        each = scene.network.connect_to(smr::TcpService::kHttp, 66);
    }
    smr::Millis longest = 0;
    size_t fed = 0;
    size_t letter = 0;
    const unsigned seconds = 20;
    for (unsigned second = 0; second < seconds; ++second) {
        const size_t before = scene.serial.waiting();
        feed_large_telegram(scene, second);
        fed += scene.serial.waiting() - before;
        smr::Millis waited = 0;
        for (; waited < 500 && scene.network.received_size(readers[9]) < fed; ++waited) {
            scene.run(1, 1);
        }
        longest = waited > longest ? waited : longest;
        for (unsigned step = 0; step < 9; ++step) {
            for (smr::Connection& each : slow) {
                if (scene.network.is_closed(each)) {
                    // Pushed out: it comes again.
                    scene.network.release(each);
                    each = scene.network.connect_to(smr::TcpService::kHttp, 66);
                }
                scene.network.send_to_gateway(each, trickle + letter % (sizeof trickle - 1), 1);
            }
            ++letter;
            scene.run(100, 10);
        }
        if (second % 5 == 4) {
            CHECK_EQ(scene.get("/api/v1/info"), 200);
        }
    }
    check::report("longest way of 1 KB to the tenth client, in ms", longest);
    CHECK(longest <= 100);
    for (const smr::Connection reader : readers) {
        CHECK_EQ(scene.network.received_size(reader), fed);
        CHECK(memcmp(scene.network.received(reader), scene.network.received(readers[0]), fed) == 0);
    }
}

TEST(no_other_host_and_no_other_origin_gets_anywhere) {
    WholeGateway& scene = hostile::commissioned();
    for (const Target& target : kTargets) {
        const char* const body = changes(target) ? "{}" : nullptr;
        const char* const hosts[] = {"evil.example", "other.local", "192.168.1.77.evil.example", "192.168.1", "localhost"};
        for (const char* const host : hosts) {
            scene.host = host;
            CHECK_EQ(scene.ask(target.method, target.path, nullptr, body, body != nullptr ? 2 : 0), 421);
        }
        scene.go_into_network();
        const char* const origins[] = {"Origin: http://evil.example\r\n", "Origin: null\r\n", "Origin: https://192.168.1.77\r\n",
                                         "Origin: http://192.168.1.77:8080\r\n", "Origin:\r\n"};
        for (const char* const origin : origins) {
            const int status = scene.ask(target.method, target.path, origin, body, body != nullptr ? 2 : 0);
            CHECK(!changes(target) || status == 403);
        }
    }
}

TEST(a_digest_counts_once_for_one_request_in_one_life) {
    WholeGateway& scene = hostile::commissioned();
    smr::TextOf<700> authorization;
    CHECK(scene.authorize("POST", "/api/v1/identify", authorization));
    authorization.append('\0');
    CHECK_EQ(scene.ask("POST", "/api/v1/identify", authorization.data(), nullptr, 0), 202);
    for (unsigned again = 0; again < 20; ++again) {
        CHECK_EQ(scene.ask("POST", "/api/v1/identify", authorization.data(), nullptr, 0), 401);
        CHECK(scene.says("stale=true"));
    }
    CHECK_EQ(scene.ask("POST", "/api/v1/factory-reset", authorization.data(), nullptr, 0), 400);
    CHECK_EQ(scene.ask("GET", "/api/v1/identify", authorization.data(), nullptr, 0), 405);
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.ask("POST", "/api/v1/identify", authorization.data(), nullptr, 0), 401);
    CHECK_EQ(scene.admin("POST", "/api/v1/identify"), 202);
}

TEST(wrong_passwords_from_everywhere_never_shut_the_owner_out) {
    WholeGateway& scene = hostile::commissioned();
    const char guess[] =
        "GET /api/v1/status HTTP/1.1\r\nHost: 192.168.1.77\r\nConnection: close\r\nAuthorization: Digest username=\"admin\", "
        "realm=\"smr-01ab0c\", nonce=\"000000000000000000000000000000000000000000000000\", uri=\"/api/v1/status\", algorithm=MD5, "
        "qop=auth, nc=00000001, cnonce=\"a\", response=\"00000000000000000000000000000000\"\r\n\r\n";
    for (unsigned number = 0; number < kGuesses; ++number) {
        const smr::Connection connection =
            scene.network.connect_to(smr::TcpService::kHttp, static_cast<uint8_t>(30 + number % 200));
        CHECK(scene.network.send_to_gateway(connection, guess, sizeof guess - 1));
        scene.run(6, 1);
        scene.network.vanish(connection);
        scene.run(1, 1);
        CHECK(scene.network.received_size(connection) < 13 ||
              memcmp(scene.network.received(connection), "HTTP/1.1 4", 10) == 0);
        scene.network.release(connection);
        if (number % (kGuesses / 10) == 0) {
            CHECK_EQ(scene.admin("GET", "/api/v1/status"), 200);
        }
    }
    CHECK_EQ(scene.admin("GET", "/api/v1/status"), 200);
    check::report("guesses", kGuesses);
    check::report("judged", scene.gateway->device().figures.unauthorized);
}

TEST(restart_and_factory_reset_need_the_password_in_every_state) {
    for (unsigned state = 0; state < 4; ++state) {
        WholeGateway& scene = state == 0   ? hostile::commissioned()
                              : state == 1 ? hostile::jammed()
                              : state == 2 ? hostile::blank()
                                           : hostile::unclaimed();
        const char* const paths[] = {"/api/v1/restart", "/api/v1/factory-reset", "/api/v1/wifi-reset", "/api/v1/identify",
                                     "/api/v1/firmware", "/update"};
        for (const char* const path : paths) {
            const int expected = state < 2 ? 401 : 403;
            CHECK_EQ(scene.ask("POST", path, nullptr, nullptr, 0), expected);
            CHECK_EQ(scene.ask("POST", path, "Authorization: Basic YWRtaW46YWRtaW4=\r\n", nullptr, 0), expected);
            CHECK_EQ(scene.ask("GET", path, nullptr, nullptr, 0), 405);
            CHECK_EQ(scene.ask("PUT", path, nullptr, "{}", 2), 405);
        }
        CHECK_EQ(scene.ask("POST", "/api/v1/../v1/restart", nullptr, nullptr, 0), 404);
        CHECK_EQ(scene.ask("POST", "/api/v1/RESTART", nullptr, nullptr, 0), 404);
        CHECK_EQ(scene.ask("POST", "/api/v1/restart/", nullptr, nullptr, 0), 404);
        CHECK_EQ(scene.ask("POST", "/api/v1/restart%00", nullptr, nullptr, 0), 404);
        scene.run(10 * smr::kSecond);
        CHECK_EQ(scene.boots, 1U);
        CHECK(state > 1 || owns(scene));
    }
}

TEST(noise_on_every_port_changes_nothing_and_stops_nothing) {
    check::Random random(0xBADC0DE);
    for (unsigned state = 0; state < 3; ++state) {
        WholeGateway& scene = state == 0 ? hostile::commissioned() : state == 1 ? hostile::jammed() : hostile::blank();
        if (state == 2) {
            scene.serial.set_idles_high(true);
            scene.run(5 * smr::kSecond);
        }
        smr::Connection lines[12] = {};
        uint8_t noise[256];
        for (unsigned round = 0; round < kRounds; ++round) {
            for (uint8_t& byte : noise) {
                byte = random.byte();
            }
            const size_t size = 1 + random.below(sizeof noise);
            smr::Connection& line = lines[random.below(12)];
            if (line != smr::kNoConnection && scene.network.is_closed(line)) {
                scene.network.release(line);
                line = smr::kNoConnection;
            }
            if (line == smr::kNoConnection) {
                line = scene.network.connect_to(random.below(2) == 0 ? smr::TcpService::kHttp : smr::TcpService::kP1,
                                                static_cast<uint8_t>(30 + random.below(100)));
            }
            scene.network.send_to_gateway(line, noise, size);
            if (random.below(8) == 0) {
                random.below(2) == 0 ? scene.network.end(line) : scene.network.vanish(line);
            }
            const smr::UdpService service = random.below(2) == 0 ? smr::UdpService::kDns : smr::UdpService::kArduinoOta;
            if (scene.network.is_open(service)) {
                scene.network.datagram_to_gateway(service, {{10, 0, 0, 1}, 5}, noise, size);
            }
            scene.serial.feed(noise, size);
            scene.serial.clear_sent();
            scene.run(1 + random.below(20), 1);
        }
        for (smr::Connection& line : lines) {
            if (line != smr::kNoConnection) {
                scene.network.vanish(line);
            }
        }
        scene.run(smr::kSecond);
        CHECK_EQ(scene.boots, 1U);
        CHECK_EQ(scene.get("/api/v1/info"), 200);
        CHECK_EQ(scene.flash.violations, 0U);
        CHECK_EQ(scene.system.violations, 0U);
        CHECK(state == 2 || owns(scene));
    }
    check::report("rounds of noise", 3UL * kRounds);
}
