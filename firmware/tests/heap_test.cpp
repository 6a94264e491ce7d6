#include "port/nonos/heap.h"

#include <string.h>

#include "tests/check.h"

namespace {

constexpr size_t kSize = 1024;

// A heap as libmain keeps it: pieces of so many bytes with their headers, used or free, one behind the other.
struct Heap {
    void piece(uint32_t size, bool used) {
        const uint32_t word = size | (used ? 0x80000000U : 0);
        memcpy(bytes + at + 4, &word, sizeof word);
        at += size;
    }
    uint32_t largest() const { return smr::largest_free_block(bytes, bytes + kSize); }

    alignas(8) uint8_t bytes[kSize] = {};
    size_t at = 0;
};

TEST(the_largest_free_piece_is_told_without_its_header) {
    Heap heap;
    heap.piece(64, true);
    heap.piece(104, false);
    heap.piece(40, true);
    heap.piece(200, false);
    heap.piece(16, true);
    heap.piece(48, false);
    CHECK_EQ(heap.largest(), 184U);
}

TEST(a_heap_without_a_free_piece_has_none) {
    Heap heap;
    heap.piece(1008, true);
    CHECK_EQ(heap.largest(), 0U);
}

TEST(a_piece_that_cannot_be_ends_the_search) {
    Heap heap;
    heap.piece(64, false);
    heap.piece(512, true);
    heap.piece(500, false);
    CHECK_EQ(heap.largest(), 48U);
    Heap other;
    other.piece(64, false);
    other.piece(8, false);
    other.piece(400, false);
    CHECK_EQ(other.largest(), 48U);
}

}  // namespace
