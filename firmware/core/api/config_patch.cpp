#include "core/api/config_patch.h"

#include <string.h>

#include "core/api/json_values.h"
#include "core/base/hex.h"
#include "core/http/json_reader.h"

namespace smr {

namespace {

using Token = JsonReader::Token;

PatchProblem fine() { return PatchProblem(); }

PatchProblem bad_json() { return {400, SMR_TEXT("bad-json"), SMR_TEXT("The body is not the JSON object that is wanted.")}; }

PatchProblem unknown() { return {422, SMR_TEXT("unknown-setting"), SMR_TEXT("There is no setting of that name.")}; }

PatchProblem invalid(FlashText message) { return {422, SMR_TEXT("invalid-setting"), message}; }

bool is_fine(const PatchProblem& problem) { return problem.code.size() == 0; }

FlashText message_of(SettingsProblem problem) {
    switch (problem) {
        case SettingsProblem::kName:
            return SMR_TEXT("name: at most 32 bytes of UTF-8 without control characters.");
        case SettingsProblem::kSsid:
            return SMR_TEXT("wifi.ssid: 1 to 32 bytes.");
        case SettingsProblem::kSecret:
            return SMR_TEXT("wifi.passphrase: 8 to 63 bytes, or 64 hexadecimal digits, or null for an open network.");
        case SettingsProblem::kAddresses:
            return SMR_TEXT("network: address, netmask and gateway do not make a network.");
        case SettingsProblem::kBaud:
            return SMR_TEXT("serial.baud: 300 to 115200.");
        case SettingsProblem::kFormat:
            return SMR_TEXT("serial.format: such as 8n1 or 7e1.");
        case SettingsProblem::kPower:
            return SMR_TEXT("radio.power_dbm: 0 to 20.");
        case SettingsProblem::kPhyMode:
            return SMR_TEXT("radio.mode: b, g or n.");
        case SettingsProblem::kPin:
            return SMR_TEXT("pins: 0, 2, 4, 5 or 12 to 16, each only once, the button not at 16, or null.");
        case SettingsProblem::kNone:
            break;
    }
    return FlashText();
}

FlashText password_message() { return SMR_TEXT("The admin password has 8 to 64 bytes."); }

// What a key in the object `section` says; the reader stands at the key.
enum class Section : uint8_t { kTop, kWifi, kNetwork, kSerial, kRadio, kPins, kOta, kAdmin };

// Each read_...() is false if it refuses what it has read; problem_ says why then, unless it is no JSON.
class Patch {
public:
    Patch(const uint8_t* body, size_t count, const Device& device, Settings* wanted)
        : json_(body, count), device_(device), wanted_(*wanted) {}

    PatchProblem read() {
        if (json_.next() != Token::kObjectBegin || !read_members()) {
            return json_.token() == Token::kError || is_fine(problem_) ? bad_json() : problem_;
        }
        if (ssid_changed_ && !has_passphrase_) {
            return invalid(SMR_TEXT("wifi.passphrase: name it with the new network, or null if that is open."));
        }
        const SettingsProblem settings = check_settings(wanted_);
        return settings == SettingsProblem::kNone ? fine() : invalid(message_of(settings));
    }
    bool password_changed() const { return password_changed_; }

private:
    // All sections lie in the outermost object, and hold none themselves.
    bool read_members() {
        Section section = Section::kTop;
        for (;;) {
            switch (json_.next()) {
                case Token::kKey:
                    if (!(section == Section::kTop ? read_top(&section) : read_member(section)) ||
                        json_.token() == Token::kError) {
                        return false;
                    }
                    break;
                case Token::kObjectEnd:
                    if (section == Section::kTop) {
                        return json_.next() == Token::kEnd;
                    }
                    section = Section::kTop;
                    break;
                default:
                    return false;
            }
        }
    }

    // Says in `section` which one begins here, if one does.
    bool read_top(Section* section) {
        if (json_.text_is(SMR_TEXT("schema"))) {
            json_.skip_value();
            return true;
        }
        if (json_.text_is(SMR_TEXT("name"))) {
            size_t size = 0;
            if (!read_text(json_, wanted_.name, sizeof wanted_.name, &size)) {
                return refuse(SettingsProblem::kName);
            }
            wanted_.name_size = static_cast<uint8_t>(size);
            return true;
        }
        if (json_.text_is(SMR_TEXT("wifi"))) {
            *section = Section::kWifi;
        } else if (json_.text_is(SMR_TEXT("network"))) {
            *section = Section::kNetwork;
        } else if (json_.text_is(SMR_TEXT("serial"))) {
            *section = Section::kSerial;
        } else if (json_.text_is(SMR_TEXT("radio"))) {
            *section = Section::kRadio;
        } else if (json_.text_is(SMR_TEXT("pins"))) {
            *section = Section::kPins;
        } else if (json_.text_is(SMR_TEXT("ota"))) {
            *section = Section::kOta;
        } else if (json_.text_is(SMR_TEXT("admin"))) {
            *section = Section::kAdmin;
        } else {
            return refuse_unknown();
        }
        return json_.next() == Token::kObjectBegin || refuse_type();
    }

    bool read_member(Section section) {
        switch (section) {
            case Section::kWifi:
                return read_wifi();
            case Section::kNetwork:
                return read_network();
            case Section::kSerial:
                return read_serial();
            case Section::kRadio:
                return read_radio();
            case Section::kPins:
                return read_pins();
            case Section::kOta:
                return read_ota();
            case Section::kAdmin:
                return read_admin();
            case Section::kTop:
                break;
        }
        return refuse_unknown();
    }

    bool read_wifi() {
        WifiCredentials& wifi = wanted_.wifi;
        if (json_.text_is(SMR_TEXT("ssid"))) {
            if (!read_ssid(json_, &wifi)) {
                return refuse(SettingsProblem::kSsid);
            }
            const WifiCredentials& known = device_.settings.wifi;
            ssid_changed_ = known.ssid_size != wifi.ssid_size || memcmp(known.ssid, wifi.ssid, known.ssid_size) != 0;
            return true;
        }
        if (json_.text_is(SMR_TEXT("passphrase"))) {
            has_passphrase_ = true;
            return read_passphrase(json_, &wifi) || refuse(SettingsProblem::kSecret);
        }
        return ignore_if(json_.text_is(SMR_TEXT("secret_set")));
    }

    bool read_network() {
        AddressSettings& addresses = wanted_.addresses;
        if (json_.text_is(SMR_TEXT("fixed"))) {
            return read_bool(json_, &addresses.fixed) || refuse_type();
        }
        uint8_t* to = json_.text_is(SMR_TEXT("address"))   ? addresses.address
                      : json_.text_is(SMR_TEXT("netmask")) ? addresses.netmask
                      : json_.text_is(SMR_TEXT("gateway")) ? addresses.gateway
                      : json_.text_is(SMR_TEXT("dns"))     ? addresses.dns
                                                           : nullptr;
        if (to == nullptr) {
            return refuse_unknown();
        }
        return read_ipv4(json_, to) || refuse(SMR_TEXT("network: an address is not such as 192.168.1.2."));
    }

    bool read_serial() {
        LineSettings& line = wanted_.line;
        if (json_.text_is(SMR_TEXT("baud"))) {
            const bool right = json_.next() == Token::kInteger && json_.integer() > 0;
            line.baud = right ? static_cast<uint32_t>(json_.integer()) : 0;
            return right || refuse(SettingsProblem::kBaud);
        }
        if (json_.text_is(SMR_TEXT("format"))) {
            char format[3];
            size_t size = 0;
            if (!read_text(json_, format, sizeof format, &size) || size != sizeof format) {
                return refuse(SettingsProblem::kFormat);
            }
            line.data_bits = static_cast<uint8_t>(format[0] - '0');
            line.parity = static_cast<char>(format[1] | 0x20);
            line.stop_bits = static_cast<uint8_t>(format[2] - '0');
            return true;
        }
        if (json_.text_is(SMR_TEXT("inverted"))) {
            return read_bool(json_, &line.inverted) || refuse_type();
        }
        return refuse_unknown();
    }

    bool read_radio() {
        if (json_.text_is(SMR_TEXT("power_dbm"))) {
            const bool right = json_.next() == Token::kInteger && json_.integer() >= 0 && json_.integer() <= 20;
            wanted_.power_quarter_dbm = right ? static_cast<uint8_t>(4 * json_.integer()) : 0xFF;
            return right || refuse(SettingsProblem::kPower);
        }
        if (json_.text_is(SMR_TEXT("mode"))) {
            char mode = 0;
            size_t size = 0;
            if (!read_text(json_, &mode, 1, &size) || size != 1 || (mode != 'b' && mode != 'g' && mode != 'n')) {
                return refuse(SettingsProblem::kPhyMode);
            }
            wanted_.phy_mode = mode == 'b' ? PhyMode::kB : mode == 'g' ? PhyMode::kG : PhyMode::kN;
            return true;
        }
        return refuse_unknown();
    }

    bool read_pins() {
        bool right = true;
        if (json_.text_is(SMR_TEXT("led"))) {
            right = read_pin(json_, &wanted_.led.pin);
        } else if (json_.text_is(SMR_TEXT("led_active_low"))) {
            right = read_bool(json_, &wanted_.led.active_low);
        } else if (json_.text_is(SMR_TEXT("request"))) {
            right = read_pin(json_, &wanted_.request.pin);
        } else if (json_.text_is(SMR_TEXT("request_active_low"))) {
            right = read_bool(json_, &wanted_.request.active_low);
        } else if (json_.text_is(SMR_TEXT("button"))) {
            right = read_pin(json_, &wanted_.button);
        } else {
            return refuse_unknown();
        }
        return right || refuse_type();
    }

    bool read_ota() {
        if (json_.text_is(SMR_TEXT("arduino"))) {
            return read_bool(json_, &wanted_.arduino_ota) || refuse_type();
        }
        if (json_.text_is(SMR_TEXT("rollback_protection"))) {
            return read_bool(json_, &wanted_.rollback_protection) || refuse_type();
        }
        if (json_.text_is(SMR_TEXT("public_key"))) {
            return read_public_key();
        }
        return ignore_if(json_.text_is(SMR_TEXT("key_pinned")) || json_.text_is(SMR_TEXT("security_floor")));
    }

    bool read_public_key() {
        if (json_.next() == Token::kNull) {
            wanted_.key_pinned = false;
            return true;
        }
        char digits[2 * kPublicKeySize];
        size_t size = 0;
        wanted_.key_pinned = json_.token() == Token::kString && json_.copy_text(digits, sizeof digits, &size) &&
                             size == sizeof digits && read_hex(digits, wanted_.public_key, kPublicKeySize);
        return wanted_.key_pinned || refuse(SMR_TEXT("ota.public_key: 128 hexadecimal digits (X, then Y), or null."));
    }

    bool read_admin() {
        if (json_.text_is(SMR_TEXT("password"))) {
            if (!read_password(json_, device_, &wanted_.admin)) {
                return refuse(password_message());
            }
            wanted_.has_admin = true;
            password_changed_ = true;
            return true;
        }
        return ignore_if(json_.text_is(SMR_TEXT("set")));
    }

    // What is only to be read may come back with the rest.
    bool ignore_if(bool known) {
        if (known) {
            json_.skip_value();
        }
        return known || refuse_unknown();
    }

    bool refuse(FlashText message) {
        problem_ = invalid(message);
        return false;
    }
    bool refuse(SettingsProblem problem) { return refuse(message_of(problem)); }
    bool refuse_type() { return refuse(SMR_TEXT("A value has the wrong type.")); }
    bool refuse_unknown() {
        problem_ = unknown();
        return false;
    }

    JsonReader json_;
    const Device& device_;
    Settings& wanted_;
    PatchProblem problem_ = fine();
    bool ssid_changed_ = false;
    bool has_passphrase_ = false;
    bool password_changed_ = false;
};

}  // namespace

PatchProblem patch_settings(const uint8_t* body, size_t count, const Device& device, Settings* wanted,
                            bool* password_changed) {
    Patch patch(body, count, device, wanted);
    const PatchProblem problem = patch.read();
    *password_changed = patch.password_changed();
    return problem;
}

PatchProblem read_provisioning(const uint8_t* body, size_t count, const Device& device, Provisioning* to) {
    memset(to, 0, sizeof *to);
    JsonReader json(body, count);
    if (json.next() != Token::kObjectBegin) {
        return bad_json();
    }
    while (json.next() == Token::kKey) {
        PatchProblem problem = fine();
        size_t size = 0;
        if (json.text_is(SMR_TEXT("ssid"))) {
            problem = read_ssid(json, &to->wifi) ? fine() : invalid(message_of(SettingsProblem::kSsid));
        } else if (json.text_is(SMR_TEXT("passphrase"))) {
            problem = read_passphrase(json, &to->wifi) ? fine() : invalid(message_of(SettingsProblem::kSecret));
        } else if (json.text_is(SMR_TEXT("name"))) {
            to->has_name = read_text(json, to->name, sizeof to->name, &size);
            to->name_size = static_cast<uint8_t>(size);
            problem = to->has_name ? fine() : invalid(message_of(SettingsProblem::kName));
        } else if (json.text_is(SMR_TEXT("admin_password"))) {
            to->has_admin = read_password(json, device, &to->admin);
            problem = to->has_admin ? fine() : invalid(password_message());
        } else {
            problem = unknown();
        }
        if (json.token() == Token::kError) {
            return bad_json();
        }
        if (!is_fine(problem)) {
            return problem;
        }
    }
    if (json.token() != Token::kObjectEnd || json.next() != Token::kEnd) {
        return bad_json();
    }
    if (to->wifi.ssid_size == 0) {
        return invalid(message_of(SettingsProblem::kSsid));
    }
    const SettingsProblem name = check_name(to->name, to->name_size);
    const SettingsProblem problem = name == SettingsProblem::kNone ? check_network(to->wifi) : name;
    return problem == SettingsProblem::kNone ? fine() : invalid(message_of(problem));
}

PatchProblem read_claim(const uint8_t* body, size_t count, const Device& device, Settings* wanted) {
    JsonReader json(body, count);
    if (json.next() != Token::kObjectBegin || json.next() != Token::kKey || !json.text_is(SMR_TEXT("password"))) {
        return bad_json();
    }
    if (!read_password(json, device, &wanted->admin)) {
        return json.token() == Token::kError ? bad_json() : invalid(password_message());
    }
    wanted->has_admin = true;
    return json.next() == Token::kObjectEnd && json.next() == Token::kEnd ? fine() : bad_json();
}

bool is_same_network(const Settings& left, const Settings& right) {
    const AddressSettings& a = left.addresses;
    const AddressSettings& b = right.addresses;
    const bool same_addresses =
        a.fixed == b.fixed &&
        (!a.fixed || (memcmp(a.address, b.address, 4) == 0 && memcmp(a.netmask, b.netmask, 4) == 0 &&
                      memcmp(a.gateway, b.gateway, 4) == 0 && memcmp(a.dns, b.dns, 4) == 0));
    return same_addresses && left.wifi.ssid_size == right.wifi.ssid_size &&
           left.wifi.secret_size == right.wifi.secret_size &&
           memcmp(left.wifi.ssid, right.wifi.ssid, left.wifi.ssid_size) == 0 &&
           memcmp(left.wifi.secret, right.wifi.secret, left.wifi.secret_size) == 0;
}

}  // namespace smr
