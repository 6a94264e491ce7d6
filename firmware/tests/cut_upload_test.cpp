// Uploads whose connection ends at any byte: what ran before still runs, and the next upload is taken. And whole gateways whose power ends in any
// operation on their flash, from the upload over the trial to the way back.
#include <string.h>

#include "tests/check.h"
#include "tests/made_image.h"
#include "tests/whole_gateway.h"

namespace {

// As few bytes as an image can have.
const MadeImage::Wanted kNext = {"2.0.0", "esp8266-1m", 4, 260};
constexpr size_t kMostHead = 1400;
constexpr size_t kPiece = 1000;
// Bytes from cut to cut. Odd, so that the two ways in which a connection ends go on by turns.
constexpr size_t kStride = check::kFull ? 1 : 7;

// A request as it goes over the connection.
struct Request {
    char bytes[MadeImage::kMostBytes + kMostHead];
    size_t size = 0;

    void add(const void* what, size_t count) {
        CHECK(size + count <= sizeof bytes);
        memcpy(bytes + size, what, count);
        size += count;
    }
    void add(const char* text) { add(text, strlen(text)); }
    void add(const smr::Text& text) { add(text.data(), text.size()); }
};

struct Scene {
    Scene() : next(kNext) {
        gateway.commission();
        gateway.boot(smr::ChipReset::kPower);
        CHECK(gateway.run_until(smr::Mode::kRun, 30 * smr::kSecond));
        memcpy(before, gateway.flash.bytes(), sizeof before);
    }

    void head(const char* path, size_t body, const smr::Text& more) {
        smr::TextOf<700> authorization;
        CHECK(gateway.authorize("POST", path, authorization));
        smr::TextOf<60> length;
        length.append("Content-Length: ", 16).decimal(static_cast<uint32_t>(body)).append("\r\n", 2);
        request.size = 0;
        request.add("POST ");
        request.add(path);
        request.add(" HTTP/1.1\r\nHost: 192.168.1.77\r\nConnection: close\r\n");
        request.add(length);
        request.add(authorization);
        request.add(more);
        request.add("\r\n");
    }

    void plain() {
        smr::TextOf<100> header;
        header.append("X-SMR-SHA256: ", 14);
        uint8_t digest[32];
        gateway.crypto.hash(smr::HashKind::kSha256, next.bytes(), next.size(), digest);
        header.hex(digest, 32).append("\r\n", 2);
        head("/api/v1/firmware", next.size(), header);
        request.add(next.bytes(), next.size());
    }

    void form() {
        const char* start = "--frontier\r\nContent-Disposition: form-data; name=\"firmware\"; filename=\"f.bin\"\r\n\r\n";
        const char* end = "\r\n--frontier--\r\n";
        const char* type = "Content-Type: multipart/form-data; boundary=frontier\r\n";
        smr::TextOf<100> header;
        header.append(type, strlen(type));
        head("/update", strlen(start) + next.size() + strlen(end), header);
        request.add(start);
        request.add(next.bytes(), next.size());
        request.add(end);
    }

    // Sends `count` bytes of the request, and then nothing more.
    void cut(size_t count, bool is_reset) {
        const smr::Connection connection = gateway.network.connect_to(smr::TcpService::kHttp, 20, ++port);
        for (size_t sent = 0; sent < count;) {
            const size_t piece = count - sent < kPiece ? count - sent : kPiece;
            if (gateway.network.send_to_gateway(connection, request.bytes + sent, piece)) {
                sent += piece;
            }
            gateway.run(4, 1);
        }
        if (is_reset) {
            gateway.network.vanish(connection);
        } else {
            gateway.network.end(connection);
        }
        for (unsigned step = 0; step < 1000 && !gateway.network.is_closed(connection); ++step) {
            gateway.run(1, 1);
        }
        CHECK(gateway.network.is_closed(connection));
        gateway.network.release(connection);
    }

    bool is_as_before() {
        return gateway.boots == 1 && !gateway.gateway->device().update.is_busy() &&
               memcmp(gateway.flash.bytes(), before, sizeof before) == 0;
    }

    // Cuts the request that `make` makes at each of its bytes, or a sample of them; then sends all of it.
    void cut_everywhere(void (Scene::*make)(), const char* what) {
        (this->*make)();
        const size_t whole = request.size;
        unsigned long cuts = 0;
        for (size_t count = 0; count < whole; count += kStride) {
            (this->*make)();
            // Digests differ, their length does not.
            CHECK_EQ(request.size, whole);
            cut(count, count % 2 == 0);
            ++cuts;
            if (!is_as_before()) {
                CHECK_EQ(count, whole);
                return;
            }
        }
        CHECK_EQ(gateway.get("/api/v1/info"), 200);
        CHECK(gateway.says("\"version\":\"1.2.3\""));
        check::report(what, cuts);
        (this->*make)();
        cut(whole, false);
        gateway.run(10 * smr::kSecond);
        CHECK_EQ(gateway.boots, 2U);
        CHECK(gateway.run_until(smr::Mode::kRun, 30 * smr::kSecond));
        CHECK_EQ(gateway.get("/api/v1/info"), 200);
        CHECK(gateway.says("\"version\":\"2.0.0\""));
    }

    WholeGateway gateway;
    MadeImage next;
    Request request;
    uint8_t before[64 * 1024];
    uint16_t port = 40000;
};

#if defined(SMR_LX106)
// Each operation has a gateway of its own, and the simulator is slow.
constexpr unsigned kOperations = 9;
#else
constexpr unsigned kOperations = 1;
#endif

// An update, its confirmation, and the way back by order; false if the power was not cut in all of that.
bool update_and_go_back(WholeGateway& gateway, MadeImage& next) {
    gateway.upload(next);
    gateway.run(90 * smr::kSecond, 100);
    if (!gateway.flash.has_power()) {
        return true;
    }
    CHECK_EQ(gateway.gateway->device().record.standing(), smr::Standing::kConfirmed);
    const int status = gateway.admin("POST", "/api/v1/rollback");
    CHECK(status == 202 || !gateway.flash.has_power());
    gateway.run(90 * smr::kSecond, 100);
    return !gateway.flash.has_power();
}

}  // namespace

TEST(an_upload_that_ends_at_any_byte_leaves_what_ran) {
    check::fresh<Scene>().cut_everywhere(&Scene::plain, "uploads that were cut");
}

TEST(power_cut_in_any_operation_of_a_gateways_update_and_rollback_leaves_one_that_is_updated_next) {
    unsigned long cuts = 0;
    unsigned long found_new = 0;
    check::Random bytes(0xC07);
    for (unsigned operation = 0;; operation += kOperations) {
        WholeGateway& gateway = check::fresh<WholeGateway>();
        gateway.commission();
        gateway.boot(smr::ChipReset::kPower);
        CHECK(gateway.run_until(smr::Mode::kRun, 30 * smr::kSecond));
        gateway.run(70 * smr::kSecond, 100);
        MadeImage next(kNext);
        // Within the shortest operation, an entry of the record's log.
        gateway.flash.cut_power_at(operation, bytes.below(4));
        if (!update_and_go_back(gateway, next)) {
            CHECK(gateway.runs("1.2.3"));
            break;
        }
        ++cuts;
        gateway.flash.power_on();
        gateway.boot(smr::ChipReset::kPower);
        CHECK(gateway.runs("1.2.3") || gateway.runs("2.0.0"));
        found_new += gateway.runs("2.0.0") ? 1U : 0U;
        CHECK(gateway.gateway->device().settings.commissioned);
        CHECK(gateway.run_until(smr::Mode::kRun, 30 * smr::kSecond));
        // Whatever was interrupted, a minute later the gateway is fit for the next update.
        gateway.run(65 * smr::kSecond, 100);
        MadeImage after(MadeImage::Wanted{"2.1.0", "esp8266-1m", 4, 300});
        CHECK_EQ(gateway.upload(after), 200);
        gateway.run(10 * smr::kSecond, 100);
        CHECK(gateway.runs("2.1.0"));
    }
    check::report("power cuts of whole gateways", cuts);
    CHECK(cuts * kOperations > 50);
    CHECK(found_new > 0 && found_new < cuts);
}

TEST(a_form_that_ends_at_any_byte_leaves_what_ran) {
    check::fresh<Scene>().cut_everywhere(&Scene::form, "forms that were cut");
}
