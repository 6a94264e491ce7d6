// The last bytes of the meter.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr {

// A place in the meter's byte flow: a count of bytes modulo 2^32. Two places are compared by their distance.
using Position = uint32_t;

// Keeps the last kCapacity bytes of an endless flow. Readers hold positions; what they still find is their concern.
class ByteRing {
public:
    // Holds the longest telegrams in use (about 2 KB) twice. A power of two, so that positions wrap without a seam.
    static constexpr size_t kCapacity = 4096;

    // The first byte still held, and the one after the last.
    Position begin() const { return end_ - static_cast<Position>(size_); }
    Position end() const { return end_; }

    // Whether the byte at `position` is still held, or will be the next.
    bool holds(Position position) const { return end_ - position <= size_; }

    void push(const uint8_t* bytes, size_t count);

    // The bytes from `position` on as one piece, to the end of what is held or of the memory; `count` gets how many.
    // `position` must be held.
    const uint8_t* piece(Position position, size_t* count) const;

    // The byte at `position`, which must be held and below end().
    uint8_t at(Position position) const { return storage_[position % kCapacity]; }

private:
    uint8_t storage_[kCapacity];
    Position end_ = 0;
    size_t size_ = 0;
};

}  // namespace smr
