#include "port/nonos/tcp_limits.h"

#include <stdint.h>

#include "port/nonos/lwip.h"

namespace smr {
namespace tcp_limits {

namespace {

constexpr unsigned kMostOver = 4;
constexpr unsigned kMostHalfOpen = 4;

// Gives up all in `state` but the `most` that come first: new ones are put in front.
void keep(tcp_pcb* first, tcp_state state, unsigned most) {
    unsigned count = 0;
    for (tcp_pcb* pcb = first; pcb != nullptr;) {
        tcp_pcb* const next = pcb->next;
        if (pcb->state == state) {
            ++count;
            if (count > most) {
                tcp_abort(pcb);
            }
        }
        pcb = next;
    }
}

}  // namespace

// MEMP_NUM_TCP_PCB is a variable in the SDK's part of the RTC memory. Those that are over or half open count as well.
void raise() {
    constexpr uint32_t kMost = 20;
    MEMP_NUM_TCP_PCB = kMost;
}

void trim() {
    keep(tcp_tw_pcbs, TIME_WAIT, kMostOver);
    keep(tcp_active_pcbs, SYN_RCVD, kMostHalfOpen);
}

}  // namespace tcp_limits
}  // namespace smr
