#include "core/gateway.h"

#include "tests/whole_gateway.h"

namespace {

constexpr const char* kTelegram = "/ISK5\\2M550T-1012\r\n\r\n1-0:1.7.0(01.193*kW)\r\n!";

// A telegram with its right CRC.
void feed_telegram(WholeGateway& scene) {
    smr::TextOf<128> text;
    text.append(kTelegram, strlen(kTelegram));
    uint16_t crc = 0;
    for (size_t index = 0; index < text.size(); ++index) {
        crc = smr::crc16_arc(crc, static_cast<uint8_t>(text.data()[index]));
    }
    const char digits[] = "0123456789ABCDEF";
    for (int shift = 12; shift >= 0; shift -= 4) {
        text.append(digits[(crc >> shift) & 0xF]);
    }
    text.append("\r\n", 2);
    scene.serial.feed(text.data(), text.size());
}

WholeGateway& commissioned() {
    WholeGateway& scene = check::fresh<WholeGateway>();
    scene.commission();
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    return scene;
}

WholeGateway& blank() {
    WholeGateway& scene = check::fresh<WholeGateway>();
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kSetup, 30 * smr::kSecond));
    scene.go_to_access_point();
    return scene;
}

}  // namespace

TEST(anybody_may_know_what_a_gateway_is_and_nothing_else) {
    WholeGateway& scene = commissioned();
    CHECK_EQ(scene.get("/api/v1/info"), 200);
    CHECK(scene.says("{\"schema\":\"smr.info/1\",\"id\":\"smr-01ab0c\",\"name\":\"smr-01ab0c\""));
    CHECK(scene.says("\"version\":\"1.2.3\""));
    CHECK(scene.says("\"board\":\"esp8266-1m\",\"state\":\"run\",\"api\":1}"));
    const char* const closed[] = {"/",
                                  "/app.js",
                                  "/api/v1/status",
                                  "/api/v1/frame",
                                  "/api/v1/events",
                                  "/api/v1/config",
                                  "/metrics"};
    for (const char* const path : closed) {
        const int status = scene.get(path);
        CHECK(status == 401 || (status == 404 && strcmp(path, "/app.js") == 0));
    }
    CHECK_EQ(scene.get("/api/v1/nothing"), 404);
    CHECK_EQ(scene.get("/api/v1/scan"), 403);
}

TEST(the_password_opens_everything_with_sha256_and_with_md5) {
    WholeGateway& scene = commissioned();
    feed_telegram(scene);
    scene.run(200);
    CHECK_EQ(scene.admin("GET", "/api/v1/status"), 200);
    CHECK(scene.says("\"schema\":\"smr.status/1\""));
    CHECK(scene.says("\"telegrams\":1,\"crc_valid\":1,\"crc_invalid\":0"));
    CHECK(scene.says("\"ssid\":\"home\""));
    CHECK_EQ(scene.admin("GET", "/api/v1/status", nullptr, 0, nullptr, WholeGateway::kPassword, smr::HashKind::kMd5),
             200);
    CHECK_EQ(scene.admin("GET", "/api/v1/status", nullptr, 0, nullptr, "wrong horse"), 401);
    CHECK_EQ(scene.admin("GET", "/api/v1/events?since=0"), 200);
    CHECK(scene.says("\"code\":\"boot\""));
    CHECK(scene.says("\"code\":\"wifi-joined\""));
    CHECK_EQ(scene.admin("GET", "/api/v1/config"), 200);
    CHECK(scene.says("\"secret_set\":true"));
    CHECK(!scene.says("swordfish"));
    CHECK_EQ(scene.admin("GET", "/metrics"), 200);
    CHECK(scene.says("smr_p1_telegrams_total 1\n"));
    CHECK_EQ(scene.admin("GET", "/"), 200);
    CHECK(scene.says("Content-Encoding: gzip"));
}

TEST(the_last_frame_is_handed_out_as_it_came) {
    WholeGateway& scene = commissioned();
    CHECK_EQ(scene.admin("GET", "/api/v1/frame"), 404);
    feed_telegram(scene);
    scene.run(500);
    CHECK_EQ(scene.admin("GET", "/api/v1/frame"), 200);
    CHECK(scene.says("X-SMR-CRC: valid\r\n"));
    CHECK(scene.says("X-SMR-Age-Ms: "));
    CHECK(strncmp(scene.body(), kTelegram, strlen(kTelegram)) == 0);
}

TEST(settings_are_changed_all_or_not_at_all_and_kept) {
    WholeGateway& scene = commissioned();
    const char* wrong = "{\"name\":\"Meter cupboard\",\"serial\":{\"baud\":9600,\"format\":\"9x1\"}}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", wrong, strlen(wrong)), 422);
    CHECK(scene.says("serial.format"));
    CHECK_EQ(scene.serial.settings().baud, 115200U);
    const char* right = "{\"name\":\"Meter cupboard\",\"serial\":{\"baud\":9600,\"format\":\"7e1\"}}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", right, strlen(right)), 200);
    CHECK(scene.says("\"name\":\"Meter cupboard\""));
    scene.run(100);
    CHECK_EQ(scene.serial.settings().baud, 9600U);
    CHECK_EQ(scene.serial.settings().parity, 'e');
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.serial.settings().baud, 9600U);
    CHECK_EQ(scene.get("/api/v1/info"), 200);
    CHECK(scene.says("\"name\":\"Meter cupboard\""));
    scene.host = "meter-cupboard.local";
    CHECK_EQ(scene.get("/api/v1/info"), 200);
    scene.host = "evil.example";
    CHECK_EQ(scene.get("/api/v1/info"), 421);
}

TEST(a_network_that_cannot_be_joined_is_not_kept) {
    WholeGateway& scene = commissioned();
    const char* body = "{\"wifi\":{\"ssid\":\"elsewhere\",\"passphrase\":\"12345678\"}}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", body, strlen(body)), 202);
    scene.run(90 * smr::kSecond, 100);
    CHECK(scene.gateway->mode() == smr::Mode::kRun);
    CHECK_EQ(scene.admin("GET", "/api/v1/config"), 200);
    CHECK(scene.says("\"ssid\":\"home\""));
    const char* only_name = "{\"wifi\":{\"ssid\":\"elsewhere\"}}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", only_name, strlen(only_name)), 422);
}

TEST(a_blank_gateway_is_set_up_over_its_access_point) {
    WholeGateway& scene = blank();
    CHECK(scene.wifi.access_point());
    CHECK_BYTES(scene.wifi.access_point_name(), scene.wifi.access_point_name_size(), "SMR-BRIDGE-AB0C", 15);
    scene.host = "connectivitycheck.gstatic.com";
    CHECK_EQ(scene.get("/generate_204"), 302);
    CHECK(scene.says("Location: http://192.168.4.1/\r\n"));
    scene.go_to_access_point();
    CHECK_EQ(scene.get("/"), 200);
    CHECK_EQ(scene.get("/api/v1/status"), 403);
    CHECK_EQ(scene.get("/api/v1/scan"), 200);
    scene.run(4 * smr::kSecond);
    CHECK_EQ(scene.get("/api/v1/scan"), 200);
    CHECK(scene.says("\"ssid\":\"home\""));

    const char* wrong = "{\"ssid\":\"home\",\"passphrase\":\"sardines!\",\"name\":\"Shed\",\"admin_password\":\"correct horse\"}";
    CHECK_EQ(scene.ask("POST", "/api/v1/provision", nullptr, wrong, strlen(wrong)), 202);
    CHECK(scene.says("\"state\":\"joining\""));
    scene.run(30 * smr::kSecond);
    CHECK_EQ(scene.get("/api/v1/provision"), 200);
    CHECK(scene.says("\"state\":\"failed\",\"reason\":\"wrong-password\""));
    CHECK(scene.gateway->mode() == smr::Mode::kSetup);

    const char* right = "{\"ssid\":\"home\",\"passphrase\":\"swordfish\",\"name\":\"Shed\",\"admin_password\":\"correct horse\"}";
    CHECK_EQ(scene.ask("POST", "/api/v1/provision", nullptr, right, strlen(right)), 202);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.get("/api/v1/provision"), 200);
    CHECK(scene.says("\"state\":\"joined\",\"reason\":null,\"ip\":\"192.168.1.77\""));
    CHECK(scene.wifi.access_point());
    // While the phone at the access point still reads how it went, the dashboard is there for whoever comes by the network.
    CHECK_EQ(scene.get("/"), 200);
    scene.go_into_network();
    CHECK_EQ(scene.get("/"), 401);
    CHECK_EQ(scene.admin("GET", "/"), 200);
    CHECK_EQ(scene.admin("GET", "/app.js"), 200);
    scene.go_to_access_point();
    scene.run(smr::kMinute);
    CHECK(!scene.wifi.access_point());
    scene.go_into_network();
    CHECK_EQ(scene.admin("GET", "/api/v1/status"), 200);
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.admin("GET", "/api/v1/config"), 200);
    CHECK(scene.says("\"name\":\"Shed\""));
}

TEST(a_gateway_that_joined_without_a_password_is_claimed_by_its_first_visitor) {
    WholeGateway& scene = blank();
    const smr::WifiCredentials home = [] {
        smr::WifiCredentials made = {};
        memcpy(made.ssid, "home", 4);
        made.ssid_size = 4;
        memcpy(made.secret, "swordfish", 9);
        made.secret_size = 9;
        return made;
    }();
    // As a plain Improv client does it.
    CHECK(const_cast<smr::WifiLife&>(scene.gateway->device().life).try_network(home, smr::AddressSettings(), scene.now));
    CHECK(scene.run_until(smr::Mode::kUnclaimed, 30 * smr::kSecond));
    scene.go_into_network();
    CHECK_EQ(scene.get("/api/v1/config"), 403);
    const char* body = "{\"password\":\"correct horse\"}";
    const char* foreign = "Origin: http://evil.example\r\n";
    CHECK_EQ(scene.ask("POST", "/api/v1/claim", foreign, body, strlen(body)), 403);
    const char* weak = "{\"password\":\"short\"}";
    CHECK_EQ(scene.ask("POST", "/api/v1/claim", nullptr, weak, strlen(weak)), 422);
    CHECK_EQ(scene.ask("POST", "/api/v1/claim", nullptr, body, strlen(body)), 204);
    CHECK(scene.gateway->mode() == smr::Mode::kRun);
    CHECK_EQ(scene.ask("POST", "/api/v1/claim", nullptr, body, strlen(body)), 403);
    CHECK_EQ(scene.admin("GET", "/api/v1/config"), 200);
}

TEST(the_access_point_of_a_commissioned_gateway_asks_for_its_password) {
    WholeGateway& jammed = check::fresh<WholeGateway>();
    jammed.commission();
    jammed.boot(smr::ChipReset::kPower);
    jammed.wifi.take_away("home");
    CHECK(jammed.run_until(smr::Mode::kFallback, 10 * smr::kMinute));
    jammed.go_to_access_point();
    CHECK_EQ(jammed.get("/"), 200);
    CHECK_EQ(jammed.get("/api/v1/scan"), 401);
    const char* body = "{\"ssid\":\"other\",\"passphrase\":\"swordfish\",\"admin_password\":\"mine all mine\"}";
    CHECK_EQ(jammed.ask("POST", "/api/v1/provision", nullptr, body, strlen(body)), 401);
    jammed.wifi.add("other", "swordfish");
    CHECK_EQ(jammed.admin("POST", "/api/v1/provision", body, strlen(body)), 202);
    CHECK(jammed.run_until(smr::Mode::kRun, smr::kMinute));
}

TEST(a_lost_network_does_not_restart_the_gateway_under_somebody_who_is_setting_it_up) {
    WholeGateway& scene = commissioned();
    scene.run(3 * smr::kMinute, 100);
    scene.wifi.take_away("home");
    CHECK(scene.run_until(smr::Mode::kFallback, 10 * smr::kMinute));
    scene.go_to_access_point();
    for (unsigned minute = 0; minute < 15; ++minute) {
        CHECK_EQ(scene.get("/"), 200);
        scene.run(smr::kMinute, 100);
    }
    CHECK_EQ(scene.boots, 1U);
    scene.run(15 * smr::kMinute, 100);
    CHECK_EQ(scene.boots, 2U);
    CHECK_EQ(scene.gateway->device().reset.reason(), smr::RestartReason::kWifiLost);
}

TEST(firmware_is_updated_over_http_and_runs_after_the_restart) {
    WholeGateway& scene = commissioned();
    MadeImage next(MadeImage::Wanted{"2.0.0", "esp8266-1m", 4, 2048});
    smr::TextOf<100> header;
    header.append("X-SMR-SHA256: ", 14);
    uint8_t digest[32];
    scene.crypto.hash(smr::HashKind::kSha256, next.bytes(), next.size(), digest);
    header.hex(digest, 32).append("\r\n", 2).append('\0');
    CHECK_EQ(scene.admin("POST", "/api/v1/firmware", next.bytes(), next.size()), 400);
    CHECK(scene.says("digest-missing"));
    CHECK_EQ(scene.admin("POST", "/api/v1/firmware", next.bytes(), next.size(), header.data()), 200);
    CHECK(scene.says("\"version\":\"2.0.0\""));
    scene.run(10 * smr::kSecond);
    CHECK_EQ(scene.boots, 2U);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.get("/api/v1/info"), 200);
    CHECK(scene.says("\"version\":\"2.0.0\""));
    CHECK_EQ(scene.admin("GET", "/api/v1/status"), 200);
    CHECK(scene.says("\"reason\":\"ota\""));
    CHECK(scene.says("\"last\":{\"result\":\"updated\",\"error\":null,\"version\":\"2.0.0\"}"));
}

TEST(firmware_is_updated_by_a_browsers_form) {
    WholeGateway& scene = commissioned();
    MadeImage next(MadeImage::Wanted{"2.0.1", "esp8266-1m", 4, 1024});
    static char form[MadeImage::kMostBytes];
    const char* before = "--frontier\r\nContent-Disposition: form-data; name=\"firmware\"; filename=\"f.bin\"\r\n\r\n";
    const char* after = "\r\n--frontier--\r\n";
    size_t size = strlen(before);
    memcpy(form, before, size);
    memcpy(form + size, next.bytes(), next.size());
    size += next.size();
    memcpy(form + size, after, strlen(after));
    size += strlen(after);
    const char* type = "Content-Type: multipart/form-data; boundary=frontier\r\n";
    CHECK_EQ(scene.admin("POST", "/update", form, size, type), 200);
    scene.run(10 * smr::kSecond);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.get("/api/v1/info"), 200);
    CHECK(scene.says("\"version\":\"2.0.1\""));
}

TEST(the_access_point_of_a_commissioned_gateway_does_not_give_away_the_meter) {
    WholeGateway& scene = commissioned();
    scene.wifi.take_away("home");
    CHECK(scene.run_until(smr::Mode::kFallback, 10 * smr::kMinute));
    const smr::Connection stranger = scene.network.connect_to(
        smr::TcpService::kP1, smr::Peer{{192, 168, 4, 2}, 40001, smr::Interface::kAccessPoint});
    // Whatever address is used for it.
    const smr::Connection disguised = scene.network.connect_to(
        smr::TcpService::kP1, smr::Peer{{192, 168, 1, 2}, 40001, smr::Interface::kAccessPoint});
    scene.run(100);
    CHECK(scene.network.is_closed(stranger));
    CHECK_EQ(scene.network.received_size(stranger), 0U);
    CHECK(scene.network.is_closed(disguised));
}

TEST(a_home_network_in_the_range_of_the_access_point_is_served_as_any_other) {
    WholeGateway& scene = commissioned();
    scene.wifi.take_away("home");
    CHECK(scene.run_until(smr::Mode::kFallback, 10 * smr::kMinute));
    scene.wifi.add("home", "swordfish");
    CHECK(scene.run_until(smr::Mode::kRun, smr::kMinute));
    // Somebody may still be at the access point; those at home have the same addresses.
    CHECK(scene.wifi.access_point());
    const smr::Connection client = scene.network.connect_to(smr::TcpService::kP1, smr::Peer{{192, 168, 4, 2}, 40000});
    scene.run(smr::kSecond);
    feed_telegram(scene);
    scene.run(smr::kSecond);
    CHECK(!scene.network.is_closed(client));
    CHECK(scene.network.received_size(client) > 0);
    scene.host = "192.168.4.1";
    CHECK_EQ(scene.get("/"), 401);
    CHECK_EQ(scene.get("/nothing"), 404);
    scene.host = "connectivitycheck.gstatic.com";
    CHECK_EQ(scene.get("/generate_204"), 421);
    scene.go_to_access_point();
    CHECK_EQ(scene.get("/"), 200);
    CHECK_EQ(scene.get("/nothing"), 302);
}

TEST(an_upload_that_never_ends_does_not_block_the_others) {
    WholeGateway& scene = commissioned();
    smr::TextOf<1200> head;
    smr::TextOf<700> authorization;
    CHECK(scene.authorize("POST", "/api/v1/firmware", authorization));
    const char* const begin = "POST /api/v1/firmware HTTP/1.1\r\nHost: 192.168.1.77\r\nContent-Length: 100000\r\nX-SMR-SHA256: ";
    head.append(begin, strlen(begin));
    for (unsigned digit = 0; digit < 64; ++digit) {
        head.append('0');
    }
    head.append("\r\n", 2).append(authorization.data(), authorization.size()).append("\r\n", 2);
    const smr::Connection slow = scene.network.connect_to(smr::TcpService::kHttp);
    CHECK(scene.network.send_to_gateway(slow, head.data(), head.size()));
    scene.run(smr::kSecond);
    CHECK(scene.gateway->device().update.is_busy());
    for (unsigned round = 0; round < 70 && !scene.network.is_closed(slow); ++round) {
        scene.network.send_to_gateway(slow, "x", 1);
        scene.run(14 * smr::kSecond, 200);
    }
    CHECK(scene.network.is_closed(slow));
    CHECK(!scene.gateway->device().update.is_busy());
}

TEST(a_refused_image_says_why_and_changes_nothing) {
    WholeGateway& scene = commissioned();
    MadeImage other(MadeImage::Wanted{"2.0.0", "esp8266-4m", 4, 512});
    smr::TextOf<100> header;
    header.append("X-SMR-SHA256: ", 14);
    uint8_t digest[32];
    scene.crypto.hash(smr::HashKind::kSha256, other.bytes(), other.size(), digest);
    header.hex(digest, 32).append("\r\n", 2).append('\0');
    CHECK_EQ(scene.admin("POST", "/api/v1/firmware", other.bytes(), other.size(), header.data()), 422);
    CHECK(scene.says("\"code\":\"wrong-board\""));
    scene.run(10 * smr::kSecond);
    CHECK_EQ(scene.boots, 1U);
    CHECK_EQ(scene.admin("GET", "/api/v1/status"), 200);
    CHECK(scene.says("\"last\":{\"result\":\"failed\",\"error\":\"wrong-board\",\"version\":null}"));
}

TEST(a_factory_reset_forgets_everything) {
    WholeGateway& scene = commissioned();
    CHECK_EQ(scene.admin("POST", "/api/v1/factory-reset"), 202);
    scene.run(10 * smr::kSecond);
    CHECK_EQ(scene.boots, 2U);
    CHECK(scene.run_until(smr::Mode::kSetup, smr::kMinute));
}

TEST(a_reset_of_the_wifi_forgets_the_network_alone) {
    WholeGateway& scene = commissioned();
    const char* changes = "{\"name\":\"Kitchen\",\"serial\":{\"baud\":9600}}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", changes, strlen(changes)), 200);
    CHECK_EQ(scene.admin("POST", "/api/v1/wifi-reset"), 202);
    // Nothing that is still in memory comes back.
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", changes, strlen(changes)), 500);
    CHECK_EQ(scene.admin("POST", "/api/v1/wifi-reset"), 500);
    scene.run(10 * smr::kSecond);
    CHECK_EQ(scene.boots, 2U);
    CHECK(scene.run_until(smr::Mode::kFallback, smr::kSecond));
    CHECK(scene.wifi.access_point());
    const smr::Settings& settings = scene.gateway->device().settings;
    CHECK_EQ(settings.wifi.ssid_size, 0);
    CHECK_EQ(settings.wifi.secret_size, 0);
    CHECK(settings.has_admin && settings.commissioned);
    CHECK_BYTES(settings.name, settings.name_size, "Kitchen", 7);
    CHECK_EQ(settings.line.baud, 9600U);
    // The key is nowhere in the flash any more.
    const uint8_t* bytes = scene.flash.bytes();
    for (size_t at = 0; at + 9 <= 1024 * 1024; ++at) {
        CHECK(memcmp(bytes + at, "swordfish", 9) != 0);
    }
    // Whoever comes to the access point needs the password, and may bring another network.
    scene.go_to_access_point();
    const char* home = "{\"ssid\":\"home\",\"passphrase\":\"swordfish\"}";
    CHECK_EQ(scene.ask("POST", "/api/v1/provision", nullptr, home, strlen(home)), 401);
    CHECK_EQ(scene.admin("POST", "/api/v1/provision", home, strlen(home)), 202);
    CHECK(scene.run_until(smr::Mode::kRun, smr::kMinute));
    CHECK_BYTES(settings.name, settings.name_size, "Kitchen", 7);
}

TEST(a_reset_of_the_wifi_waits_for_a_network_that_is_being_tried) {
    WholeGateway& scene = commissioned();
    const char* other = "{\"wifi\":{\"ssid\":\"elsewhere\",\"passphrase\":\"12345678\"}}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", other, strlen(other)), 202);
    scene.host = "smr-01ab0c.local";
    CHECK_EQ(scene.admin("POST", "/api/v1/wifi-reset"), 409);
    CHECK(scene.says("\"code\":\"busy\""));
}

// Power may go at any byte: the gateway then knows its network, or has forgotten it, and is never without its admin.
TEST(a_power_cut_in_a_reset_of_the_wifi_leaves_a_gateway_with_its_admin) {
    const unsigned bytes[] = {0, 3, 100, 4000};
    bool is_over = false;
    for (unsigned operation = 0; !is_over; ++operation) {
        for (const unsigned byte : bytes) {
            WholeGateway& scene = commissioned();
            CHECK_EQ(scene.admin("GET", "/api/v1/status"), 200);
            scene.flash.cut_power_at(operation, byte);
            scene.admin("POST", "/api/v1/wifi-reset");
            is_over = byte == 0 && scene.flash.has_power();
            scene.flash.power_on();
            if (is_over) {
                break;
            }
            scene.boot(smr::ChipReset::kPower);
            const smr::Settings& settings = scene.gateway->device().settings;
            CHECK(settings.has_admin && settings.commissioned);
            CHECK(settings.wifi.ssid_size == 0 || (settings.wifi.ssid_size == 4 && settings.wifi.secret_size == 9));
        }
    }
}

TEST(holding_the_button_forgets_everything) {
    WholeGateway& scene = commissioned();
    scene.run(smr::kSecond);
    scene.pins.pull(0, false);
    scene.run(4 * smr::kSecond);
    CHECK_EQ(scene.boots, 1U);
    scene.run(3 * smr::kSecond);
    scene.pins.pull(0, true);
    CHECK_EQ(scene.boots, 2U);
    CHECK(scene.run_until(smr::Mode::kSetup, smr::kMinute));
}

TEST(ten_clients_get_the_meters_bytes_while_http_is_asked) {
    WholeGateway& scene = commissioned();
    smr::Connection clients[11];
    for (unsigned index = 0; index < 11; ++index) {
        clients[index] = scene.network.connect_to(smr::TcpService::kP1, static_cast<uint8_t>(30 + index));
        scene.run(20);
    }
    CHECK(scene.network.is_closed(clients[10]));
    scene.network.set_window(clients[4], 0);
    for (unsigned second = 0; second < 10; ++second) {
        feed_telegram(scene);
        CHECK_EQ(scene.admin("GET", "/api/v1/status"), 200);
        scene.run(500);
    }
    CHECK(scene.says("\"rejected\":1"));
    const size_t expected = scene.network.received_size(clients[0]);
    CHECK(expected >= 10 * strlen(kTelegram));
    for (unsigned index = 0; index < 10; ++index) {
        if (index != 4) {
            CHECK_BYTES(scene.network.received(clients[index]), scene.network.received_size(clients[index]),
                        scene.network.received(clients[0]), expected);
        }
    }
}
