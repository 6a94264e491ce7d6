#include "port/nonos/wifi.h"

#include <string.h>

#include "port/nonos/disconnect_reason.h"
#include "port/nonos/sdk.h"

namespace smr {

namespace {

constexpr size_t kMostHostName = 32;

NonosWifi* the_wifi = nullptr;

// Addresses lie in network order, as they are written.
void set_address(const uint8_t from[4], ip_addr* to) { memcpy(&to->addr, from, sizeof to->addr); }

void use_addresses(const AddressSettings& addresses) {
    if (!addresses.fixed) {
        // Also forgets a fixed address.
        wifi_station_dhcpc_start();
        return;
    }
    ip_info info = {};
    set_address(addresses.address, &info.ip);
    set_address(addresses.netmask, &info.netmask);
    set_address(addresses.gateway, &info.gw);
    wifi_station_dhcpc_stop();
    // A name server is not told: nothing here looks names up.
    wifi_set_ip_info(STATION_IF, &info);
}

}  // namespace

void NonosWifi::begin() {
    the_wifi = this;
    wifi_set_event_handler_cb(&NonosWifi::on_event);
    wifi_set_opmode_current(STATION_MODE);
    // Both are kept in flash: written only when they are news, as a firmware before this one may have left them.
    if (wifi_station_get_auto_connect() != 0) {
        wifi_station_set_auto_connect(0);
    }
    wifi_station_set_reconnect_policy(false);
    // Modem sleep would delay what clients send by up to a beacon interval or more.
    wifi_set_sleep_type(NONE_SLEEP_T);
}

void NonosWifi::mac(uint8_t to[6]) { wifi_get_macaddr(STATION_IF, to); }

void NonosWifi::join(const WifiCredentials& credentials, const AddressSettings& addresses) {
    leave();
    station_config config = {};
    memcpy(config.ssid, credentials.ssid, credentials.ssid_size);
    memcpy(config.password, credentials.secret, credentials.secret_size);
    constexpr int8_t kAnyStrength = -127;
    config.threshold.rssi = kAnyStrength;
    // Whoever sets a password wants a network that encrypts: no forged access point makes the station do without (CVE-2020-12638).
    const bool is_protected = credentials.secret_size > 0;
    config.threshold.authmode = is_protected ? AUTH_WPA_PSK : AUTH_OPEN;
    config.open_and_wep_mode_disable = is_protected;
    // The strongest of several access points, not the first.
    config.all_channel_scan = true;
    state_ = StationState::kConnecting;
    if (!wifi_station_set_config_current(&config)) {
        state_ = StationState::kFailed;
        return;
    }
    use_addresses(addresses);
    if (!wifi_station_connect()) {
        state_ = StationState::kFailed;
    }
}

void NonosWifi::leave() {
    leaving_ = leaving_ || state_ == StationState::kJoined || state_ == StationState::kConnecting;
    state_ = StationState::kOff;
    wifi_station_disconnect();
}

void NonosWifi::on_event(System_Event_t* event) {
    switch (event->event) {
        case EVENT_STAMODE_CONNECTED:
            the_wifi->connected();
            break;
        case EVENT_STAMODE_DISCONNECTED:
            the_wifi->disconnected(event->event_info.disconnected.reason);
            break;
        default:
            break;
    }
}

// Associated: an address may still be to come.
void NonosWifi::connected() {
    leaving_ = false;
    if (state_ == StationState::kConnecting) {
        state_ = StationState::kJoined;
    }
}

void NonosWifi::disconnected(uint8_t reason) {
    if (leaving_ && reason == kReasonLeft) {
        leaving_ = false;
        return;
    }
    if (state_ == StationState::kOff) {
        return;
    }
    reason_ = reason;
    state_ = station_state_of_reason(reason);
}

bool NonosWifi::station_address(uint8_t to[4]) {
    // A fixed address is there before the connection is.
    ip_info info;
    if (state_ != StationState::kJoined || wifi_station_get_connect_status() != STATION_GOT_IP ||
        !wifi_get_ip_info(STATION_IF, &info) || info.ip.addr == 0) {
        return false;
    }
    memcpy(to, &info.ip.addr, sizeof info.ip.addr);
    return true;
}

bool NonosWifi::station_netmask(uint8_t to[4]) {
    uint8_t address[4];
    ip_info info;
    if (!station_address(address) || !wifi_get_ip_info(STATION_IF, &info)) {
        return false;
    }
    memcpy(to, &info.netmask.addr, sizeof info.netmask.addr);
    return true;
}

// The SDK says 31 where it has nothing to say.
int8_t NonosWifi::rssi_dbm() {
    const int8_t rssi = wifi_station_get_rssi();
    return rssi < 0 ? rssi : int8_t{0};
}

uint8_t NonosWifi::channel() { return wifi_get_channel(); }

// The SDK's own address for it is 192.168.4.1, and its DHCP server names that as router and name server.
bool NonosWifi::start_access_point(const char* ssid, size_t size) {
    softap_config config = {};
    if (size == 0 || size > sizeof config.ssid || !wifi_set_opmode_current(STATIONAP_MODE)) {
        return false;
    }
    memcpy(config.ssid, ssid, size);
    config.ssid_len = static_cast<uint8_t>(size);
    // Where the station is on another channel the access point follows it.
    config.channel = 1;
    config.authmode = AUTH_OPEN;
    config.max_connection = 4;
    config.beacon_interval = 100;
    return wifi_softap_set_config_current(&config);
}

void NonosWifi::stop_access_point() {
    wifi_set_opmode_current(STATION_MODE);
    // Setup is over.
    networks_.clear();
}

void NonosWifi::start_scan() {
    if (scanning_) {
        return;
    }
    networks_.clear();
    const scan_done_cb_t done = [](void* first, STATUS status) { the_wifi->take_networks(status == OK ? first : nullptr); };
    // Refused while the station joins: then nothing was found.
    scanning_ = wifi_station_scan(nullptr, done);
}

void NonosWifi::take_networks(void* first) {
    scanning_ = false;
    for (const bss_info* found = static_cast<const bss_info*>(first); found != nullptr;
         found = STAILQ_NEXT(found, next)) {
        ScannedNetwork network = {};
        if (found->ssid_len > kSsidSize) {
            continue;
        }
        memcpy(network.ssid, found->ssid, found->ssid_len);
        network.ssid_size = found->ssid_len;
        network.rssi_dbm = found->rssi;
        network.channel = found->channel;
        network.open = found->authmode == AUTH_OPEN;
        networks_.add(network);
    }
}

// Above what the radio started with (phy_data.h) the power does not rise.
void NonosWifi::set_radio(uint8_t power_quarter_dbm, PhyMode mode) {
    system_phy_set_max_tpw(power_quarter_dbm);
    const phy_mode wanted = static_cast<phy_mode>(mode);
    // Setting it breaks the connection even if nothing changes, and is kept in flash.
    if (wifi_get_phy_mode() != wanted) {
        wifi_set_phy_mode(wanted);
    }
}

void NonosWifi::set_host_name(const char* name, size_t size) {
    char terminated[kMostHostName + 1];
    if (size < sizeof terminated) {
        memcpy(terminated, name, size);
        terminated[size] = '\0';
        wifi_station_set_hostname(terminated);
    }
}

}  // namespace smr
