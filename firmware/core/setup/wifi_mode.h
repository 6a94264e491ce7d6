// The words of Wi-Fi life: what the gateway is doing, who may set it up, how an attempt to join went.
#pragma once

#include <stdint.h>

#include "core/base/flash.h"

namespace smr {

enum class Mode : uint8_t {
    kSetup,      // never commissioned: the access point is on, the portal is open
    kFallback,   // commissioned, but the network cannot be joined, or was forgotten: the access point is on, the portal asks for the
                 // admin password
    kJoining,    // not joined yet, or not any more; no access point
    kRun,        // joined, with an admin password
    kUnclaimed,  // joined, without one
};

// Who may use the portal to set the gateway up.
enum class Portal : uint8_t {
    kClosed,  // nobody: there is no access point, or the gateway has joined
    kOpen,    // whoever joins the access point
    kAdmin,   // whoever knows the admin password; without one nobody, until a factory reset
};

// How the attempt to join a new network goes.
enum class Attempt : uint8_t { kIdle, kJoining, kJoined, kFailed };

enum class JoinProblem : uint8_t {
    kNone,
    kWrongPassword,
    kNotFound,   // no network of that name in reach
    kNoAddress,  // joined, but DHCP gave no address
    kFailed,     // any other, or out of time
};

enum class ScanState : uint8_t { kNone, kRunning, kDone };

// As the HTTP API calls them: "setup", "wrong-password".
FlashText name_of(Mode mode);
FlashText name_of(Attempt attempt);
// Empty for kNone.
FlashText name_of(JoinProblem problem);

}  // namespace smr
