#include "core/setup/serial_setup.h"

#include <string.h>

#include "tests/check.h"
#include "tests/fake_serial.h"
#include "tests/fake_wifi.h"
#include "tests/improv_client.h"

using smr::kSecond;
using smr::Millis;
using smr::Mode;
using smr::SerialSetup;
using smr::Settings;
using smr::WifiLife;

namespace {

smr::ImprovIdentity identity() {
    smr::ImprovIdentity made;
    made.version = "1.2.0";
    made.version_size = 5;
    made.id = "smr-01ab0c";
    made.id_size = 10;
    made.name = "";
    made.name_size = 0;
    made.http_port = 80;
    return made;
}

// A new gateway on a bench.
struct Bench {
    FakeSerial serial;
    FakeWifi wifi;
    Settings settings = smr::default_settings();
    smr::ImprovIdentity self = identity();
    WifiLife life{wifi, settings};
    SerialSetup setup{serial, life, settings, self};
    Millis now = 0U - 10 * kSecond;

    void start() {
        wifi.add("home", "correct horse", -60);
        serial.configure(settings.line);
        wifi.set_time(now);
        life.start(now);
    }
    void plug_adapter() {
        serial.set_idles_high(true);
        run(2 * kSecond);
    }
    void run(Millis duration) {
        for (Millis done = 0; done < duration; done += 10) {
            now += 10;
            wifi.set_time(now);
            life.tick(now);
            life.take_settings(&settings);
            setup.tick(now);
        }
    }
    bool run_until_joined() {
        for (unsigned round = 0; round < 3000 && !life.is_joined(); ++round) {
            run(10);
        }
        return life.is_joined();
    }
    void send(const ImprovPacket& packet) { serial.feed(packet.bytes, packet.size); }
    ImprovAnswers answers() {
        const ImprovAnswers all(serial.sent(), serial.sent_size());
        serial.clear_sent();
        return all;
    }
};

}  // namespace

// What the gateway sent since the last time.
#define CHECK_ANSWERS(bench, expected)                   \
    do {                                                 \
        const ImprovAnswers answers = (bench).answers(); \
        CHECK_TEXT(answers, expected);                   \
    } while (false)

TEST(a_new_gateway_on_a_meter_leaves_the_line_to_it) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.serial.feed("/ISK5\\2M550\r\n");
    bench.run(10 * kSecond);
    CHECK(!bench.setup.has_line());
    CHECK_EQ(bench.serial.configured(), 1);
    CHECK_EQ(bench.serial.waiting(), 13);
    CHECK_EQ(bench.serial.sent_size(), 0);
}

TEST(an_adapter_on_the_line_is_noticed_and_its_absence_too) {
    Bench& bench = check::fresh<Bench>();
    bench.settings.line.baud = 9600;
    bench.start();
    bench.plug_adapter();
    CHECK(bench.setup.has_line());
    CHECK(!bench.serial.settings().inverted);
    CHECK_EQ(bench.serial.settings().baud, 115200);
    bench.serial.set_idles_high(false);
    bench.run(2 * kSecond);
    CHECK(!bench.setup.has_line());
    CHECK(bench.serial.settings().inverted);
    CHECK_EQ(bench.serial.settings().baud, 9600);
}

TEST(a_level_seen_for_a_moment_changes_nothing) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    for (unsigned round = 0; round < 20; ++round) {
        bench.serial.set_idles_high(round % 2 == 0);
        bench.run(2 * SerialSetup::kLookEvery);
        CHECK(!bench.setup.has_line());
    }
}

TEST(a_client_sets_name_password_and_network_and_is_told_where_to_go_on) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.plug_adapter();
    bench.send(ImprovPacket::command(2));
    bench.run(100);
    CHECK_ANSWERS(bench, "error 0, state 2");
    bench.send(ImprovPacket::command(0x81, "cupboard", 8));
    uint8_t hashes[64];
    memset(hashes, 7, sizeof hashes);
    bench.send(ImprovPacket::command(0x82, hashes, sizeof hashes));
    bench.send(ImprovPacket::credentials("home", "correct horse"));
    bench.run(500);
    CHECK_ANSWERS(bench, "error 0, result 129 [smr-01ab0c], error 0, result 130 [], error 0, state 3");
    CHECK(!bench.settings.has_admin);
    bench.run(5 * kSecond);
    CHECK_ANSWERS(bench, "state 4, result 1 [http://192.168.1.77/]");
    CHECK_EQ(bench.life.mode(), Mode::kRun);
    CHECK_BYTES(bench.settings.name, bench.settings.name_size, "cupboard", 8);
    CHECK_BYTES(bench.settings.admin.ha1_sha256, 32, hashes, 32);
}

TEST(a_wrong_password_is_told_within_the_patience_of_a_client_and_can_be_put_right) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.plug_adapter();
    bench.send(ImprovPacket::credentials("home", "wrong horse"));
    bench.run(29 * kSecond);
    CHECK_ANSWERS(bench, "error 0, state 3, error 3, state 2");
    bench.send(ImprovPacket::command(0x83));
    bench.run(100);
    CHECK_ANSWERS(bench, "error 0, result 131 [wrong-password]");
    bench.send(ImprovPacket::credentials("home", "correct horse"));
    bench.run(10 * kSecond);
    CHECK_ANSWERS(bench, "error 0, state 3, state 4, result 1 [http://192.168.1.77/]");
}

TEST(each_reason_not_to_join_is_told_when_asked_for) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.plug_adapter();
    bench.send(ImprovPacket::command(0x83));
    bench.run(100);
    CHECK_ANSWERS(bench, "error 0, result 131 []");
    bench.send(ImprovPacket::credentials("hone", "correct horse"));
    bench.run(29 * kSecond);
    CHECK_ANSWERS(bench, "error 0, state 3, error 3, state 2");
    bench.send(ImprovPacket::command(0x83));
    bench.run(100);
    CHECK_ANSWERS(bench, "error 0, result 131 [not-found]");
    // It takes nothing with it.
    bench.send(ImprovPacket::command(0x83, "x", 1));
    bench.run(100);
    CHECK_ANSWERS(bench, "error 1");
}

TEST(credentials_that_cannot_be_right_are_refused_at_once) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.plug_adapter();
    bench.send(ImprovPacket::credentials("home", "short"));
    bench.run(100);
    CHECK_ANSWERS(bench, "error 0, error 3");
}

TEST(a_scan_tells_each_name_once_with_its_strongest_signal) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.wifi.add("cafe", "", -80);
    bench.wifi.add("home", "correct horse", -40);
    bench.wifi.add("", "hidden one", -50);
    bench.plug_adapter();
    bench.send(ImprovPacket::command(4));
    bench.run(FakeWifi::kScanTakes - 500);
    CHECK_ANSWERS(bench, "error 0");
    bench.run(kSecond);
    CHECK_ANSWERS(bench, "result 4 [home|-40|YES], result 4 [cafe|-80|NO], result 4 []");
    // A second scan begins anew.
    bench.send(ImprovPacket::command(4));
    bench.run(FakeWifi::kScanTakes + kSecond);
    CHECK_ANSWERS(bench, "error 0, result 4 [home|-40|YES], result 4 [cafe|-80|NO], result 4 []");
}

TEST(after_joining_commands_are_refused_and_the_line_goes_to_the_meter) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.plug_adapter();
    bench.send(ImprovPacket::credentials("home", "correct horse"));
    CHECK(bench.run_until_joined());
    bench.run(SerialSetup::kGoodbye / 2);
    bench.answers();
    bench.send(ImprovPacket::command(0x81, "thief", 5));
    bench.send(ImprovPacket::credentials("cafe", ""));
    bench.send(ImprovPacket::command(2));
    bench.run(kSecond);
    CHECK_ANSWERS(bench, "error 0, error 255, error 0, error 255, error 0, state 4, result 2 [http://192.168.1.77/]");
    CHECK_EQ(bench.settings.name_size, 0);
    // Each question gives a client time for another one; then the meter is heard, long before the access point goes.
    CHECK(bench.setup.has_line());
    bench.run(SerialSetup::kGoodbye);
    CHECK(!bench.setup.has_line());
    CHECK(bench.serial.settings().inverted);
    CHECK(bench.life.is_access_point_on());
}

TEST(a_client_that_is_slow_to_read_still_gets_the_address) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.plug_adapter();
    bench.send(ImprovPacket::credentials("home", "correct horse"));
    bench.run(100);
    bench.answers();
    bench.serial.take_at_most(1);
    CHECK(bench.run_until_joined());
    bench.run(2 * kSecond);
    CHECK_ANSWERS(bench, "state 4, result 1 [http://192.168.1.77/]");
}

TEST(a_gateway_that_forgot_its_network_gets_another_over_the_line_and_keeps_what_else_it_knew) {
    Bench& bench = check::fresh<Bench>();
    bench.settings.commissioned = true;
    bench.settings.has_admin = true;
    memset(&bench.settings.admin, 9, sizeof bench.settings.admin);
    memcpy(bench.settings.name, "cupboard", 8);
    bench.settings.name_size = 8;
    const Settings before = bench.settings;
    bench.start();
    CHECK_EQ(bench.life.mode(), Mode::kFallback);
    bench.plug_adapter();
    CHECK(bench.setup.has_line());
    bench.send(ImprovPacket::credentials("home", "correct horse"));
    CHECK(bench.run_until_joined());
    bench.run(kSecond);
    CHECK_ANSWERS(bench, "error 0, state 3, state 4, result 1 [http://192.168.1.77/]");
    CHECK_EQ(bench.life.mode(), Mode::kRun);
    CHECK_BYTES(bench.settings.name, bench.settings.name_size, "cupboard", 8);
    CHECK_BYTES(&bench.settings.admin, sizeof before.admin, &before.admin, sizeof before.admin);
}

TEST(a_commissioned_gateway_never_gives_the_line_away) {
    Bench& bench = check::fresh<Bench>();
    bench.settings.commissioned = true;
    bench.settings.wifi.ssid_size = 1;
    bench.settings.wifi.ssid[0] = 'x';
    bench.start();
    bench.serial.set_idles_high(true);
    bench.run(WifiLife::kPatience + 10 * kSecond);
    CHECK_EQ(bench.life.mode(), Mode::kFallback);
    CHECK(!bench.setup.has_line());
    CHECK_EQ(bench.serial.configured(), 1);
}

TEST(a_network_chosen_in_the_portal_shows_on_the_line) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.plug_adapter();
    smr::WifiCredentials credentials;
    memset(&credentials, 0, sizeof credentials);
    credentials.ssid_size = 1;
    credentials.ssid[0] = 'x';
    CHECK(bench.life.try_network(credentials, bench.settings.addresses, bench.now));
    // A client that comes meanwhile gets nowhere.
    bench.run(kSecond);
    bench.send(ImprovPacket::credentials("home", "correct horse"));
    bench.run(20 * kSecond);
    CHECK_ANSWERS(bench, "state 3, error 0, error 3, state 2");
}

TEST(noise_on_the_line_disturbs_nothing) {
    Bench& bench = check::fresh<Bench>();
    bench.start();
    bench.plug_adapter();
    check::Random random(99);
    for (unsigned round = 0; round < 2000; ++round) {
        uint8_t noise[32];
        for (uint8_t& byte : noise) {
            byte = random.byte();
        }
        bench.serial.feed(noise, sizeof noise);
        bench.run(10);
        bench.serial.clear_sent();
    }
    CHECK_EQ(bench.serial.overruns(), 0);
    CHECK_EQ(bench.life.mode(), Mode::kSetup);
    bench.run(kSecond);
    bench.send(ImprovPacket::command(2));
    bench.run(100);
    CHECK_ANSWERS(bench, "error 0, state 2");
}
