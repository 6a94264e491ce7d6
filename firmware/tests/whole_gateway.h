// A gateway on fakes of everything, with the real boot loader, and an HTTP client that knows the password.
#pragma once

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "core/gateway.h"
#include "core/store/admin_password.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"
#include "tests/fake_flash.h"
#include "tests/fake_network.h"
#include "tests/fake_pins.h"
#include "tests/fake_serial.h"
#include "tests/fake_system.h"
#include "tests/fake_wifi.h"
#include "tests/hosted_loader.h"
#include "tests/made_image.h"

class WholeGateway {
public:
    static constexpr const char* kId = "smr-01ab0c";
    static constexpr const char* kPassword = "correct horse";
    static constexpr smr::Board kBoard = smr::Board::kEsp8266With1M;

    WholeGateway() : port{serial, network, flash, wifi, system, crypto, pins} {
        pins.pull(0, true);
        flash.reset(1024 * 1024);
        flash.write(0, image.bytes(), image.size());
        home = &wifi.add("home", "swordfish");
    }

    // As it is after somebody has set it up.
    void commission() {
        smr::Settings settings = smr::default_settings();
        memcpy(settings.wifi.ssid, "home", 4);
        settings.wifi.ssid_size = 4;
        memcpy(settings.wifi.secret, "swordfish", 9);
        settings.wifi.secret_size = 9;
        settings.commissioned = true;
        settings.has_admin = true;
        smr::hash_password(crypto, kId, smr::Identity::kSize, kPassword, strlen(kPassword), &settings.admin);
        CHECK_EQ(smr::SettingsStore(flash, smr::flash_map(kBoard)).save(settings), smr::SettingsStore::Saved::kYes);
    }

    // What the chip does at a start before the firmware runs: the boot loader. An image that hangs or crashes at once gets no further.
    // False if the power was lost meanwhile.
    bool load(smr::ChipReset why) {
        system.set_chip_reset(why);
        if (why == smr::ChipReset::kPower) {
            system.lose_rtc();
        }
        const int result = hosted_loader::run(flash, why == smr::ChipReset::kPower);
        CHECK(result == SMR_BOOT_RUN || (result == SMR_BOOT_POWER_LOST && !flash.has_power()));
        return result == SMR_BOOT_RUN && smr::read_descriptor(flash.bytes() + MadeImage::kDescriptorAt, &descriptor);
    }
    // A start, with all that follows.
    void boot(smr::ChipReset why) {
        if (!load(why)) {
            CHECK(!flash.has_power());
            return;
        }
        network.reset();
        restarts_seen = system.restarts;
        wifi.set_time(now);
        gateway = new (check::InPlace{storage}) smr::Gateway(port, descriptor, kBoard, now);
        ++boots;
    }

    // Nothing, where a test has cut the power.
    void tick() {
        if (!flash.has_power()) {
            return;
        }
        wifi.set_time(now);
        gateway->tick(now);
        if (system.restarts != restarts_seen) {
            boot(smr::ChipReset::kRestart);
        }
    }
    void run(smr::Millis duration, smr::Millis step = 10) {
        for (smr::Millis done = 0; done < duration; done += step) {
            now += step;
            tick();
        }
    }
    bool run_until(smr::Mode mode, smr::Millis limit) {
        for (smr::Millis done = 0; done < limit && gateway->mode() != mode; done += 50) {
            now += 50;
            tick();
        }
        return gateway->mode() == mode;
    }

    // --- HTTP

    // Sends a whole request and waits for the connection to end; the answer is in response().
    int exchange(const char* head, const void* body = nullptr, size_t size = 0) {
        const smr::Connection connection = network.connect_to(smr::TcpService::kHttp, 20, ++client_port);
        CHECK(network.send_to_gateway(connection, head, strlen(head)));
        size_t sent = 0;
        const unsigned booted = boots;
        const auto goes_on = [&] { return !network.is_closed(connection) && boots == booted && flash.has_power(); };
        for (unsigned step = 0; step < 4000 && goes_on(); ++step) {
            const size_t piece = size - sent < 1000 ? size - sent : 1000;
            if (piece > 0 && network.send_to_gateway(connection, static_cast<const uint8_t*>(body) + sent, piece)) {
                sent += piece;
            }
            ++now;
            tick();
        }
        size = network.received_size(connection);
        response_size_ = size < sizeof response_ - 1 ? size : sizeof response_ - 1;
        memcpy(response_, network.received(connection), response_size_);
        response_[response_size_] = '\0';
        CHECK(!goes_on());
        if (boots == booted) {
            network.release(connection);
        }
        return response_size_ > 12 ? (response_[9] - '0') * 100 + (response_[10] - '0') * 10 + response_[11] - '0' : 0;
    }

    int get(const char* path) { return ask("GET", path, nullptr, nullptr, 0); }

    // With the password, by SHA-256 or MD5: asks for a challenge first.
    int admin(const char* method, const char* path, const void* body = nullptr, size_t size = 0,
              const char* headers = nullptr, const char* password = kPassword,
              smr::HashKind kind = smr::HashKind::kSha256) {
        smr::TextOf<700> authorization;
        if (!authorize(method, path, authorization, password, kind)) {
            return 0;
        }
        append(authorization, headers != nullptr ? headers : "");
        authorization.append('\0');
        return ask(method, path, authorization.data(), body, size);
    }

    // Appends an Authorization header for one request, after it has asked for a challenge.
    bool authorize(const char* method, const char* path, smr::Text& authorization, const char* password = kPassword,
                   smr::HashKind kind = smr::HashKind::kSha256) {
        CHECK_EQ(ask("GET", "/api/v1/status", nullptr, nullptr, 0), 401);
        const bool md5 = kind == smr::HashKind::kMd5;
        // The first challenge is for SHA-256, the second for MD5; they share the nonce.
        const char* nonce = strstr(response_, "nonce=\"");
        if (nonce == nullptr) {
            CHECK(false);
            return false;
        }
        smr::TextOf<80> nonce_text;
        for (nonce += 7; *nonce != '"'; ++nonce) {
            nonce_text.append(*nonce);
        }
        smr::TextOf<128> text;
        text.append("admin:", 6).append(kId, strlen(kId)).append(':').append(password, strlen(password));
        smr::TextOf<64> ha1;
        digest(kind, text, ha1);
        text.clear();
        text.append(method, strlen(method)).append(':').append(path, strlen(path));
        smr::TextOf<64> ha2;
        digest(kind, text, ha2);
        smr::TextOf<300> joined;
        joined.append(ha1.data(), ha1.size()).append(':').append(nonce_text.data(), nonce_text.size());
        joined.append(":00000001:c0ffee:auth:", 22).append(ha2.data(), ha2.size());
        smr::TextOf<64> answer;
        digest(kind, joined, answer);
        append(authorization, "Authorization: Digest username=\"admin\", realm=\"");
        append(authorization, kId);
        append(authorization, "\", nonce=\"");
        authorization.append(nonce_text.data(), nonce_text.size());
        append(authorization, "\", uri=\"");
        append(authorization, path);
        append(authorization, md5 ? "\", algorithm=MD5" : "\", algorithm=SHA-256");
        append(authorization, ", qop=auth, nc=00000001, cnonce=\"c0ffee\", response=\"");
        authorization.append(answer.data(), answer.size());
        append(authorization, "\"\r\n");
        return true;
    }

    // Sends an image as the body of a request; the status of the answer.
    int upload(MadeImage& next) {
        smr::TextOf<100> header;
        append(header, "X-SMR-SHA256: ");
        uint8_t sha256[32];
        crypto.hash(smr::HashKind::kSha256, next.bytes(), next.size(), sha256);
        header.hex(sha256, sizeof sha256);
        append(header, "\r\n");
        header.append('\0');
        return admin("POST", "/api/v1/firmware", next.bytes(), next.size(), header.data());
    }
    // Whether that version runs, by the descriptor of what was started.
    bool runs(const char* version) const { return strncmp(descriptor.version, version, smr::kVersionSize) == 0; }

    const char* response() const { return response_; }
    bool says(const char* text) const { return strstr(response_, text) != nullptr; }
    // The body of the answer, chunks not joined.
    const char* body() const {
        const char* end = strstr(response_, "\r\n\r\n");
        return end != nullptr ? end + 4 : "";
    }

    int ask(const char* method, const char* path, const char* headers, const void* body, size_t size) {
        smr::TextOf<1200> head;
        append(head, method);
        head.append(' ');
        append(head, path);
        append(head, " HTTP/1.1\r\nHost: ");
        append(head, host);
        append(head, "\r\nConnection: close\r\n");
        append(head, headers != nullptr ? headers : "");
        if (body != nullptr || strcmp(method, "POST") == 0) {
            append(head, "Content-Length: ");
            head.decimal(static_cast<uint32_t>(size));
            append(head, "\r\n");
        }
        append(head, "\r\n");
        head.append('\0');
        CHECK(!head.overflowed());
        return exchange(head.data(), body, size);
    }

    const char* host = "192.168.1.77";

    FakeSerial serial;
    FakeNetwork network;
    FakeFlash flash;
    FakeWifi wifi;
    FakeWifi::Network* home = nullptr;
    FakeSystem system;
    FakeCrypto crypto;
    FakePins pins;
    MadeImage image;
    smr::Port port;
    smr::Descriptor descriptor = {};
    smr::Millis now = 1000;
    unsigned boots = 0;
    smr::Gateway* gateway = nullptr;

private:
    static void append(smr::Text& to, const char* text) { to.append(text, strlen(text)); }

    void digest(smr::HashKind kind, const smr::Text& of, smr::Text& to) {
        uint8_t bytes[32];
        crypto.hash(kind, of.data(), of.size(), bytes);
        to.hex(bytes, kind == smr::HashKind::kMd5 ? 16 : 32);
    }

    alignas(16) uint8_t storage[sizeof(smr::Gateway)];
    unsigned restarts_seen = 0;
    uint16_t client_port = 50000;
    char response_[8192];
    size_t response_size_ = 0;
};
