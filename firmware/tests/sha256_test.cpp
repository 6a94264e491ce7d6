#include "port/nonos/sha256.h"

#include <string.h>

#include "tests/check.h"
#include "tests/plain_hash.h"

namespace {

constexpr size_t kMost = 300;

TEST(every_length_up_to_several_blocks_has_the_digest_that_another_implementation_gives) {
    uint8_t bytes[kMost];
    for (size_t index = 0; index < kMost; ++index) {
        bytes[index] = static_cast<uint8_t>(index * 7 + 3);
    }
    for (size_t size = 0; size <= kMost; ++size) {
        uint8_t digest[smr::kSha256Size];
        smr::Sha256 hash;
        hash.begin();
        hash.update(bytes, size);
        hash.finish(digest);
        uint8_t expected[smr::kSha256Size];
        plain_hash::State state;
        plain_hash::begin(&state, smr::HashKind::kSha256);
        plain_hash::update(&state, bytes, size);
        plain_hash::finish(&state, expected);
        CHECK(memcmp(digest, expected, sizeof digest) == 0);
    }
}

TEST(bytes_may_come_in_pieces_and_a_copy_goes_on_by_itself) {
    const uint8_t bytes[150] = {1, 2, 3};
    smr::Sha256 whole;
    whole.begin();
    whole.update(bytes, sizeof bytes);
    smr::Sha256 pieces;
    pieces.begin();
    pieces.update(bytes, 70);
    smr::Sha256 copy = pieces;
    copy.update(bytes, 1);
    pieces.update(bytes + 70, sizeof bytes - 70);
    uint8_t left[smr::kSha256Size];
    uint8_t right[smr::kSha256Size];
    whole.finish(left);
    pieces.finish(right);
    CHECK(memcmp(left, right, sizeof left) == 0);
}

}  // namespace
