#include "core/health/reset_record.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"

namespace smr {

namespace {

constexpr uint32_t kMagic = 0x31525253;  // "SRR1"
constexpr size_t kBootsAt = 4;
constexpr size_t kWatchdogResetsAt = 8;
constexpr size_t kWifiRestartsAt = 12;
constexpr size_t kSerialRestartsAt = 16;
constexpr size_t kCrashesAt = 20;
constexpr size_t kReasonAt = 24;
constexpr size_t kDetailAt = 25;
constexpr size_t kFlagsAt = 26;
constexpr size_t kCrashAt = 28;
constexpr size_t kCrcAt = ResetRecord::kSize - 4;
static_assert(kCrashAt + 6 * 4 == kCrcAt, "the registers of a crash fit");

constexpr uint8_t kMeterHeard = 1;
constexpr uint8_t kHasCrash = 2;

bool is_announced(RestartReason reason) { return reason >= RestartReason::kStuck; }

}  // namespace

FlashText code_of(RestartReason reason) {
    switch (reason) {
        case RestartReason::kUnexplained:
            break;
        case RestartReason::kPower:
            return SMR_TEXT("power");
        case RestartReason::kExternal:
            return SMR_TEXT("external");
        case RestartReason::kHardwareWatchdog:
            return SMR_TEXT("hardware-watchdog");
        case RestartReason::kSoftwareWatchdog:
            return SMR_TEXT("software-watchdog");
        case RestartReason::kCrash:
            return SMR_TEXT("crash");
        case RestartReason::kStuck:
            return SMR_TEXT("stuck");
        case RestartReason::kWifiLost:
            return SMR_TEXT("wifi-lost");
        case RestartReason::kSerialSilent:
            return SMR_TEXT("serial-silent");
        case RestartReason::kOta:
            return SMR_TEXT("ota");
        case RestartReason::kRequest:
            return SMR_TEXT("request");
        case RestartReason::kSettings:
            return SMR_TEXT("settings");
        case RestartReason::kFactoryReset:
            return SMR_TEXT("factory-reset");
        case RestartReason::kRolledBack:
            return SMR_TEXT("rolled-back");
    }
    return SMR_TEXT("unexplained");
}

FlashText code_of(ChipReset reset) {
    switch (reset) {
        case ChipReset::kPower:
            return SMR_TEXT("power");
        case ChipReset::kHardwareWatchdog:
            return SMR_TEXT("hardware-watchdog");
        case ChipReset::kException:
            return SMR_TEXT("exception");
        case ChipReset::kSoftwareWatchdog:
            return SMR_TEXT("software-watchdog");
        case ChipReset::kRestart:
            return SMR_TEXT("restart");
        case ChipReset::kDeepSleep:
            return SMR_TEXT("deep-sleep");
        case ChipReset::kExternal:
            return SMR_TEXT("external");
    }
    return SMR_TEXT("unknown");
}

void ResetRecord::begin() {
    chip_reset_ = system_.chip_reset();
    explain(!load());
    announced_ = RestartReason::kUnexplained;
    announced_detail_ = 0;
    store();
}

// What the chip says decides, but it only knows "restart" where the gateway knows why. A watchdog that bites after an
// announcement ended a task that was stuck, or a restart that hung: the announced reason holds.
void ResetRecord::explain(bool is_fresh) {
    ++boots_;
    const bool own = !is_fresh && is_announced(announced_);
    switch (chip_reset_) {
        case ChipReset::kPower:
            reason_ = RestartReason::kPower;
            break;
        case ChipReset::kExternal:
            reason_ = RestartReason::kExternal;
            break;
        case ChipReset::kException:
            reason_ = RestartReason::kCrash;
            ++crashes_;
            has_crash_ = system_.crash_registers(&crash_) || has_crash_;
            break;
        case ChipReset::kHardwareWatchdog:
            reason_ = own ? announced_ : RestartReason::kHardwareWatchdog;
            ++watchdog_resets_;
            break;
        case ChipReset::kSoftwareWatchdog:
            reason_ = own ? announced_ : RestartReason::kSoftwareWatchdog;
            ++watchdog_resets_;
            break;
        case ChipReset::kRestart:
        case ChipReset::kDeepSleep:
            reason_ = own ? announced_ : RestartReason::kUnexplained;
            break;
    }
    reason_detail_ = is_announced(reason_) ? announced_detail_ : uint8_t{0};
    wifi_restarts_ += reason_ == RestartReason::kWifiLost ? 1U : 0U;
    serial_restarts_ += reason_ == RestartReason::kSerialSilent ? 1U : 0U;
}

void ResetRecord::announce(RestartReason reason, uint8_t detail) {
    announced_ = reason;
    announced_detail_ = detail;
    if (reason == RestartReason::kSerialSilent) {
        meter_heard_ = false;
    }
    store();
}

void ResetRecord::withdraw() { announce(RestartReason::kUnexplained); }

void ResetRecord::rolled_back(uint8_t why) {
    reason_ = RestartReason::kRolledBack;
    reason_detail_ = why;
}

void ResetRecord::meter_heard() {
    if (!meter_heard_) {
        meter_heard_ = true;
        store();
    }
}

bool ResetRecord::last_crash(CrashRegisters* to) const {
    if (has_crash_) {
        *to = crash_;
    }
    return has_crash_;
}

bool ResetRecord::load() {
    alignas(4) uint8_t bytes[kSize];
    system_.rtc_read(kAt, bytes, kSize);
    if (get_u32(bytes) != kMagic || get_u32(bytes + kCrcAt) != crc32_ieee(0, bytes, kCrcAt)) {
        return false;
    }
    boots_ = get_u32(bytes + kBootsAt);
    watchdog_resets_ = get_u32(bytes + kWatchdogResetsAt);
    wifi_restarts_ = get_u32(bytes + kWifiRestartsAt);
    serial_restarts_ = get_u32(bytes + kSerialRestartsAt);
    crashes_ = get_u32(bytes + kCrashesAt);
    // Other firmware may know reasons that this one does not.
    const uint8_t reason = bytes[kReasonAt];
    announced_ = reason < kRestartReasons ? static_cast<RestartReason>(reason) : RestartReason::kUnexplained;
    announced_detail_ = bytes[kDetailAt];
    meter_heard_ = (bytes[kFlagsAt] & kMeterHeard) != 0;
    has_crash_ = (bytes[kFlagsAt] & kHasCrash) != 0;
    crash_.cause = get_u32(bytes + kCrashAt);
    crash_.epc1 = get_u32(bytes + kCrashAt + 4);
    crash_.epc2 = get_u32(bytes + kCrashAt + 8);
    crash_.epc3 = get_u32(bytes + kCrashAt + 12);
    crash_.address = get_u32(bytes + kCrashAt + 16);
    crash_.depc = get_u32(bytes + kCrashAt + 20);
    return true;
}

void ResetRecord::store() {
    alignas(4) uint8_t bytes[kSize];
    memset(bytes, 0, sizeof bytes);
    put_u32(bytes, kMagic);
    put_u32(bytes + kBootsAt, boots_);
    put_u32(bytes + kWatchdogResetsAt, watchdog_resets_);
    put_u32(bytes + kWifiRestartsAt, wifi_restarts_);
    put_u32(bytes + kSerialRestartsAt, serial_restarts_);
    put_u32(bytes + kCrashesAt, crashes_);
    bytes[kReasonAt] = static_cast<uint8_t>(announced_);
    bytes[kDetailAt] = announced_detail_;
    bytes[kFlagsAt] = static_cast<uint8_t>((meter_heard_ ? kMeterHeard : 0) | (has_crash_ ? kHasCrash : 0));
    put_u32(bytes + kCrashAt, crash_.cause);
    put_u32(bytes + kCrashAt + 4, crash_.epc1);
    put_u32(bytes + kCrashAt + 8, crash_.epc2);
    put_u32(bytes + kCrashAt + 12, crash_.epc3);
    put_u32(bytes + kCrashAt + 16, crash_.address);
    put_u32(bytes + kCrashAt + 20, crash_.depc);
    put_u32(bytes + kCrcAt, crc32_ieee(0, bytes, kCrcAt));
    system_.rtc_write(kAt, bytes, sizeof bytes);
}

}  // namespace smr
