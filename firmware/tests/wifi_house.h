// A gateway's Wi-Fi life in a house whose networks and time a test controls.
#pragma once

#include <string.h>

#include "core/setup/wifi_life.h"
#include "tests/fake_wifi.h"

inline smr::WifiCredentials credentials(const char* ssid, const char* password) {
    smr::WifiCredentials made;
    memset(&made, 0, sizeof made);
    made.ssid_size = static_cast<uint8_t>(strlen(ssid));
    memcpy(made.ssid, ssid, made.ssid_size);
    made.secret_size = static_cast<uint8_t>(strlen(password));
    memcpy(made.secret, password, made.secret_size);
    return made;
}

// A house with a gateway in it. Time begins shortly before it wraps.
struct House {
    static constexpr smr::Millis kStep = 100;

    FakeWifi wifi;
    smr::Settings settings = smr::default_settings();
    smr::WifiLife life{wifi, settings};
    smr::Millis now = 0U - 2 * smr::kMinute;
    unsigned saved = 0;

    void know(const char* ssid, const char* password) { settings.wifi = credentials(ssid, password); }
    void commission(const char* ssid, const char* password) {
        know(ssid, password);
        settings.commissioned = true;
        settings.has_admin = true;
    }
    void start() {
        wifi.set_time(now);
        life.start(now);
    }
    void run(smr::Millis duration, smr::Millis step = kStep) {
        for (smr::Millis done = 0; done < duration; done += step) {
            now += step;
            wifi.set_time(now);
            life.tick(now);
            saved += life.take_settings(&settings) ? 1U : 0U;
        }
    }
    bool try_network(const char* ssid, const char* password) {
        smr::AddressSettings by_dhcp;
        memset(&by_dhcp, 0, sizeof by_dhcp);
        return life.try_network(credentials(ssid, password), by_dhcp, now);
    }
};
