#include "core/mdns/responder.h"

#include <string.h>

#include "core/mdns/writer.h"

namespace smr::mdns {

namespace {

constexpr Millis kLookEvery = 250;
constexpr unsigned kDatagramsPerTick = 2;
// RFC 6762 section 8.1.
constexpr uint8_t kProbes = 3;
constexpr Millis kProbePause = 250;
// Of two that want a name at the same time, one steps back for so long.
constexpr Millis kStepBack = kSecond;
constexpr uint8_t kMostConflicts = 15;
constexpr Millis kConflictPause = 5 * kSecond;
// RFC 6762 section 8.3 asks for two, a second apart. Nobody confirms that it has heard them: hence a third, later.
constexpr uint8_t kAnnouncements = 3;
constexpr Millis kAnnouncementPause = kSecond;
}  // namespace

void Responder::tick(const Place* place, Millis now) {
    if (place == nullptr) {
        if (phase_ != Phase::kClosed) {
            network_.close(UdpService::kMdns);
            phase_ = Phase::kClosed;
        }
        return;
    }
    const bool is_time = passed(now, looked_, kLookEvery);
    if (is_time) {
        looked_ = now;
    }
    const bool opens = phase_ == Phase::kClosed;
    if (opens && (!is_time || !network_.open(UdpService::kMdns))) {
        return;
    }
    if (opens) {
        number_ = 1;
        is_id_taken_ = false;
    }
    if (opens || memcmp(zone_.address, place->address, sizeof zone_.address) != 0 ||
        memcmp(netmask_, place->netmask, sizeof netmask_) != 0) {
        memcpy(zone_.address, place->address, sizeof zone_.address);
        memcpy(netmask_, place->netmask, sizeof netmask_);
        begin(random_pause(), now);
    }
    step(is_time, now);
}

void Responder::leave() {
    if (phase_ == Phase::kPresent) {
        Packet packet;
        take_back(packet, zone_.active);
    }
    if (phase_ != Phase::kClosed) {
        network_.close(UdpService::kMdns);
        phase_ = Phase::kClosed;
    }
}

void Responder::step(bool looks, Millis now) {
    Packet packet;
    if (looks) {
        look(packet, now);
    }
    for (unsigned round = 0; round < kDatagramsPerTick; ++round) {
        packet.size = network_.receive_from(UdpService::kMdns, &packet.peer, packet.bytes, sizeof packet.bytes);
        if (packet.size == 0) {
            break;
        }
        receive(packet, now);
    }
    if (phase_ == Phase::kPresent) {
        answers_.tick(packet, now);
    }
    if (!passed(now, last_, pause_)) {
        return;
    }
    if (phase_ == Phase::kProbing) {
        probe(packet, now);
    } else if (!news_.empty()) {
        announce(packet, now);
    }
}

// Notices what the settings, or the state of the gateway, have changed about what there is to say.
void Responder::look(Packet& packet, Millis now) {
    if (!zone_.names.are_of(settings_, number_)) {
        take_back(packet, zone_.active);
        number_ = 1;
        is_id_taken_ = false;
        begin(random_pause(), now);
        return;
    }
    const RecordSet wanted_now = wanted();
    take_back(packet, zone_.active.without(wanted_now));
    if (!wanted_now.without(zone_.active).empty()) {
        begin(random_pause(), now);
        return;
    }
    zone_.active = wanted_now;
    news_ = news_ & wanted_now;
    const uint32_t fingerprint = zone_.fingerprint();
    if (fingerprint != fingerprint_) {
        fingerprint_ = fingerprint;
        if (phase_ == Phase::kPresent) {
            news_.add(Record::kSmrText);
            announcements_ = 0;
            last_ = now;
            pause_ = answers_.is_recent(Record::kSmrText, kAnnouncementPause, now) ? kAnnouncementPause : 0;
        }
    }
}

void Responder::take_back(Packet& packet, RecordSet records) {
    // What others say too stays true.
    records.remove(kKindRecords);
    records.remove(kRestRecords);
    if (phase_ == Phase::kPresent && !records.empty()) {
        answers_.take_back(packet, records);
    }
}

RecordSet Responder::wanted() const {
    RecordSet records = RecordSet::all();
    if (!settings_.arduino_ota || !settings_.has_admin) {
        records.remove(kArduinoRecords);
    }
    if (is_id_taken_ || zone_.names.is_host_the_id()) {
        records.remove(set_of(Record::kIdAddress, Record::kIdRest));
    }
    return records;
}

void Responder::begin(Millis pause, Millis now) {
    zone_.names.take(settings_, number_);
    zone_.active = wanted();
    fingerprint_ = zone_.fingerprint();
    probe_after(pause, now);
}

Millis Responder::random_pause() {
    uint8_t byte = 0;
    system_.random(&byte, 1);
    return byte * kProbePause / UINT8_MAX;
}

void Responder::probe_after(Millis pause, Millis now) {
    answers_.reset();
    phase_ = Phase::kProbing;
    probes_ = 0;
    last_ = now;
    pause_ = pause;
}

void Responder::probe(Packet& packet, Millis now) {
    if (probes_ == kProbes) {
        phase_ = Phase::kPresent;
        conflicts_ = 0;
        news_ = zone_.active.without(kRestRecords);
        announcements_ = 0;
        announce(packet, now);
        return;
    }
    Writer writer(packet.bytes, sizeof packet.bytes, zone_);
    writer.begin_query();
    const RecordSet claims = zone_.active & kRestRecords;
    for_each(claims, [&](Record record) { writer.question(kind_of(record).name); });
    for_each(zone_.active.without(claims), [&](Record record) {
        if (kind_of(record).is_unique()) {
            writer.record(Section::kAuthority, record);
        }
    });
    if (network_.send_to(UdpService::kMdns, everybody(), packet.bytes, writer.size())) {
        ++probes_;
    }
    last_ = now;
    pause_ = kProbePause;
}

void Responder::announce(Packet& packet, Millis now) {
    last_ = now;
    pause_ = kAnnouncementPause << announcements_;
    if (answers_.tell(packet, news_, RecordSet(), now) && ++announcements_ == kAnnouncements) {
        news_ = RecordSet();
    }
}

bool Responder::is_neighbour(const Peer& peer) const {
    bool is_own = true;
    for (unsigned index = 0; index < sizeof netmask_; ++index) {
        const unsigned difference = peer.address[index] ^ static_cast<unsigned>(zone_.address[index]);
        if ((difference & netmask_[index]) != 0) {
            return false;
        }
        is_own = is_own && difference == 0;
    }
    // Its own messages may come back to it.
    return !is_own;
}

void Responder::receive(Packet& packet, Millis now) {
    if (packet.size < kHeaderSize || !is_neighbour(packet.peer)) {
        return;
    }
    const Message message(packet.bytes, packet.size);
    if (!message.is_standard()) {
        return;
    }
    if (message.is_response()) {
        if (packet.peer.port == kPort) {
            take_response(message, now);
        }
    } else if (phase_ == Phase::kPresent) {
        answers_.take(packet, now);
    } else if (message.count(Section::kAuthority) > 0) {
        bool loses = false;
        for_each(zone_.active & kRestRecords, [&](Record record) { loses = loses || zone_.loses(message, kind_of(record).name); });
        if (loses) {
            probe_after(kStepBack, now);
        }
    }
}

void Responder::take_response(const Message& message, Millis now) {
    Reader reader(message);
    Entry entry;
    while (reader.next(&entry)) {
        if (entry.section == Section::kQuestion || entry.of_class != kClassInternet || entry.seconds_to_live == 0) {
            continue;
        }
        Record record = {};
        if (!zone_.find(message, entry, &record)) {
            // Whoever has a name has all of it.
            const Name name = phase_ == Phase::kProbing ? zone_.unique_name(message, entry.name) : Name::kRoot;
            if (name != Name::kRoot) {
                meet_conflict(name, now);
                return;
            }
            continue;
        }
        const RecordKind kind = kind_of(record);
        const bool is_same = zone_.compare(message, entry, record) == 0;
        if (kind.is_unique() && !is_same) {
            meet_conflict(kind.name, now);
            return;
        }
        if (kKindRecords.has(record) && is_same && entry.seconds_to_live >= kind.seconds_to_live) {
            answers_.heard(record);
        }
    }
}

void Responder::meet_conflict(Name name, Millis now) {
    if (phase_ == Phase::kPresent) {
        // Whoever has a better right to it will say so (RFC 6762 section 9).
        probe_after(0, now);
        return;
    }
    if (name == Name::kId) {
        is_id_taken_ = true;
    } else {
        number_ = number_ == UINT8_MAX ? uint8_t{2} : static_cast<uint8_t>(number_ + 1);
    }
    if (conflicts_ < kMostConflicts) {
        ++conflicts_;
    }
    begin(conflicts_ < kMostConflicts ? random_pause() : kConflictPause, now);
}

}  // namespace smr::mdns
