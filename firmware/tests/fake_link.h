// A network in memory on which several gateways, and strangers that a test plays, hear each other: for mDNS.
#pragma once

#include <string.h>

#include "core/mdns/responder.h"
#include "core/port.h"
#include "tests/check.h"
#include "tests/dns_words.h"
#include "tests/fake_system.h"

// A datagram that was sent.
struct Sent {
    smr::Peer from;
    smr::Peer to;
    smr::Millis at;
    size_t size;
    uint8_t bytes[1500];

    bool is_to_all() const { return to.address[0] == 224; }
};

class FakeLink {
public:
    static constexpr unsigned kHosts = 3;
    static constexpr unsigned kMostSent = 256;
    static constexpr unsigned kMostWaiting = 16;

    // One gateway's end of it.
    class Host final : public smr::Network {
    public:
        void place(FakeLink& link, const uint8_t (&address)[4]) {
            link_ = &link;
            memcpy(address_, address, sizeof address_);
        }
        bool is_open() const { return open_; }
        // Sending fails from now on.
        void break_down(bool broken) { broken_ = broken; }
        // It neither hears nor is heard.
        void cut_off(bool cut) { cut_ = cut; }
        void hear(const Sent& sent) {
            if (cut_) {
                return;
            }
            CHECK(waiting_ < kMostWaiting);
            if (waiting_ < kMostWaiting) {
                inbox_[waiting_++] = sent;
            }
        }
        bool is_at(const smr::Peer& peer) const { return memcmp(peer.address, address_, sizeof address_) == 0; }

        bool open(smr::UdpService service) override {
            CHECK(service == smr::UdpService::kMdns && !open_);
            waiting_ = 0;
            return open_ = true;
        }
        void close(smr::UdpService) override {
            CHECK(open_);
            open_ = false;
        }
        size_t receive_from(smr::UdpService, smr::Peer* from, uint8_t* to, size_t capacity) override {
            CHECK(open_);
            if (waiting_ == 0) {
                return 0;
            }
            const Sent& first = inbox_[0];
            const size_t taken = capacity < first.size ? capacity : first.size;
            memcpy(to, first.bytes, taken);
            *from = first.from;
            memmove(inbox_, inbox_ + 1, --waiting_ * sizeof inbox_[0]);
            return taken;
        }
        bool send_to(smr::UdpService, const smr::Peer& to, const uint8_t* from, size_t count) override {
            CHECK(open_);
            if (broken_) {
                return false;
            }
            if (cut_) {
                return true;
            }
            smr::Peer own = {{}, 5353};
            memcpy(own.address, address_, sizeof address_);
            link_->carry(own, to, from, count, this);
            return true;
        }

        bool listen(smr::TcpService) override { return true; }
        void stop_listening(smr::TcpService) override {}
        smr::Connection accept(smr::TcpService, smr::Peer*) override { return smr::kNoConnection; }
        smr::Connection connect(const smr::Peer&) override { return smr::kNoConnection; }
        smr::ConnectionState state(smr::Connection) override { return smr::ConnectionState::kClosed; }
        size_t receive(smr::Connection, uint8_t*, size_t) override { return 0; }
        size_t room(smr::Connection) override { return 0; }
        size_t send(smr::Connection, const uint8_t*, size_t) override { return 0; }
        void close(smr::Connection) override {}
        void abort(smr::Connection) override {}

    private:
        FakeLink* link_ = nullptr;
        uint8_t address_[4] = {};
        bool open_ = false;
        bool broken_ = false;
        bool cut_ = false;
        unsigned waiting_ = 0;
        Sent inbox_[kMostWaiting];
    };

    // What was sent since the last forget().
    unsigned count() const { return count_; }
    const Sent& sent(unsigned index) const { return sent_[index]; }
    void forget() { count_ = 0; }

    // A stranger says something to all, or to one.
    void say(const smr::Peer& from, const dns::Written& message) { carry(from, smr::mdns::everybody(), message.bytes, message.size, nullptr); }
    void say_to(const smr::Peer& to, const smr::Peer& from, const dns::Written& message) {
        carry(from, to, message.bytes, message.size, nullptr);
    }

    Host hosts[kHosts];
    smr::Millis now = 1000;

private:
    void carry(const smr::Peer& from, const smr::Peer& to, const uint8_t* bytes, size_t size, const Host* sender) {
        CHECK(count_ < kMostSent && size <= sizeof scratch_.bytes);
        scratch_.from = from;
        scratch_.to = to;
        scratch_.at = now;
        scratch_.size = size;
        memcpy(scratch_.bytes, bytes, size);
        for (Host& host : hosts) {
            // Multicast comes back to its sender on some systems: what is done with it is the responder's business.
            if (host.is_open() && (scratch_.is_to_all() || host.is_at(to))) {
                host.hear(scratch_);
            }
        }
        if (sender != nullptr && count_ < kMostSent) {
            sent_[count_++] = scratch_;
        }
    }

    unsigned count_ = 0;
    Sent scratch_;
    Sent sent_[kMostSent];
};

// A gateway as far as mDNS is concerned. Its address is 192.168.1.<last>, its id ends with that in hexadecimal.
class Station {
public:
    Station(FakeLink& link_, unsigned index, uint8_t last, const char* name, bool arduino = true)
        : link(link_),
          host(link_.hosts[index]),
          identity(mac_of(last)),
          place{{192, 168, 1, last}, {255, 255, 255, 0}},
          responder(host, system, settings, identity, smr::mdns::Texts::of(*this)) {
        host.place(link, place.address);
        settings = smr::default_settings();
        settings.has_admin = true;
        settings.arduino_ota = arduino;
        rename(name);
        // Others wait for other times.
        for (unsigned turn = 0; turn < last; ++turn) {
            uint8_t byte;
            system.random(&byte, 1);
        }
    }

    void rename(const char* name) {
        settings.name_size = static_cast<uint8_t>(strlen(name));
        memcpy(settings.name, name, settings.name_size);
    }
    void tick() { responder.tick(joined ? &place : nullptr, link.now); }

    bool announce(unsigned index, smr::Text& to) const {
        switch (index) {
            case 0:
                to.append("txtvers=1", 9);
                return true;
            case 1:
                to.append("state=", 6).append(state, strlen(state));
                return true;
            default:
                return false;
        }
    }

    FakeLink& link;
    FakeLink::Host& host;
    FakeSystem system;
    smr::Identity identity;
    smr::Settings settings;
    smr::mdns::Place place;
    bool joined = true;
    const char* state = "run";
    smr::mdns::Responder responder;

private:
    static smr::Identity mac_of(uint8_t last) {
        const uint8_t mac[6] = {0x5C, 0xCF, 0x7F, 0, 0, last};
        return smr::Identity(mac);
    }
};

// One gateway and what it says.
struct LoneStation {
    LoneStation() : station(link, 0, 77, "Kitchen") {}

    void run(smr::Millis duration, smr::Millis step = 1) {
        for (smr::Millis done = 0; done < duration; done += step) {
            link.now += step;
            station.tick();
        }
    }
    // How many messages with this line were sent, since the last forget().
    unsigned times(const char* line) {
        unsigned count = 0;
        for (unsigned index = 0; index < link.count(); ++index) {
            count += dns::Read(link.sent(index).bytes, link.sent(index).size).says(line) ? 1U : 0U;
        }
        return count;
    }
    // Until the names are its own and all was announced.
    void settle() {
        run(5 * smr::kSecond, 5);
        CHECK(station.responder.is_present());
        link.forget();
    }

    FakeLink link;
    Station station;
};
