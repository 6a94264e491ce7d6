#include "core/mdns/message.h"

namespace smr::mdns {

namespace {

constexpr size_t kMostName = 255;
constexpr uint8_t kMostLabel = 63;
constexpr uint8_t kPointer = 0xC0;
// More than fit into what is received, unless they are there to make work.
constexpr unsigned kMostEntries = 64;

uint32_t get_network_u32(const uint8_t* from) {
    return static_cast<uint32_t>(get_network_u16(from)) << 16 | get_network_u16(from + 2);
}

}  // namespace

bool Labels::next(const uint8_t** label, size_t* size) {
    while (at_ < message_.size() && message_.bytes()[at_] >= kPointer) {
        if (message_.size() - at_ < 2) {
            return false;
        }
        const size_t to = get_network_u16(message_.bytes() + at_) & 0x3FFFU;
        if (to >= before_ || to < kHeaderSize) {
            return false;
        }
        at_ = before_ = to;
    }
    if (at_ >= message_.size() || message_.bytes()[at_] > kMostLabel) {
        return false;
    }
    *size = message_.bytes()[at_];
    *label = message_.bytes() + at_ + 1;
    total_ += 1 + *size;
    at_ += 1 + *size;
    return total_ <= kMostName && at_ <= message_.size();
}

// Only over what lies here: where a pointer leads is looked at by those who need the name.
bool Reader::skip_name() {
    while (at_ < message_.size()) {
        const uint8_t label = message_.bytes()[at_];
        if (label >= kPointer) {
            at_ += 2;
            return at_ <= message_.size();
        }
        if (label > kMostLabel) {
            return false;
        }
        at_ += 1U + label;
        if (label == 0) {
            return true;
        }
    }
    return false;
}

bool Reader::next(Entry* entry) {
    while (section_ < kSections && taken_ == message_.count(static_cast<Section>(section_))) {
        ++section_;
        taken_ = 0;
    }
    if (section_ == kSections || all_ == kMostEntries) {
        return false;
    }
    constexpr size_t kQuestionTail = 4;
    constexpr size_t kRecordTail = 10;
    const bool is_question = section_ == static_cast<unsigned>(Section::kQuestion);
    const size_t tail = is_question ? kQuestionTail : kRecordTail;
    entry->section = static_cast<Section>(section_);
    entry->name = at_;
    if (!skip_name() || message_.size() - at_ < tail) {
        all_ = kMostEntries;
        return false;
    }
    const uint8_t* const from = message_.bytes() + at_;
    entry->type = get_network_u16(from);
    entry->of_class = static_cast<uint16_t>(get_network_u16(from + 2) & ~kTopBit);
    entry->top_bit = (from[2] & 0x80U) != 0;
    entry->seconds_to_live = is_question ? 0 : get_network_u32(from + 4);
    at_ += tail;
    entry->data = at_;
    entry->data_size = is_question ? 0 : get_network_u16(from + 8);
    if (message_.size() - at_ < entry->data_size) {
        all_ = kMostEntries;
        return false;
    }
    at_ += entry->data_size;
    ++taken_;
    ++all_;
    return true;
}

}  // namespace smr::mdns
