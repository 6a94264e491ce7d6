// A whole gateway among strangers: connections, datagrams and bytes of the meter in any order. None of them knows the password, so
// whatever they do, the gateway answers afterwards and is still its owner's.
#include "core/gateway.h"

#include "fuzz/fuzz.h"
#include "tests/hostile_world.h"

namespace {

constexpr unsigned kPeers = 8;
// What strangers write often.
const char* const kWords[] = {
    "GET /api/v1/info HTTP/1.1\r\nHost: 192.168.1.77\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: 192.168.4.1\r\nConnection: close\r\n\r\n",
    "POST /api/v1/provision HTTP/1.1\r\nHost: 192.168.4.1\r\nContent-Length: 30\r\n\r\n",
    "POST /api/v1/restart HTTP/1.1\r\nHost: 192.168.1.77\r\nContent-Length: 0\r\n\r\n",
    "POST /api/v1/factory-reset HTTP/1.1\r\nHost: 192.168.1.77\r\nAuthorization: Digest username=\"admin\"\r\n\r\n",
    "POST /update HTTP/1.1\r\nHost: 192.168.1.77\r\nExpect: 100-continue\r\nContent-Length: 4294967295\r\n\r\n",
    "PATCH /api/v1/config HTTP/1.1\r\nHost: smr-01ab0c.local\r\nContent-Length: 2\r\n\r\n{}",
    "GET /generate_204 HTTP/1.1\r\nHost: connectivitycheck.gstatic.com\r\n\r\n",
    "Authorization: Digest username=\"admin\", realm=\"smr-01ab0c\", nonce=\"\", uri=\"/\", response=\"\", nc=1, qop=auth\r\n",
    "POST /api/v1/claim HTTP/1.1\r\nHost: 192.168.1.77\r\nContent-Length: 26\r\n\r\n{\"password\":\"12345678901\"}",
};
constexpr unsigned kWordCount = sizeof kWords / sizeof kWords[0];

struct Guests {
    smr::Connection lines[kPeers] = {};

    void connect(WholeGateway& scene, unsigned place, smr::TcpService service, uint8_t address) {
        if (lines[place] != smr::kNoConnection) {
            if (!scene.network.is_closed(lines[place])) {
                return;
            }
            scene.network.release(lines[place]);
        }
        lines[place] = scene.network.connect_to(service, address);
    }
};

void act(WholeGateway& scene, Guests& guests, fuzz::Input& input) {
    const uint8_t what = input.byte();
    const unsigned place = what % kPeers;
    const smr::Connection line = guests.lines[place];
    size_t taken = 0;
    switch (what / kPeers % 12) {
        case 0:
            guests.connect(scene, place, smr::TcpService::kHttp, static_cast<uint8_t>(20 + place));
            break;
        case 1:
            guests.connect(scene, place, smr::TcpService::kP1, static_cast<uint8_t>(20 + place));
            break;
        case 2:
        case 3:
            if (line != smr::kNoConnection) {
                const char* const word = kWords[input.below(kWordCount)];
                scene.network.send_to_gateway(line, word, strlen(word));
            }
            break;
        case 4: {
            const uint8_t* const bytes = input.take(input.byte(), &taken);
            if (line != smr::kNoConnection) {
                scene.network.send_to_gateway(line, bytes, taken);
            }
            break;
        }
        case 5:
            if (line != smr::kNoConnection) {
                place % 2 == 0 ? scene.network.end(line) : scene.network.vanish(line);
            }
            break;
        case 6:
            if (line != smr::kNoConnection) {
                scene.network.set_window(line, input.word() * 4U);
            }
            break;
        case 7: {
            const uint8_t* const bytes = input.take(input.byte(), &taken);
            const smr::UdpService service = place % 2 == 0 ? smr::UdpService::kDns : smr::UdpService::kArduinoOta;
            if (scene.network.is_open(service)) {
                scene.network.datagram_to_gateway(service, {{10, 0, 0, 9}, 999}, bytes, taken);
            }
            break;
        }
        case 8: {
            const uint8_t* const bytes = input.take(input.byte(), &taken);
            scene.serial.feed(bytes, taken);
            break;
        }
        case 9:
            hostile::feed_telegram(scene);
            break;
        case 10:
            scene.run(static_cast<smr::Millis>(input.byte()) * 50, 50);
            break;
        default:
            scene.run(1U + place, 1);
            break;
    }
    ++scene.now;
    scene.tick();
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    if (size > 600) {
        return 0;
    }
    fuzz::Input input(bytes, size);
    const unsigned state = input.below(3);
    WholeGateway& scene = state == 0 ? hostile::commissioned() : state == 1 ? hostile::jammed() : hostile::blank();
    const bool owned = state != 2;
    Guests guests;
    while (!input.empty()) {
        act(scene, guests, input);
    }
    for (const smr::Connection line : guests.lines) {
        if (line != smr::kNoConnection) {
            scene.network.vanish(line);
        }
    }
    scene.run(smr::kSecond, 10);
    fuzz::require(scene.flash.violations == 0 && scene.system.violations == 0, "the chip is used as it must be");
    fuzz::require(scene.boots == 1, "nobody restarts it");
    fuzz::require(scene.get("/api/v1/info") == 200, "it answers");
    if (owned) {
        smr::Settings kept = smr::default_settings();
        fuzz::require(smr::SettingsStore(scene.flash, smr::flash_map(WholeGateway::kBoard)).load(&kept), "settings are there");
        fuzz::require(kept.has_admin && kept.commissioned && kept.wifi.ssid_size == 4 && kept.name_size == 0, "and are the owner's");
        fuzz::require(memcmp(&kept.admin, &scene.gateway->device().settings.admin, sizeof kept.admin) == 0, "in force too");
        fuzz::require(!scene.gateway->device().update.is_busy(), "no update was begun");
    }
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    for (uint8_t state = 0; state < 3; ++state) {
        uint8_t seed[128];
        size_t size = 0;
        seed[size++] = state;
        for (uint8_t word = 0; word < kWordCount; ++word) {
            const uint8_t place = word % kPeers;
            seed[size++] = place;                                      // connects
            seed[size++] = static_cast<uint8_t>(2 * kPeers + place);  // writes a word
            seed[size++] = word;
            seed[size++] = static_cast<uint8_t>(11 * kPeers + 7);
            seed[size++] = static_cast<uint8_t>(9 * kPeers);  // a telegram
            seed[size++] = static_cast<uint8_t>(10 * kPeers);
            seed[size++] = 5;
            seed[size++] = static_cast<uint8_t>(5 * kPeers + place);
        }
        seeds.add(seed, size);
    }
}
