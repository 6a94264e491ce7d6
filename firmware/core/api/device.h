// All that the HTTP API shows and acts on, in one place.
#pragma once

#include <stdint.h>

#include "core/base/identity.h"
#include "core/base/time.h"
#include "core/health/events.h"
#include "core/health/reset_record.h"
#include "core/ota/boot_record.h"
#include "core/ota/descriptor.h"
#include "core/ota/firmware_update.h"
#include "core/ota/kept_image.h"
#include "core/ota/running_image.h"
#include "core/p1/fan_out.h"
#include "core/p1/p1_input.h"
#include "core/port.h"
#include "core/setup/wifi_life.h"
#include "core/store/flash_map.h"
#include "core/store/settings.h"

namespace smr {

// Counts that belong to no other part.
struct Figures {
    uint32_t disconnects;   // from Wi-Fi
    uint32_t unauthorized;  // HTTP requests with a wrong password
    uint32_t locked_out;    // HTTP requests refused after too many wrong passwords
    uint32_t requests;      // HTTP heads read
    uint8_t name_number;    // what stands behind the host name in the network, where another has that name; else 1
};

struct Device {
    const Port& port;
    const Identity& identity;
    const Descriptor& firmware;
    Board board;
    const Uptime& uptime;
    const Settings& settings;
    const P1Input& p1;
    const FanOut& clients;
    const Events& events;
    const ResetRecord& reset;
    const FirmwareUpdate& update;
    const RunningImage& image;
    const BootRecord& record;
    const KeptImage& kept;
    const WifiLife& life;
    const Figures& figures;
};

// The name that the user gave, or the id.
inline const char* name_of(const Device& device, size_t* size) {
    const bool named = device.settings.name_size > 0;
    *size = named ? device.settings.name_size : Identity::kSize;
    return named ? device.settings.name : device.identity.id();
}

// What a rollback would bring back: the image before, whole and known, and not older than the owner allows.
inline bool find_previous_image(const Device& device, Descriptor* to) {
    const uint32_t floor = device.settings.rollback_protection ? device.settings.security_floor : 0;
    return device.record.keeps_previous() && device.kept.describe(to) && to->security_version >= floor;
}

}  // namespace smr
