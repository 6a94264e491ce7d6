// What happened lately, for whoever looks for the cause of a disturbance.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"
#include "core/port.h"

namespace smr {

// What an event tells. Each comes with a number, its detail: an IPv4 address has its first byte in the highest 8 bits.
enum class EventCode : uint8_t {
    kBoot,            // detail: RestartReason
    kWifiJoined,      // the own address
    kWifiLost,        // IEEE 802.11 reason code or the SDK's above 200
    kWifiFailed,      // could not join: StationState
    kWifiReconnect,   // the watchdog joins anew: seconds without Wi-Fi
    kSerialSilent,    // seconds without a byte
    kSerialResumed,   // seconds that the silence lasted
    kSerialReinit,    // the watchdog set up the UART anew: seconds without a byte
    kClientRejected,  // no room for another: address of the peer
    kClientClosed,    // it made no progress: address of the peer
    kLoginLocked,     // too many wrong passwords: address of the peer
    kAdminClaimed,    // the first visitor set the admin password: address of the peer
    kSettingsSaved,   // 0
    kSettingsFailed,  // 0
    kOtaStarted,      // bytes announced, or 0
    kOtaFailed,       // ImageProblem
    kOtaVerified,     // bytes of the image
    kRestart,         // about to restart: RestartReason
    kSetupStarted,    // 0: open; 1: asks for the admin password
    kSetupEnded,      // 0
    kFactoryReset,    // 0
    kButton,          // pressed: 0
    kTaskLate,        // a task makes no progress: Task
    kImageConfirmed,  // a new image has proven itself: seconds that it took
    kRolledBack,      // the image before is back: WhyBack
};

constexpr unsigned kEventCodes = 25;

// The stable word of the HTTP API, such as "wifi-lost".
FlashText code_of(EventCode code);

// An address as the detail of an event.
uint32_t detail_of(const uint8_t address[4]);

struct Event {
    uint32_t sequence;  // counted from 1 since the start of the gateway
    uint32_t uptime_s;
    uint32_t detail;
    EventCode code;
};

// A ring of the last 32 events.
class Events {
public:
    static constexpr unsigned kKept = 32;
    // For this long, in seconds, what a stranger can cause at will is kept once for each address, so that nobody can
    // push everything else out of the ring. The figures of the status count every time.
    static constexpr uint32_t kQuiet = 600;

    Events() = default;
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;

    void record(EventCode code, uint32_t uptime_s, uint32_t detail = 0);

    // The sequence number of the event that comes next: what to ask for in order to see only what is new.
    uint32_t next() const { return next_; }
    // The sequence number of the oldest event still kept; next() if there is none.
    uint32_t oldest() const { return next_ - kept(); }

    // The sequence number to begin at for someone who has seen all before `since`. A number above next() is from
    // before a restart: everything is new then.
    uint32_t begin(uint32_t since) const { return since < oldest() || since > next_ ? oldest() : since; }

    // The event with this sequence number; false if it is not kept (any more, or yet).
    bool read(uint32_t sequence, Event* to) const;

private:
    uint32_t kept() const { return next_ - 1 < kKept ? next_ - 1 : kKept; }
    bool is_repetition(EventCode code, uint32_t uptime_s, uint32_t detail) const;

    uint32_t next_ = 1;
    uint32_t uptime_s_[kKept] = {};
    uint32_t detail_[kKept] = {};
    EventCode code_[kKept] = {};
};

#if defined(SMR_LX106)
static_assert(sizeof(Events) <= 292, "budget of the ring of events");
#endif

}  // namespace smr
