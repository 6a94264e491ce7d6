// What can be asked of the gateway over HTTP.
#pragma once

#include <stdint.h>

#include "core/base/slice.h"
#include "core/http/request.h"

namespace smr {

enum class Route : uint8_t {
    kNone,
    kPage,  // dashboard, portal and what belongs to them
    kInfo,
    kStatus,
    kFrame,
    kEvents,
    kConfig,
    kRestart,
    kFactoryReset,
    kWifiReset,
    kIdentify,
    kRollback,
    kFirmware,  // the image as the body
    kUpdate,    // the image as a file of a form
    kScan,
    kProvision,
    kClaim,
    kMetrics,
    // Not asked for, but answered.
    kRefused,         // by the guard: notes[0] is its finding
    kPortalRedirect,  // to the portal
    kWrongMethod,     // notes[0] is the route
};

enum class Access : uint8_t {
    kAnybody,
    kAdmin,
    kSetup,    // whoever may use the portal now
    kWatcher,  // as kSetup, and those who look on while the access point is still there
    kClaim,    // the first visitor of a gateway without a password
};

Route route_of(Slice path);
Access access_of(Route route, Method method);
bool is_allowed(Route route, Method method);

// What stands in the Allow header of a 405.
FlashText allowed_methods(Route route);

}  // namespace smr
