// The heap of the SDK, from outside.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

// The largest piece that can be had of the heap that begins at `start`. The SDK has no call for it, and finding out by asking for memory would
// spoil its count of the least that was ever free.
uint32_t largest_free_block(const void* start, const void* end);

}  // namespace smr
