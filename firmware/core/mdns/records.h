// The records that a gateway has.
#pragma once

#include <stdint.h>

#include "core/mdns/message.h"
#include "core/mdns/names.h"

namespace smr::mdns {

// In the order in which they are sent.
enum class Record : uint8_t {
    // PTR: from a kind to the gateway's service of it.
    kSmrPointer,
    kHttpPointer,
    kArduinoPointer,
    // SRV and TXT: where that is, and what there is to say of it.
    kSmrService,
    kHttpService,
    kArduinoService,
    kSmrText,
    kHttpText,
    kArduinoText,
    // A: the address.
    kHostAddress,
    kIdAddress,
    // PTR: from the list of kinds to each.
    kSmrKind,
    kHttpKind,
    kArduinoKind,
    // NSEC: there is nothing else of that name (RFC 6762 section 6.1).
    kHostRest,
    kIdRest,
    kSmrRest,
    kHttpRest,
    kArduinoRest,
};
constexpr unsigned kRecords = 19;
constexpr unsigned kServices = 3;

// Of three that stand one after the other, that of service number `index`.
constexpr Record of_service(Record first, unsigned index) { return static_cast<Record>(static_cast<unsigned>(first) + index); }

// A record of a name that nobody else may have takes the place of what others remember.
struct RecordKind {
    Name name;
    uint16_t type;
    uint16_t seconds_to_live;
    Name target;  // of PTR and SRV

    bool is_unique() const { return mdns::is_unique(name); }
};

RecordKind kind_of(Record record);

class RecordSet {
public:
    constexpr RecordSet() = default;
    constexpr explicit RecordSet(Record record) : bits_(uint32_t{1} << static_cast<unsigned>(record)) {}

    static constexpr RecordSet all() { return RecordSet((uint32_t{1} << kRecords) - 1, 0); }

    constexpr bool empty() const { return bits_ == 0; }
    constexpr bool has(Record record) const { return (*this & RecordSet(record)).bits_ != 0; }
    constexpr RecordSet operator|(RecordSet other) const { return RecordSet(bits_ | other.bits_, 0); }
    constexpr RecordSet operator&(RecordSet other) const { return RecordSet(bits_ & other.bits_, 0); }
    constexpr RecordSet without(RecordSet other) const { return RecordSet(bits_ & ~other.bits_, 0); }
    constexpr bool operator==(RecordSet other) const { return bits_ == other.bits_; }

    void add(RecordSet other) { bits_ |= other.bits_; }
    void add(Record record) { add(RecordSet(record)); }
    void remove(RecordSet other) { bits_ &= ~other.bits_; }
    void remove(Record record) { remove(RecordSet(record)); }

private:
    constexpr RecordSet(uint32_t bits, int) : bits_(bits) {}

    uint32_t bits_ = 0;
};

constexpr RecordSet set_of(Record first) { return RecordSet(first); }
template <typename... Rest>
constexpr RecordSet set_of(Record first, Rest... rest) {
    return RecordSet(first) | set_of(rest...);
}

constexpr RecordSet kArduinoRecords =
    set_of(Record::kArduinoPointer, Record::kArduinoService, Record::kArduinoText, Record::kArduinoKind, Record::kArduinoRest);
constexpr RecordSet kRestRecords =
    set_of(Record::kHostRest, Record::kIdRest, Record::kSmrRest, Record::kHttpRest, Record::kArduinoRest);
// What other hosts say in the very same words.
constexpr RecordSet kKindRecords = set_of(Record::kSmrKind, Record::kHttpKind, Record::kArduinoKind);

// Calls `act` with each record of a set.
template <typename Act>
void for_each(RecordSet set, Act act) {
    for (unsigned index = 0; index < kRecords; ++index) {
        const Record record = static_cast<Record>(index);
        if (set.has(record)) {
            act(record);
        }
    }
}

}  // namespace smr::mdns
