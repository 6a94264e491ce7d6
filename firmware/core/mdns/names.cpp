#include "core/mdns/names.h"

#include <string.h>

#include "core/base/text.h"

namespace smr::mdns {

namespace {

void write_instance(const Settings& settings, const Identity& identity, uint8_t number, Text& to) {
    if (settings.name_size > 0) {
        to.append(settings.name, settings.name_size);
    } else {
        to.append(identity.id(), Identity::kSize);
    }
    write_name_number(number, to);
}

void write_host(const Settings& settings, const Identity& identity, uint8_t number, Text& to) {
    write_host_name(settings, identity, to);
    write_name_number(number, to);
}

}  // namespace

Name parent_of(Name name) {
    switch (name) {
        case Name::kTcp:
        case Name::kUdp:
        case Name::kHost:
        case Name::kId:
            return Name::kLocal;
        case Name::kDnsSd:
            return Name::kUdp;
        case Name::kKinds:
            return Name::kDnsSd;
        case Name::kSmr:
        case Name::kHttp:
        case Name::kArduino:
            return Name::kTcp;
        case Name::kSmrInstance:
            return Name::kSmr;
        case Name::kHttpInstance:
            return Name::kHttp;
        case Name::kArduinoInstance:
            return Name::kArduino;
        case Name::kRoot:
        case Name::kLocal:
            break;
    }
    return Name::kRoot;
}

void Names::take(const Settings& settings, uint8_t number) {
    Text instance(instance_, sizeof instance_);
    write_instance(settings, identity_, number, instance);
    instance_size_ = static_cast<uint8_t>(instance.size());
    Text host(host_, sizeof host_);
    write_host(settings, identity_, number, host);
    host_size_ = static_cast<uint8_t>(host.size());
}

bool Names::are_of(const Settings& settings, uint8_t number) const {
    // The host name is made of the other.
    TextOf<kNumberedNameSize> instance;
    write_instance(settings, identity_, number, instance);
    return equal(Slice(instance.data(), instance.size()), Slice(instance_, instance_size_));
}

bool Names::is_host_the_id() const {
    return equal(Slice(host_, host_size_), Slice(identity_.id(), Identity::kSize));
}

Label Names::label(Name name) const {
    switch (name) {
        case Name::kLocal:
            return Label(SMR_TEXT("local"));
        case Name::kTcp:
            return Label(SMR_TEXT("_tcp"));
        case Name::kUdp:
            return Label(SMR_TEXT("_udp"));
        case Name::kDnsSd:
            return Label(SMR_TEXT("_dns-sd"));
        case Name::kKinds:
            return Label(SMR_TEXT("_services"));
        case Name::kSmr:
            return Label(SMR_TEXT("_smr"));
        case Name::kHttp:
            return Label(SMR_TEXT("_http"));
        case Name::kArduino:
            return Label(SMR_TEXT("_arduino"));
        case Name::kSmrInstance:
        case Name::kHttpInstance:
        case Name::kArduinoInstance:
            return Label(Slice(instance_, instance_size_));
        case Name::kHost:
            return Label(Slice(host_, host_size_));
        case Name::kId:
            return Label(Slice(identity_.id(), Identity::kSize));
        case Name::kRoot:
            break;
    }
    return Label(Slice());
}

Name Names::find(const Message& message, size_t at) const {
    for (unsigned index = static_cast<unsigned>(kFirstWithRecords); index < kNames; ++index) {
        const Name name = static_cast<Name>(index);
        // A gateway whose host name is its id has one of them.
        if (compare(message, at, name) == 0) {
            return name;
        }
    }
    return Name::kRoot;
}

int Names::compare(const Message& message, size_t at, Name name) const {
    constexpr int kBroken = 1;
    Labels labels(message, at);
    int difference = 0;
    while (true) {
        const uint8_t* theirs = nullptr;
        size_t size = 0;
        if (!labels.next(&theirs, &size)) {
            return kBroken;
        }
        const Label ours = label(name);
        if (size != ours.size()) {
            return difference != 0 ? difference : static_cast<int>(size) - static_cast<int>(ours.size());
        }
        for (size_t index = 0; index < size; ++index) {
            const char our_letter = ours.at(index);
            const char their_letter = static_cast<char>(theirs[index]);
            if (difference == 0) {
                difference = theirs[index] - static_cast<uint8_t>(our_letter);
            }
            if (ascii_lower(our_letter) != ascii_lower(their_letter)) {
                return difference;
            }
        }
        if (size == 0) {
            return 0;
        }
        name = parent_of(name);
    }
}

}  // namespace smr::mdns
