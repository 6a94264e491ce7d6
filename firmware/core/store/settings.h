// What a user can set, and what the gateway remembers.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"
#include "core/port.h"

namespace smr {

constexpr size_t kNameSize = 32;
constexpr size_t kPublicKeySize = 64;
constexpr uint8_t kNoPin = 0xFF;
// GPIO16: a button there would float where nothing holds it up, and be held down at times.
constexpr uint8_t kPinWithoutPullUp = 16;

// Hashes of the admin password; the password itself is never kept.
struct AdminHashes {
    uint8_t ha1_md5[kMd5Size];        // MD5 of "admin:<id>:<password>" (RFC 7616)
    uint8_t ha1_sha256[kSha256Size];  // SHA-256 of the same
    uint8_t arduino_md5[kMd5Size];    // MD5 of the password: what ArduinoOTA wants
};

struct OptionalPin {
    uint8_t pin;  // GPIO number, or kNoPin
    bool active_low;
};

struct Settings {
    // UTF-8 without control characters; empty: the gateway is called by its id.
    char name[kNameSize];
    uint8_t name_size;

    // Without a name (ssid_size 0) the gateway knows no network.
    WifiCredentials wifi;
    AddressSettings addresses;

    bool has_admin;
    AdminHashes admin;
    // It has joined a network once: from then on only the admin may set it up again.
    bool commissioned;

    LineSettings line;
    uint8_t power_quarter_dbm;  // 0 to 82
    PhyMode phy_mode;
    OptionalPin led;
    OptionalPin request;
    uint8_t button;  // kNoPin if there is none; not kPinWithoutPullUp

    bool arduino_ota;
    // Images must be signed with this key.
    bool key_pinned;
    uint8_t public_key[kPublicKeySize];
    // Images with a lower security version than the highest that ran are refused.
    bool rollback_protection;
    uint32_t security_floor;
};

// What a gateway starts with, where it is to lie: an object that is returned would lie on the stack twice.
void set_defaults(Settings* settings);

inline Settings default_settings() {
    Settings settings;
    set_defaults(&settings);
    return settings;
}

enum class SettingsProblem : uint8_t {
    kNone,
    kName,       // control characters, not UTF-8, or too long
    kSsid,       // longer than 32 bytes
    kSecret,     // neither empty, nor 8 to 63 bytes, nor 64 hexadecimal digits
    kAddresses,  // fixed and not usable
    kBaud,       // not 300 to 115200
    kFormat,     // not 7 or 8 data bits, n, e or o, 1 or 2 stop bits
    kPower,      // above 82
    kPhyMode,
    kPin,        // used by the flash chip or the serial line, not there, used twice, or a button without a pull-up
};

// What is wrong with a name, or with a network's name and secret.
SettingsProblem check_name(const char* name, size_t size);
SettingsProblem check_network(const WifiCredentials& wifi);

// Whether name and secret are of a length that Wi-Fi allows (IEEE 802.11: 8 to 63 bytes, or a key of 64 hexadecimal digits).
bool are_usable(const WifiCredentials& wifi);

// The first thing that is wrong with `settings`.
SettingsProblem check_settings(const Settings& settings);

// The name of the setting, as the HTTP API calls it.
FlashText name_of(SettingsProblem problem);

}  // namespace smr
