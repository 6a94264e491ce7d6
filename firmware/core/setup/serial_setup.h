// Setting the gateway up over the serial line that otherwise belongs to the meter.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/port.h"
#include "core/setup/improv.h"
#include "core/setup/wifi_life.h"
#include "core/store/settings.h"

namespace smr {

// While a network may come over the line, gives the line to Improv when a computer's adapter is on it, and back to the meter when not. A P1 port
// idles low and its bytes come inverted; an adapter idles high: the level tells them apart, and it is watched as long as setup
// lasts, because a gateway may be carried from the one to the other.
//
// Once the gateway has joined, Improv keeps the line until it was quiet for kGoodbye, to tell the result; commands are refused.
class SerialSetup {
public:
    // How often the level is looked at, and how many times in a row it must be the other one: in the middle of a byte it is no idle
    // level.
    static constexpr Millis kLookEvery = 250;
    static constexpr uint8_t kLooks = 4;
    // After joining, the meter gets the line when nothing was sent or received on it for so long: clients have read the address by then, and
    // may have asked once more.
    static constexpr Millis kGoodbye = 3 * kSecond;

    // `settings` are those in force. All must outlive this.
    SerialSetup(Serial& serial, WifiLife& life, const Settings& settings, const ImprovIdentity& identity)
        : serial_(serial), life_(life), settings_(settings), improv_(identity) {}
    SerialSetup(const SerialSetup&) = delete;
    SerialSetup& operator=(const SerialSetup&) = delete;

    // After WifiLife's. Reads the line only while has_line().
    void tick(Millis now);

    // Whether the line is Improv's now: nobody else may read it.
    bool has_line() const { return has_line_; }

private:
    void choose(Millis now);
    void take_line(bool take, Millis now);
    void report_state();
    void report_networks();
    void obey(Millis now);

    Serial& serial_;
    WifiLife& life_;
    const Settings& settings_;
    Improv improv_;
    Millis looked_at_ = 0;
    Millis used_at_ = 0;  // when a network could come, or bytes went either way
    int reported_ = 0;  // networks of the scan that were looked at
    uint8_t looks_ = 0;
    bool has_line_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(SerialSetup) <= 288, "over its share of the RAM");
#endif

}  // namespace smr
