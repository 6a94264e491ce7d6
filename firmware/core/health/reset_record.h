// Why the gateway started, and what it remembers over a restart.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"
#include "core/port.h"

namespace smr {

// Why this life of the gateway began. The numbers are kept over restarts, into other firmware too: they never change.
enum class RestartReason : uint8_t {
    kUnexplained = 0,  // a restart that nobody announced
    kPower = 1,
    kExternal = 2,  // the reset line
    kHardwareWatchdog = 3,
    kSoftwareWatchdog = 4,
    kCrash = 5,
    // From here on: announced by the gateway itself.
    kStuck = 6,         // a task made no progress, so the watchdog was not fed; the detail is the Task
    kWifiLost = 7,      // the watchdog of the Wi-Fi
    kSerialSilent = 8,  // the watchdog of the serial line
    kOta = 9,           // to run new firmware
    kRequest = 10,      // a user asked for it
    kSettings = 11,     // to apply settings
    kFactoryReset = 12,
    kRolledBack = 13,  // the image before is back; the detail is WhyBack
};

constexpr unsigned kRestartReasons = 14;

// The stable words of the HTTP API: `reset.reason` and `reset.cause`.
FlashText code_of(RestartReason reason);
FlashText code_of(ChipReset reset);

// A record in RTC memory behind what belongs to the boot loader. It outlives every reset; a power cut begins a new one.
//
// Its 56 bytes, little-endian: magic word, boots, watchdog resets, Wi-Fi restarts, serial restarts, crashes (32 bits each), the
// announced reason, its detail, flags (1: the meter was heard since the last restart for its silence, 2: there are crash registers),
// zero, the registers of the last crash (6 words), CRC-32 over all before.
class ResetRecord {
public:
    // Where it lies in the RTC memory for users.
    static constexpr size_t kAt = 128;
    static constexpr size_t kSize = 56;

    explicit ResetRecord(System& system) : system_(system) {}
    ResetRecord(const ResetRecord&) = delete;
    ResetRecord& operator=(const ResetRecord&) = delete;

    // To be called once at the start: finds out why, counts, and takes the announced reason away, so that it cannot
    // explain a later reset too.
    void begin();

    // Says why the gateway is about to restart, or would be reset by the watchdog.
    void announce(RestartReason reason, uint8_t detail = 0);
    // It does not restart after all.
    void withdraw();

    // The boot loader brought the image before back, which explains this life better than what the chip and the failed image say.
    void rolled_back(uint8_t why);

    // The meter sent something. Writes only when that is news.
    void meter_heard();
    // Whether the meter was heard since the last restart for its silence, in this life or an earlier one.
    bool was_meter_heard() const { return meter_heard_; }

    // Why this life began, as the gateway sees it, and as the chip says.
    RestartReason reason() const { return reason_; }
    uint8_t reason_detail() const { return reason_detail_; }
    ChipReset chip_reset() const { return chip_reset_; }

    // Counted since the power came on; this life included.
    uint32_t boots() const { return boots_; }
    uint32_t watchdog_resets() const { return watchdog_resets_; }
    uint32_t wifi_restarts() const { return wifi_restarts_; }
    uint32_t serial_restarts() const { return serial_restarts_; }
    uint32_t crashes() const { return crashes_; }

    // The registers of the last crash since the power came on; false if there was none.
    bool last_crash(CrashRegisters* to) const;

private:
    bool load();
    void store();
    void explain(bool is_fresh);

    System& system_;
    CrashRegisters crash_ = {};
    uint32_t boots_ = 0;
    uint32_t watchdog_resets_ = 0;
    uint32_t wifi_restarts_ = 0;
    uint32_t serial_restarts_ = 0;
    uint32_t crashes_ = 0;
    RestartReason announced_ = RestartReason::kUnexplained;
    uint8_t announced_detail_ = 0;
    RestartReason reason_ = RestartReason::kUnexplained;
    uint8_t reason_detail_ = 0;
    ChipReset chip_reset_ = ChipReset::kPower;
    bool meter_heard_ = false;
    bool has_crash_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(ResetRecord) <= 56, "budget of the reset record");
#endif

}  // namespace smr
