#include "core/api/documents.h"
#include "core/api/json.h"

namespace smr {

Produced write_scan(const Device& device, uint32_t step, Text& to) {
    const int index = static_cast<int>(step) - 1;
    if (step == 0) {
        Json json(to);
        json.open().word(SMR_TEXT("schema"), SMR_TEXT("smr.scan/1"));
        json.boolean(SMR_TEXT("running"), device.life.scan_state() == ScanState::kRunning);
        json.open_array(SMR_TEXT("networks"));
        return Produced::kMore;
    }
    ScannedNetwork network;
    if (index >= device.life.scanned() || !device.life.scanned_network(index, &network)) {
        Json(to).close_array().close();
        return Produced::kDone;
    }
    Json json(to, index > 0);
    json.open().text(SMR_TEXT("ssid"), reinterpret_cast<const char*>(network.ssid), network.ssid_size);
    json.signed_number(SMR_TEXT("rssi_dbm"), network.rssi_dbm).number(SMR_TEXT("channel"), network.channel);
    json.boolean(SMR_TEXT("open"), network.open).close();
    return Produced::kMore;
}

Produced write_provision(const Device& device, Text& to) {
    Json json(to);
    json.open().word(SMR_TEXT("schema"), SMR_TEXT("smr.provision/1"));
    json.word(SMR_TEXT("state"), name_of(device.life.attempt()));
    const FlashText problem = name_of(device.life.problem());
    if (problem.size() > 0) {
        json.word(SMR_TEXT("reason"), problem);
    } else {
        json.null(SMR_TEXT("reason"));
    }
    uint8_t address[4];
    if (device.life.is_joined() && device.port.wifi.station_address(address)) {
        json.ipv4(SMR_TEXT("ip"), address);
    } else {
        json.null(SMR_TEXT("ip"));
    }
    json.close();
    return Produced::kDone;
}

}  // namespace smr
