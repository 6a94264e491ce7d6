// The chip itself: resets, watchdog, heap, random numbers, RTC memory.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/port.h"

namespace smr {

class ArduinoSystem final : public System {
public:
    // Before anything else: leaves the hardware watchdog (8.19 s) alone with feed_watchdog().
    void begin(Millis now);
    // Once in every round of the loop: measures the heap, and no more than that as long as the watchdog is fed. Does not return
    // once it has not been fed for so long that it should have bitten.
    void tick(Millis now);

    ChipReset chip_reset() override;
    bool crash_registers(CrashRegisters* to) override;
    void restart() override;
    void feed_watchdog() override;
    HeapFigures heap() override;
    void random(uint8_t* to, size_t count) override;
    void rtc_read(size_t offset, uint8_t* to, size_t count) override;
    void rtc_write(size_t offset, const uint8_t* from, size_t count) override;

private:
    Millis fed_ = 0;
    uint32_t min_free_ = UINT32_MAX;
    bool feeding_ = false;
};

}  // namespace smr
