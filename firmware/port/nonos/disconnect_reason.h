// What the SDK's reasons for a lost or failed connection mean to the core.
#pragma once

#include <stdint.h>

#include "core/port.h"

namespace smr {

// This station left: IEEE 802.11 reason 8. Also what the SDK reports of a connection that was ended on purpose.
constexpr uint8_t kReasonLeft = 8;

// `reason` is one of IEEE 802.11-2016, 9.4.1.7, or one of the SDK's own, 200 and above.
constexpr StationState station_state_of_reason(uint8_t reason) {
    constexpr uint8_t kHandshakeTimeout = 15;
    constexpr uint8_t kSdkNotFound = 201;
    constexpr uint8_t kSdkAuthenticationFailed = 202;
    constexpr uint8_t kSdkHandshakeTimeout = 204;
    switch (reason) {
        case kSdkNotFound:
            return StationState::kNotFound;
        // An access point does not say that a password is wrong: it goes silent in the handshake.
        case kHandshakeTimeout:
        case kSdkHandshakeTimeout:
        case kSdkAuthenticationFailed:
            return StationState::kWrongPassword;
        default:
            return StationState::kFailed;
    }
}

}  // namespace smr
