#include "core/health/events.h"

namespace smr {

namespace {

// Whether a stranger on the network can cause such an event as often as they like.
bool is_strangers(EventCode code) {
    return code == EventCode::kClientRejected || code == EventCode::kClientClosed || code == EventCode::kLoginLocked;
}

}  // namespace

FlashText code_of(EventCode code) {
    switch (code) {
        case EventCode::kBoot:
            return SMR_TEXT("boot");
        case EventCode::kWifiJoined:
            return SMR_TEXT("wifi-joined");
        case EventCode::kWifiLost:
            return SMR_TEXT("wifi-lost");
        case EventCode::kWifiFailed:
            return SMR_TEXT("wifi-failed");
        case EventCode::kWifiReconnect:
            return SMR_TEXT("wifi-reconnect");
        case EventCode::kSerialSilent:
            return SMR_TEXT("serial-silent");
        case EventCode::kSerialResumed:
            return SMR_TEXT("serial-resumed");
        case EventCode::kSerialReinit:
            return SMR_TEXT("serial-reinit");
        case EventCode::kClientRejected:
            return SMR_TEXT("client-rejected");
        case EventCode::kClientClosed:
            return SMR_TEXT("client-closed");
        case EventCode::kLoginLocked:
            return SMR_TEXT("login-locked");
        case EventCode::kAdminClaimed:
            return SMR_TEXT("admin-claimed");
        case EventCode::kSettingsSaved:
            return SMR_TEXT("settings-saved");
        case EventCode::kSettingsFailed:
            return SMR_TEXT("settings-failed");
        case EventCode::kOtaStarted:
            return SMR_TEXT("ota-started");
        case EventCode::kOtaFailed:
            return SMR_TEXT("ota-failed");
        case EventCode::kOtaVerified:
            return SMR_TEXT("ota-verified");
        case EventCode::kRestart:
            return SMR_TEXT("restart");
        case EventCode::kSetupStarted:
            return SMR_TEXT("setup-started");
        case EventCode::kSetupEnded:
            return SMR_TEXT("setup-ended");
        case EventCode::kFactoryReset:
            return SMR_TEXT("factory-reset");
        case EventCode::kButton:
            return SMR_TEXT("button");
        case EventCode::kTaskLate:
            return SMR_TEXT("task-late");
        case EventCode::kImageConfirmed:
            return SMR_TEXT("image-confirmed");
        case EventCode::kRolledBack:
            return SMR_TEXT("rolled-back");
    }
    return FlashText();
}

uint32_t detail_of(const uint8_t address[4]) {
    return (static_cast<uint32_t>(address[0]) << 24) | (static_cast<uint32_t>(address[1]) << 16) |
           (static_cast<uint32_t>(address[2]) << 8) | static_cast<uint32_t>(address[3]);
}

void Events::record(EventCode code, uint32_t uptime_s, uint32_t detail) {
    if (is_strangers(code) && is_repetition(code, uptime_s, detail)) {
        return;
    }
    const uint32_t slot = next_ % kKept;
    uptime_s_[slot] = uptime_s;
    detail_[slot] = detail;
    code_[slot] = code;
    ++next_;
}

bool Events::read(uint32_t sequence, Event* to) const {
    if (sequence < oldest() || sequence >= next_) {
        return false;
    }
    const uint32_t slot = sequence % kKept;
    to->sequence = sequence;
    to->uptime_s = uptime_s_[slot];
    to->detail = detail_[slot];
    to->code = code_[slot];
    return true;
}

bool Events::is_repetition(EventCode code, uint32_t uptime_s, uint32_t detail) const {
    for (uint32_t sequence = oldest(); sequence != next_; ++sequence) {
        const uint32_t slot = sequence % kKept;
        if (code_[slot] == code && detail_[slot] == detail && uptime_s - uptime_s_[slot] < kQuiet) {
            return true;
        }
    }
    return false;
}

}  // namespace smr
