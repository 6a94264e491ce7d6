#include "port/nonos/system.h"

#include <string.h>

#include "port/nonos/heap.h"
#include "port/nonos/sdk.h"

// Where the linker ends the static variables, and where the chip's data RAM belongs to the ROM.
extern "C" uint8_t _heap_start[];

namespace smr {

namespace {

constexpr uintptr_t kHeapEnd = 0x3FFFC000;
// The hardware watchdog's register that is written to, and what.
constexpr uint32_t kFeedWatchdog = 0x60000914;
constexpr uint32_t kFood = 0x73;
// The RTC memory is read and written in words; those for users begin behind the SDK's.
constexpr size_t kWord = 4;
constexpr size_t kFirstUserWord = 64;
constexpr uint32_t kMicrosPerMilli = 1000;

}  // namespace

void NonosSystem::begin() {
    // From now on only feed_watchdog() does it, and the SDK's own erasing and writing of flash. The software watchdog stays: it bites, with
    // the registers, when the SDK's tasks get no turn for some seconds. Stopping it would be no use: that lasts 70 s.
    dbg_stop_hw_wdt = 1;
    feed_watchdog();
    microseconds_ = system_get_time();
}

Millis NonosSystem::now() {
    const uint32_t microseconds = system_get_time();
    rest_ += microseconds - microseconds_;
    microseconds_ = microseconds;
    now_ += rest_ / kMicrosPerMilli;
    rest_ %= kMicrosPerMilli;
    return now_;
}

ChipReset NonosSystem::chip_reset() {
    const uint32_t reason = system_get_rst_info()->reason;
    return reason <= REASON_EXT_SYS_RST ? static_cast<ChipReset>(reason) : ChipReset::kExternal;
}

bool NonosSystem::crash_registers(CrashRegisters* to) {
    const rst_info* const reset = system_get_rst_info();
    const bool is_crash = reset->reason == REASON_EXCEPTION_RST || reset->reason == REASON_SOFT_WDT_RST;
    // The first stage of the hardware watchdog is an exception whose handler keeps the registers; a program that cannot even be interrupted
    // leaves none.
    const bool is_evidence = reset->reason == REASON_WDT_RST && reset->epc1 != 0;
    if (!is_crash && !is_evidence) {
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

void NonosSystem::restart() { system_restart(); }

// The register itself: system_soft_wdt_feed() would speak for the SDK's tasks too.
void NonosSystem::feed_watchdog() { WRITE_PERI_REG(kFeedWatchdog, kFood); }

HeapFigures NonosSystem::heap() {
    HeapFigures figures;
    figures.free = system_get_free_heap_size();
    figures.min_free = xPortGetMinimumEverFreeHeapSize();
    // Interrupts take and give memory, too.
    ets_intr_lock();
    figures.largest_block = largest_free_block(_heap_start, reinterpret_cast<const void*>(kHeapEnd));
    ets_intr_unlock();
    return figures;
}

// From the radio's noise.
void NonosSystem::random(uint8_t* to, size_t count) { os_get_random(to, count); }

// Word by word through a variable: the SDK wants aligned buffers, the interface does not ask for them.
void NonosSystem::rtc_read(size_t offset, uint8_t* to, size_t count) {
    for (size_t done = 0; done < count; done += kWord) {
        uint32_t word = 0;
        system_rtc_mem_read(static_cast<uint8_t>(kFirstUserWord + (offset + done) / kWord), &word, kWord);
        memcpy(to + done, &word, kWord);
    }
}

void NonosSystem::rtc_write(size_t offset, const uint8_t* from, size_t count) {
    for (size_t done = 0; done < count; done += kWord) {
        uint32_t word = 0;
        memcpy(&word, from + done, kWord);
        system_rtc_mem_write(static_cast<uint8_t>(kFirstUserWord + (offset + done) / kWord), &word, kWord);
    }
}

}  // namespace smr
