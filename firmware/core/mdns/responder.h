// Multicast DNS (RFC 6762) with service discovery (RFC 6763): the gateway takes its names and tells everybody of its services.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/mdns/answers.h"
#include "core/mdns/zone.h"
#include "core/port.h"

namespace smr::mdns {

// Where the gateway is in its network.
struct Place {
    uint8_t address[4];
    uint8_t netmask[4];
};

// Announces `_smr._tcp` and `_http._tcp` on the port for HTTP, `_arduino._tcp` while updates of that kind are on, and the host names that
// lead to the address: that of the settings and the id.
//
// A name is taken by asking three times whether somebody has it. If so, the gateway takes the same with a number behind it; after the next
// start it asks for its own again. What is sent goes to 224.0.0.251 or back to whoever asked; what comes from another network is not heard.
class Responder {
public:
    Responder(Network& network, System& system, const Settings& settings, const Identity& identity, Texts texts)
        : network_(network),
          system_(system),
          settings_(settings),
          zone_(network, identity, texts),
          answers_(network, system, zone_) {}
    Responder(const Responder&) = delete;
    Responder& operator=(const Responder&) = delete;

    // One step. `place` is null while the gateway is in no network: others notice by themselves then.
    void tick(const Place* place, Millis now);
    // Takes back what was announced, and is silent until the next tick(): before a restart, and before the gateway leaves the network.
    void leave();

    // Whether its names are its own, so that it answers.
    bool is_present() const { return phase_ == Phase::kPresent; }
    // What stands behind the names, or 1.
    uint8_t number() const { return number_; }

private:
    enum class Phase : uint8_t { kClosed, kProbing, kPresent };

    void step(bool looks, Millis now);
    void look(Packet& packet, Millis now);
    void take_back(Packet& packet, RecordSet records);
    void begin(Millis pause, Millis now);
    void probe_after(Millis pause, Millis now);
    void probe(Packet& packet, Millis now);
    void announce(Packet& packet, Millis now);
    void receive(Packet& packet, Millis now);
    void take_response(const Message& message, Millis now);
    void meet_conflict(Name name, Millis now);
    Millis random_pause();
    RecordSet wanted() const;
    bool is_neighbour(const Peer& peer) const;

    Network& network_;
    System& system_;
    const Settings& settings_;
    Zone zone_;
    Answers answers_;

    uint8_t netmask_[4] = {};
    Millis looked_ = 0;
    uint32_t fingerprint_ = 0;
    // What still has to be announced, and how often.
    RecordSet news_;
    Millis last_ = 0;   // of the last step of probing or announcing
    Millis pause_ = 0;  // until the next
    Phase phase_ = Phase::kClosed;
    uint8_t probes_ = 0;
    uint8_t announcements_ = 0;
    uint8_t conflicts_ = 0;  // since the names were last its own
    uint8_t number_ = 1;
    bool is_id_taken_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(Responder) <= 350, "over its share of the RAM");
#endif

}  // namespace smr::mdns
