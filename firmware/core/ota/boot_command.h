// What the boot loader is told to do at the next start.
#pragma once

#include <stdint.h>

#include "core/port.h"

namespace smr {

// Writes the command "copy `size` bytes of flash from `from` to `to`" where the boot loader of the Arduino core looks for it: the first 128
// bytes of RTC memory for users. It survives a reset, not a power cut.
void write_copy_command(System& system, uint32_t from, uint32_t to, uint32_t size);

}  // namespace smr
