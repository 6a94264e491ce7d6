#include "core/mdns/answers.h"

#include <string.h>

#include "core/mdns/writer.h"

namespace smr::mdns {

namespace {

// Others may answer as well: everybody waits a little, and not the same little (RFC 6762 section 6).
constexpr Millis kShortestDelay = 20;
constexpr Millis kDelaySpread = 100;
// More known answers follow within this (RFC 6762 section 7.2).
constexpr Millis kShortestHold = 400;
constexpr Millis kHoldSpread = 100;
// A record is told to everybody at most once in this time; to defend a name more often.
constexpr Millis kPause = kSecond;
constexpr Millis kPauseInDefence = 250;
// A resolver that knows only of DNS expects no more.
constexpr size_t kMostLegacy = 512;

bool is_same(const Peer& left, const Peer& right) {
    return left.port == right.port && memcmp(left.address, right.address, sizeof left.address) == 0;
}

Millis random_up_to(System& system, Millis most) {
    uint8_t bytes[2];
    system.random(bytes, sizeof bytes);
    return get_network_u16(bytes) % (most + 1);
}

}  // namespace

// Not a constant, which would lie in RAM.
Peer everybody() {
    Peer peer;
    peer.address[0] = 224;
    peer.address[1] = 0;
    peer.address[2] = 0;
    peer.address[3] = 251;
    peer.port = kPort;
    return peer;
}

struct Answers::Query {
    explicit Query(const Packet& packet) : peer(packet.peer) {}

    // False if there is no whole question section in it.
    bool read(const Message& message, const Zone& zone) {
        Reader reader(message);
        Entry entry;
        truncated = message.is_truncated();
        defends = message.count(Section::kAuthority) > 0;
        unsigned questions = 0;
        while (reader.next(&entry) && (entry.section == Section::kQuestion || entry.section == Section::kAnswer)) {
            Record record = {};
            if (entry.section == Section::kQuestion) {
                (entry.top_bit ? by_unicast : to_all).add(zone.asked(message, entry));
                questions_end = reader.at();
                ++questions;
            } else if (zone.find(message, entry, &record) && zone.compare(message, entry, record) == 0 &&
                       entry.seconds_to_live >= kind_of(record).seconds_to_live / 2U) {
                known.add(record);
            }
        }
        return questions == message.count(Section::kQuestion);
    }

    bool is_legacy() const { return peer.port != kPort; }

    Peer peer;
    RecordSet to_all;
    RecordSet by_unicast;
    RecordSet known;
    bool truncated = false;
    bool defends = false;  // somebody wants to take a name
    size_t questions_end = kHeaderSize;
};

void Answers::reset() {
    fresh_ = pending_ = held_ = RecordSet();
}

bool Answers::is_recent(Record record, Millis limit, Millis now) const {
    return fresh_.has(record) && !passed(now, told_[static_cast<size_t>(record)], limit);
}

void Answers::take(Packet& packet, Millis now) {
    Query query(packet);
    if (!query.read(Message(packet.bytes, packet.size), zone_)) {
        return;
    }
    if (query.is_legacy()) {
        reply(packet, query.to_all | query.by_unicast, query.questions_end);
        return;
    }
    const bool continues = !held_.empty() && is_same(query.peer, held_peer_);
    if (continues) {
        held_.remove(query.known);
    }
    query.to_all.remove(query.known);
    query.by_unicast.remove(query.known);
    if (query.truncated) {
        hold(query, now);
        return;
    }
    // What nobody has heard for long, everybody may hear again (RFC 6762 section 5.4).
    const RecordSet stale = query.by_unicast.without(fresh_);
    query.by_unicast.remove(stale);
    owe(query.to_all | stale, query.defends ? kPauseInDefence : kPause, now);
    if (!query.by_unicast.empty()) {
        reply(packet, query.by_unicast, 0);
    }
}

// One at a time: for the next querier, the one before has to do with what was heard of it so far.
void Answers::hold(const Query& query, Millis now) {
    if (!held_.empty() && !is_same(query.peer, held_peer_)) {
        owe(held_, kPause, now);
        held_ = RecordSet();
    }
    held_.add(query.to_all | query.by_unicast);
    held_peer_ = query.peer;
    held_since_ = now;
    held_for_ = kShortestHold + random_up_to(system_, kHoldSpread);
}

void Answers::owe(RecordSet records, Millis limit, Millis now) {
    Millis delay = 0;
    for_each(records, [&](Record record) {
        if (is_recent(record, limit, now)) {
            records.remove(record);
        } else if (!kind_of(record).is_unique()) {
            delay = kShortestDelay;
        }
    });
    if (records.empty()) {
        return;
    }
    if (delay > 0) {
        delay += random_up_to(system_, kDelaySpread);
    }
    const Millis waited = elapsed(now, pending_since_);
    if (pending_.empty() || waited + delay < pending_for_) {
        pending_since_ = now;
        pending_for_ = delay;
    }
    pending_.add(records);
}

void Answers::tick(Packet& packet, Millis now) {
    forget_old(now);
    if (!held_.empty() && passed(now, held_since_, held_for_)) {
        owe(held_, kPause, now);
        held_ = RecordSet();
    }
    if (!pending_.empty() && passed(now, pending_since_, pending_for_)) {
        const RecordSet records = pending_;
        pending_ = RecordSet();
        RecordSet besides = zone_.besides(records);
        for_each(besides, [&](Record record) {
            if (is_recent(record, kPause, now)) {
                besides.remove(record);
            }
        });
        tell(packet, records, besides, now);
    }
}

void Answers::forget_old(Millis now) {
    if (!passed(now, looked_, kSecond)) {
        return;
    }
    looked_ = now;
    for_each(fresh_, [&](Record record) {
        if (passed(now, told_[static_cast<size_t>(record)], kind_of(record).seconds_to_live * kSecond / 4)) {
            fresh_.remove(record);
        }
    });
}

bool Answers::tell(Packet& packet, RecordSet records, RecordSet besides, Millis now) {
    bool sent = false;
    RecordSet told;
    Writer writer(packet.bytes, sizeof packet.bytes, zone_);
    const auto send = [&] {
        if (network_.send_to(UdpService::kMdns, everybody(), packet.bytes, writer.size())) {
            sent = true;
            for_each(told, [&](Record record) { told_[static_cast<size_t>(record)] = now; });
            fresh_.add(told);
        }
        told = RecordSet();
        writer.begin_response();
    };
    writer.begin_response();
    for_each(records, [&](Record record) {
        if (!writer.record(Section::kAnswer, record)) {
            send();
            writer.record(Section::kAnswer, record);
        }
        told.add(record);
    });
    for_each(besides, [&](Record record) {
        if (writer.record(Section::kAdditional, record)) {
            told.add(record);
        }
    });
    send();
    return sent;
}

void Answers::take_back(Packet& packet, RecordSet records) {
    Writer writer(packet.bytes, sizeof packet.bytes, zone_);
    writer.begin_response();
    for_each(records, [&](Record record) {
        if (!writer.record(Section::kAnswer, record, true)) {
            network_.send_to(UdpService::kMdns, everybody(), packet.bytes, writer.size());
            writer.begin_response();
            writer.record(Section::kAnswer, record, true);
        }
    });
    network_.send_to(UdpService::kMdns, everybody(), packet.bytes, writer.size());
    fresh_.remove(records);
    pending_.remove(records);
    held_.remove(records);
}

// To one who asked: at once, for others will not answer in its place. With `questions_end`, the questions stay.
void Answers::reply(Packet& packet, RecordSet records, size_t questions_end) {
    if (records.empty()) {
        return;
    }
    const bool legacy = questions_end > 0;
    Writer writer(packet.bytes, legacy ? kMostLegacy : sizeof packet.bytes, zone_, legacy ? Style::kLegacy : Style::kNeighbour);
    if (legacy && questions_end > kMostLegacy) {
        return;
    }
    legacy ? writer.begin_reply(questions_end) : writer.begin_response();
    RecordSet besides = zone_.besides(records);
    if (legacy) {
        // Knows nothing of records that say what there is not: an answer without a record says the same.
        records.remove(kRestRecords);
        besides.remove(kRestRecords);
    }
    for_each(records, [&](Record record) { writer.record(Section::kAnswer, record); });
    for_each(besides, [&](Record record) { writer.record(Section::kAdditional, record); });
    network_.send_to(UdpService::kMdns, packet.peer, packet.bytes, writer.size());
}

}  // namespace smr::mdns
