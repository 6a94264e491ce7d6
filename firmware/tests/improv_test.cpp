#include "core/setup/improv.h"

#include <string.h>

#include "tests/check.h"
#include "tests/improv_client.h"

using smr::Improv;
using smr::ImprovParser;
using smr::Millis;
using Command = smr::Improv::Command;
using Error = smr::Improv::Error;
using State = smr::Improv::State;

namespace {

const uint8_t kAddress[4] = {192, 168, 1, 77};

smr::ImprovIdentity identity() {
    smr::ImprovIdentity made;
    made.version = "1.2.0-rc.1";
    made.version_size = 10;
    made.id = "smr-01ab0c";
    made.id_size = 10;
    made.name = "";
    made.name_size = 0;
    made.http_port = 80;
    return made;
}

struct Line {
    smr::ImprovIdentity self = identity();
    Improv improv{self};
    Millis now = 0U - 1000U;
    uint8_t sent[600] = {};
    size_t sent_size = 0;

    // All bytes, with what they lead to sent away at once.
    void feed(const void* bytes, size_t count) {
        const uint8_t* from = static_cast<const uint8_t*>(bytes);
        for (size_t index = 0; index < count; ++index) {
            improv.take(from[index], now);
            flush();
        }
    }
    void feed(const ImprovPacket& packet) { feed(packet.bytes, packet.size); }
    void flush() {
        while (improv.output_size() > 0) {
            // In small pieces, as a serial line takes them.
            const size_t piece = improv.output_size() < 7 ? improv.output_size() : 7;
            if (sent_size + piece <= sizeof sent) {
                memcpy(sent + sent_size, improv.output(), piece);
                sent_size += piece;
            }
            improv.sent(piece);
        }
    }
    ImprovAnswers answers() {
        flush();
        const ImprovAnswers all(sent, sent_size);
        sent_size = 0;
        return all;
    }
};

}  // namespace

// What the gateway sent since the last time.
#define CHECK_ANSWERS(line, expected)                   \
    do {                                                \
        const ImprovAnswers answers = (line).answers(); \
        CHECK_TEXT(answers, expected);                  \
    } while (false)

TEST(a_request_for_the_state_is_answered_with_it) {
    Line line;
    line.feed(ImprovPacket::command(2));
    CHECK_ANSWERS(line, "error 0, state 2");
}

TEST(a_request_for_the_state_of_a_joined_gateway_tells_where_its_page_is) {
    Line line;
    line.improv.set_state(State::kJoined, kAddress);
    CHECK_ANSWERS(line, "state 4");
    line.feed(ImprovPacket::command(2));
    CHECK_ANSWERS(line, "error 0, state 4, result 2 [http://192.168.1.77/]");
}

TEST(a_page_on_another_port_is_told_with_it) {
    Line line;
    line.self.http_port = 65535;
    const uint8_t longest[4] = {255, 255, 255, 255};
    line.improv.set_state(State::kJoined, longest);
    CHECK_ANSWERS(line, "state 4");
    line.feed(ImprovPacket::command(2));
    CHECK_ANSWERS(line, "error 0, state 4, result 2 [http://255.255.255.255:65535/]");
}

TEST(packets_have_the_bytes_of_the_specification) {
    Line line;
    line.feed(ImprovPacket::command(2));
    line.flush();
    // The sum of "IMPROV", 1, 2, 1, 0 is 0x1E1.
    CHECK_BYTES(line.sent, 13, "\nIMPROV\x01\x02\x01\x00\xE1\n", 13);
}

TEST(device_information_has_firmware_version_hardware_and_name) {
    Line line;
    line.feed(ImprovPacket::command(3));
    CHECK_ANSWERS(line, "error 0, result 3 [smr|1.2.0-rc.1|ESP8266|smr-01ab0c]");
    line.self.name = "meter cupboard";
    line.self.name_size = 14;
    line.feed(ImprovPacket::command(3));
    CHECK_ANSWERS(line, "error 0, result 3 [smr|1.2.0-rc.1|ESP8266|meter cupboard]");
}

TEST(the_longest_device_information_fits) {
    Line line;
    char longest[32];
    memset(longest, 'x', sizeof longest);
    line.self.version = longest;
    line.self.version_size = 24;
    line.self.name = longest;
    line.self.name_size = 32;
    line.feed(ImprovPacket::command(3));
    CHECK_ANSWERS(line,
               "error 0, result 3 [smr|xxxxxxxxxxxxxxxxxxxxxxxx|ESP8266|xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]");
}

TEST(credentials_are_handed_on_and_answered_with_where_the_page_is) {
    Line line;
    line.feed(ImprovPacket::credentials("home", "correct horse"));
    CHECK_EQ(line.improv.command(), Command::kJoin);
    const smr::WifiCredentials credentials = line.improv.credentials();
    CHECK_BYTES(credentials.ssid, credentials.ssid_size, "home", 4);
    CHECK_BYTES(credentials.secret, credentials.secret_size, "correct horse", 13);
    line.improv.accept();
    CHECK_ANSWERS(line, "error 0, state 3");
    line.improv.set_state(State::kJoining, kAddress);
    CHECK_ANSWERS(line, "");
    line.improv.set_state(State::kJoined, kAddress);
    CHECK_ANSWERS(line, "state 4, result 1 [http://192.168.1.77/]");
    line.improv.set_state(State::kJoined, kAddress);
    CHECK_ANSWERS(line, "");
}

TEST(the_longest_credentials_and_an_open_network_are_taken) {
    Line line;
    char ssid[33];
    char secret[65];
    memset(ssid, 's', 32);
    memset(secret, 'f', 64);
    ssid[32] = secret[64] = '\0';
    line.feed(ImprovPacket::credentials(ssid, secret));
    CHECK_BYTES(line.improv.credentials().ssid, line.improv.credentials().ssid_size, ssid, 32);
    CHECK_BYTES(line.improv.credentials().secret, line.improv.credentials().secret_size, secret, 64);
    line.improv.refuse(Error::kCannotConnect);
    CHECK_ANSWERS(line, "error 0, error 3");
    line.feed(ImprovPacket::credentials("open", ""));
    CHECK_EQ(line.improv.command(), Command::kJoin);
    CHECK_EQ(line.improv.credentials().secret_size, 0);
}

TEST(a_join_that_fails_is_an_error_and_the_gateway_is_ready_again) {
    Line line;
    line.feed(ImprovPacket::credentials("home", "wrong horse"));
    line.improv.accept();
    line.answers();
    line.improv.set_state(State::kReady, kAddress);
    CHECK_ANSWERS(line, "error 3, state 2");
}

TEST(a_join_that_somebody_else_began_is_told_as_a_change_of_state_only) {
    Line line;
    line.improv.set_state(State::kJoining, kAddress);
    CHECK_ANSWERS(line, "state 3");
    line.improv.set_state(State::kReady, kAddress);
    CHECK_ANSWERS(line, "state 2");
}

TEST(a_change_of_state_waits_until_the_line_is_free) {
    Line line;
    const ImprovPacket packet = ImprovPacket::command(2);
    for (size_t index = 0; index + 1 < packet.size; ++index) {
        line.improv.take(packet.bytes[index], line.now);
    }
    CHECK(!line.improv.can_take());
    line.improv.set_state(State::kJoining, kAddress);
    CHECK_ANSWERS(line, "error 0, state 2");
    line.improv.set_state(State::kJoining, kAddress);
    CHECK_ANSWERS(line, "state 3");
}

TEST(networks_are_reported_one_by_one_and_then_an_empty_result) {
    Line line;
    line.feed(ImprovPacket::command(4));
    CHECK_EQ(line.improv.command(), Command::kScan);
    CHECK(!line.improv.wants_networks());
    line.improv.accept();
    line.answers();
    CHECK(line.improv.wants_networks());
    smr::ScannedNetwork network;
    memset(&network, 0, sizeof network);
    memcpy(network.ssid, "home", 4);
    network.ssid_size = 4;
    network.rssi_dbm = -60;
    line.improv.report_network(network);
    CHECK(!line.improv.wants_networks());
    CHECK_ANSWERS(line, "result 4 [home|-60|YES]");
    memset(network.ssid, 'n', 32);
    network.ssid_size = 32;
    network.rssi_dbm = -128;
    network.open = true;
    line.improv.report_network(network);
    CHECK_ANSWERS(line, "result 4 [nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn|-128|NO]");
    line.improv.report_scan_end();
    CHECK_ANSWERS(line, "result 4 []");
    CHECK(!line.improv.wants_networks());
}

TEST(the_own_commands_carry_a_name_and_the_hashes_of_the_password) {
    Line line;
    line.feed(ImprovPacket::command(0x81, "caf\xC3\xA9", 5));
    CHECK_EQ(line.improv.command(), Command::kSetName);
    CHECK_BYTES(line.improv.name(), line.improv.name_size(), "caf\xC3\xA9", 5);
    line.improv.accept();
    CHECK_ANSWERS(line, "error 0, result 129 [smr-01ab0c]");

    uint8_t hashes[64];
    for (uint8_t index = 0; index < sizeof hashes; ++index) {
        hashes[index] = index;
    }
    line.feed(ImprovPacket::command(0x82, hashes, sizeof hashes));
    CHECK_EQ(line.improv.command(), Command::kSetAdmin);
    const smr::AdminHashes admin = line.improv.admin();
    CHECK_BYTES(admin.ha1_md5, sizeof admin.ha1_md5, hashes, 16);
    CHECK_BYTES(admin.ha1_sha256, sizeof admin.ha1_sha256, hashes + 16, 32);
    CHECK_BYTES(admin.arduino_md5, sizeof admin.arduino_md5, hashes + 48, 16);
    line.improv.accept();
    CHECK_ANSWERS(line, "error 0, result 130 []");
}

TEST(a_refused_command_is_answered_with_the_error) {
    Line line;
    line.feed(ImprovPacket::command(0x81, "name", 4));
    line.improv.refuse(Error::kUnknown);
    CHECK_ANSWERS(line, "error 0, error 255");
    CHECK_EQ(line.improv.command(), Command::kNone);
    // Nothing waits: nothing to refuse or accept.
    line.improv.refuse(Error::kUnknown);
    line.improv.accept();
    CHECK_ANSWERS(line, "");
}

TEST(malformed_commands_are_told_and_change_nothing) {
    char long_name[33];
    memset(long_name, 'n', sizeof long_name);
    const uint8_t hashes[65] = {};
    const ImprovPacket cases[] = {
        ImprovPacket(3, "", 0),                                    // no command at all
        ImprovPacket(3, "\x02", 1),                                // no length
        ImprovPacket(3, "\x02\x01", 2),                            // a length that is not so
        ImprovPacket(3, "\x02\x00\x00", 3),                        // more than the length says
        ImprovPacket::command(2, "x", 1),                          // arguments where none belong
        ImprovPacket::command(3, "x", 1),                          //
        ImprovPacket::command(4, "x", 1),                          //
        ImprovPacket::command(1),                                  // no credentials
        ImprovPacket::command(1, "\x00\x00", 2),                   // a network without a name
        ImprovPacket::command(1, "\x04home", 5),                   // no secret
        ImprovPacket::command(1, "\x05home\x00", 6),               // a name longer than the data
        ImprovPacket::command(1, "\x04home\x09" "12345678", 14),   // a secret longer than the data
        ImprovPacket::command(1, "\x04home\x07" "12345678", 14),   // and shorter
        ImprovPacket::command(1, "\xFFhome\x00", 6),               //
        ImprovPacket::command(1, hashes, 65),                      //
        ImprovPacket::command(0x81, long_name, 33),                //
        ImprovPacket::command(0x81, "\xFF", 1),                    // not UTF-8
        ImprovPacket::command(0x81, "a\nb", 3),                    //
        ImprovPacket::command(0x82),                               //
        ImprovPacket::command(0x82, hashes, 63),                   //
        ImprovPacket::command(0x82, hashes, 65),                   //
    };
    Line line;
    for (const ImprovPacket& each : cases) {
        line.feed(each);
        CHECK_EQ(line.improv.command(), Command::kNone);
        CHECK_ANSWERS(line, "error 1");
    }
    line.feed(ImprovPacket::command(2));
    CHECK_ANSWERS(line, "error 0, state 2");
}

TEST(commands_that_do_not_exist_are_told) {
    const uint8_t numbers[] = {0, 5, 7, 0x7F, 0x80, 0x84, 0xFF};
    Line line;
    for (const uint8_t number : numbers) {
        line.feed(ImprovPacket::command(number));
        CHECK_ANSWERS(line, "error 2");
    }
}

TEST(a_wrong_check_sum_is_an_invalid_packet) {
    Line line;
    ImprovPacket packet = ImprovPacket::command(2);
    packet.bytes[packet.size - 2] ^= 1U;
    line.feed(packet);
    CHECK_ANSWERS(line, "error 1");
}

TEST(every_damaged_byte_of_a_packet_is_noticed) {
    const ImprovPacket good = ImprovPacket::credentials("home", "correct horse");
    for (size_t at = 0; at + 1 < good.size; ++at) {
        Line line;
        ImprovPacket bad = good;
        bad.bytes[at] ^= 0x10U;
        line.feed(bad);
        CHECK_EQ(line.improv.command(), Command::kNone);
        // After a pause the next one is understood.
        line.now += ImprovParser::kPatience;
        line.answers();
        line.feed(good);
        CHECK_EQ(line.improv.command(), Command::kJoin);
    }
}

TEST(data_longer_than_any_command_is_passed_over_to_its_end) {
    Line line;
    uint8_t data[255];
    memset(data, 'x', sizeof data);
    line.feed(ImprovPacket(3, data, sizeof data));
    CHECK_ANSWERS(line, "error 1");
    line.feed(ImprovPacket::command(2));
    CHECK_ANSWERS(line, "error 0, state 2");
}

TEST(other_types_of_packets_start_no_conversation) {
    Line line;
    const uint8_t types[] = {0, 1, 2, 4, 0xFF};
    for (const uint8_t type : types) {
        line.feed(ImprovPacket(type, "\x02\x00", 2));
        CHECK_ANSWERS(line, "");
    }
}

TEST(packets_are_found_between_other_bytes) {
    Line line;
    const char* const noises[] = {"", "I", "II", "IM", "IMPRO", "IMPROVI", "IMPROV\x02", "/ISK5\\2M550\r\n1-3:0.2.8(50)\r\n", "\n\n\xFF"};
    for (const char* noise : noises) {
        line.feed(noise, strlen(noise));
        line.feed(ImprovPacket::command(2));
        CHECK_ANSWERS(line, "error 0, state 2");
    }
}

TEST(a_packet_that_stops_halfway_is_given_up_after_a_while) {
    const ImprovPacket whole = ImprovPacket::command(3);
    for (size_t cut = 1; cut + 1 < whole.size; ++cut) {
        Line line;
        line.feed(whole.bytes, cut);
        line.now += ImprovParser::kPatience;
        line.feed(ImprovPacket::command(2));
        CHECK_ANSWERS(line, "error 0, state 2");
    }
}

TEST(random_bytes_leave_it_working) {
    Line line;
    check::Random random(7);
    unsigned commands = 0;
    for (unsigned round = 0; round < 3000; ++round) {
        ImprovPacket packet = ImprovPacket::command(random.byte(), "abcdefghijklmnopqrstuvwxyz", random.below(27));
        // Damaged in a few places, some with the check sum put right again, cut, or plain noise.
        const uint32_t kind = random.below(4);
        for (uint32_t damage = 0; damage < kind; ++damage) {
            packet.bytes[random.below(static_cast<uint32_t>(packet.size))] = random.byte();
        }
        if (random.below(2) == 0) {
            uint8_t sum = 0;
            for (size_t index = 0; index + 2 < packet.size; ++index) {
                sum = static_cast<uint8_t>(sum + packet.bytes[index]);
            }
            packet.bytes[packet.size - 2] = sum;
        }
        line.feed(packet.bytes, random.below(8) == 0 ? random.below(static_cast<uint32_t>(packet.size)) : packet.size);
        if (line.improv.command() != Command::kNone) {
            ++commands;
            line.improv.refuse(Error::kUnknown);
        }
        line.flush();
        line.sent_size = 0;
        line.now += random.below(2) * 300;
    }
    line.now += ImprovParser::kPatience;
    line.feed(ImprovPacket::command(2));
    CHECK_ANSWERS(line, "error 0, state 2");
    CHECK(commands > 0);
}
