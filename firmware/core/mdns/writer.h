// Writes DNS messages.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/mdns/zone.h"

namespace smr::mdns {

// Who gets a message.
enum class Style : uint8_t {
    kNeighbour,  // somebody who speaks mDNS
    kLegacy,     // a resolver that knows only of DNS (RFC 6762 section 6.7)
};

// Writes questions and records of a zone into a buffer; what does not fit leaves nothing behind. Sections come in their order. A name
// that is there already is written as a pointer to it.
class Writer {
public:
    Writer(uint8_t* buffer, size_t capacity, const Zone& zone, Style style = Style::kNeighbour)
        : buffer_(buffer), capacity_(capacity), zone_(zone), style_(style) {}

    void begin_query();
    void begin_response();
    // Keeps the id and the questions of the query in the buffer, which end at `end`.
    void begin_reply(size_t end);

    // A question for everything of this name, the answer to which may come by unicast.
    bool question(Name name);
    // `goodbye`: it is no longer so.
    bool record(Section section, Record record, bool goodbye = false);

    size_t size() const { return size_; }
    // Whether there is anything in it.
    bool empty() const { return size_ == kHeaderSize; }

private:
    void begin(uint8_t flags);
    void count(Section section);
    bool take_back(size_t size);
    bool put(uint8_t byte);
    bool put_u16(uint16_t value);
    bool put_name(Name name, bool compressed = true);
    bool put_text(Record record);
    bool put_rest(Name name);
    bool put_data(Record record, const RecordKind& kind);

    uint8_t* buffer_;
    size_t capacity_;
    const Zone& zone_;
    Style style_;
    size_t size_ = 0;
    // Where each name stands; 0 where it does not.
    uint16_t places_[kNames] = {};
};

}  // namespace smr::mdns
