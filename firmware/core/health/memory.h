// What may go on with the memory that is left on the heap.
#pragma once

#include <stdint.h>

#include "core/port.h"

namespace smr {

// lwIP and the radio take all they need from one heap, and the radio fails worst: without a buffer for what it receives no acknowledgement
// comes in, which would give memory back. Whatever takes memory therefore stops in time, the dispensable first; whatever gives memory back
// (receiving, uploads, closing) always goes on.
class Memory {
public:
    // A packet that is being received, and the next: 1.6 KB each. The bytes of the meter are not sent with less.
    static constexpr uint32_t kForRadio = 3 * 1024;
    // Two segments of an answer over HTTP, with their headers.
    static constexpr uint32_t kForAnswers = kForRadio + 1280;
    // A connection (190 bytes), the packet with a head, and what it leads to. Ten clients, of which one reads nothing, and an upload have left
    // 9.1 KB in a trial with the SDK's lwIP: with less than this, something else is wrong.
    static constexpr uint32_t kForRequests = kForAnswers + 1024;

    explicit constexpr Memory(uint32_t free) : free_(free) {}
    explicit Memory(System& system) : free_(system.heap().free) {}
    static constexpr Memory plenty() { return Memory(UINT32_MAX); }

    // Whether those who read the meter get bytes.
    bool allows_streams() const { return free_ >= kForRadio; }
    // Whether answers go on.
    bool allows_answers() const { return free_ >= kForAnswers; }
    // Whether new requests, and new readers of the meter, are taken on.
    bool allows_requests() const { return free_ >= kForRequests; }

private:
    uint32_t free_;
};

}  // namespace smr
