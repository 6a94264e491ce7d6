// Whole gateways in the states in which strangers meet them, and raw connections to them.
#pragma once

#include <string.h>

#include "tests/whole_gateway.h"

namespace hostile {

inline constexpr const char* kTelegram = "/ISK5\\2M550T-1012\r\n\r\n1-0:1.7.0(01.193*kW)\r\n!";

// A telegram with its right CRC.
inline void feed_telegram(WholeGateway& scene) {
    smr::TextOf<128> text;
    text.append(kTelegram, strlen(kTelegram));
    uint16_t crc = 0;
    for (size_t index = 0; index < text.size(); ++index) {
        crc = smr::crc16_arc(crc, static_cast<uint8_t>(text.data()[index]));
    }
    text.hex_number(crc, 4).append("\r\n", 2);
    scene.serial.feed(text.data(), text.size());
}

// Somebody's gateway, in its network.
inline WholeGateway& commissioned() {
    WholeGateway& scene = check::fresh<WholeGateway>();
    scene.commission();
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    return scene;
}

// Out of its box: an open access point.
inline WholeGateway& blank() {
    WholeGateway& scene = check::fresh<WholeGateway>();
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kSetup, 30 * smr::kSecond));
    scene.go_to_access_point();
    return scene;
}

// Somebody's gateway whose network is jammed.
inline WholeGateway& jammed() {
    WholeGateway& scene = check::fresh<WholeGateway>();
    scene.commission();
    scene.wifi.take_away("home");
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kFallback, 10 * smr::kMinute));
    scene.go_to_access_point();
    return scene;
}

// Joined by a client that sets no password.
inline WholeGateway& unclaimed() {
    WholeGateway& scene = blank();
    smr::WifiCredentials home = {};
    memcpy(home.ssid, "home", 4);
    home.ssid_size = 4;
    memcpy(home.secret, "swordfish", 9);
    home.secret_size = 9;
    CHECK(const_cast<smr::WifiLife&>(scene.gateway->device().life).try_network(home, smr::AddressSettings(), scene.now));
    CHECK(scene.run_until(smr::Mode::kUnclaimed, 30 * smr::kSecond));
    scene.go_into_network();
    return scene;
}

// The head of a request for an upload of `length` bytes, with the password.
inline void write_upload_head(WholeGateway& scene, const char* path, const char* headers, const char* length, smr::Text& to) {
    to.append("POST ", 5).append(path, strlen(path)).append(" HTTP/1.1\r\nHost: ", 17);
    to.append(scene.host, strlen(scene.host)).append("\r\n", 2);
    scene.authorize("POST", path, to);
    to.append(headers, strlen(headers));
    if (length != nullptr) {
        to.append("Content-Length: ", 16).append(length, strlen(length)).append("\r\n", 2);
    }
    to.append("\r\n", 2);
    CHECK(!to.overflowed());
}

}  // namespace hostile
