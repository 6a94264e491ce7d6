// The name server of the access point: every name is the gateway, so that phones find the portal.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"

namespace smr {

// Answers (RFC 1035) any question for an IPv4 address with 192.168.4.1, and any other question with "there is none". What is no
// proper query is dropped: an answer to it would be of use only to somebody who wants to make the gateway send.
class DnsCatchAll {
public:
    // The longest answer: header, a name of 255 bytes with type and class, and the address.
    static constexpr size_t kMostAnswer = 12 + 255 + 4 + 16;

    explicit DnsCatchAll(Network& network) : network_(network) {}
    DnsCatchAll(const DnsCatchAll&) = delete;
    DnsCatchAll& operator=(const DnsCatchAll&) = delete;

    // Opens or closes the service as `wanted`, and answers a few queries.
    void tick(bool wanted);

    // Turns the query in the first `size` bytes of `datagram` into its answer; its length, 0 if there is none to give. What follows
    // the question (such as EDNS options, RFC 6891) is left out, and need not have been received whole.
    static size_t answer(uint8_t datagram[kMostAnswer], size_t size);

private:
    Network& network_;
    bool open_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(DnsCatchAll) <= 8, "over its share of the RAM");
#endif

}  // namespace smr
