#include "core/p1/byte_ring.h"

namespace smr {

void ByteRing::push(const uint8_t* bytes, size_t count) {
    for (size_t index = 0; index < count; ++index) {
        storage_[(end_ + index) % kCapacity] = bytes[index];
    }
    end_ += static_cast<Position>(count);
    size_ = size_ + count < kCapacity ? size_ + count : kCapacity;
}

const uint8_t* ByteRing::piece(Position position, size_t* count) const {
    const size_t offset = position % kCapacity;
    const size_t held = end_ - position;
    const size_t to_the_edge = kCapacity - offset;
    *count = held < to_the_edge ? held : to_the_edge;
    return storage_ + offset;
}

}  // namespace smr
