#include "core/store/settings_codec.h"

#include <string.h>

#include "core/base/bytes.h"

namespace smr {

namespace {

// Numbers of fields. Never used for something else once a firmware with them was released.
enum Tag : uint8_t {
    kName = 1,
    kWifi = 2,  // the size of the SSID, the SSID, the secret
    kAddresses = 3,
    kAdmin = 4,
    kCommissioned = 5,
    kLine = 6,
    kRadio = 7,
    kPins = 8,
    kArduinoOta = 9,
    kPublicKey = 10,
    kRollback = 11,
};

constexpr size_t kAddressesSize = 16;
constexpr size_t kAdminSize = kMd5Size + kSha256Size + kMd5Size;
constexpr size_t kLineSize = 8;
constexpr size_t kRadioSize = 2;
constexpr size_t kPinsSize = 5;
constexpr size_t kRollbackSize = 5;

class Writer {
public:
    explicit Writer(uint8_t* to) : to_(to) {}

    // Begins a field and returns where its `size` bytes go.
    uint8_t* field(Tag tag, size_t size) {
        to_[size_] = tag;
        to_[size_ + 1] = static_cast<uint8_t>(size);
        uint8_t* value = to_ + size_ + 2;
        size_ += 2 + size;
        return value;
    }
    void flag(Tag tag, bool value) { *field(tag, 1) = value ? 1 : 0; }
    size_t size() const { return size_; }

private:
    uint8_t* to_;
    size_t size_ = 0;
};

bool is_flag(uint8_t value) { return value <= 1; }

bool read_wifi(const uint8_t* value, size_t size, WifiCredentials* wifi) {
    if (size < 1 || value[0] > kSsidSize || size < 1U + value[0]) {
        return false;
    }
    const size_t secret_size = size - 1 - value[0];
    if (secret_size > sizeof wifi->secret) {
        return false;
    }
    wifi->ssid_size = value[0];
    memcpy(wifi->ssid, value + 1, wifi->ssid_size);
    wifi->secret_size = static_cast<uint8_t>(secret_size);
    memcpy(wifi->secret, value + 1 + wifi->ssid_size, secret_size);
    return true;
}

void read_addresses(const uint8_t* value, AddressSettings* addresses) {
    addresses->fixed = true;
    memcpy(addresses->address, value, 4);
    memcpy(addresses->netmask, value + 4, 4);
    memcpy(addresses->gateway, value + 8, 4);
    memcpy(addresses->dns, value + 12, 4);
}

void read_admin(const uint8_t* value, Settings* settings) {
    settings->has_admin = true;
    memcpy(settings->admin.ha1_md5, value, kMd5Size);
    memcpy(settings->admin.ha1_sha256, value + kMd5Size, kSha256Size);
    memcpy(settings->admin.arduino_md5, value + kMd5Size + kSha256Size, kMd5Size);
}

void read_line(const uint8_t* value, LineSettings* line) {
    line->baud = get_u32(value);
    line->data_bits = value[4];
    line->parity = static_cast<char>(value[5]);
    line->stop_bits = value[6];
    line->inverted = value[7] == 1;
}

void read_pins(const uint8_t* value, Settings* settings) {
    settings->led = {value[0], value[1] == 1};
    settings->request = {value[2], value[3] == 1};
    // Earlier firmware took a button at GPIO16: it is not obeyed any more, and all other settings stay.
    settings->button = value[4] == kPinWithoutPullUp ? kNoPin : value[4];
}

// Takes a field; false if its size or value cannot be.
bool read_field(uint8_t tag, const uint8_t* value, size_t size, Settings* settings) {
    switch (tag) {
        case kName:
            if (size > kNameSize) {
                return false;
            }
            memcpy(settings->name, value, size);
            settings->name_size = static_cast<uint8_t>(size);
            return true;
        case kWifi:
            return read_wifi(value, size, &settings->wifi);
        case kAddresses:
            if (size != kAddressesSize) {
                return false;
            }
            read_addresses(value, &settings->addresses);
            return true;
        case kAdmin:
            if (size != kAdminSize) {
                return false;
            }
            read_admin(value, settings);
            return true;
        case kCommissioned:
            settings->commissioned = size == 1 && value[0] == 1;
            return size == 1 && is_flag(value[0]);
        case kLine:
            if (size != kLineSize || !is_flag(value[7])) {
                return false;
            }
            read_line(value, &settings->line);
            return true;
        case kRadio:
            if (size != kRadioSize) {
                return false;
            }
            settings->power_quarter_dbm = value[0];
            settings->phy_mode = static_cast<PhyMode>(value[1]);
            return true;
        case kPins:
            if (size != kPinsSize || !is_flag(value[1]) || !is_flag(value[3])) {
                return false;
            }
            read_pins(value, settings);
            return true;
        case kArduinoOta:
            settings->arduino_ota = size == 1 && value[0] == 1;
            return size == 1 && is_flag(value[0]);
        case kPublicKey:
            if (size != kPublicKeySize) {
                return false;
            }
            settings->key_pinned = true;
            memcpy(settings->public_key, value, kPublicKeySize);
            return true;
        case kRollback:
            if (size != kRollbackSize || !is_flag(value[0])) {
                return false;
            }
            settings->rollback_protection = value[0] == 1;
            settings->security_floor = get_u32(value + 1);
            return true;
        default:
            // Written by a newer firmware.
            return true;
    }
}

void write_pin(uint8_t* to, const OptionalPin& pin) {
    to[0] = pin.pin;
    to[1] = pin.active_low ? 1 : 0;
}

}  // namespace

size_t encode_settings(const Settings& settings, uint8_t* to) {
    Writer writer(to);
    memcpy(writer.field(kName, settings.name_size), settings.name, settings.name_size);

    const WifiCredentials& wifi = settings.wifi;
    uint8_t* value = writer.field(kWifi, 1U + wifi.ssid_size + wifi.secret_size);
    value[0] = wifi.ssid_size;
    memcpy(value + 1, wifi.ssid, wifi.ssid_size);
    memcpy(value + 1 + wifi.ssid_size, wifi.secret, wifi.secret_size);

    if (settings.addresses.fixed) {
        value = writer.field(kAddresses, kAddressesSize);
        memcpy(value, settings.addresses.address, 4);
        memcpy(value + 4, settings.addresses.netmask, 4);
        memcpy(value + 8, settings.addresses.gateway, 4);
        memcpy(value + 12, settings.addresses.dns, 4);
    }
    if (settings.has_admin) {
        value = writer.field(kAdmin, kAdminSize);
        memcpy(value, settings.admin.ha1_md5, kMd5Size);
        memcpy(value + kMd5Size, settings.admin.ha1_sha256, kSha256Size);
        memcpy(value + kMd5Size + kSha256Size, settings.admin.arduino_md5, kMd5Size);
    }
    writer.flag(kCommissioned, settings.commissioned);

    value = writer.field(kLine, kLineSize);
    put_u32(value, settings.line.baud);
    value[4] = settings.line.data_bits;
    value[5] = static_cast<uint8_t>(settings.line.parity);
    value[6] = settings.line.stop_bits;
    value[7] = settings.line.inverted ? 1 : 0;

    value = writer.field(kRadio, kRadioSize);
    value[0] = settings.power_quarter_dbm;
    value[1] = static_cast<uint8_t>(settings.phy_mode);

    value = writer.field(kPins, kPinsSize);
    write_pin(value, settings.led);
    write_pin(value + 2, settings.request);
    value[4] = settings.button;

    writer.flag(kArduinoOta, settings.arduino_ota);
    if (settings.key_pinned) {
        memcpy(writer.field(kPublicKey, kPublicKeySize), settings.public_key, kPublicKeySize);
    }
    value = writer.field(kRollback, kRollbackSize);
    value[0] = settings.rollback_protection ? 1 : 0;
    put_u32(value + 1, settings.security_floor);
    return writer.size();
}

bool decode_settings(const uint8_t* from, size_t size, Settings* settings) {
    set_defaults(settings);
    size_t at = 0;
    while (at < size) {
        if (size - at < 2 || size - at - 2 < from[at + 1]) {
            return false;
        }
        if (!read_field(from[at], from + at + 2, from[at + 1], settings)) {
            return false;
        }
        at += 2U + from[at + 1];
    }
    return check_settings(*settings) == SettingsProblem::kNone;
}

}  // namespace smr
