// The radio: station, access point, scan.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"
#include "port/nonos/networks.h"

struct _esp_event;

namespace smr {

// Nothing is kept by the SDK and nothing reconnects by itself: the core decides. There is one radio and so one object, which must stay where it is:
// the SDK's callbacks carry no argument.
class NonosWifi final : public Wifi {
public:
    // Switches the radio on, with nothing to join yet. In user_init(), before the SDK joins what it remembers.
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
    int scanned() override { return scanning_ ? -1 : networks_.count(); }
    bool scanned_network(int index, ScannedNetwork* to) override { return !scanning_ && networks_.get(index, to); }
    void set_radio(uint8_t power_quarter_dbm, PhyMode mode) override;
    void set_host_name(const char* name, size_t size) override;

private:
    static void on_event(_esp_event* event);
    void connected();
    void disconnected(uint8_t reason);
    void take_networks(void* first);

    StationState state_ = StationState::kOff;
    uint8_t reason_ = 0;
    // The end of a connection that was left is still to be reported.
    bool leaving_ = false;
    bool scanning_ = false;
    Networks networks_;
};

}  // namespace smr
