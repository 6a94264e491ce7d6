#include "port/arduino/announcer.h"

#include <string.h>

#include <ESP8266mDNS.h>

#include "core/base/crc.h"
#include "core/control.h"

namespace smr {

namespace {

constexpr Millis kLookEvery = 1 * kSecond;
constexpr size_t kHostNameSize = 32;
constexpr size_t kRecordSize = 64;
constexpr uint16_t kHttpPort = 80;
constexpr uint16_t kArduinoPort = 8266;

bool is_joined(Mode mode) { return mode == Mode::kRun || mode == Mode::kUnclaimed; }

bool takes_arduino_updates(const Settings& settings) { return settings.arduino_ota && settings.has_admin; }

uint32_t add(uint32_t crc, const Text& text) {
    return crc32_ieee(crc, reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

}  // namespace

void Announcer::tick(Millis now) {
    if (passed(now, looked_, kLookEvery)) {
        looked_ = now;
        const uint32_t wanted = fingerprint();
        if (wanted != announced_) {
            announced_ = wanted;
            announce();
        }
    }
    if (announced_ != 0) {
        MDNS.update();
    }
}

uint32_t Announcer::fingerprint() const {
    if (!is_joined(gateway_.mode())) {
        return 0;
    }
    const Device& device = gateway_.device();
    TextOf<kHostNameSize> name;
    write_host_name(device.settings, device.identity, name);
    uint32_t crc = add(0, name);
    TextOf<kRecordSize> record;
    // The records also say whether Arduino updates are on.
    for (unsigned index = 0; gateway_.announce(index, record); ++index) {
        crc = add(crc, record);
        record.clear();
    }
    return crc != 0 ? crc : 1;
}

void Announcer::announce() {
    MDNS.close();
    if (announced_ == 0) {
        return;
    }
    const Device& device = gateway_.device();
    TextOf<kHostNameSize + 1> name;
    write_host_name(device.settings, device.identity, name);
    name.append('\0');
    if (!MDNS.begin(name.data())) {
        // Without memory for it now: the next look tries again.
        announced_ = 0;
        return;
    }
    const MDNSResponder::hMDNSService service = MDNS.addService(nullptr, "smr", "tcp", kHttpPort);
    TextOf<kRecordSize> record;
    for (unsigned index = 0; service != nullptr && gateway_.announce(index, record); ++index) {
        char key[kRecordSize] = {};
        memcpy(key, record.data(), record.size());
        char* const equals = strchr(key, '=');
        if (equals != nullptr) {
            *equals = '\0';
            MDNS.addServiceTxt(service, key, equals + 1);
        }
        record.clear();
    }
    MDNS.addService(nullptr, "http", "tcp", kHttpPort);
    if (takes_arduino_updates(device.settings)) {
        constexpr bool kAsksForPassword = true;
        MDNS.enableArduino(kArduinoPort, kAsksForPassword);
    }
}

}  // namespace smr
