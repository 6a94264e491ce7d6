// What a stranger, or an accident, could make of a gateway: each of these once worked.
#include "core/gateway.h"

#include "tests/hostile_world.h"

namespace {

constexpr const char* kSomeDigest =
    "X-SMR-SHA256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n";
constexpr const char* kForm = "Content-Type: multipart/form-data; boundary=frontier\r\n";

smr::Connection begin_upload(WholeGateway& scene, const char* path, const char* headers, const char* length) {
    smr::TextOf<1400> head;
    hostile::write_upload_head(scene, path, headers, length, head);
    const smr::Connection connection = scene.network.connect_to(smr::TcpService::kHttp, 21, 40000);
    CHECK(scene.network.send_to_gateway(connection, head.data(), head.size()));
    scene.run(20, 1);
    return connection;
}

bool is_updating(WholeGateway& scene) { return scene.gateway->device().update.is_busy(); }

bool has_answer(WholeGateway& scene, smr::Connection connection, const char* status) {
    return scene.network.received_size(connection) > 12 && memcmp(scene.network.received(connection) + 9, status, 3) == 0;
}

}  // namespace

TEST(an_upload_that_pauses_for_good_does_not_block_the_next) {
    WholeGateway& scene = hostile::commissioned();
    const smr::Connection upload = begin_upload(scene, "/api/v1/firmware", kSomeDigest, "5000");
    CHECK(is_updating(scene));
    scene.run(20 * smr::kSecond);
    CHECK(has_answer(scene, upload, "408"));
    CHECK(!is_updating(scene));
}

TEST(an_upload_without_a_length_does_not_block_the_next) {
    WholeGateway& scene = hostile::commissioned();
    const smr::Connection upload = begin_upload(scene, "/api/v1/firmware", kSomeDigest, nullptr);
    CHECK(has_answer(scene, upload, "411"));
    CHECK(!is_updating(scene));
}

TEST(a_damaged_form_does_not_block_the_next_upload) {
    WholeGateway& scene = hostile::commissioned();
    const smr::Connection upload = begin_upload(scene, "/update", kForm, "5000");
    CHECK(is_updating(scene));
    const char* damaged = "--frontier\r\nContent-Disposition: form-data; name=\"firmware\"\r\n\r\nbytes\r\n--frontier\r\n"
                          "Content-Disposition: form-data; name=\"firmware\"\r\n\r\n";
    CHECK(scene.network.send_to_gateway(upload, damaged, strlen(damaged)));
    scene.run(100, 1);
    CHECK(has_answer(scene, upload, "400"));
    CHECK(!is_updating(scene));
}

TEST(a_second_form_leaves_the_reader_of_the_first_alone) {
    WholeGateway& scene = hostile::commissioned();
    MadeImage next(MadeImage::Wanted{"2.0.2", "esp8266-1m", 4, 1024});
    const char* before = "--frontier\r\nContent-Disposition: form-data; name=\"firmware\"; filename=\"f.bin\"\r\n\r\n";
    const char* after = "\r\n--frontier--\r\n";
    smr::TextOf<12> length;
    length.decimal(static_cast<uint32_t>(strlen(before) + next.size() + strlen(after))).append('\0');
    const smr::Connection upload = begin_upload(scene, "/update", kForm, length.data());
    CHECK(scene.network.send_to_gateway(upload, before, strlen(before)));
    scene.run(20, 1);
    CHECK_EQ(scene.admin("POST", "/update", "x", 1, "Content-Type: multipart/form-data; boundary=other\r\n"), 409);
    CHECK(scene.network.send_to_gateway(upload, next.bytes(), next.size()));
    CHECK(scene.network.send_to_gateway(upload, after, strlen(after)));
    for (unsigned step = 0; step < 1000 && !has_answer(scene, upload, "200"); ++step) {
        scene.run(1, 1);
    }
    CHECK(has_answer(scene, upload, "200"));
}

TEST(a_failed_upload_that_ends_late_does_not_end_the_next) {
    WholeGateway& scene = hostile::commissioned();
    const smr::Connection failed = begin_upload(scene, "/api/v1/firmware", kSomeDigest, "64");
    // Its client does not read the answer.
    scene.network.set_window(failed, 0);
    uint8_t bytes[64] = {};
    CHECK(scene.network.send_to_gateway(failed, bytes, sizeof bytes));
    scene.run(100, 1);
    CHECK(!is_updating(scene));
    const smr::Connection next = begin_upload(scene, "/api/v1/firmware", kSomeDigest, "5000");
    CHECK(is_updating(scene));
    scene.network.vanish(failed);
    scene.run(20, 1);
    CHECK(is_updating(scene));
    CHECK(!scene.network.is_closed(next));
}

TEST(nobody_slips_in_a_password_while_the_owners_network_is_tried) {
    WholeGateway& scene = hostile::blank();
    const char* owner = "{\"ssid\":\"home\",\"passphrase\":\"swordfish\",\"admin_password\":\"correct horse\"}";
    const char* stranger = "{\"ssid\":\"home\",\"passphrase\":\"whatever1\",\"name\":\"Mine\",\"admin_password\":\"mine all mine\"}";
    CHECK_EQ(scene.ask("POST", "/api/v1/provision", nullptr, owner, strlen(owner)), 202);
    CHECK_EQ(scene.ask("POST", "/api/v1/provision", nullptr, stranger, strlen(stranger)), 409);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    scene.go_into_network();
    CHECK_EQ(scene.admin("GET", "/api/v1/config", nullptr, 0, nullptr, "mine all mine"), 401);
    CHECK_EQ(scene.admin("GET", "/api/v1/config"), 200);
    CHECK(!scene.says("Mine"));
}

TEST(a_password_from_a_failed_attempt_over_http_is_forgotten) {
    WholeGateway& scene = hostile::blank();
    const char* stranger = "{\"ssid\":\"nowhere\",\"passphrase\":\"whatever1\",\"admin_password\":\"mine all mine\"}";
    CHECK_EQ(scene.ask("POST", "/api/v1/provision", nullptr, stranger, strlen(stranger)), 202);
    scene.run(smr::kMinute, 50);
    // The owner comes with a plain Improv client, which sets no password.
    smr::WifiCredentials home = {};
    memcpy(home.ssid, "home", 4);
    home.ssid_size = 4;
    memcpy(home.secret, "swordfish", 9);
    home.secret_size = 9;
    CHECK(const_cast<smr::WifiLife&>(scene.gateway->device().life).try_network(home, smr::AddressSettings(), scene.now));
    CHECK(scene.run_until(smr::Mode::kUnclaimed, 30 * smr::kSecond));
}

TEST(settings_saved_after_a_factory_reset_do_not_undo_it) {
    WholeGateway& scene = hostile::commissioned();
    CHECK_EQ(scene.admin("POST", "/api/v1/factory-reset"), 202);
    const char* body = "{\"name\":\"Still here\"}";
    CHECK_EQ(scene.boots, 1U);
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", body, strlen(body)), 500);
    CHECK_EQ(scene.boots, 1U);
    scene.run(10 * smr::kSecond);
    CHECK_EQ(scene.boots, 2U);
    CHECK(scene.run_until(smr::Mode::kSetup, smr::kMinute));
    CHECK(!scene.gateway->device().settings.has_admin);
}

TEST(a_change_is_refused_as_a_whole_while_a_network_is_tried) {
    WholeGateway& scene = hostile::commissioned();
    const char* first = "{\"wifi\":{\"ssid\":\"elsewhere\",\"passphrase\":\"12345678\"}}";
    const char* second = "{\"name\":\"Half\",\"wifi\":{\"ssid\":\"other\",\"passphrase\":\"12345678\"}}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", first, strlen(first)), 202);
    // The trial takes the gateway out of its network; only its id is left to call it by.
    scene.host = "smr-01ab0c.local";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", second, strlen(second)), 409);
    CHECK_EQ(scene.gateway->device().settings.name_size, 0);
}

TEST(a_network_named_twice_still_needs_its_passphrase) {
    WholeGateway& scene = hostile::commissioned();
    const char* body = "{\"wifi\":{\"ssid\":\"trap\",\"ssid\":\"trap\"}}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", body, strlen(body)), 422);
}

TEST(what_is_said_of_a_frame_is_said_of_that_frame) {
    WholeGateway& scene = hostile::commissioned();
    hostile::feed_telegram(scene);
    scene.run(200);
    smr::TextOf<1000> request;
    request.append("GET /api/v1/frame HTTP/1.1\r\nHost: 192.168.1.77\r\nConnection: close\r\n", 67);
    CHECK(scene.authorize("GET", "/api/v1/frame", request));
    request.append("\r\n", 2);
    const smr::Connection reader = scene.network.connect_to(smr::TcpService::kHttp, 21);
    scene.network.set_window(reader, 0);
    CHECK(scene.network.send_to_gateway(reader, request.data(), request.size()));
    scene.run(50, 1);
    scene.serial.feed("/OTHER\r\n\r\n1-0:1.7.0(09.999*kW)\r\n!0000\r\n");
    scene.run(200);
    scene.network.set_window(reader, 8000);
    scene.run(50, 1);
    smr::TextOf<2000> answer;
    answer.append(reinterpret_cast<const char*>(scene.network.received(reader)), scene.network.received_size(reader)).append('\0');
    CHECK(!answer.overflowed());
    CHECK(strstr(answer.data(), "X-SMR-CRC: valid") != nullptr);
    CHECK(strstr(answer.data(), "01.193*kW") != nullptr);
}
