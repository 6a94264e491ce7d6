// Wi-Fi in memory: networks that a test puts up and takes away, in the test's time.
#pragma once

#include <string.h>

#include "core/port.h"

class FakeWifi final : public smr::Wifi {
public:
    static constexpr int kNetworks = 8;
    // How long a network takes to answer, and how long looking for them takes.
    static constexpr smr::Millis kJoinTakes = 3000;
    static constexpr smr::Millis kScanTakes = 2500;

    struct Network {
        char ssid[smr::kSsidSize];
        size_t ssid_size;
        char password[64];
        size_t password_size;  // 0: an open network
        int8_t rssi_dbm;
        uint8_t channel;
        bool in_range;
        bool gives_address;  // has a DHCP server
        bool answers;        // finishes handshakes
        // Handshakes that fail before the next one succeeds, as they do in a busy band.
        unsigned disturbed;
    };

    // --- the test's side

    Network& add(const char* ssid, const char* password, int8_t rssi_dbm = -60) {
        Network& network = networks_[count_++];
        memset(&network, 0, sizeof network);
        network.ssid_size = strlen(ssid);
        memcpy(network.ssid, ssid, network.ssid_size);
        network.password_size = strlen(password);
        memcpy(network.password, password, network.password_size);
        network.rssi_dbm = rssi_dbm;
        network.channel = static_cast<uint8_t>(count_);
        network.in_range = network.gives_address = network.answers = true;
        return network;
    }
    void take_away(const char* ssid) { set_in_range(ssid, false); }
    void bring_back(const char* ssid) { set_in_range(ssid, true); }
    void set_time(smr::Millis now) {
        now_ = now;
        follow();
    }
    // A radio that refuses to open the access point, or never ends a scan.
    void refuse_access_point(bool refuse) { refuses_access_point_ = refuse; }
    void hang_scans(bool hang) { scans_hang_ = hang; }
    bool access_point() const { return access_point_; }
    const char* access_point_name() const { return access_point_name_; }
    size_t access_point_name_size() const { return access_point_name_size_; }
    unsigned joins() const { return joins_; }
    uint8_t power() const { return power_; }

    // --- the gateway's side

    void mac(uint8_t to[6]) override {
        const uint8_t address[6] = {0x5C, 0xCF, 0x7F, 0x01, 0xAB, 0x0C};
        memcpy(to, address, sizeof address);
    }
    void join(const smr::WifiCredentials& credentials, const smr::AddressSettings& addresses) override {
        credentials_ = credentials;
        fixed_ = addresses.fixed;
        memcpy(fixed_address_, addresses.address, sizeof fixed_address_);
        state_ = smr::StationState::kConnecting;
        began_ = now_;
        ++joins_;
    }
    void leave() override { state_ = smr::StationState::kOff; }
    smr::StationState station_state() override { return state_; }
    bool station_address(uint8_t to[4]) override {
        const Network* network = target();
        if (state_ != smr::StationState::kJoined || network == nullptr || (!network->gives_address && !fixed_)) {
            return false;
        }
        const uint8_t given[4] = {192, 168, 1, 77};
        memcpy(to, fixed_ ? fixed_address_ : given, sizeof given);
        return true;
    }
    bool station_netmask(uint8_t to[4]) override {
        const uint8_t netmask[4] = {255, 255, 255, 0};
        memcpy(to, netmask, sizeof netmask);
        return station_address(address_);
    }
    int8_t rssi_dbm() override { return target() != nullptr ? target()->rssi_dbm : 0; }
    uint8_t channel() override { return target() != nullptr ? target()->channel : 1; }
    uint8_t last_disconnect_reason() override { return 0; }
    bool start_access_point(const char* ssid, size_t size) override {
        if (refuses_access_point_ || size > sizeof access_point_name_) {
            return false;
        }
        memcpy(access_point_name_, ssid, size);
        access_point_name_size_ = size;
        return access_point_ = true;
    }
    void stop_access_point() override { access_point_ = false; }
    void start_scan() override {
        scan_began_ = now_;
        scanning_ = true;
    }
    int scanned() override {
        if (scanning_ && !scans_hang_ && smr::passed(now_, scan_began_, kScanTakes)) {
            scanning_ = false;
            find();
        }
        return scanning_ ? -1 : found_;
    }
    bool scanned_network(int index, smr::ScannedNetwork* to) override {
        if (index < 0 || index >= scanned()) {
            return false;
        }
        const Network& network = networks_[order_[index]];
        memcpy(to->ssid, network.ssid, network.ssid_size);
        to->ssid_size = static_cast<uint8_t>(network.ssid_size);
        to->rssi_dbm = network.rssi_dbm;
        to->channel = network.channel;
        to->open = network.password_size == 0;
        return true;
    }
    void set_radio(uint8_t power_quarter_dbm, smr::PhyMode) override { power_ = power_quarter_dbm; }
    void set_host_name(const char*, size_t) override {}

private:
    void set_in_range(const char* ssid, bool in_range) {
        for (int index = 0; index < count_; ++index) {
            Network& network = networks_[index];
            if (network.ssid_size == strlen(ssid) && memcmp(network.ssid, ssid, network.ssid_size) == 0) {
                network.in_range = in_range;
            }
        }
    }
    // The network that the station wants, if it is there.
    Network* target() {
        for (int index = 0; index < count_; ++index) {
            Network& network = networks_[index];
            if (network.in_range && network.ssid_size == credentials_.ssid_size &&
                memcmp(network.ssid, credentials_.ssid, network.ssid_size) == 0) {
                return &network;
            }
        }
        return nullptr;
    }
    // Unlike the chip, it never comes back by itself after a loss: the gateway has to see to it.
    void follow() {
        if (state_ == smr::StationState::kJoined && target() == nullptr) {
            state_ = smr::StationState::kNotFound;
        }
        if (state_ == smr::StationState::kConnecting && smr::passed(now_, began_, kJoinTakes)) {
            state_ = outcome();
        }
    }
    smr::StationState outcome() {
        Network* network = target();
        if (network == nullptr) {
            return smr::StationState::kNotFound;
        }
        if (!network->answers) {
            return smr::StationState::kConnecting;
        }
        if (network->disturbed > 0) {
            --network->disturbed;
            return smr::StationState::kWrongPassword;
        }
        const bool right = network->password_size == credentials_.secret_size &&
                           memcmp(network->password, credentials_.secret, network->password_size) == 0;
        return right ? smr::StationState::kJoined : smr::StationState::kWrongPassword;
    }
    void find() {
        found_ = 0;
        for (int index = 0; index < count_; ++index) {
            if (!networks_[index].in_range) {
                continue;
            }
            int place = found_++;
            while (place > 0 && networks_[order_[place - 1]].rssi_dbm < networks_[index].rssi_dbm) {
                order_[place] = order_[place - 1];
                --place;
            }
            order_[place] = index;
        }
    }

    Network networks_[kNetworks] = {};
    int count_ = 0;
    smr::Millis now_ = 0;
    smr::StationState state_ = smr::StationState::kOff;
    smr::WifiCredentials credentials_ = {};
    bool fixed_ = false;
    uint8_t fixed_address_[4] = {};
    uint8_t address_[4] = {};
    smr::Millis began_ = 0;
    unsigned joins_ = 0;
    bool access_point_ = false;
    bool refuses_access_point_ = false;
    char access_point_name_[32] = {};
    size_t access_point_name_size_ = 0;
    bool scanning_ = false;
    bool scans_hang_ = false;
    smr::Millis scan_began_ = 0;
    int found_ = 0;
    int order_[kNetworks] = {};
    uint8_t power_ = 0;
};
