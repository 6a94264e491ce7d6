// What lwIP 1.4 leaves open, and what would take the memory of a gateway.
#pragma once

namespace smr {
namespace tcp_limits {

// Lets in as many connections as the port has places for. lwIP's own limit of five counts those of the raw interface too, and drops the sixth
// without a word. After lwip_init(), which sets it.
void raise();

// Keeps the four youngest of the connections that are over and wait for late segments: two minutes of each would fill the heap. Keeps as many
// of those that have not answered the handshake yet: there is no backlog that would bound them. Once in every round of the loop, outside of lwIP.
void trim();

}  // namespace tcp_limits
}  // namespace smr
