// Values of settings in JSON. Each function reads the value that follows a key; false if it is of another type or form.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/api/device.h"
#include "core/http/json_reader.h"
#include "core/port.h"
#include "core/store/settings.h"

namespace smr {

bool read_bool(JsonReader& json, bool* to);
// At most `capacity` bytes.
bool read_text(JsonReader& json, char* to, size_t capacity, size_t* size);
// A GPIO number, or null for none. Whether it is free, check_settings() says.
bool read_pin(JsonReader& json, uint8_t* to);
// Dotted decimal.
bool read_ipv4(JsonReader& json, uint8_t to[4]);
// 1 to 32 bytes.
bool read_ssid(JsonReader& json, WifiCredentials* wifi);
// Up to 64 bytes, or null for an open network.
bool read_passphrase(JsonReader& json, WifiCredentials* wifi);
// kShortestPassword to kLongestPassword bytes, kept as hashes.
bool read_password(JsonReader& json, const Device& device, AdminHashes* to);

}  // namespace smr
