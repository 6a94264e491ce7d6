// A whole gateway in a network with mDNS: what it says of itself, and when.
#include "core/gateway.h"

#include "tests/dns_words.h"
#include "tests/hostile_world.h"

namespace {

using dns::Written;
using smr::UdpService;

constexpr smr::Peer kLaptop = {{192, 168, 1, 30}, 5353};
constexpr uint8_t kOtherAddress[4] = {192, 168, 1, 30};

void say(WholeGateway& scene, const Written& message) {
    scene.network.forget_datagram(UdpService::kMdns);
    scene.network.datagram_to_gateway(UdpService::kMdns, kLaptop, message.bytes, message.size);
}

dns::Read last(WholeGateway& scene) {
    return dns::Read(scene.network.datagram(UdpService::kMdns), scene.network.datagram_size(UdpService::kMdns));
}

WholeGateway& announced() {
    WholeGateway& scene = hostile::commissioned();
    scene.run(10 * smr::kSecond);
    return scene;
}

}  // namespace

TEST(a_gateway_that_has_joined_is_found_with_all_that_is_to_be_known_of_it) {
    WholeGateway& scene = announced();
    say(scene, Written().ask("PTR", "_smr._tcp.local"));
    scene.run(1500, 5);
    const dns::Read answer = last(scene);
    CHECK(answer.says("an PTR _smr._tcp.local 4500 smr-01ab0c._smr._tcp.local"));
    CHECK(answer.says("ar SRV smr-01ab0c._smr._tcp.local 120! 80 smr-01ab0c.local"));
    CHECK(answer.says("ar TXT smr-01ab0c._smr._tcp.local 4500! txtvers=1 id=smr-01ab0c fw=1.2.3 board=esp8266-1m p1=2001 "
                      "ota=http,arduino state=run"));
    CHECK(answer.says("ar A smr-01ab0c.local 120! 192.168.1.77"));
    const smr::Peer& to = scene.network.datagram_peer(UdpService::kMdns);
    CHECK(to.address[0] == 224 && to.address[3] == 251 && to.port == 5353);
}

TEST(at_its_access_point_it_says_nothing) {
    WholeGateway& scene = hostile::blank();
    scene.run(smr::kMinute, 50);
    CHECK(!scene.network.is_open(UdpService::kMdns));
    CHECK_EQ(scene.network.datagram_size(UdpService::kMdns), 0);
}

TEST(before_a_restart_it_says_goodbye) {
    WholeGateway& scene = announced();
    scene.network.forget_datagram(UdpService::kMdns);
    CHECK_EQ(scene.admin("POST", "/api/v1/restart"), 202);
    CHECK(!scene.network.is_open(UdpService::kMdns));
    CHECK_EQ(scene.boots, 1);
    CHECK(last(scene).says("an PTR _smr._tcp.local 0 smr-01ab0c._smr._tcp.local"));
    // And is silent until then.
    scene.network.forget_datagram(UdpService::kMdns);
    while (scene.boots == 1) {
        CHECK(!scene.network.is_open(UdpService::kMdns));
        ++scene.now;
        scene.tick();
    }
}

TEST(before_it_tries_another_network_it_says_goodbye_where_it_still_is) {
    WholeGateway& scene = announced();
    const char* body = "{\"wifi\":{\"ssid\":\"elsewhere\",\"passphrase\":\"12345678\"}}";
    scene.network.forget_datagram(UdpService::kMdns);
    const unsigned joins = scene.wifi.joins();
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", body, strlen(body)), 202);
    CHECK(!scene.network.is_open(UdpService::kMdns));
    CHECK(last(scene).says("an A smr-01ab0c.local 0! 192.168.1.77"));
    CHECK_EQ(scene.wifi.joins(), joins);
    CHECK_EQ(scene.wifi.station_state(), smr::StationState::kJoined);
    scene.run(smr::WifiLife::kParting);
    CHECK_EQ(scene.wifi.joins(), joins + 1);
    // Back in the network that it knows, it is there again.
    scene.run(smr::kMinute);
    CHECK(scene.gateway->mode() == smr::Mode::kRun && scene.network.is_open(UdpService::kMdns));
}

TEST(a_gateway_that_has_lost_its_name_to_another_is_reached_by_the_one_with_a_number) {
    WholeGateway& scene = announced();
    const char* body = "{\"name\":\"Meter cupboard\"}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", body, strlen(body)), 200);
    scene.run(5 * smr::kSecond);
    scene.host = "meter-cupboard-2.local";
    CHECK_EQ(scene.get("/api/v1/info"), 421);
    for (unsigned round = 0; round < 2; ++round) {
        say(scene, Written(true).address(1, "meter-cupboard.local", 120, kOtherAddress));
        scene.run(20, 1);
    }
    scene.run(5 * smr::kSecond);
    CHECK_EQ(scene.get("/api/v1/info"), 200);
    scene.host = "meter-cupboard-3.local";
    CHECK_EQ(scene.get("/api/v1/info"), 421);
    scene.host = "meter-cupboard.local";
    CHECK_EQ(scene.get("/api/v1/info"), 200);
}
