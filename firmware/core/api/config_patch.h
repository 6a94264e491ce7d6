// Requests that change settings, as JSON.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/api/device.h"
#include "core/base/flash.h"
#include "core/store/settings.h"

namespace smr {

// Why a request is refused; `code` is empty where it is not.
struct PatchProblem {
    uint16_t status;
    FlashText code;
    FlashText message;
};

// PATCH of smr.config/1 (RFC 7396 in spirit: what is not named stays): changes `wanted`, which holds the settings in force. All is checked
// before the caller saves any of it.
PatchProblem patch_settings(const uint8_t* body, size_t count, const Device& device, Settings* wanted,
                            bool* password_changed);

// {"ssid", "passphrase", "name", "admin_password"}: what the portal sends.
struct Provisioning {
    WifiCredentials wifi;
    char name[kNameSize];
    uint8_t name_size;
    bool has_name;
    bool has_admin;
    AdminHashes admin;
};
PatchProblem read_provisioning(const uint8_t* body, size_t count, const Device& device, Provisioning* to);

// {"password"}: the first admin password.
PatchProblem read_claim(const uint8_t* body, size_t count, const Device& device, Settings* wanted);

// Whether both lead into the same network in the same way.
bool is_same_network(const Settings& left, const Settings& right);

}  // namespace smr
