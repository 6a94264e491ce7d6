#include "port/nonos/heap.h"

namespace smr {

namespace {

// What precedes each piece in libmain's mem_manager.o, used or free: a pointer, the size with this header, and two words about who asked for it.
struct Header {
    uint32_t next;
    uint32_t size;
    uint32_t file;
    uint32_t line;
};
static_assert(sizeof(Header) == 16, "as pvPortMalloc adds it");

constexpr uint32_t kUsed = 0x80000000;
constexpr uintptr_t kAlignment = 8;

}  // namespace

// The pieces follow each other without a gap; behind the last is a header of size 0.
uint32_t largest_free_block(const void* start, const void* end) {
    uintptr_t at = (reinterpret_cast<uintptr_t>(start) + kAlignment - 1) & ~(kAlignment - 1);
    const uintptr_t limit = reinterpret_cast<uintptr_t>(end);
    uint32_t largest = 0;
    while (at < limit && limit - at > sizeof(Header)) {
        const Header* const header = reinterpret_cast<const Header*>(at);
        const uint32_t size = header->size & ~kUsed;
        if (size < sizeof(Header) || size > limit - at) {
            break;
        }
        if ((header->size & kUsed) == 0 && size > largest) {
            largest = size;
        }
        at += size;
    }
    return largest > sizeof(Header) ? largest - static_cast<uint32_t>(sizeof(Header)) : 0;
}

}  // namespace smr
