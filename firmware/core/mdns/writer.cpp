#include "core/mdns/writer.h"

#include <string.h>

namespace smr::mdns {

namespace {

constexpr uint8_t kAuthoritativeResponse = 0x84;
constexpr size_t kCountsAt = 4;
// Whoever does not speak mDNS is told to forget soon (RFC 6762 section 6.7).
constexpr uint16_t kLegacySeconds = 10;

}  // namespace

void Writer::begin(uint8_t flags) {
    memset(places_, 0, sizeof places_);
    memset(buffer_, 0, kHeaderSize);
    buffer_[2] = flags;
    size_ = kHeaderSize;
}

void Writer::begin_query() { begin(0); }

void Writer::begin_response() { begin(kAuthoritativeResponse); }

void Writer::begin_reply(size_t end) {
    const uint8_t id[2] = {buffer_[0], buffer_[1]};
    const uint8_t questions[2] = {buffer_[kCountsAt], buffer_[kCountsAt + 1]};
    begin_response();
    memcpy(buffer_, id, sizeof id);
    memcpy(buffer_ + kCountsAt, questions, sizeof questions);
    size_ = end;
}

void Writer::count(Section section) { ++buffer_[kCountsAt + 2 * static_cast<size_t>(section) + 1]; }

// Back to `size`; false, for whoever gives up.
bool Writer::take_back(size_t size) {
    size_ = size;
    for (uint16_t& place : places_) {
        if (place >= size) {
            place = 0;
        }
    }
    return false;
}

bool Writer::put(uint8_t byte) {
    if (size_ == capacity_) {
        return false;
    }
    buffer_[size_++] = byte;
    return true;
}

bool Writer::put_u16(uint16_t value) {
    return put(static_cast<uint8_t>(value >> 8)) && put(static_cast<uint8_t>(value));
}

bool Writer::put_name(Name name, bool compressed) {
    while (name != Name::kRoot) {
        uint16_t& place = places_[static_cast<size_t>(name)];
        if (place != 0 && compressed) {
            return put_u16(static_cast<uint16_t>(0xC000U | place));
        }
        place = static_cast<uint16_t>(size_);
        const Label label = zone_.names.label(name);
        if (!put(static_cast<uint8_t>(label.size()))) {
            return false;
        }
        for (size_t index = 0; index < label.size(); ++index) {
            if (!put(static_cast<uint8_t>(label.at(index)))) {
                return false;
            }
        }
        name = parent_of(name);
    }
    return put(0);
}

bool Writer::put_text(Record record) {
    TextOf<Zone::kMostText> string;
    unsigned index = 0;
    for (; zone_.text(record, index, string); ++index) {
        if (!put(static_cast<uint8_t>(string.size())) || capacity_ - size_ < string.size()) {
            return false;
        }
        memcpy(buffer_ + size_, string.data(), string.size());
        size_ += string.size();
        string.clear();
    }
    return index > 0 || put(0);
}

// The types that there are, as a bit each of window 0 (RFC 4034 section 4.1.2): A of a host, TXT and SRV of a service.
bool Writer::put_rest(Name name) {
    if (!put_name(name) || !put(0)) {
        return false;
    }
    if (name == Name::kHost || name == Name::kId) {
        return put(1) && put(0x80U >> kTypeA);
    }
    return put(5) && put_u16(0) && put(0x80U >> (kTypeTxt % 8)) && put(0) && put(0x80U >> (kTypeSrv % 8));
}

bool Writer::put_data(Record record, const RecordKind& kind) {
    switch (kind.type) {
        case kTypeA:
            return put(zone_.address[0]) && put(zone_.address[1]) && put(zone_.address[2]) && put(zone_.address[3]);
        case kTypePtr:
            return put_name(kind.target);
        case kTypeSrv:
            // Others than neighbours do not expect a pointer here (RFC 2782).
            return put_u16(0) && put_u16(0) && put_u16(zone_.port(record)) &&
                   put_name(kind.target, style_ == Style::kNeighbour);
        case kTypeTxt:
            return put_text(record);
        default:
            return put_rest(kind.name);
    }
}

bool Writer::question(Name name) {
    const size_t before = size_;
    if (!put_name(name) || !put_u16(kTypeAny) || !put_u16(kClassInternet | kTopBit)) {
        return take_back(before);
    }
    count(Section::kQuestion);
    return true;
}

bool Writer::record(Section section, Record record, bool goodbye) {
    const size_t before = size_;
    const RecordKind kind = kind_of(record);
    // What is only proposed takes the place of nothing yet.
    const bool replaces = kind.is_unique() && section != Section::kAuthority && style_ == Style::kNeighbour;
    uint16_t seconds = goodbye ? uint16_t{0} : kind.seconds_to_live;
    if (style_ == Style::kLegacy && seconds > kLegacySeconds) {
        seconds = kLegacySeconds;
    }
    if (!put_name(kind.name) || !put_u16(kind.type) ||
        !put_u16(static_cast<uint16_t>(kClassInternet | (replaces ? kTopBit : 0))) || !put_u16(0) || !put_u16(seconds) ||
        !put_u16(0)) {
        return take_back(before);
    }
    const size_t data = size_;
    if (!put_data(record, kind)) {
        return take_back(before);
    }
    buffer_[data - 2] = static_cast<uint8_t>((size_ - data) >> 8);
    buffer_[data - 1] = static_cast<uint8_t>(size_ - data);
    count(section);
    return true;
}

}  // namespace smr::mdns
