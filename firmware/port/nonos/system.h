// The chip itself: resets, watchdog, heap, random numbers, RTC memory, time.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/port.h"

namespace smr {

class NonosSystem final : public System {
public:
    // Before anything else: takes the hardware watchdog out of the SDK's hands, which would feed it whatever happens.
    void begin();
    // Milliseconds since the start, from the SDK's count of microseconds, which wraps after 71 minutes. Has to be called within that time.
    Millis now();

    ChipReset chip_reset() override;
    bool crash_registers(CrashRegisters* to) override;
    void restart() override;
    void feed_watchdog() override;
    HeapFigures heap() override;
    void random(uint8_t* to, size_t count) override;
    void rtc_read(size_t offset, uint8_t* to, size_t count) override;
    void rtc_write(size_t offset, const uint8_t* from, size_t count) override;

private:
    uint32_t microseconds_ = 0;  // when now() was called last
    uint32_t rest_ = 0;          // microseconds that make no whole millisecond yet
    Millis now_ = 0;
};

}  // namespace smr
