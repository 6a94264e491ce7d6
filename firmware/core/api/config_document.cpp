#include "core/api/documents.h"
#include "core/api/json.h"

namespace smr {

namespace {

enum Part : uint32_t { kName, kSsid, kNetwork, kSerial, kPins };

void write_pin(Json& json, FlashText key, uint8_t pin) {
    if (pin == kNoPin) {
        json.null(key);
    } else {
        json.number(key, pin);
    }
}

FlashText name_of(PhyMode mode) {
    return mode == PhyMode::kB ? SMR_TEXT("b") : mode == PhyMode::kG ? SMR_TEXT("g") : SMR_TEXT("n");
}

void write_network(const AddressSettings& addresses, Json& json) {
    json.open(SMR_TEXT("network")).boolean(SMR_TEXT("fixed"), addresses.fixed);
    json.ipv4(SMR_TEXT("address"), addresses.address).ipv4(SMR_TEXT("netmask"), addresses.netmask);
    json.ipv4(SMR_TEXT("gateway"), addresses.gateway).ipv4(SMR_TEXT("dns"), addresses.dns).close();
}

void write_serial(const Settings& settings, Json& json) {
    const LineSettings& line = settings.line;
    const char format[] = {static_cast<char>('0' + line.data_bits), line.parity, static_cast<char>('0' + line.stop_bits)};
    json.open(SMR_TEXT("serial")).number(SMR_TEXT("baud"), line.baud).text(SMR_TEXT("format"), format, sizeof format);
    json.boolean(SMR_TEXT("inverted"), line.inverted).close();
    json.open(SMR_TEXT("radio")).number(SMR_TEXT("power_dbm"), settings.power_quarter_dbm / 4U);
    json.word(SMR_TEXT("mode"), name_of(settings.phy_mode)).close();
}

void write_pins(const Settings& settings, Json& json) {
    json.open(SMR_TEXT("pins"));
    write_pin(json, SMR_TEXT("led"), settings.led.pin);
    json.boolean(SMR_TEXT("led_active_low"), settings.led.active_low);
    write_pin(json, SMR_TEXT("request"), settings.request.pin);
    json.boolean(SMR_TEXT("request_active_low"), settings.request.active_low);
    write_pin(json, SMR_TEXT("button"), settings.button);
    json.close();
    json.open(SMR_TEXT("ota")).boolean(SMR_TEXT("arduino"), settings.arduino_ota);
    json.boolean(SMR_TEXT("key_pinned"), settings.key_pinned);
    json.boolean(SMR_TEXT("rollback_protection"), settings.rollback_protection);
    json.number(SMR_TEXT("security_floor"), settings.security_floor).close();
    json.open(SMR_TEXT("admin")).boolean(SMR_TEXT("set"), settings.has_admin).close().close();
}

}  // namespace

Produced write_config(const Device& device, uint32_t step, Text& to) {
    const Settings& settings = device.settings;
    Json json(to, step > kName);
    switch (step) {
        case kName:
            json.open().word(SMR_TEXT("schema"), SMR_TEXT("smr.config/1"));
            json.text(SMR_TEXT("name"), settings.name, settings.name_size);
            return Produced::kMore;
        case kSsid:
            json.open(SMR_TEXT("wifi"));
            json.text(SMR_TEXT("ssid"), reinterpret_cast<const char*>(settings.wifi.ssid), settings.wifi.ssid_size);
            json.boolean(SMR_TEXT("secret_set"), settings.wifi.secret_size > 0).close();
            return Produced::kMore;
        case kNetwork:
            write_network(settings.addresses, json);
            return Produced::kMore;
        case kSerial:
            write_serial(settings, json);
            return Produced::kMore;
        default:
            write_pins(settings, json);
            return Produced::kDone;
    }
}

}  // namespace smr
