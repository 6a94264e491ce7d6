// The interrupt of the UARTs.
#pragma once

namespace smr {

// `ring` is a ReceiveRing. Erasing flash stops the cache and not the interrupts: this and all that it calls lies in instruction RAM, and what it
// reads in data RAM. The build checks it.
void on_uart_interrupt(void* ring);

}  // namespace smr
