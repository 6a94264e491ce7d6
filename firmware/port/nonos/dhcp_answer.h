// Whether the DHCP client of lwIP 1.4 may see an answer.
//
// That client copies options into a table by the lengths that they claim, and holds these by assertions alone, which the SDK's library leaves
// out: a lease time of 252 bytes writes 56 words behind the table, with content of the sender's choice. Whoever is in the network can send one.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

// A message as it came: bytes that need not lie in one piece.
struct DhcpMessage {
    const void* self;
    size_t size;
    uint8_t (*byte)(const void* self, size_t at);
};

// True if each option that the client reads has the length that RFC 2132 gives it and ends within its field, in the boot file's and the server's
// name too where they hold options (option overload). What is no DHCP message at all is not sound either.
bool is_sound_dhcp_answer(const DhcpMessage& message);

}  // namespace smr
