#include "core/chronicle.h"

namespace smr {

void Chronicle::tick() {
    follow_wifi();
    follow_setup();
    follow_clients();
    follow_update();
}

void Chronicle::follow_wifi() {
    const bool joined = device_.life.is_joined();
    if (joined && !joined_) {
        uint8_t address[4] = {};
        device_.port.wifi.station_address(address);
        record(EventCode::kWifiJoined, detail_of(address));
    } else if (!joined && joined_) {
        ++figures_.disconnects;
        record(EventCode::kWifiLost, device_.port.wifi.last_disconnect_reason());
    }
    joined_ = joined;
    const JoinProblem problem = device_.life.known_network_problem();
    if (problem != problem_ && problem != JoinProblem::kNone) {
        record(EventCode::kWifiFailed, static_cast<uint32_t>(problem));
    }
    problem_ = problem;
}

void Chronicle::follow_setup() {
    const bool offering = device_.life.portal() != Portal::kClosed;
    if (offering && !offering_) {
        record(EventCode::kSetupStarted, device_.life.portal() == Portal::kAdmin ? 1 : 0);
    } else if (!offering && offering_) {
        record(EventCode::kSetupEnded, 0);
    }
    offering_ = offering;
}

void Chronicle::follow_clients() {
    if (device_.clients.rejected() != rejected_) {
        rejected_ = device_.clients.rejected();
        record(EventCode::kClientRejected, detail_of(device_.clients.last_rejected()));
    }
    if (device_.clients.closed() != closed_) {
        closed_ = device_.clients.closed();
        record(EventCode::kClientClosed, detail_of(device_.clients.last_closed()));
    }
}

void Chronicle::follow_update() {
    const FirmwareUpdate::State state = device_.update.state();
    if (state == update_) {
        return;
    }
    update_ = state;
    switch (state) {
        case FirmwareUpdate::State::kReceiving:
            record(EventCode::kOtaStarted, device_.update.size());
            break;
        case FirmwareUpdate::State::kReady:
            record(EventCode::kOtaVerified, device_.update.image().image_size());
            break;
        case FirmwareUpdate::State::kFailed:
            record(EventCode::kOtaFailed, static_cast<uint32_t>(device_.update.problem()));
            break;
        case FirmwareUpdate::State::kIdle:
        case FirmwareUpdate::State::kVerifying:
            break;
    }
}

}  // namespace smr
