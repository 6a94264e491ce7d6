// What the gateway's work costs on the chip's processor, in instructions: the simulator counts them, and reads of constants in flash
// cost more there than on the chip. On other machines only that the work is done.
#include "core/gateway.h"

#include "tests/digest_client.h"
#include "tests/hostile_world.h"
#include "tests/instructions.h"

namespace {

// At 80 MHz.
constexpr uint32_t kMillisecond = 80000;
constexpr uint32_t kTickBudget = 2 * kMillisecond;
constexpr uint32_t kTelegramBudget = 200 * kMillisecond;
constexpr uint32_t kDigestBudget = 20 * kMillisecond;
constexpr uint32_t kDatagramBudget = 20 * kMillisecond;

}  // namespace

TEST(a_tick_of_an_idle_gateway_is_short) {
    WholeGateway& scene = hostile::commissioned();
    scene.run(10 * smr::kSecond);
    uint32_t longest = 0;
    uint32_t all = 0;
    for (unsigned index = 0; index < 1000; ++index) {
        ++scene.now;
        const uint32_t before = instructions();
        scene.gateway->tick(scene.now);
        const uint32_t taken = instructions() - before;
        longest = taken > longest ? taken : longest;
        all += taken;
    }
    check::report("instructions of an idle tick, mean", all / 1000);
    check::report("instructions of an idle tick, most", longest);
    CHECK(longest <= kTickBudget);
}

TEST(a_telegram_of_1_kb_to_ten_clients_takes_a_small_part_of_its_second) {
    WholeGateway& scene = hostile::commissioned();
    smr::Connection clients[smr::FanOut::kClients];
    for (smr::Connection& client : clients) {
        client = scene.network.connect_to(smr::TcpService::kP1);
    }
    scene.run(100);
    char telegram[1024];
    memset(telegram, '0', sizeof telegram);
    memcpy(telegram, "/ISK5\\2M550T-1012\r\n\r\n", 21);
    for (size_t at = 50; at < 1000; at += 30) {
        telegram[at] = '\r';
        telegram[at + 1] = '\n';
    }
    memcpy(telegram + sizeof telegram - 9, "\r\n!0000\r\n", 9);
    // As the line brings it: 115200 baud, eleven or twelve bytes in each millisecond.
    uint32_t all = 0;
    uint32_t ticks = 0;
    for (size_t at = 0; at < sizeof telegram || ticks < 200;) {
        const size_t piece = at >= sizeof telegram ? 0 : sizeof telegram - at < 12 ? sizeof telegram - at : 12;
        scene.serial.feed(telegram + at, piece);
        at += piece;
        ++scene.now;
        const uint32_t before = instructions();
        scene.gateway->tick(scene.now);
        all += instructions() - before;
        ++ticks;
    }
    CHECK_EQ(scene.gateway->device().p1.scanner().telegrams(), 1U);
    for (const smr::Connection client : clients) {
        CHECK_EQ(scene.network.received_size(client), sizeof telegram);
    }
    check::report("instructions of a telegram, with 200 ticks", all);
    CHECK(all <= kTelegramBudget);
}

TEST(a_digest_is_checked_at_once) {
    FakeCrypto crypto;
    FakeSystem system;
    const char realm[] = "smr-01ab0c";
    smr::DigestAuth auth(crypto, system, smr::Slice(realm, sizeof realm - 1), 0);
    DigestClient client(realm, "correct horse");
    const smr::AdminHashes hashes = client.hashes();
    smr::RequestParser parser;
    const smr::HashKind kinds[] = {smr::HashKind::kSha256, smr::HashKind::kMd5};
    for (const smr::HashKind kind : kinds) {
        smr::TextOf<800> challenge;
        auth.write_challenge(challenge, false, 0);
        CHECK(client.take_challenge(challenge.data(), challenge.size()));
        client.kind = kind;
        smr::TextOf<600> header;
        client.write(header, "GET", "/api/v1/status", 1);
        const smr::Request& request = DigestClient::request(parser, "GET", "/api/v1/status", &header);
        const uint32_t before = instructions();
        CHECK_EQ(auth.verify(request, hashes, 0), smr::DigestAuth::Verdict::kGranted);
        const uint32_t taken = instructions() - before;
        check::report(kind == smr::HashKind::kMd5 ? "instructions with MD5" : "instructions with SHA-256", taken);
        CHECK(taken <= kDigestBudget);
    }
}

TEST(a_datagram_of_mdns_made_to_be_much_work_is_done_within_a_tick_or_so) {
    // As many entries as are looked at. All have the gateway's longest name but for its end, by a pointer; all are records of a type of which
    // it has three.
    for (unsigned round = 0; round < 2; ++round) {
        const bool asks = round == 0;
        WholeGateway& scene = hostile::commissioned();
        scene.run(10 * smr::kSecond);
        uint8_t bytes[600] = {};
        const char name[] = "\x0asmr-01ab0c\x08_arduino\x04_tcp\x05locam";
        size_t at = 12;
        bytes[asks ? 5 : 7] = 64;
        bytes[2] = asks ? 0 : 0x84;
        while (at + sizeof name + 14 < sizeof bytes) {
            if (at == 12) {
                memcpy(bytes + at, name, sizeof name);
                at += sizeof name;
            } else {
                bytes[at++] = 0xC0;
                bytes[at++] = 12;
            }
            bytes[at + 1] = asks ? 255 : 12;
            bytes[at + 3] = 1;
            bytes[at + 5] = 1;
            at += asks ? 4 : 10;
        }
        scene.network.datagram_to_gateway(smr::UdpService::kMdns, {{192, 168, 1, 30}, 5353}, bytes, at);
        ++scene.now;
        const uint32_t before = instructions();
        scene.gateway->tick(scene.now);
        const uint32_t taken = instructions() - before;
        check::report(asks ? "instructions for questions" : "instructions for records", taken);
        CHECK(taken <= kDatagramBudget);
    }
}
