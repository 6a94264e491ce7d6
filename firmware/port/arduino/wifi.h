// The radio: station, access point, scan.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <ESP8266WiFi.h>

#include "core/port.h"

namespace smr {

// Nothing is kept by the SDK and nothing reconnects by itself: the core decides. Switching the access point on or off, and nothing
// else, waits up to 0.1 s for the SDK.
class ArduinoWifi final : public Wifi {
public:
    // Switches the radio on, with nothing to join yet. The object must stay where it is.
    void begin();

    void mac(uint8_t to[6]) override;
    void join(const WifiCredentials& credentials, const AddressSettings& addresses) override;
    void leave() override;
    StationState station_state() override { return state_; }
    bool station_address(uint8_t to[4]) override;
    bool station_netmask(uint8_t to[4]) override;
    int8_t rssi_dbm() override;
    uint8_t channel() override;
    uint8_t last_disconnect_reason() override { return reason_; }
    bool start_access_point(const char* ssid, size_t size) override;
    void stop_access_point() override;
    void start_scan() override;
    int scanned() override;
    bool scanned_network(int index, ScannedNetwork* to) override;
    void set_radio(uint8_t power_quarter_dbm, PhyMode mode) override;
    void set_host_name(const char* name, size_t size) override;

private:
    // The strongest of these are shown.
    static constexpr int kMostNetworks = 32;

    void connected();
    void disconnected(uint8_t reason);
    void sort_networks(int count);

    WiFiEventHandler on_connected_;
    WiFiEventHandler on_disconnected_;
    StationState state_ = StationState::kOff;
    uint8_t reason_ = 0;
    // The end of a connection that leave() ended is still to be reported.
    bool leaving_ = false;
    // The scan's indexes, strongest first; none while a scan runs or before the first.
    int found_ = 0;
    bool scanning_ = false;
    uint8_t order_[kMostNetworks] = {};
};

}  // namespace smr
