// Strangers who speak mDNS to a gateway: whatever they say, it sends only well-formed messages, to all or to whoever asked, no more of them
// than it may, and answers afterwards.
#include "fuzz/fuzz.h"
#include "tests/fake_link.h"

namespace {

constexpr uint8_t kOther[4] = {192, 168, 1, 30};

struct Scene : LoneStation {
    void check_sent(bool asked_directly, const smr::Peer& from) {
        for (unsigned index = 0; index < link.count(); ++index) {
            const Sent& sent = link.sent(index);
            fuzz::require(sent.size <= smr::mdns::Packet::kCapacity, "messages are not too long");
            fuzz::require(sent.is_to_all() || (sent.to.port == from.port && memcmp(sent.to.address, from.address, 4) == 0),
                          "it speaks to all, or to whoever asked");
            fuzz::require(is_sound(sent), "messages are well-formed");
            fuzz::require(sent.is_to_all() || !asked_directly || sent.size <= 600, "an answer is no flood");
        }
        fuzz::require(link.count() <= 8, "one message brings no more than a few");
        link.forget();
    }

    // As the core's own reader sees it.
    static bool is_sound(const Sent& sent) {
        const smr::mdns::Message message(sent.bytes, sent.size);
        smr::mdns::Reader reader(message);
        smr::mdns::Entry entry;
        unsigned count = 0;
        while (reader.next(&entry)) {
            smr::mdns::Labels labels(message, entry.name);
            const uint8_t* label = nullptr;
            size_t size = 1;
            while (size != 0) {
                // A question that came with an odd name goes back as it was.
                if (!labels.next(&label, &size)) {
                    return entry.section == smr::mdns::Section::kQuestion;
                }
            }
            ++count;
        }
        unsigned all = 0;
        for (unsigned section = 0; section < smr::mdns::kSections; ++section) {
            all += message.count(static_cast<smr::mdns::Section>(section));
        }
        return count == all && reader.at() == sent.size;
    }
};

}  // namespace

// Datagrams: whom from (a bit), how long after the one before, size, bytes.
int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    Scene& scene = check::fresh<Scene>();
    fuzz::Input input(bytes, size);
    if ((input.byte() & 1U) != 0) {
        scene.settle();
    }
    while (!input.empty()) {
        const uint8_t how = input.byte();
        const smr::Millis wait = input.byte();
        dns::Written written;
        size_t taken = 0;
        const uint8_t* const from = input.take(input.word() % dns::Written::kCapacity, &taken);
        memcpy(written.bytes, from, taken);
        written.size = taken;
        const smr::Peer peer = {{kOther[0], kOther[1], kOther[2], kOther[3]}, (how & 1U) != 0 ? uint16_t{40000} : uint16_t{5353}};
        scene.link.say(peer, written);
        scene.run(1U + wait, 1U + wait / 4U);
        scene.check_sent((how & 1U) != 0, peer);
    }
    scene.run(10 * smr::kSecond, 50);
    scene.link.forget();
    fuzz::require(scene.station.responder.is_present(), "it has names in the end");
    scene.link.say({{192, 168, 1, 31}, 40001}, dns::Written().ask("PTR", "_smr._tcp.local"));
    scene.run(2);
    fuzz::require(scene.link.count() == 1, "it answers");
    return 0;
}

namespace {

void add(fuzz::Seeds& seeds, uint8_t settled, uint8_t how, const dns::Written& written) {
    uint8_t seed[2000];
    size_t size = 0;
    seed[size++] = settled;
    for (unsigned round = 0; round < 2 && size + 4 + written.size <= sizeof seed; ++round) {
        seed[size++] = how;
        seed[size++] = 200;
        seed[size++] = static_cast<uint8_t>(written.size >> 8);
        seed[size++] = static_cast<uint8_t>(written.size);
        memcpy(seed + size, written.bytes, written.size);
        size += written.size;
    }
    seeds.add(seed, size);
}

}  // namespace

void fuzz::write_seeds(Seeds& seeds) {
    using dns::Written;
    for (uint8_t settled = 0; settled < 2; ++settled) {
        add(seeds, settled, 0, Written().ask("PTR", "_smr._tcp.local").pointer(1, "_smr._tcp.local", 4500, "Kitchen._smr._tcp.local"));
        add(seeds, settled, 0, Written().truncated().ask("PTR", "_services._dns-sd._udp.local").ask("ANY", "kitchen.local", true));
        add(seeds, settled, 1, Written(false, 7).ask("SRV", "Kitchen._http._tcp.local").ask("AAAA", "kitchen.local"));
        add(seeds, settled, 0, Written(true).address(1, "kitchen.local", 120, kOther).text(3, "Kitchen._smr._tcp.local", 4500, "a=b"));
        add(seeds, settled, 0,
            Written().ask("ANY", "Kitchen._smr._tcp.local", true).service(2, "Kitchen._smr._tcp.local", 120, 1, "z.local"));
    }
}
