// Notices what is worth an event, by comparing how things are with how they were.
#pragma once

#include <stdint.h>

#include "core/api/device.h"

namespace smr {

class Chronicle {
public:
    Chronicle(const Device& device, Events& events, Figures& figures)
        : device_(device), events_(events), figures_(figures) {}
    Chronicle(const Chronicle&) = delete;
    Chronicle& operator=(const Chronicle&) = delete;

    // Looks at Wi-Fi, setup, clients and updates.
    void tick();

private:
    void follow_wifi();
    void follow_setup();
    void follow_clients();
    void follow_update();
    void record(EventCode code, uint32_t detail) { events_.record(code, device_.uptime.seconds(), detail); }

    const Device& device_;
    Events& events_;
    Figures& figures_;
    uint32_t rejected_ = 0;
    uint32_t closed_ = 0;
    FirmwareUpdate::State update_ = FirmwareUpdate::State::kIdle;
    JoinProblem problem_ = JoinProblem::kNone;
    bool joined_ = false;
    bool offering_ = false;
};

}  // namespace smr
