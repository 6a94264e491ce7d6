#include "port/arduino/system.h"

#include <string.h>

#include <Arduino.h>
#include <user_interface.h>

namespace smr {

namespace {

// The period of the hardware watchdog.
constexpr Millis kWatchdogPeriod = 8190;
// The RTC memory is read and written in words.
constexpr size_t kWord = 4;

}  // namespace

void ArduinoSystem::begin(Millis now) {
    // The software watchdog counts as fed whenever the loop returns, and feeds the hardware one by itself.
    ESP.wdtDisable();
    fed_ = now;
}

void ArduinoSystem::tick(Millis now) {
    const uint32_t free = ESP.getFreeHeap();
    min_free_ = free < min_free_ ? free : min_free_;
    if (feeding_) {
        feeding_ = false;
        fed_ = now;
    } else if (passed(now, fed_, kWatchdogPeriod)) {
        // Something in the SDK feeds it behind our back. It cannot do so any more if it gets no turn.
        for (;;) {
        }
    }
}

ChipReset ArduinoSystem::chip_reset() {
    const uint32_t reason = ESP.getResetInfoPtr()->reason;
    return reason <= REASON_EXT_SYS_RST ? static_cast<ChipReset>(reason) : ChipReset::kExternal;
}

bool ArduinoSystem::crash_registers(CrashRegisters* to) {
    const rst_info* const reset = ESP.getResetInfoPtr();
    if (reset->reason != REASON_EXCEPTION_RST && reset->reason != REASON_SOFT_WDT_RST) {
        return false;
    }
    to->cause = reset->exccause;
    to->epc1 = reset->epc1;
    to->epc2 = reset->epc2;
    to->epc3 = reset->epc3;
    to->address = reset->excvaddr;
    to->depc = reset->depc;
    return true;
}

void ArduinoSystem::restart() { ESP.restart(); }

void ArduinoSystem::feed_watchdog() {
    // Writes the register itself: the SDK's way would feed the software watchdog, which is off.
    WDT_FEED();
    feeding_ = true;
}

HeapFigures ArduinoSystem::heap() {
    HeapFigures figures;
    figures.free = ESP.getFreeHeap();
    figures.min_free = figures.free < min_free_ ? figures.free : min_free_;
    figures.largest_block = ESP.getMaxFreeBlockSize();
    return figures;
}

void ArduinoSystem::random(uint8_t* to, size_t count) { ESP.random(to, count); }

// Word by word through a variable: the SDK wants aligned buffers, the interface does not ask for them.
void ArduinoSystem::rtc_read(size_t offset, uint8_t* to, size_t count) {
    for (size_t done = 0; done < count; done += kWord) {
        uint32_t word = 0;
        ESP.rtcUserMemoryRead((offset + done) / kWord, &word, kWord);
        memcpy(to + done, &word, kWord);
    }
}

void ArduinoSystem::rtc_write(size_t offset, const uint8_t* from, size_t count) {
    for (size_t done = 0; done < count; done += kWord) {
        uint32_t word = 0;
        memcpy(&word, from + done, kWord);
        ESP.rtcUserMemoryWrite((offset + done) / kWord, &word, kWord);
    }
}

}  // namespace smr
