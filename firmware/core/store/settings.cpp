#include "core/store/settings.h"

#include <string.h>

#include "core/base/hex.h"
#include "core/base/utf8.h"

namespace smr {

namespace {

constexpr uint32_t kSlowestBaud = 300;
constexpr uint32_t kFastestBaud = 115200;
constexpr uint8_t kMostPower = 82;
constexpr uint8_t kShortestPassphrase = 8;
constexpr uint8_t kKeyDigits = 64;
// 14 dBm: the meter's supply is weak, and a gateway is rarely far from its access point.
constexpr uint8_t kDefaultPower = 56;
constexpr uint8_t kLastPin = 16;
// GPIO0: the FLASH button of most boards.
constexpr uint8_t kFlashButton = 0;

bool is_usable_secret(const WifiCredentials& wifi) {
    if (wifi.secret_size == 0) {
        return true;
    }
    if (wifi.secret_size < kShortestPassphrase || wifi.secret_size > kKeyDigits) {
        return false;
    }
    for (uint8_t index = 0; index < wifi.secret_size && wifi.secret_size == kKeyDigits; ++index) {
        if (hex_value(static_cast<char>(wifi.secret[index])) < 0) {
            return false;
        }
    }
    return true;
}

bool is_zero(const uint8_t address[4]) { return (address[0] | address[1] | address[2] | address[3]) == 0; }

// Whether the mask is ones, then zeros, with room for two hosts.
bool is_netmask(const uint8_t mask[4]) {
    const uint32_t value = (static_cast<uint32_t>(mask[0]) << 24U) | (static_cast<uint32_t>(mask[1]) << 16U) |
                           (static_cast<uint32_t>(mask[2]) << 8U) | mask[3];
    const uint32_t hosts = ~value;
    return (hosts & (hosts + 1)) == 0 && hosts >= 3 && value != 0;
}

bool are_usable(const AddressSettings& addresses) {
    if (!addresses.fixed) {
        return true;
    }
    const uint8_t first = addresses.address[0];
    // No loopback, multicast or reserved address.
    const bool unicast = first != 0 && first != 127 && first < 224;
    return unicast && is_netmask(addresses.netmask) && !is_zero(addresses.gateway);
}

bool is_line(const LineSettings& line) {
    const bool bits = line.data_bits == 7 || line.data_bits == 8;
    const bool parity = line.parity == 'n' || line.parity == 'e' || line.parity == 'o';
    return bits && parity && (line.stop_bits == 1 || line.stop_bits == 2);
}

// GPIO 6 to 11 belong to the flash chip, 1 and 3 to the serial line.
bool is_free_pin(uint8_t pin) {
    return pin == kNoPin || (pin <= kLastPin && !(pin >= 6 && pin <= 11) && pin != 1 && pin != 3);
}

bool are_usable_pins(const Settings& settings) {
    if (settings.button == kPinWithoutPullUp) {
        return false;
    }
    const uint8_t pins[] = {settings.led.pin, settings.request.pin, settings.button};
    for (unsigned index = 0; index < 3; ++index) {
        if (!is_free_pin(pins[index])) {
            return false;
        }
        for (unsigned other = 0; other < index; ++other) {
            if (pins[index] != kNoPin && pins[index] == pins[other]) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace

void set_defaults(Settings* settings) {
    memset(settings, 0, sizeof *settings);
    settings->line.baud = kFastestBaud;
    settings->line.data_bits = 8;
    settings->line.parity = 'n';
    settings->line.stop_bits = 1;
    settings->line.inverted = true;
    settings->power_quarter_dbm = kDefaultPower;
    settings->phy_mode = PhyMode::kN;
    settings->led.pin = kNoPin;
    settings->request.pin = kNoPin;
    settings->button = kFlashButton;
    settings->arduino_ota = true;
}

SettingsProblem check_name(const char* name, size_t size) {
    return size <= kNameSize && is_printable_utf8(name, size) ? SettingsProblem::kNone : SettingsProblem::kName;
}

SettingsProblem check_network(const WifiCredentials& wifi) {
    if (wifi.ssid_size > kSsidSize) {
        return SettingsProblem::kSsid;
    }
    return is_usable_secret(wifi) ? SettingsProblem::kNone : SettingsProblem::kSecret;
}

bool are_usable(const WifiCredentials& wifi) { return check_network(wifi) == SettingsProblem::kNone; }

SettingsProblem check_settings(const Settings& settings) {
    const SettingsProblem name = check_name(settings.name, settings.name_size);
    if (name != SettingsProblem::kNone) {
        return name;
    }
    const SettingsProblem network = check_network(settings.wifi);
    if (network != SettingsProblem::kNone) {
        return network;
    }
    if (!are_usable(settings.addresses)) {
        return SettingsProblem::kAddresses;
    }
    if (settings.line.baud < kSlowestBaud || settings.line.baud > kFastestBaud) {
        return SettingsProblem::kBaud;
    }
    if (!is_line(settings.line)) {
        return SettingsProblem::kFormat;
    }
    if (settings.power_quarter_dbm > kMostPower) {
        return SettingsProblem::kPower;
    }
    if (settings.phy_mode != PhyMode::kB && settings.phy_mode != PhyMode::kG && settings.phy_mode != PhyMode::kN) {
        return SettingsProblem::kPhyMode;
    }
    return are_usable_pins(settings) ? SettingsProblem::kNone : SettingsProblem::kPin;
}

FlashText name_of(SettingsProblem problem) {
    switch (problem) {
        case SettingsProblem::kName:
            return SMR_TEXT("name");
        case SettingsProblem::kSsid:
            return SMR_TEXT("wifi.ssid");
        case SettingsProblem::kSecret:
            return SMR_TEXT("wifi.passphrase");
        case SettingsProblem::kAddresses:
            return SMR_TEXT("network");
        case SettingsProblem::kBaud:
            return SMR_TEXT("serial.baud");
        case SettingsProblem::kFormat:
            return SMR_TEXT("serial.format");
        case SettingsProblem::kPower:
            return SMR_TEXT("radio.power_dbm");
        case SettingsProblem::kPhyMode:
            return SMR_TEXT("radio.mode");
        case SettingsProblem::kPin:
            return SMR_TEXT("pins");
        case SettingsProblem::kNone:
            break;
    }
    return FlashText();
}

}  // namespace smr
