// What to do when the Wi-Fi is lost and does not come back.
#pragma once

#include <stdint.h>

#include "core/base/time.h"
#include "core/health/span.h"

namespace smr {

enum class WifiAction : uint8_t {
    kNone,
    kReconnect,  // leave and join anew
    kRestart,    // announce RestartReason::kWifiLost and restart
};

// Lost for 5 minutes: reconnect; for 10: restart.
//
// Lost means: joined in this life before. A gateway that starts while its network is away therefore never restarts for it: a router
// that is off all night costs one restart, not one every ten minutes. The access point for setup is there meanwhile.
class WifiWatchdog {
public:
    // Nothing counts for so long after the start.
    static constexpr Millis kGrace = 2 * kMinute;
    static constexpr Millis kUntilReconnect = 5 * kMinute;
    static constexpr Millis kUntilRestart = 10 * kMinute;

    struct Input {
        bool joined;       // has an address in its network
        bool may_restart;  // no update and nobody in setup would be disturbed
    };

    explicit WifiWatchdog(Millis now) : last_(now) {}

    // To be called at least every 49 days. Each action is said once; all over again if a restart did not come about.
    WifiAction step(Millis now, const Input& input);

    // How long the Wi-Fi has been lost; 0 if it is not.
    uint32_t lost_seconds() const { return lost_.seconds(); }

private:
    Millis last_;
    Span age_;
    Span lost_;
    bool was_joined_ = false;
    bool reconnected_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(WifiWatchdog) <= 16, "budget of the watchdog of the Wi-Fi");
#endif

}  // namespace smr
