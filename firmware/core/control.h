// What can be ordered of a gateway, by whomever: the HTTP API, the portal, the button, a watchdog.
#pragma once

#include <stdint.h>

#include "core/base/identity.h"
#include "core/base/time.h"
#include "core/health/button.h"
#include "core/health/events.h"
#include "core/health/led.h"
#include "core/health/reset_record.h"
#include "core/ota/boot_record.h"
#include "core/port.h"
#include "core/store/settings.h"
#include "core/store/settings_store.h"

namespace smr {

class Control {
public:
    // A restart waits for answers on their way, at least and at most so long.
    static constexpr Millis kShortestDelay = 500;
    static constexpr Millis kLongestDelay = 5 * kSecond;

    Control(const Port& port, const Identity& identity, SettingsStore& store, Settings& settings, Events& events,
            ResetRecord& reset, BootRecord& record, const Uptime& uptime, Led& led, Button& button)
        : port_(port),
          identity_(identity),
          store_(store),
          settings_(settings),
          events_(events),
          reset_(reset),
          record_(record),
          uptime_(uptime),
          led_(led),
          button_(button) {}
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;

    // Puts the settings in force to use: pins, radio, host name. The serial line has its own owner.
    void apply(Millis now);

    // Saves `wanted`, which must be without a problem, and puts it in force. False if the flash chip failed, or a reset is under way:
    // nothing has changed then.
    bool keep(const Settings& wanted, Millis now);

    // Forgets all settings and restarts. False if the flash chip failed.
    bool factory_reset(Millis now);

    // Forgets the network and the fixed addresses in it, and restarts. Name, password and all other settings stay: the access point that
    // opens then asks for the password. False if the flash chip failed.
    bool forget_network(Millis now);

    // Restarts into the image before, which must have been found whole. False if the flash chip failed.
    bool roll_back(WhyBack why, Millis now);

    // Restarts soon. The first reason counts.
    void restart(RestartReason reason, uint8_t detail, Millis now);
    bool is_restarting() const { return restarting_; }

    void identify(Millis now) { led_.identify(now); }

    // Restarts when it is time; `busy`: answers are on their way.
    void tick(Millis now, bool busy);

private:
    const Port& port_;
    const Identity& identity_;
    SettingsStore& store_;
    Settings& settings_;
    Events& events_;
    ResetRecord& reset_;
    BootRecord& record_;
    const Uptime& uptime_;
    Led& led_;
    Button& button_;
    Millis ordered_ = 0;
    RestartReason reason_ = RestartReason::kUnexplained;
    uint8_t detail_ = 0;
    bool restarting_ = false;
    bool restarted_ = false;
    bool forgotten_ = false;  // all settings, or the network
};

// Appends the name that a gateway has in the network: its name in lower-case letters, digits and hyphens (RFC 952), or its id where
// nothing is left of that.
void write_host_name(const Settings& settings, const Identity& identity, Text& to);

// Appends what tells a name from the same of another gateway: "-2"; nothing for 1.
void write_name_number(uint8_t number, Text& to);
constexpr size_t kNumberedNameSize = kNameSize + 4;

}  // namespace smr
