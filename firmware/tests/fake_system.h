// The chip around the core: reset cause, RTC memory, watchdog, random numbers that can be foretold.
#pragma once

#include <string.h>

#include "core/port.h"
#include "tests/check.h"

class FakeSystem final : public smr::System {
public:
    static constexpr size_t kRtcSize = 512;

    // --- the test's side

    void set_chip_reset(smr::ChipReset reset) { reset_ = reset; }
    void set_crash(const smr::CrashRegisters& registers) {
        crash_ = registers;
        has_crash_ = true;
    }
    void set_heap(const smr::HeapFigures& heap) { heap_ = heap; }
    // What a power cut does to RTC memory.
    void lose_rtc() {
        for (size_t index = 0; index < kRtcSize; ++index) {
            rtc_[index] = random_.byte();
        }
    }
    uint8_t* rtc() { return rtc_; }

    unsigned restarts = 0;
    unsigned watchdog_feeds = 0;
    // Accesses outside of RTC memory or not aligned to 4.
    unsigned violations = 0;

    // --- the core's side

    smr::ChipReset chip_reset() override { return reset_; }
    bool crash_registers(smr::CrashRegisters* to) override {
        *to = crash_;
        return has_crash_;
    }
    void restart() override { ++restarts; }
    void feed_watchdog() override { ++watchdog_feeds; }
    smr::HeapFigures heap() override { return heap_; }
    void random(uint8_t* to, size_t count) override {
        for (size_t index = 0; index < count; ++index) {
            to[index] = random_.byte();
        }
    }
    void rtc_read(size_t offset, uint8_t* to, size_t count) override {
        if (is_inside(offset, count)) {
            memcpy(to, rtc_ + offset, count);
        }
    }
    void rtc_write(size_t offset, const uint8_t* from, size_t count) override {
        if (is_inside(offset, count)) {
            memcpy(rtc_ + offset, from, count);
        }
    }

private:
    bool is_inside(size_t offset, size_t count) {
        const bool inside = offset % 4 == 0 && count % 4 == 0 && offset <= kRtcSize && count <= kRtcSize - offset;
        violations += inside ? 0U : 1U;
        return inside;
    }

    smr::ChipReset reset_ = smr::ChipReset::kPower;
    smr::CrashRegisters crash_ = {};
    bool has_crash_ = false;
    smr::HeapFigures heap_ = {30000, 25000, 20000};
    check::Random random_{0x5EED};
    uint8_t rtc_[kRtcSize] = {};
};
