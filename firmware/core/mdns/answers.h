// What a gateway sends of its records: to whoever asks, and to all (RFC 6762 sections 5 to 7).
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/mdns/zone.h"
#include "core/port.h"

namespace smr::mdns {

// A message on its way in or out: one after the other, in the same memory.
struct Packet {
    // Room for the largest that has to be sent in one piece: a probe for all names. Of larger ones that come the rest is not seen.
    static constexpr size_t kCapacity = 600;

    Peer peer;
    size_t size;
    uint8_t bytes[kCapacity];
};

constexpr uint16_t kPort = 5353;

// All who speak mDNS.
Peer everybody();

class Answers {
public:
    Answers(Network& network, System& system, const Zone& zone) : network_(network), system_(system), zone_(zone) {}
    Answers(const Answers&) = delete;
    Answers& operator=(const Answers&) = delete;

    // Knows of nothing that was sent, and owes nobody an answer.
    void reset();
    // A query came in `packet`, whose memory is used up. Known answers are left out; what everybody heard a moment ago too.
    void take(Packet& packet, Millis now);
    // Another host has told everybody what is said here too.
    void heard(Record record) { pending_.remove(record); }
    // Sends what is due.
    void tick(Packet& packet, Millis now);
    // Tells everybody now, in as many messages as it takes. False if none got out.
    bool tell(Packet& packet, RecordSet records, RecordSet besides, Millis now);
    // Takes these back.
    void take_back(Packet& packet, RecordSet records);
    // Whether everybody heard it less than `limit` ago, which is at most a quarter of its life.
    bool is_recent(Record record, Millis limit, Millis now) const;

private:
    // Collects the questions of one query.
    struct Query;

    void reply(Packet& packet, RecordSet records, size_t questions_end);
    void hold(const Query& query, Millis now);
    void owe(RecordSet records, Millis limit, Millis now);
    void forget_old(Millis now);

    Network& network_;
    System& system_;
    const Zone& zone_;
    // When everybody heard it the last time, as long as that is less than a quarter of its life ago.
    Millis told_[kRecords] = {};
    RecordSet fresh_;
    Millis looked_ = 0;
    // What is to be told, and when.
    RecordSet pending_;
    Millis pending_since_ = 0;
    Millis pending_for_ = 0;
    // The answers to a query whose known answers are still to come.
    RecordSet held_;
    Millis held_since_ = 0;
    Millis held_for_ = 0;
    Peer held_peer_ = {};
};

}  // namespace smr::mdns
