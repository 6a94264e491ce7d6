#include "port/arduino/wifi.h"

#include <string.h>

#include <user_interface.h>

#include "port/arduino/disconnect_reason.h"

namespace smr {

namespace {

constexpr size_t kMostSecret = 64;
constexpr size_t kMostHostName = 32;

IPAddress address_of(const uint8_t from[4]) { return IPAddress(from[0], from[1], from[2], from[3]); }

// A terminated copy; false if it does not fit.
template <size_t kSize>
bool terminate(const char* from, size_t size, char (&to)[kSize]) {
    if (size >= kSize) {
        return false;
    }
    memcpy(to, from, size);
    to[size] = '\0';
    return true;
}

}  // namespace

void ArduinoWifi::begin() {
    WiFi.persistent(false);
    on_connected_ = WiFi.onStationModeConnected([this](const WiFiEventStationModeConnected&) { connected(); });
    on_disconnected_ = WiFi.onStationModeDisconnected([this](const WiFiEventStationModeDisconnected& event) {
        disconnected(static_cast<uint8_t>(event.reason));
    });
    WiFi.mode(WIFI_STA);
    WiFi.setAutoReconnect(false);
    // Modem sleep would delay what clients send by up to a beacon interval or more.
    WiFi.setSleepMode(WIFI_NONE_SLEEP);
    // A firmware before this one may have left a network in the SDK's settings.
    WiFi.disconnect(false, false);
}

void ArduinoWifi::mac(uint8_t to[6]) { wifi_get_macaddr(STATION_IF, to); }

void ArduinoWifi::join(const WifiCredentials& credentials, const AddressSettings& addresses) {
    char ssid[kSsidSize + 1];
    char secret[kMostSecret + 1];
    if (!terminate(reinterpret_cast<const char*>(credentials.ssid), credentials.ssid_size, ssid) ||
        !terminate(reinterpret_cast<const char*>(credentials.secret), credentials.secret_size, secret)) {
        state_ = StationState::kFailed;
        return;
    }
    if (addresses.fixed) {
        WiFi.config(address_of(addresses.address), address_of(addresses.gateway), address_of(addresses.netmask),
                    address_of(addresses.dns));
    } else {
        WiFi.config(IPAddress(), IPAddress(), IPAddress());
    }
    state_ = StationState::kConnecting;
    WiFi.begin(ssid, credentials.secret_size > 0 ? secret : nullptr);
}

void ArduinoWifi::leave() {
    leaving_ = state_ == StationState::kJoined || state_ == StationState::kConnecting;
    state_ = StationState::kOff;
    WiFi.disconnect(false, false);
}

// Associated: an address may still be to come.
void ArduinoWifi::connected() {
    leaving_ = false;
    if (state_ == StationState::kConnecting) {
        state_ = StationState::kJoined;
    }
}

void ArduinoWifi::disconnected(uint8_t reason) {
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

bool ArduinoWifi::station_address(uint8_t to[4]) {
    // A fixed address is there before the connection is.
    ip_info info;
    if (state_ != StationState::kJoined || wifi_station_get_connect_status() != STATION_GOT_IP ||
        !wifi_get_ip_info(STATION_IF, &info) || info.ip.addr == 0) {
        return false;
    }
    memcpy(to, &info.ip.addr, 4);
    return true;
}

bool ArduinoWifi::station_netmask(uint8_t to[4]) {
    ip_info info;
    if (!wifi_get_ip_info(STATION_IF, &info)) {
        return false;
    }
    memcpy(to, &info.netmask.addr, 4);
    return true;
}

// The SDK says 31 where it has nothing to say.
int8_t ArduinoWifi::rssi_dbm() {
    const int8_t rssi = wifi_station_get_rssi();
    return rssi < 0 ? rssi : int8_t{0};
}

uint8_t ArduinoWifi::channel() { return wifi_get_channel(); }

bool ArduinoWifi::start_access_point(const char* ssid, size_t size) {
    char name[kSsidSize + 1];
    const IPAddress own(192, 168, 4, 1);
    return terminate(ssid, size, name) && WiFi.softAPConfig(own, own, IPAddress(255, 255, 255, 0)) && WiFi.softAP(name);
}

void ArduinoWifi::stop_access_point() {
    WiFi.softAPdisconnect(true);
    // Setup is over, and with it the use for the list, some kilobytes of the heap.
    found_ = 0;
    WiFi.scanDelete();
}

void ArduinoWifi::start_scan() {
    found_ = 0;
    scanning_ = WiFi.scanNetworks(true) == WIFI_SCAN_RUNNING;
}

int ArduinoWifi::scanned() {
    if (scanning_) {
        const int count = WiFi.scanComplete();
        if (count == WIFI_SCAN_RUNNING) {
            return -1;
        }
        scanning_ = false;
        sort_networks(count);
    }
    return found_;
}

// Keeps the indexes of the strongest in order, by insertion. A scan that failed has a negative count.
void ArduinoWifi::sort_networks(int count) {
    for (int index = 0; index < count; ++index) {
        const bss_info* const network = WiFi.getScanInfoByIndex(index);
        if (network == nullptr) {
            continue;
        }
        int place = found_;
        while (place > 0 && WiFi.getScanInfoByIndex(order_[place - 1])->rssi < network->rssi) {
            --place;
        }
        if (place == kMostNetworks) {
            continue;
        }
        const int last = found_ < kMostNetworks ? found_ : kMostNetworks - 1;
        memmove(order_ + place + 1, order_ + place, static_cast<size_t>(last - place));
        order_[place] = static_cast<uint8_t>(index);
        found_ = last + 1;
    }
}

bool ArduinoWifi::scanned_network(int index, ScannedNetwork* to) {
    if (index < 0 || index >= scanned()) {
        return false;
    }
    const bss_info* const network = WiFi.getScanInfoByIndex(order_[index]);
    if (network == nullptr || network->ssid_len > kSsidSize) {
        return false;
    }
    memcpy(to->ssid, network->ssid, network->ssid_len);
    to->ssid_size = network->ssid_len;
    to->rssi_dbm = network->rssi;
    to->channel = network->channel;
    to->open = network->authmode == AUTH_OPEN;
    return true;
}

void ArduinoWifi::set_radio(uint8_t power_quarter_dbm, PhyMode mode) {
    system_phy_set_max_tpw(power_quarter_dbm);
    const phy_mode_t wanted = static_cast<phy_mode_t>(mode);
    // Setting it breaks the connection even if nothing changes.
    if (wifi_get_phy_mode() != wanted) {
        wifi_set_phy_mode(wanted);
    }
}

void ArduinoWifi::set_host_name(const char* name, size_t size) {
    char terminated[kMostHostName + 1];
    if (terminate(name, size, terminated)) {
        WiFi.hostname(terminated);
    }
}

}  // namespace smr
