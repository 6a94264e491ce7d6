#include "core/mdns/zone.h"

#include <string.h>

#include "core/base/crc.h"

namespace smr::mdns {

namespace {

constexpr size_t kServiceHead = 6;  // priority, weight, port

// As memcmp(), with the shorter one first.
int compare_bytes(const uint8_t* left, size_t left_size, const uint8_t* right, size_t right_size) {
    const size_t common = left_size < right_size ? left_size : right_size;
    const int difference = memcmp(left, right, common);
    return difference != 0 ? difference : static_cast<int>(left_size) - static_cast<int>(right_size);
}

// What tools of Arduino ask before they upload: the board as the Arduino core calls it, and that there is a password.
bool append_arduino(unsigned index, Text& to) {
    switch (index) {
        case 0:
            to.append(SMR_TEXT("tcp_check=no"));
            return true;
        case 1:
            to.append(SMR_TEXT("ssh_upload=no"));
            return true;
        case 2:
            to.append(SMR_TEXT("board=generic"));
            return true;
        case 3:
            to.append(SMR_TEXT("auth_upload=yes"));
            return true;
        default:
            return false;
    }
}

}  // namespace

bool Zone::text(Record record, unsigned index, Text& to) const {
    switch (record) {
        case Record::kSmrText:
            return texts_.append(texts_.self, index, to);
        case Record::kArduinoText:
            return append_arduino(index, to);
        default:
            return false;
    }
}

uint16_t Zone::port(Record record) const {
    return record == Record::kArduinoService ? network_.udp_port(UdpService::kArduinoOta)
                                             : network_.tcp_port(TcpService::kHttp);
}

uint32_t Zone::fingerprint() const {
    uint32_t crc = 0;
    TextOf<kMostText> string;
    for (unsigned index = 0; text(Record::kSmrText, index, string); ++index) {
        crc = crc32_ieee(crc, reinterpret_cast<const uint8_t*>(string.data()), string.size());
        string.clear();
    }
    return crc;
}

RecordSet Zone::asked(const Message& message, const Entry& question) const {
    RecordSet found;
    RecordSet rest;
    if (question.of_class != kClassInternet && question.of_class != kClassAny) {
        return found;
    }
    const Name name = names.find(message, question.name);
    if (name == Name::kRoot) {
        return found;
    }
    for_each(active, [&](Record record) {
        const RecordKind kind = kind_of(record);
        if (kind.name != name) {
            return;
        }
        if (kind.type == kTypeNsec && question.type != kTypeNsec) {
            rest.add(record);
        } else if (question.type == kTypeAny || question.type == kind.type) {
            found.add(record);
        }
    });
    return found.empty() ? rest : found;
}

RecordSet Zone::besides(RecordSet answers) const {
    RecordSet more;
    for (unsigned index = 0; index < kServices; ++index) {
        const Record service = of_service(Record::kSmrService, index);
        if (answers.has(of_service(Record::kSmrPointer, index))) {
            more.add(set_of(service, of_service(Record::kSmrText, index)));
        }
        if ((answers | more).has(service)) {
            more.add(Record::kHostAddress);
        }
    }
    if ((answers | more).has(Record::kHostAddress)) {
        // Saves everybody the question for an IPv6 address.
        more.add(Record::kHostRest);
    }
    if (answers.has(Record::kIdAddress)) {
        more.add(Record::kIdRest);
    }
    return (more & active).without(answers);
}

bool Zone::find(const Message& message, const Entry& entry, Record* found) const {
    bool any = false;
    const Name name = entry.of_class == kClassInternet ? names.find(message, entry.name) : Name::kRoot;
    if (name == Name::kRoot) {
        return false;
    }
    for_each(active, [&](Record record) {
        const RecordKind kind = kind_of(record);
        if (kind.name == name && kind.type == entry.type &&
            (!any || compare(message, entry, record) == 0)) {
            *found = record;
            any = true;
        }
    });
    return any;
}

Name Zone::unique_name(const Message& message, size_t at) const {
    const Name name = names.find(message, at);
    Name found = Name::kRoot;
    for_each(active & kRestRecords, [&](Record record) {
        if (kind_of(record).name == name) {
            found = name;
        }
    });
    return found;
}

int Zone::compare(const Message& message, const Entry& entry, Record record) const {
    const uint8_t* const data = message.bytes() + entry.data;
    const RecordKind kind = kind_of(record);
    switch (kind.type) {
        case kTypeA:
            return compare_bytes(data, entry.data_size, address, sizeof address);
        case kTypePtr:
            return names.compare(message, entry.data, kind.target);
        case kTypeSrv: {
            const uint16_t at_port = port(record);
            uint8_t head[kServiceHead] = {};
            head[4] = static_cast<uint8_t>(at_port >> 8);
            head[5] = static_cast<uint8_t>(at_port);
            const size_t there = entry.data_size < kServiceHead ? entry.data_size : kServiceHead;
            const int difference = compare_bytes(data, there, head, sizeof head);
            return difference != 0 ? difference : names.compare(message, entry.data + kServiceHead, kind.target);
        }
        case kTypeTxt:
            return compare_text(message, entry, record);
        default:
            // Nobody is asked what else there is not.
            return 0;
    }
}

int Zone::compare_whole(const Message& message, const Entry& entry, Record record) const {
    const uint16_t type = kind_of(record).type;
    if (entry.of_class != kClassInternet) {
        return entry.of_class < kClassInternet ? -1 : 1;
    }
    if (entry.type != type) {
        return entry.type < type ? -1 : 1;
    }
    return compare(message, entry, record);
}

bool Zone::loses(const Message& probe, Name name) const {
    // In the order of their types.
    Record ours[2];
    unsigned count = 0;
    if (name == Name::kHost || name == Name::kId) {
        ours[count++] = name == Name::kHost ? Record::kHostAddress : Record::kIdAddress;
    } else {
        const unsigned service = static_cast<unsigned>(name) - static_cast<unsigned>(Name::kSmrInstance);
        ours[count++] = of_service(Record::kSmrText, service);
        ours[count++] = of_service(Record::kSmrService, service);
    }
    // Where theirs are: bit 0 before our first, bit 1 the same as it, bit 2 between that and our second, and so on.
    unsigned seen = 0;
    Reader reader(probe);
    Entry entry;
    while (reader.next(&entry)) {
        if (entry.section != Section::kAuthority || names.compare(probe, entry.name, name) != 0) {
            continue;
        }
        unsigned place = 0;
        for (unsigned index = 0; index < count; ++index) {
            const int order = compare_whole(probe, entry, ours[index]);
            if (order <= 0) {
                place += order == 0 ? 1U : 0U;
                break;
            }
            place += 2;
        }
        seen |= 1U << place;
    }
    if (seen == 0) {
        return false;
    }
    for (unsigned index = 0; index < count; ++index) {
        if ((seen & 1U) != 0) {
            return false;
        }
        if ((seen & 2U) == 0) {
            // Theirs are later, unless they have no more.
            return seen >> 2U != 0;
        }
        seen >>= 2U;
    }
    return seen != 0;
}

int Zone::compare_text(const Message& message, const Entry& entry, Record record) const {
    const uint8_t* theirs = message.bytes() + entry.data;
    size_t left = entry.data_size;
    TextOf<kMostText> string;
    unsigned index = 0;
    do {
        string.clear();
        // Without any string there is an empty one.
        if (!text(record, index, string) && index > 0) {
            return left > 0 ? 1 : 0;
        }
        if (left == 0) {
            return -1;
        }
        if (*theirs != string.size()) {
            return *theirs - static_cast<int>(string.size());
        }
        const size_t there = left - 1 < string.size() ? left - 1 : string.size();
        const int difference =
            compare_bytes(theirs + 1, there, reinterpret_cast<const uint8_t*>(string.data()), string.size());
        if (difference != 0) {
            return difference;
        }
        theirs += 1 + string.size();
        left -= 1 + string.size();
        ++index;
    } while (true);
}

}  // namespace smr::mdns
