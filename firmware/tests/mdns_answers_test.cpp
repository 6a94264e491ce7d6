// Answering questions: who gets what, when, and what is left out.
#include "core/mdns/responder.h"

#include "tests/check.h"
#include "tests/fake_link.h"

namespace {

using dns::Written;

constexpr smr::Peer kLaptop = {{192, 168, 1, 30}, 5353};
constexpr smr::Peer kPhone = {{192, 168, 1, 31}, 5353};
constexpr smr::Peer kResolver = {{192, 168, 1, 32}, 40000};

struct Scene : LoneStation {
    // As a gateway that said everything long ago, so that nothing counts as heard a moment ago.
    Scene& rest() {
        settle();
        run(smr::kMinute);
        return *this;
    }
    void ask(const smr::Peer& from, const Written& query) {
        link.forget();
        asked = link.now;
        link.say(from, query);
    }
    // The only message that was sent since the question.
    const Sent& only() {
        CHECK_EQ(link.count(), 1);
        return link.sent(0);
    }
    dns::Read answer() { return dns::Read(only().bytes, only().size); }
    smr::Millis delay() { return only().at - asked; }

    smr::Millis asked = 0;
};

}  // namespace

TEST(who_looks_for_a_kind_of_service_gets_all_that_is_needed_to_use_it) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kLaptop, Written().ask("PTR", "_SMR._tcp.local"));
    scene.run(200);
    const dns::Read answer = scene.answer();
    CHECK(scene.only().is_to_all() && answer.is_response() && answer.id() == 0 && answer.count(0) == 0);
    CHECK_EQ(answer.count(1), 1);
    CHECK(answer.says("an PTR _smr._tcp.local 4500 Kitchen._smr._tcp.local"));
    CHECK(answer.says("ar SRV Kitchen._smr._tcp.local 120! 80 kitchen.local"));
    CHECK(answer.says("ar TXT Kitchen._smr._tcp.local 4500! txtvers=1 state=run"));
    CHECK(answer.says("ar A kitchen.local 120! 192.168.1.77"));
    CHECK(answer.says("ar NSEC kitchen.local 120! A"));
    CHECK_EQ(answer.count(3), 4);
    CHECK(scene.delay() >= 20 && scene.delay() <= 121);
}

TEST(the_delay_of_shared_answers_is_random) {
    Scene& scene = check::fresh<Scene>().rest();
    smr::Millis least = 1000;
    smr::Millis most = 0;
    for (unsigned round = 0; round < 40; ++round) {
        scene.ask(kLaptop, Written().ask("PTR", "_http._tcp.local"));
        scene.run(2000);
        least = scene.delay() < least ? scene.delay() : least;
        most = scene.delay() > most ? scene.delay() : most;
    }
    CHECK(least >= 20 && least < 40 && most > 100 && most <= 121);
}

TEST(what_is_its_own_alone_is_answered_at_once) {
    Scene& scene = check::fresh<Scene>().rest();
    const struct {
        const char* type;
        const char* name;
        const char* line;
    } cases[] = {
        {"A", "kitchen.local", "an A kitchen.local 120! 192.168.1.77"},
        {"ANY", "smr-00004d.local", "an A smr-00004d.local 120! 192.168.1.77"},
        {"SRV", "Kitchen._smr._tcp.local", "an SRV Kitchen._smr._tcp.local 120! 80 kitchen.local"},
        {"TXT", "kitchen._arduino._tcp.local",
         "an TXT Kitchen._arduino._tcp.local 4500! tcp_check=no ssh_upload=no board=generic auth_upload=yes"},
        // What there is not.
        {"AAAA", "kitchen.local", "an NSEC kitchen.local 120! A"},
        {"AAAA", "smr-00004d.local", "an NSEC smr-00004d.local 120! A"},
        {"A", "Kitchen._http._tcp.local", "an NSEC Kitchen._http._tcp.local 120! TXT SRV"},
    };
    for (const auto& each : cases) {
        scene.ask(kLaptop, Written().ask(each.type, each.name));
        scene.run(2);
        CHECK(scene.answer().says(each.line));
        CHECK(scene.delay() <= 1);
        scene.run(2000);
    }
}

TEST(whoever_asks_for_all_kinds_of_services_hears_of_three) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kLaptop, Written().ask("PTR", "_services._dns-sd._udp.local"));
    scene.run(200);
    CHECK_EQ(scene.answer().count(1), 3);
    CHECK(scene.answer().says("an PTR _services._dns-sd._udp.local 4500 _smr._tcp.local"));
    CHECK_EQ(scene.answer().count(3), 0);
}

TEST(what_another_has_just_said_to_all_is_not_said_again) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kLaptop, Written().ask("PTR", "_services._dns-sd._udp.local"));
    scene.run(2);
    scene.link.say(kPhone, Written(true).pointer(1, "_services._dns-sd._udp.local", 4500, "_http._tcp.local"));
    // For less time than it would say: that does not count.
    scene.link.say(kPhone, Written(true).pointer(1, "_services._dns-sd._udp.local", 100, "_smr._tcp.local"));
    scene.run(200);
    CHECK_EQ(scene.answer().count(1), 2);
    CHECK(!scene.answer().mentions("an PTR _services._dns-sd._udp.local 4500 _http._tcp.local"));
}

TEST(questions_about_others_are_not_answered) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kLaptop, Written().ask("A", "kitchen-2.local").ask("PTR", "_ipp._tcp.local").ask("SRV", "_smr._tcp.local").ask("A", "kitchen._smr._tcp"));
    scene.run(200);
    CHECK_EQ(scene.link.count(), 0);
}

TEST(known_answers_are_left_out_while_they_are_young) {
    Scene& scene = check::fresh<Scene>().rest();
    const struct {
        uint32_t seconds;
        const char* target;
        unsigned answers;
    } cases[] = {{4500, "Kitchen._smr._tcp.local", 0},
                 {2250, "kitchen._smr._tcp.local", 0},
                 {2249, "Kitchen._smr._tcp.local", 1},
                 {4500, "Cellar._smr._tcp.local", 1}};
    for (const auto& each : cases) {
        scene.ask(kLaptop, Written().ask("PTR", "_smr._tcp.local").pointer(1, "_smr._tcp.local", each.seconds, each.target));
        scene.run(2000);
        CHECK_EQ(scene.link.count(), each.answers);
    }
}

TEST(known_answers_that_do_not_fit_into_one_message_are_waited_for) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kLaptop, Written().truncated().ask("PTR", "_smr._tcp.local").ask("PTR", "_http._tcp.local"));
    scene.run(300);
    // Of another: that is his business.
    scene.link.say(kPhone, Written().pointer(1, "_http._tcp.local", 4500, "Kitchen._http._tcp.local"));
    scene.link.say(kLaptop, Written().pointer(1, "_smr._tcp.local", 4500, "Kitchen._smr._tcp.local"));
    scene.run(90);
    CHECK_EQ(scene.link.count(), 0);
    scene.run(400);
    CHECK_EQ(scene.answer().count(1), 1);
    CHECK(scene.answer().says("an PTR _http._tcp.local 4500 Kitchen._http._tcp.local"));
}

TEST(a_second_long_question_does_not_lose_the_first) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kLaptop, Written().truncated().ask("PTR", "_smr._tcp.local"));
    scene.run(10);
    scene.link.say(kPhone, Written().truncated().ask("PTR", "_http._tcp.local"));
    scene.run(1000);
    CHECK_EQ(scene.link.count(), 2);
    CHECK(dns::Read(scene.link.sent(0).bytes, scene.link.sent(0).size).mentions("an PTR _smr._tcp.local"));
    CHECK(dns::Read(scene.link.sent(1).bytes, scene.link.sent(1).size).mentions("an PTR _http._tcp.local"));
}

TEST(questions_close_together_are_answered_together) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kLaptop, Written().ask("PTR", "_smr._tcp.local"));
    scene.run(5);
    scene.link.say(kPhone, Written().ask("PTR", "_smr._tcp.local").ask("PTR", "_http._tcp.local"));
    scene.run(1000);
    CHECK_EQ(scene.answer().count(1), 2);
}

TEST(nothing_is_told_to_all_twice_in_a_second) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kLaptop, Written().ask("A", "kitchen.local"));
    scene.run(2);
    CHECK_EQ(scene.link.count(), 1);
    for (unsigned round = 0; round < 9; ++round) {
        scene.ask(kLaptop, Written().ask("A", "kitchen.local"));
        scene.run(100);
        CHECK_EQ(scene.link.count(), 0);
    }
    // It is not sent along with others either.
    scene.ask(kLaptop, Written().ask("SRV", "Kitchen._smr._tcp.local"));
    scene.run(50);
    CHECK_EQ(scene.answer().count(3), 0);
    scene.run(100);
    scene.ask(kLaptop, Written().ask("A", "kitchen.local"));
    scene.run(2);
    CHECK_EQ(scene.link.count(), 1);
}

TEST(who_wants_an_answer_for_himself_gets_it_if_all_others_know_it) {
    Scene& scene = check::fresh<Scene>();
    scene.settle();
    scene.ask(kLaptop, Written().ask("PTR", "_smr._tcp.local", true));
    scene.run(2);
    CHECK(!scene.only().is_to_all());
    CHECK(scene.only().to.address[3] == 30 && scene.only().to.port == 5353);
    CHECK(scene.answer().says("an PTR _smr._tcp.local 4500 Kitchen._smr._tcp.local"));
    CHECK(scene.answer().says("ar A kitchen.local 120! 192.168.1.77"));
    // An address that nobody has heard for a quarter of its life is told to all.
    scene.run(31 * smr::kSecond);
    scene.ask(kLaptop, Written().ask("A", "kitchen.local", true));
    scene.run(200);
    CHECK(scene.only().is_to_all());
    scene.ask(kLaptop, Written().ask("PTR", "_smr._tcp.local", true));
    scene.run(200);
    CHECK(!scene.only().is_to_all());
}

TEST(a_resolver_that_does_not_speak_mdns_gets_what_it_understands) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kResolver, Written(false, 0x1234).ask("SRV", "Kitchen._smr._tcp.local"));
    scene.run(2);
    const dns::Read answer = scene.answer();
    CHECK(scene.only().to.port == 40000 && scene.only().to.address[3] == 32);
    CHECK_EQ(answer.id(), 0x1234);
    CHECK(answer.says("qd SRV Kitchen._smr._tcp.local"));
    CHECK(answer.says("an SRV Kitchen._smr._tcp.local 10 80 kitchen.local"));
    CHECK(answer.says("ar A kitchen.local 10 192.168.1.77"));
    CHECK(!answer.mentions("ar NSEC"));
    // What follows priority, weight and port of the record is a name in full.
    const Sent& sent = scene.only();
    const uint8_t plain[] = {0, 0, 0, 0, 0, 80, 7, 'k', 'i', 't', 'c', 'h', 'e', 'n', 5, 'l', 'o', 'c', 'a', 'l', 0};
    bool found = false;
    for (size_t at = 12; at + sizeof plain <= sent.size; ++at) {
        found = found || memcmp(sent.bytes + at, plain, sizeof plain) == 0;
    }
    CHECK(found);
    // As often as it likes, for nobody else hears it.
    scene.ask(kResolver, Written(false, 7).ask("A", "kitchen.local"));
    scene.run(2);
    CHECK(scene.answer().says("an A kitchen.local 10 192.168.1.77"));
    // An empty answer says that there is none.
    scene.ask(kResolver, Written(false, 8).ask("AAAA", "kitchen.local"));
    scene.run(2);
    CHECK_EQ(scene.answer().count(1), 0);
    scene.ask(kResolver, Written(false, 9).ask("A", "cellar.local"));
    scene.run(2);
    CHECK_EQ(scene.link.count(), 0);
}

TEST(strangers_from_elsewhere_and_what_is_no_query_are_ignored) {
    Scene& scene = check::fresh<Scene>().rest();
    const smr::Peer foreign = {{192, 168, 2, 30}, 5353};
    const smr::Peer own = {{192, 168, 1, 77}, 5353};
    const Written question = Written().ask("A", "kitchen.local");
    scene.ask(foreign, question);
    scene.link.say(own, question);
    scene.link.say_to(own, foreign, question);
    struct {
        size_t at;
        uint8_t bits;
    } const spoiled[] = {{2, 0x28}, {3, 0x03}, {2, 0x80}, {5, 0x02}};
    for (const auto& each : spoiled) {
        Written query = question;
        query.bytes[each.at] |= each.bits;
        scene.link.say(kLaptop, query);
    }
    Written cut = question;
    for (size_t size = 0; size < question.size; size += 5) {
        cut.size = size;
        scene.run(1);
        scene.link.say(kLaptop, cut);
    }
    scene.run(1000);
    CHECK_EQ(scene.link.count(), 0);
    // One that asks the gateway directly, in its own network.
    scene.link.say_to(own, kLaptop, question);
    scene.run(200);
    CHECK_EQ(scene.link.count(), 1);
}

TEST(a_flood_of_questions_is_answered_with_no_more_than_its_share) {
    Scene& scene = check::fresh<Scene>().rest();
    scene.ask(kLaptop, Written());
    for (unsigned round = 0; round < 5000; ++round) {
        scene.link.say(kLaptop, Written().ask("PTR", "_smr._tcp.local").ask("ANY", "kitchen.local").ask("PTR", "_services._dns-sd._udp.local"));
        scene.run(1);
    }
    // Each second one for those at once and one for those that wait a little.
    CHECK(scene.link.count() >= 5 && scene.link.count() <= 12);
}
