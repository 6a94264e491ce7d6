// What the records of a gateway say.
#pragma once

#include <stdint.h>

#include "core/base/text.h"
#include "core/mdns/names.h"
#include "core/mdns/records.h"
#include "core/port.h"

namespace smr::mdns {

// The text record of the gateway (RFC 6763 section 6), one string at a time. Functions instead of a virtual class: see core/http/handler.h.
struct Texts {
    const void* self;
    // Appends string number `index` as "key=value"; false behind the last.
    bool (*append)(const void* self, unsigned index, Text& to);

    // Of any object that has such a method announce(). It must outlive this.
    template <typename Kind>
    static Texts of(const Kind& object) {
        return {&object, [](const void* self, unsigned index, Text& to) {
                    return static_cast<const Kind*>(self)->announce(index, to);
                }};
    }
};

class Zone {
public:
    // Longer than any string of a text record.
    static constexpr size_t kMostText = 64;

    Zone(const Network& network, const Identity& identity, Texts texts) : names(identity), network_(network), texts_(texts) {}

    Names names;
    // Those that there are.
    RecordSet active;
    uint8_t address[4] = {};

    // Appends string number `index` of a text record; false behind the last.
    bool text(Record record, unsigned index, Text& to) const;
    // Of a service.
    uint16_t port(Record record) const;
    // Over the text record that can change.
    uint32_t fingerprint() const;

    // What answers a question.
    RecordSet asked(const Message& message, const Entry& question) const;
    // What belongs to these for whoever wants to use them (RFC 6763 section 12).
    RecordSet besides(RecordSet answers) const;
    // The record of ours with that name and type, and the same data if there are several; false if there is none.
    bool find(const Message& message, const Entry& entry, Record* found) const;
    // Which name of ours that nobody else may have this is; kRoot if none.
    Name unique_name(const Message& message, size_t at) const;
    // How the data of `entry` stand to those of `record`, which has the same type: 0 if they are the same, else negative if their bytes
    // come before ours (RFC 6762 section 8.2.1).
    int compare(const Message& message, const Entry& entry, Record record) const;
    // Whether somebody who asks for `name` at the same time as the gateway gets it: the one with the later records, sorted by class, type
    // and data (RFC 6762 section 8.2). False if `probe` is not about that name, which is one that nobody else may have.
    bool loses(const Message& probe, Name name) const;

private:
    int compare_whole(const Message& message, const Entry& entry, Record record) const;
    int compare_text(const Message& message, const Entry& entry, Record record) const;

    const Network& network_;
    Texts texts_;
};

}  // namespace smr::mdns
