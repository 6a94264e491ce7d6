#include "core/p1/byte_ring.h"

#include "tests/check.h"

using smr::ByteRing;
using smr::Position;

TEST(a_fresh_ring_holds_nothing_but_its_next_place) {
    ByteRing ring;
    CHECK_EQ(ring.begin(), ring.end());
    CHECK(ring.holds(0));
    CHECK(!ring.holds(1));
    size_t count = 1;
    ring.piece(0, &count);
    CHECK_EQ(count, 0U);
}

TEST(a_ring_keeps_the_last_bytes_in_order_however_they_came) {
    ByteRing ring;
    check::Random random(7);
    uint8_t piece[300];
    Position written = 0;
    // Byte number n of the flow is n times 31, modulo 251.
    const auto expected = [](Position at) { return static_cast<uint8_t>(at * 31 % 251); };
    for (unsigned round = 0; round < 500; ++round) {
        const uint32_t count = random.below(sizeof piece);
        for (uint32_t index = 0; index < count; ++index) {
            piece[index] = expected(written + index);
        }
        ring.push(piece, count);
        written += count;
        CHECK_EQ(ring.end(), written);
        const Position held = written < ByteRing::kCapacity ? written : Position{ByteRing::kCapacity};
        CHECK_EQ(ring.begin(), written - held);
        CHECK(ring.holds(written - held));
        CHECK(!ring.holds(written - held - 1));

        Position position = ring.begin();
        size_t size = 0;
        bool same = true;
        for (const uint8_t* bytes = ring.piece(position, &size); size > 0; bytes = ring.piece(position, &size)) {
            for (size_t index = 0; index < size; ++index) {
                same = same && bytes[index] == expected(position + static_cast<Position>(index));
            }
            position += static_cast<Position>(size);
        }
        CHECK(same);
        CHECK_EQ(position, written);
    }
}
