// The gateway: everything the firmware does, on top of a port.
#pragma once

#include "core/base/time.h"
#include "core/ota/descriptor.h"
#include "core/p1/fan_out.h"
#include "core/p1/p1_input.h"
#include "core/port.h"
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

private:
    const Port& port_;
    const Descriptor& firmware_;
    FlashMap map_;
    SettingsStore store_;
    Settings settings_;
    P1Input p1_;
    FanOut clients_;
};

}  // namespace smr
