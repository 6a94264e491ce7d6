#include "core/api/json_values.h"

#include "core/base/ipv4.h"
#include "core/store/admin_password.h"

namespace smr {

bool read_bool(JsonReader& json, bool* to) {
    const bool right = json.next() == JsonReader::Token::kBoolean;
    *to = right && json.boolean();
    return right;
}

bool read_text(JsonReader& json, char* to, size_t capacity, size_t* size) {
    return json.next() == JsonReader::Token::kString && json.copy_text(to, capacity, size);
}

bool read_pin(JsonReader& json, uint8_t* to) {
    const JsonReader::Token token = json.next();
    if (token == JsonReader::Token::kNull) {
        *to = kNoPin;
        return true;
    }
    // What is no pin at all is refused with the others, by check_settings().
    *to = token == JsonReader::Token::kInteger && json.integer() >= 0 && json.integer() < 100 ? static_cast<uint8_t>(json.integer())
                                                                                    : 100;
    return token == JsonReader::Token::kInteger;
}

bool read_ipv4(JsonReader& json, uint8_t to[4]) {
    char text[15];
    size_t size = 0;
    return read_text(json, text, sizeof text, &size) && read_ipv4(text, size, to);
}

bool read_passphrase(JsonReader& json, WifiCredentials* wifi) {
    const JsonReader::Token token = json.next();
    size_t size = 0;
    if (token == JsonReader::Token::kNull) {
        wifi->secret_size = 0;
        return true;
    }
    if (token != JsonReader::Token::kString || !json.copy_text(reinterpret_cast<char*>(wifi->secret), sizeof wifi->secret, &size)) {
        return false;
    }
    wifi->secret_size = static_cast<uint8_t>(size);
    return true;
}

bool read_ssid(JsonReader& json, WifiCredentials* wifi) {
    size_t size = 0;
    if (!read_text(json, reinterpret_cast<char*>(wifi->ssid), sizeof wifi->ssid, &size) || size == 0) {
        return false;
    }
    wifi->ssid_size = static_cast<uint8_t>(size);
    return true;
}

bool read_password(JsonReader& json, const Device& device, AdminHashes* to) {
    char password[kLongestPassword];
    size_t size = 0;
    if (!read_text(json, password, sizeof password, &size) || size < kShortestPassword) {
        return false;
    }
    hash_password(device.port.crypto, device.identity.id(), Identity::kSize, password, size, to);
    return true;
}

}  // namespace smr
