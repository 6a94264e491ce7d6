#include "core/mdns/message.h"

#include <string.h>

#include "core/mdns/names.h"
#include "tests/check.h"
#include "tests/dns_words.h"

using smr::mdns::Entry;
using smr::mdns::Labels;
using smr::mdns::Message;
using smr::mdns::Name;
using smr::mdns::Names;
using smr::mdns::Reader;
using smr::mdns::Section;

namespace {

const uint8_t kMac[6] = {0x5C, 0xCF, 0x7F, 0x01, 0xAB, 0x0C};

// Bytes that end where nothing may be read: the sanitizer sees it.
struct Exact {
    Exact(const uint8_t* from, size_t size_) : size(size_) { memcpy(bytes + sizeof bytes - size, from, size); }
    Message message() const { return Message(bytes + sizeof bytes - size, size); }
    uint8_t bytes[1500];
    size_t size;
};

// How many labels of a name can be read, or -1.
int labels_at(const Message& message, size_t at) {
    Labels labels(message, at);
    const uint8_t* label = nullptr;
    size_t size = 0;
    for (int count = 0; labels.next(&label, &size); ++count) {
        if (size == 0) {
            return count;
        }
    }
    return -1;
}

unsigned entries_of(const Message& message) {
    Reader reader(message);
    Entry entry;
    unsigned count = 0;
    while (reader.next(&entry)) {
        ++count;
    }
    return count;
}

struct OwnNames {
    OwnNames() : identity(kMac), settings(smr::default_settings()), names(identity) {
        memcpy(settings.name, "Kitchen", 7);
        settings.name_size = 7;
        names.take(settings, 1);
    }
    smr::Identity identity;
    smr::Settings settings;
    Names names;
};

}  // namespace

TEST(questions_and_records_are_read_in_their_sections) {
    const uint8_t address[4] = {192, 168, 1, 9};
    dns::Written written(true);
    written.ask("PTR", "_smr._tcp.local", true).pointer(1, "_smr._tcp.local", 4500, "x._smr._tcp.local").address(3, "x.local", 120, address);
    const Exact exact(written.bytes, written.size);
    const Message message = exact.message();
    CHECK(message.is_response() && message.is_standard() && !message.is_truncated());
    Reader reader(message);
    Entry entry;
    CHECK(reader.next(&entry));
    CHECK(entry.section == Section::kQuestion && entry.type == 12 && entry.of_class == 1 && entry.top_bit);
    CHECK(reader.next(&entry));
    CHECK(entry.section == Section::kAnswer && entry.type == 12 && entry.seconds_to_live == 4500 && !entry.top_bit);
    CHECK_EQ(labels_at(message, entry.data), 4);
    CHECK(reader.next(&entry));
    CHECK(entry.section == Section::kAdditional && entry.type == 1 && entry.data_size == 4);
    CHECK(message.bytes()[entry.data + 3] == 9);
    CHECK(!reader.next(&entry));
}

TEST(a_message_cut_anywhere_is_read_up_to_there) {
    const uint8_t address[4] = {192, 168, 1, 9};
    dns::Written written(true);
    written.ask("PTR", "_smr._tcp.local").text(1, "x._smr._tcp.local", 4500, "a=b").address(1, "x.local", 120, address);
    unsigned before = 0;
    for (size_t size = 12; size <= written.size; ++size) {
        const Exact exact(written.bytes, size);
        const unsigned entries = entries_of(exact.message());
        CHECK(entries == before || entries == before + 1);
        before = entries;
    }
    CHECK_EQ(before, 3);
}

TEST(a_pointer_leads_only_to_what_was_before) {
    uint8_t bytes[40] = {};
    // "a" at 12, then pointers.
    bytes[12] = 1;
    bytes[13] = 'a';
    bytes[15] = 1;
    bytes[16] = 'b';
    bytes[17] = 0xC0;
    bytes[18] = 12;
    bytes[19] = 0xC0;
    bytes[20] = 15;
    bytes[21] = 0xC0;
    bytes[22] = 21;  // itself
    bytes[23] = 0xC0;
    bytes[24] = 25;  // ahead
    bytes[25] = 1;
    bytes[26] = 'c';
    bytes[27] = 0xC0;
    bytes[28] = 25;  // a circle
    bytes[29] = 0xC0;
    bytes[30] = 3;   // the header
    bytes[31] = 0x40;  // no known kind of label
    bytes[39] = 0xC0;  // cut
    const Exact exact(bytes, sizeof bytes);
    const Message message = exact.message();
    CHECK_EQ(labels_at(message, 12), 1);
    CHECK_EQ(labels_at(message, 15), 2);
    CHECK_EQ(labels_at(message, 19), 2);
    const size_t all_broken[] = {21, 23, 25, 29, 31, 39, 40, 90};
    for (const size_t broken : all_broken) {
        CHECK_EQ(labels_at(message, broken), -1);
    }
}

TEST(a_name_has_at_most_255_bytes_however_it_is_put_together) {
    // Labels of 63 bytes, each with a pointer to the one before: 3 make 193 bytes with their end, 4 would make 257.
    uint8_t bytes[400] = {};
    size_t at = 12;
    for (unsigned label = 0; label < 4; ++label) {
        bytes[at] = 63;
        memset(bytes + at + 1, 'x', 63);
        if (label > 0) {
            bytes[at + 64] = 0xC0;
            bytes[at + 65] = static_cast<uint8_t>(at - 66);
        }
        at += 66;
    }
    const Exact exact(bytes, at);
    CHECK_EQ(labels_at(exact.message(), 12 + 2 * 66), 3);
    CHECK_EQ(labels_at(exact.message(), 12 + 3 * 66), -1);
}

TEST(thousands_of_entries_are_not_gone_through) {
    uint8_t bytes[600] = {};
    bytes[4] = bytes[5] = 0xFF;
    for (size_t at = 12; at + 5 <= sizeof bytes; at += 5) {
        bytes[at + 2] = 1;
        bytes[at + 4] = 1;
    }
    const Exact exact(bytes, sizeof bytes);
    CHECK_EQ(entries_of(exact.message()), 64);
}

TEST(names_are_the_same_in_either_case) {
    const OwnNames own;
    const struct {
        const char* name;
        Name of;
        bool same;
    } cases[] = {
        {"kitchen.local", Name::kHost, true},
        {"KITCHEN.LOCAL", Name::kHost, true},
        {"kitchen.local.x", Name::kHost, false},
        {"kitchen", Name::kHost, false},
        {"kitche.local", Name::kHost, false},
        {"kitchens.local", Name::kHost, false},
        {"smr-01ab0c.local", Name::kId, true},
        {"Kitchen._smr._tcp.local", Name::kSmrInstance, true},
        {"kitchen._SMR._tcp.local", Name::kSmrInstance, true},
        {"kitchen._http._tcp.local", Name::kSmrInstance, false},
        {"_services._dns-sd._udp.local", Name::kKinds, true},
        {"_arduino._tcp.local", Name::kArduino, true},
        {"_arduino._udp.local", Name::kArduino, false},
        {"", Name::kRoot, true},
    };
    for (const auto& each : cases) {
        dns::Written written;
        written.ask("ANY", each.name);
        const Exact exact(written.bytes, written.size);
        CHECK_EQ(own.names.compare(exact.message(), 12, each.of) == 0, each.same);
    }
}

TEST(names_that_differ_are_in_the_order_of_their_bytes) {
    const OwnNames own;
    const struct {
        const char* name;
        int order;
    } cases[] = {
        {"jitchen.local", -1}, {"litchen.local", 1}, {"kitchee.local", -1}, {"kitche.local", -1}, {"kitchenx.local", 1},
        // Upper case is earlier, if they are not the same anyway.
        {"KITCHEX.local", -1},
    };
    for (const auto& each : cases) {
        dns::Written written;
        written.ask("ANY", each.name);
        const int order = own.names.compare(Message(written.bytes, written.size), 12, Name::kHost);
        CHECK_EQ(order < 0 ? -1 : 1, each.order);
    }
}

TEST(random_messages_are_read_within_their_bounds) {
    check::Random random(71);
    const OwnNames own;
    const uint8_t address[4] = {192, 168, 1, 9};
    unsigned entries = 0;
    for (unsigned round = 0; round < 20000; ++round) {
        dns::Written written(random.below(2) == 0);
        written.ask("ANY", "kitchen.local").service(1, "Kitchen._smr._tcp.local", 120, 80, "kitchen.local").address(2, "kitchen.local", 9, address);
        for (uint32_t damage = random.below(8); damage > 0; --damage) {
            written.bytes[4 + random.below(static_cast<uint32_t>(written.size) - 4)] = random.byte();
        }
        const Exact exact(written.bytes, 12 + random.below(static_cast<uint32_t>(written.size) - 11));
        const Message message = exact.message();
        Reader reader(message);
        Entry entry;
        while (reader.next(&entry)) {
            ++entries;
            own.names.compare(message, entry.name, Name::kHost);
            own.names.compare(message, entry.data, Name::kSmrInstance);
        }
    }
    CHECK(entries > 20000);
}
