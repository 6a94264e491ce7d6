// DNS messages as they come from the network (RFC 1035 section 4, RFC 6762 section 18): read where they lie, and never beyond their end.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace smr::mdns {

// Types of records.
constexpr uint16_t kTypeA = 1;
constexpr uint16_t kTypePtr = 12;
constexpr uint16_t kTypeTxt = 16;
constexpr uint16_t kTypeSrv = 33;
constexpr uint16_t kTypeNsec = 47;
constexpr uint16_t kTypeAny = 255;

constexpr uint16_t kClassInternet = 1;
constexpr uint16_t kClassAny = 255;
// Of a question: a unicast answer is welcome. Of a record: it takes the place of all others of its name and type.
constexpr uint16_t kTopBit = 0x8000;

constexpr size_t kHeaderSize = 12;

inline uint16_t get_network_u16(const uint8_t* from) { return static_cast<uint16_t>((from[0] << 8) | from[1]); }

enum class Section : uint8_t { kQuestion, kAnswer, kAuthority, kAdditional };
constexpr unsigned kSections = 4;

class Message {
public:
    // `size` must be at least kHeaderSize.
    Message(const uint8_t* bytes, size_t size) : bytes_(bytes), size_(size) {}

    const uint8_t* bytes() const { return bytes_; }
    size_t size() const { return size_; }
    bool is_response() const { return (bytes_[2] & 0x80U) != 0; }
    bool is_truncated() const { return (bytes_[2] & 0x02U) != 0; }
    // A standard query, or the answer to one that went well: all others are ignored (RFC 6762 sections 18.3 and 18.11).
    bool is_standard() const { return (bytes_[2] & 0x78U) == 0 && (bytes_[3] & 0x0FU) == 0; }
    uint16_t count(Section section) const { return get_network_u16(bytes_ + 4 + 2 * static_cast<size_t>(section)); }

private:
    const uint8_t* bytes_;
    size_t size_;
};

// The labels of a name, one after the other. A pointer must lead to before the labels that were read since the last one: so it ends.
class Labels {
public:
    Labels(const Message& message, size_t at) : message_(message), at_(at), before_(at) {}

    // The next label; its size is 0 at the end of the name. False where there is no such thing.
    bool next(const uint8_t** label, size_t* size);

private:
    const Message& message_;
    size_t at_;
    size_t before_;
    size_t total_ = 0;
};

// A question or a record. Times, data and data_size of a question are 0.
struct Entry {
    Section section;
    bool top_bit;
    uint16_t type;
    uint16_t of_class;  // without the top bit
    uint32_t seconds_to_live;
    size_t name;  // where in the message it begins
    size_t data;
    size_t data_size;
};

// Goes through the entries of a message.
class Reader {
public:
    explicit Reader(const Message& message) : message_(message) {}

    // False behind the last entry, and where the message is cut or broken.
    bool next(Entry* entry);
    // Where the next entry begins.
    size_t at() const { return at_; }
    // Entries of the section that the last entry was in, that one included.
    unsigned taken() const { return taken_; }

private:
    bool skip_name();

    const Message& message_;
    size_t at_ = kHeaderSize;
    unsigned section_ = 0;
    unsigned taken_ = 0;
    unsigned all_ = 0;
};

}  // namespace smr::mdns
