#include "core/p1/p1_input.h"

namespace smr {

namespace {

// Bytes that one read takes, on the stack, and reads in one tick: together more than the line brings in 20 ms.
constexpr size_t kPiece = 64;
constexpr unsigned kPiecesPerTick = 8;
// A silence of this many periods is a gap, if it is longer than the least.
constexpr uint32_t kGapPeriods = 3;
constexpr Millis kShortestGap = 3 * kSecond;

}  // namespace

void P1Input::tick(Millis now) {
    uint8_t piece[kPiece];
    for (unsigned round = 0; round < kPiecesPerTick; ++round) {
        const size_t count = serial_.receive(piece, sizeof piece);
        if (count == 0) {
            break;
        }
        take(piece, count, now);
    }
    scanner_.tick(ring_.end(), now);
}

void P1Input::take(const uint8_t* bytes, size_t count, Millis now) {
    const Millis expected = scanner_.period_ms() * kGapPeriods;
    const Millis gap = expected > kShortestGap ? expected : kShortestGap;
    // Before its period is known, a slow meter looks like one with gaps.
    if (expected > 0 && passed(now, last_byte_, gap)) {
        ++gaps_;
    }
    last_byte_ = now;
    bytes_ += count;

    Position position = ring_.end();
    ring_.push(bytes, count);
    for (size_t index = 0; index < count; ++index) {
        scanner_.take(bytes[index], position, now);
        if (scanner_.in_progress() && scanner_.start() == position) {
            remember(position);
        }
        ++position;
    }
}

void P1Input::remember(Position start) {
    newest_start_ = static_cast<uint8_t>((newest_start_ + 1) % kStarts);
    starts_[newest_start_] = start;
    if (known_starts_ < kStarts) {
        ++known_starts_;
    }
}

Position P1Input::entry() const {
    if (scanner_.in_progress() && ring_.holds(scanner_.start())) {
        return scanner_.start();
    }
    return ring_.end();
}

bool P1Input::begins_at(Position position) const {
    if (position == ring_.end()) {
        return !scanner_.in_progress();
    }
    for (unsigned index = 0; index < known_starts_; ++index) {
        if (starts_[(newest_start_ + kStarts - index) % kStarts] == position) {
            return true;
        }
    }
    return false;
}

uint32_t P1Input::telegrams_between(Position from, Position to) const {
    uint32_t count = 0;
    for (unsigned index = 0; index < known_starts_; ++index) {
        const Position start = starts_[(newest_start_ + kStarts - index) % kStarts];
        if (start - from < to - from) {
            ++count;
        }
    }
    return count;
}

}  // namespace smr
