// The gateway: everything the firmware does, on top of a port.
#pragma once

#include <stdint.h>

#include "core/api/api.h"
#include "core/api/device.h"
#include "core/base/identity.h"
#include "core/base/time.h"
#include "core/chronicle.h"
#include "core/control.h"
#include "core/health/button.h"
#include "core/health/events.h"
#include "core/health/led.h"
#include "core/health/progress.h"
#include "core/health/reset_record.h"
#include "core/health/serial_watchdog.h"
#include "core/health/wifi_watchdog.h"
#include "core/http/server.h"
#include "core/mdns/responder.h"
#include "core/ota/arduino_ota.h"
#include "core/ota/boot_record.h"
#include "core/ota/descriptor.h"
#include "core/ota/firmware_update.h"
#include "core/ota/kept_image.h"
#include "core/ota/running_image.h"
#include "core/ota/trial.h"
#include "core/p1/fan_out.h"
#include "core/p1/p1_input.h"
#include "core/port.h"
#include "core/setup/dns_catch_all.h"
#include "core/setup/serial_setup.h"
#include "core/setup/wifi_life.h"
#include "core/store/flash_map.h"
#include "core/store/settings.h"
#include "core/store/settings_store.h"

namespace smr {

// One gateway. Many can live in one program; they share nothing.
class Gateway {
public:
    // `firmware` is the descriptor of the image that runs. Both must outlive the gateway.
    Gateway(const Port& port, const Descriptor& firmware, Board board, Millis now);
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    // One step of bounded work; to be called again and again, at least every few milliseconds.
    void tick(Millis now);

    Mode mode() const { return life_.mode(); }
    const Device& device() const { return device_; }
    // Every nonce that was given out is stale from now on: for tests of clients.
    void forget_logins() { api_.forget_logins(); }
    // Tells the network that it goes away: for a port that ends. Not to be ticked afterwards.
    void say_goodbye() { mdns_.leave(); }
    // Appends string number `index` of what is announced of it, as "key=value"; false behind the last.
    bool announce(unsigned index, Text& to) const;

private:
    void raise_security_floor(Millis now);
    void tick_line(Millis now);
    void configure_line();
    void tick_image(Millis now);
    void image_is_alive(Millis now);
    void give_up(Millis now);
    void tick_watchdogs(Millis now);
    void tick_wifi(Millis now);
    void tick_mdns(Millis now);
    void tick_button(Millis now);
    void report_progress(Millis now);

    const Port& port_;
    const Descriptor& firmware_;
    Board board_;
    Identity identity_;
    SettingsStore store_;
    Settings settings_;
    Uptime uptime_;
    Figures figures_ = {};

    P1Input p1_;
    FanOut clients_;

    Events events_;
    ResetRecord reset_;
    Progress progress_;
    WifiWatchdog wifi_watchdog_;
    SerialWatchdog serial_watchdog_;
    Led led_;
    Button button_;

    WifiLife life_;
    ImprovIdentity improv_identity_;
    SerialSetup serial_setup_;
    DnsCatchAll dns_;
    mdns::Responder mdns_;

    BootRecord record_;
    FirmwareUpdate update_;
    RunningImage image_;
    KeptImage kept_;
    Trial trial_;
    ArduinoOta arduino_ota_;

    Control control_;
    Device device_;
    Chronicle chronicle_;
    Api api_;
    HttpServer http_;
    LineSettings line_ = {};
    Millis asked_ = 0;  // when the last HTTP request came
    uint32_t telegrams_ = 0;
    bool joined_ = false;
    bool task_late_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(Gateway) <= 10 * 1024 + 512, "the budget of RAM");
#endif

}  // namespace smr
