// Two that want the same name.
#include "core/mdns/responder.h"

#include "tests/check.h"
#include "tests/fake_link.h"

namespace {

using dns::Written;

constexpr smr::Peer kOther = {{192, 168, 1, 30}, 5353};
constexpr uint8_t kOtherAddress[4] = {192, 168, 1, 30};
constexpr uint8_t kLowerAddress[4] = {10, 0, 0, 1};
constexpr uint8_t kOwnAddress[4] = {192, 168, 1, 77};

struct Pair {
    Pair() : first(link, 0, 77, "Kitchen"), second(link, 1, 78, "kitchen") {}
    void run(smr::Millis duration) {
        for (smr::Millis done = 0; done < duration; ++done) {
            ++link.now;
            first.tick();
            second.tick();
        }
    }
    bool are_both_present() const { return first.responder.is_present() && second.responder.is_present(); }

    FakeLink link;
    Station first;
    Station second;
};

struct Scene : LoneStation {
    // Up to the first probe.
    void run_to_probe() {
        while (link.count() == 0) {
            run(1);
        }
        link.forget();
    }
    bool is_silent_for(smr::Millis duration) {
        link.forget();
        run(duration);
        return link.count() == 0;
    }
};

}  // namespace

TEST(the_second_of_two_gateways_with_one_name_gets_a_number) {
    Pair& pair = check::fresh<Pair>();
    pair.second.joined = false;
    pair.run(5 * smr::kSecond);
    pair.second.joined = true;
    pair.run(10 * smr::kSecond);
    CHECK(pair.are_both_present());
    CHECK_EQ(pair.first.responder.number(), 1);
    CHECK_EQ(pair.second.responder.number(), 2);
    pair.link.forget();
    pair.link.say({{192, 168, 1, 99}, 5353}, Written().ask("PTR", "_smr._tcp.local").ask("A", "kitchen-2.local"));
    pair.run(500);
    bool plain = false;
    bool numbered = false;
    for (unsigned index = 0; index < pair.link.count(); ++index) {
        const dns::Read read(pair.link.sent(index).bytes, pair.link.sent(index).size);
        plain = plain || read.says("ar SRV Kitchen._smr._tcp.local 120! 80 kitchen.local");
        numbered = numbered || (read.says("an PTR _smr._tcp.local 4500 kitchen-2._smr._tcp.local") &&
                                read.says("an A kitchen-2.local 120! 192.168.1.78"));
    }
    CHECK(plain && numbered);
}

TEST(two_gateways_that_start_at_the_same_time_get_different_names_whatever_their_chance) {
    for (uint8_t offset = 0; offset < 40; ++offset) {
        Pair& pair = check::fresh<Pair>();
        pair.second.joined = false;
        pair.run(1U + offset * 25U);
        pair.second.joined = true;
        pair.run(15 * smr::kSecond);
        CHECK(pair.are_both_present());
        CHECK_EQ(pair.first.responder.number() + pair.second.responder.number(), 3);
    }
}

TEST(two_networks_that_become_one_end_with_different_names) {
    Pair& pair = check::fresh<Pair>();
    // They do not hear each other.
    pair.first.host.cut_off(true);
    pair.run(10 * smr::kSecond);
    CHECK(pair.are_both_present());
    CHECK_EQ(pair.first.responder.number() + pair.second.responder.number(), 2);
    pair.first.host.cut_off(false);
    pair.run(2 * smr::kSecond);
    CHECK_EQ(pair.first.responder.number() + pair.second.responder.number(), 2);
    // Until somebody asks, and both answer.
    pair.link.say({{192, 168, 1, 99}, 5353}, Written().ask("A", "kitchen.local"));
    pair.run(15 * smr::kSecond);
    CHECK(pair.are_both_present());
    CHECK_EQ(pair.first.responder.number() + pair.second.responder.number(), 3);
}

TEST(whoever_answers_a_probe_keeps_the_name) {
    const struct {
        Written answer;
        unsigned number;
    } cases[] = {
        {Written(true).address(1, "kitchen.local", 120, kOtherAddress), 2},
        {Written(true).address(3, "KITCHEN.local", 120, kOtherAddress), 2},
        {Written(true).service(1, "Kitchen._http._tcp.local", 120, 8080, "nas.local"), 2},
        {Written(true).text(1, "Kitchen._smr._tcp.local", 4500, "txtvers=2"), 2},
        // Somebody who has only an IPv6 address.
        {Written(true).raw(1, "kitchen.local", "AAAA", 120, "0123456789abcdef", 16), 2},
        // The same as ours, a goodbye, another's, and one that is not from the port of mDNS.
        {Written(true).address(1, "kitchen.local", 120, kOwnAddress), 1},
        {Written(true).address(1, "kitchen.local", 0, kOtherAddress), 1},
        {Written(true).address(1, "kitchen.example.local", 120, kOtherAddress), 1},
        {Written(true).pointer(1, "_smr._tcp.local", 4500, "x._smr._tcp.local"), 1},
    };
    for (const auto& each : cases) {
        Scene& scene = check::fresh<Scene>();
        scene.run_to_probe();
        scene.link.say(kOther, each.answer);
        scene.run(5 * smr::kSecond);
        CHECK(scene.station.responder.is_present());
        CHECK_EQ(scene.station.responder.number(), each.number);
    }
    Scene& scene = check::fresh<Scene>();
    scene.run_to_probe();
    scene.link.say({{192, 168, 1, 30}, 5354}, cases[0].answer);
    scene.run(5 * smr::kSecond);
    CHECK_EQ(scene.station.responder.number(), 1);
}

TEST(an_id_that_another_has_is_given_up_and_the_name_kept) {
    Scene& scene = check::fresh<Scene>();
    scene.run_to_probe();
    scene.link.say(kOther, Written(true).address(1, "smr-00004d.local", 120, kOtherAddress));
    scene.run(5 * smr::kSecond);
    CHECK_EQ(scene.station.responder.number(), 1);
    CHECK_EQ(scene.times("an A kitchen.local 120! 192.168.1.77"), 3);
    CHECK_EQ(scene.times("an A smr-00004d.local 120! 192.168.1.77"), 0);
}

TEST(of_two_that_probe_at_the_same_time_the_later_data_win) {
    const uint8_t higher[4] = {192, 168, 1, 200};
    const struct {
        Written probe;
        bool steps_back;
    } cases[] = {
        {Written().ask("ANY", "kitchen.local").address(2, "kitchen.local", 120, higher), true},
        {Written().ask("ANY", "kitchen.local").address(2, "kitchen.local", 120, kLowerAddress), false},
        {Written().ask("ANY", "kitchen.local").address(2, "kitchen.local", 120, kOwnAddress), false},
        // The same, and one more: the longer list is the later one.
        {Written()
             .ask("ANY", "kitchen.local")
             .raw(2, "kitchen.local", "AAAA", 120, "0123456789abcdef", 16)
             .address(2, "kitchen.local", 120, kOwnAddress),
         true},
        // SRV alone is later than TXT and SRV.
        {Written().ask("ANY", "Kitchen._smr._tcp.local").service(2, "Kitchen._smr._tcp.local", 120, 1, "a.local"), true},
        {Written().ask("ANY", "Kitchen._smr._tcp.local").text(2, "Kitchen._smr._tcp.local", 120, "a"), false},
        // A text of the same length that is later, and an SRV record that is earlier: the text decides.
        {Written()
             .ask("ANY", "Kitchen._smr._tcp.local")
             .service(2, "Kitchen._smr._tcp.local", 120, 1, "a.local")
             .text(2, "Kitchen._smr._tcp.local", 120, "uxtvers=1"),
         true},
        {Written().ask("ANY", "cellar.local").address(2, "cellar.local", 120, higher), false},
        // Only asks.
        {Written().ask("ANY", "kitchen.local"), false},
    };
    for (const auto& each : cases) {
        Scene& scene = check::fresh<Scene>();
        scene.run_to_probe();
        scene.link.say(kOther, each.probe);
        scene.run(5);
        CHECK_EQ(scene.is_silent_for(900), each.steps_back);
        scene.run(5 * smr::kSecond);
        // The other has not taken it after all.
        CHECK_EQ(scene.station.responder.number(), 1);
        CHECK(scene.station.responder.is_present());
    }
}

TEST(a_name_is_defended_at_once_against_whoever_probes_for_it) {
    Scene& scene = check::fresh<Scene>();
    scene.settle();
    scene.run(smr::kMinute);
    const Written probe = Written().ask("ANY", "kitchen.local", true).address(2, "kitchen.local", 120, kOtherAddress);
    for (unsigned round = 0; round < 3; ++round) {
        scene.link.forget();
        scene.link.say(kOther, probe);
        scene.run(3);
        CHECK_EQ(scene.times("an A kitchen.local 120! 192.168.1.77"), 1);
        scene.run(247);
    }
    CHECK(scene.station.responder.is_present());
}

TEST(a_conflict_later_is_settled_by_new_probes) {
    Scene& scene = check::fresh<Scene>();
    scene.settle();
    scene.link.say(kOther, Written(true).address(1, "kitchen.local", 120, kOtherAddress));
    scene.run(2);
    CHECK(!scene.station.responder.is_present());
    CHECK_EQ(scene.times("qd ANY kitchen.local QU"), 1);
    // The other insists.
    scene.link.say(kOther, Written(true).address(1, "kitchen.local", 120, kOtherAddress));
    scene.run(5 * smr::kSecond);
    CHECK_EQ(scene.station.responder.number(), 2);
    CHECK_EQ(scene.times("an SRV Kitchen-2._smr._tcp.local 120! 80 kitchen-2.local"), 3);
    // Its own name again after the next start, or in the next network.
    scene.station.joined = false;
    scene.run(10);
    scene.station.joined = true;
    scene.run(5 * smr::kSecond);
    CHECK_EQ(scene.station.responder.number(), 1);
}

TEST(whoever_takes_every_name_is_not_raced_with) {
    Scene& scene = check::fresh<Scene>();
    unsigned conflicts = 0;
    smr::Millis last = 0;
    for (unsigned step = 0; step < 60 * smr::kSecond; ++step) {
        scene.run(1);
        if (scene.link.count() > 0) {
            const dns::Read probe(scene.link.sent(0).bytes, scene.link.sent(0).size);
            char name[64] = {};
            const char* const begin = strstr(probe.lines(), "qd ANY ") + 7;
            memcpy(name, begin, static_cast<size_t>(strchr(begin, ' ') - begin));
            scene.link.forget();
            scene.link.say(kOther, Written(true).address(1, name, 120, kOtherAddress));
            ++conflicts;
            CHECK(conflicts <= 15 || scene.link.now - last >= 5 * smr::kSecond);
            last = scene.link.now;
        }
    }
    CHECK(conflicts > 15 && conflicts < 15 + 60 / 5 + 1);
}

TEST(after_255_comes_2_again) {
    Scene& scene = check::fresh<Scene>();
    for (unsigned conflict = 0; conflict < 255; ++conflict) {
        while (!scene.station.responder.is_present()) {
            scene.run(50);
        }
        for (unsigned round = 0; round < 2; ++round) {
            smr::TextOf<64> name;
            name.append("kitchen", 7);
            if (scene.station.responder.number() > 1) {
                name.append('-').decimal(scene.station.responder.number());
            }
            name.append(".local", 6).append('\0');
            scene.link.say(kOther, Written(true).address(1, name.data(), 120, kOtherAddress));
            scene.run(300);
        }
        scene.link.forget();
    }
    CHECK_EQ(scene.station.responder.number(), 2);
}
