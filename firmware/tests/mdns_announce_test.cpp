// Taking names, announcing, changing, leaving.
#include "core/mdns/responder.h"

#include "tests/check.h"
#include "tests/fake_link.h"

namespace {

using Scene = LoneStation;

constexpr smr::Peer kLaptop = {{192, 168, 1, 30}, 5353};

dns::Read first(const Scene& scene) {
    CHECK(scene.link.count() > 0);
    return dns::Read(scene.link.sent(0).bytes, scene.link.sent(0).size);
}

}  // namespace

TEST(three_probes_a_quarter_of_a_second_apart_come_first) {
    Scene& scene = check::fresh<Scene>();
    scene.run(250 + 250 + 3 * 250 + 10);
    CHECK(scene.link.count() >= 4);
    for (unsigned index = 0; index < 3; ++index) {
        const Sent& sent = scene.link.sent(index);
        const dns::Read probe(sent.bytes, sent.size);
        CHECK(!probe.is_response() && sent.is_to_all() && sent.to.port == 5353);
        CHECK_EQ(probe.count(0), 5);
        CHECK(probe.says("qd ANY kitchen.local QU"));
        CHECK(probe.says("qd ANY smr-00004d.local QU"));
        CHECK(probe.says("qd ANY Kitchen._smr._tcp.local QU"));
        CHECK(probe.says("qd ANY Kitchen._http._tcp.local QU"));
        CHECK(probe.says("qd ANY Kitchen._arduino._tcp.local QU"));
        CHECK(probe.says("ns A kitchen.local 120 192.168.1.77"));
        CHECK(probe.says("ns SRV Kitchen._smr._tcp.local 120 80 kitchen.local"));
        CHECK(probe.says("ns TXT Kitchen._smr._tcp.local 4500 txtvers=1 state=run"));
        CHECK_EQ(probe.count(1) + probe.count(3), 0);
        if (index > 0) {
            CHECK_EQ(sent.at - scene.link.sent(index - 1).at, 250);
        }
    }
    // Silent for the rest of that time, then it says that they are its own.
    CHECK(dns::Read(scene.link.sent(3).bytes, scene.link.sent(3).size).is_response());
    CHECK_EQ(scene.link.sent(3).at - scene.link.sent(2).at, 250);
}

TEST(the_first_probe_waits_for_a_random_time_that_is_different_each_time) {
    smr::Millis least = 10000;
    smr::Millis most = 0;
    for (uint8_t last = 1; last < 40; ++last) {
        FakeLink& link = check::fresh<FakeLink>();
        Station station(link, 0, last, "Kitchen");
        while (link.count() == 0) {
            ++link.now;
            station.tick();
        }
        // The first look is after a quarter of a second at most, from time 0.
        const smr::Millis waited = link.sent(0).at - 1001;
        least = waited < least ? waited : least;
        most = waited > most ? waited : most;
    }
    CHECK(least < 50 && most > 200 && most <= 251);
}

TEST(all_records_are_announced_three_times_and_those_of_unique_names_replace_what_was) {
    Scene& scene = check::fresh<Scene>();
    scene.run(10 * smr::kSecond);
    const char* const lines[] = {
        "an PTR _smr._tcp.local 4500 Kitchen._smr._tcp.local",
        "an PTR _http._tcp.local 4500 Kitchen._http._tcp.local",
        "an PTR _arduino._tcp.local 4500 Kitchen._arduino._tcp.local",
        "an SRV Kitchen._smr._tcp.local 120! 80 kitchen.local",
        "an SRV Kitchen._http._tcp.local 120! 80 kitchen.local",
        "an SRV Kitchen._arduino._tcp.local 120! 8266 kitchen.local",
        "an TXT Kitchen._smr._tcp.local 4500! txtvers=1 state=run",
        "an TXT Kitchen._http._tcp.local 4500! ",
        "an TXT Kitchen._arduino._tcp.local 4500! tcp_check=no ssh_upload=no board=generic auth_upload=yes",
        "an A kitchen.local 120! 192.168.1.77",
        "an A smr-00004d.local 120! 192.168.1.77",
        "an PTR _services._dns-sd._udp.local 4500 _smr._tcp.local",
        "an PTR _services._dns-sd._udp.local 4500 _http._tcp.local",
        "an PTR _services._dns-sd._udp.local 4500 _arduino._tcp.local",
    };
    for (const char* const line : lines) {
        CHECK_EQ(scene.times(line), 3);
    }
    smr::Millis at[3] = {};
    unsigned found = 0;
    for (unsigned index = 0; index < scene.link.count(); ++index) {
        const Sent& sent = scene.link.sent(index);
        if (found < 3 && dns::Read(sent.bytes, sent.size).says(lines[0])) {
            at[found++] = sent.at;
            CHECK(sent.is_to_all());
        }
    }
    CHECK_EQ(at[1] - at[0], 1000);
    CHECK_EQ(at[2] - at[1], 2000);
}

TEST(nothing_is_said_outside_of_a_network) {
    Scene& scene = check::fresh<Scene>();
    scene.station.joined = false;
    scene.run(5000);
    CHECK(!scene.station.host.is_open());
    scene.station.joined = true;
    scene.settle();
    CHECK(scene.station.host.is_open());
    // It is gone: there is nobody to say goodbye to. Back again, it probes again.
    scene.station.joined = false;
    scene.run(100);
    CHECK(!scene.station.host.is_open() && !scene.station.responder.is_present());
    CHECK_EQ(scene.link.count(), 0);
    scene.station.joined = true;
    scene.run(600);
    CHECK(!first(scene).is_response());
}

TEST(the_longest_names_fit_into_one_probe) {
    FakeLink& link = check::fresh<FakeLink>();
    Station station(link, 0, 77, "An-exceedingly-long-name-of-32-b");
    station.state = "unclaimed-and-as-long-as-anything-will-ever-be-in-all-th";
    while (link.count() == 0) {
        ++link.now;
        station.tick();
    }
    const dns::Read probe(link.sent(0).bytes, link.sent(0).size);
    CHECK_EQ(probe.count(0), 5);
    CHECK_EQ(probe.count(2), 8);
    check::report("bytes of the longest probe here", link.sent(0).size);
}

TEST(a_name_may_have_any_letters_and_dots) {
    FakeLink& link = check::fresh<FakeLink>();
    Station station(link, 0, 77, "Z\xC3\xA4hler v2.0");
    for (unsigned tick = 0; tick < 3000; ++tick) {
        ++link.now;
        station.tick();
    }
    bool seen = false;
    for (unsigned index = 3; index < link.count(); ++index) {
        const dns::Read read(link.sent(index).bytes, link.sent(index).size);
        // Not all of that may stand in a host name.
        seen = seen || read.says("an SRV Z\xC3\xA4hler v2.0._smr._tcp.local 120! 80 z-hler-v2-0.local");
    }
    CHECK(seen);
}

TEST(a_gateway_without_a_name_is_called_by_its_id_and_has_one_host_name) {
    FakeLink& link = check::fresh<FakeLink>();
    Station station(link, 0, 77, "", false);
    for (unsigned tick = 0; tick < 3000; ++tick) {
        ++link.now;
        station.tick();
    }
    const dns::Read probe(link.sent(0).bytes, link.sent(0).size);
    CHECK_EQ(probe.count(0), 3);
    CHECK(probe.says("qd ANY smr-00004d.local QU"));
    CHECK(probe.says("qd ANY smr-00004d._smr._tcp.local QU"));
}

TEST(what_changes_of_the_text_is_announced_anew) {
    Scene& scene = check::fresh<Scene>();
    scene.settle();
    scene.station.state = "unclaimed";
    scene.run(10 * smr::kSecond);
    CHECK_EQ(scene.times("an TXT Kitchen._smr._tcp.local 4500! txtvers=1 state=unclaimed"), 3);
    CHECK_EQ(scene.link.count(), 3);
    CHECK_EQ(first(scene).count(1), 1);
}

TEST(before_it_leaves_it_takes_back_what_is_its_own) {
    Scene& scene = check::fresh<Scene>();
    scene.settle();
    scene.station.responder.leave();
    CHECK(!scene.station.host.is_open());
    CHECK_EQ(scene.times("an PTR _smr._tcp.local 0 Kitchen._smr._tcp.local"), 1);
    CHECK_EQ(scene.times("an SRV Kitchen._http._tcp.local 0! 80 kitchen.local"), 1);
    CHECK_EQ(scene.times("an A kitchen.local 0! 192.168.1.77"), 1);
    for (unsigned index = 0; index < scene.link.count(); ++index) {
        // Others have such services too.
        const dns::Read read(scene.link.sent(index).bytes, scene.link.sent(index).size);
        CHECK(!read.mentions("an PTR _services._dns-sd._udp.local"));
    }
    // Once is enough, and who never had a name takes nothing back.
    scene.link.forget();
    scene.station.responder.leave();
    scene.run(500);
    scene.station.responder.leave();
    CHECK(!first(scene).is_response());
    CHECK_EQ(scene.times("an A kitchen.local 0! 192.168.1.77"), 0);
}

TEST(a_new_name_takes_the_place_of_the_old_one) {
    Scene& scene = check::fresh<Scene>();
    scene.settle();
    scene.station.rename("Cellar");
    scene.run(3 * smr::kSecond);
    CHECK(first(scene).says("an PTR _smr._tcp.local 0 Kitchen._smr._tcp.local"));
    CHECK_EQ(scene.times("qd ANY cellar.local QU"), 3);
    CHECK(scene.times("an SRV Cellar._smr._tcp.local 120! 80 cellar.local") > 0);
    CHECK_EQ(scene.times("an SRV Kitchen._smr._tcp.local 120! 80 kitchen.local"), 0);
}

TEST(updates_by_arduino_are_announced_while_they_are_on) {
    Scene& scene = check::fresh<Scene>();
    scene.station.settings.arduino_ota = false;
    scene.settle();
    scene.station.settings.arduino_ota = true;
    scene.run(5 * smr::kSecond);
    CHECK_EQ(scene.times("an PTR _arduino._tcp.local 4500 Kitchen._arduino._tcp.local"), 3);
    scene.link.forget();
    scene.station.settings.has_admin = false;
    scene.run(5 * smr::kSecond);
    CHECK_EQ(scene.times("an PTR _arduino._tcp.local 0 Kitchen._arduino._tcp.local"), 1);
    CHECK_EQ(first(scene).count(1), 3);
    CHECK_EQ(scene.times("an PTR _smr._tcp.local 0 Kitchen._smr._tcp.local"), 0);
    scene.link.forget();
    scene.link.say(kLaptop, dns::Written().ask("PTR", "_arduino._tcp.local"));
    scene.run(500);
    CHECK_EQ(scene.link.count(), 0);
}

TEST(a_new_address_is_announced_after_new_probes) {
    Scene& scene = check::fresh<Scene>();
    scene.settle();
    scene.station.place.address[3] = 78;
    scene.run(3 * smr::kSecond);
    CHECK(!first(scene).is_response());
    CHECK(scene.times("an A kitchen.local 120! 192.168.1.78") > 0);
}

TEST(probes_and_announcements_that_do_not_get_out_are_sent_again) {
    Scene& scene = check::fresh<Scene>();
    scene.station.host.break_down(true);
    scene.run(5 * smr::kSecond);
    CHECK(!scene.station.responder.is_present());
    scene.station.host.break_down(false);
    scene.run(900);
    CHECK_EQ(scene.times("qd ANY kitchen.local QU"), 3);
    scene.station.host.break_down(true);
    scene.run(5 * smr::kSecond);
    scene.station.host.break_down(false);
    scene.run(5 * smr::kSecond);
    CHECK_EQ(scene.times("an A kitchen.local 120! 192.168.1.77"), 3);
}

TEST(time_that_wraps_around_disturbs_nothing) {
    Scene& scene = check::fresh<Scene>();
    scene.link.now = 0U - 2000U;
    scene.run(10 * smr::kSecond);
    CHECK_EQ(scene.times("qd ANY kitchen.local QU"), 3);
    CHECK_EQ(scene.times("an A kitchen.local 120! 192.168.1.77"), 3);
}
