#include "core/http/guard.h"

#include "tests/check.h"
#include "tests/digest_client.h"
#include "tests/fake_system.h"

using smr::Guard;
using smr::Lockout;
using smr::Millis;
using smr::OwnNames;
using smr::Peer;
using smr::Slice;
using Finding = smr::Guard::Finding;

namespace {

Peer peer(uint8_t last) {
    Peer result = {};
    result.address[0] = 10;
    result.address[3] = last;
    return result;
}

Slice slice(const char* text) { return Slice(text, check::length(text)); }

OwnNames names() {
    OwnNames own;
    own.id = slice("smr-a1b2c3");
    own.name = slice("Meter");
    return own;
}

}  // namespace

TEST(two_wrong_passwords_are_free_and_then_each_costs_more) {
    Lockout lockout;
    Millis now = 0xFFFFFF00;
    const Millis expected[] = {0, 0, 250, 500, 1000, 2000, 2000, 2000, 2000};
    for (const Millis delay : expected) {
        CHECK_EQ(lockout.wait(peer(1), now), 0U);
        CHECK_EQ(lockout.failed(peer(1), now), delay);
        CHECK_EQ(lockout.wait(peer(1), now), delay);
        CHECK_EQ(lockout.wait(peer(2), now), 0U);
        now += delay;
    }
    CHECK_EQ(lockout.failed(peer(1), now), 0U);
    CHECK_EQ(lockout.wait(peer(1), now), smr::kMinute);
    CHECK_EQ(lockout.lockouts(), 1U);
    now += smr::kMinute;
    lockout.failed(peer(1), now);
    CHECK_EQ(lockout.wait(peer(1), now), 2 * smr::kMinute);
}

TEST(the_right_password_or_an_hour_makes_up_for_wrong_ones) {
    Lockout lockout;
    for (unsigned count = 0; count < 3; ++count) {
        lockout.failed(peer(1), 0);
        lockout.failed(peer(2), 0);
    }
    lockout.succeeded(peer(1));
    CHECK_EQ(lockout.wait(peer(1), 0), 0U);
    CHECK_EQ(lockout.failed(peer(1), 0), 0U);
    CHECK_EQ(lockout.failed(peer(2), smr::kHour), 0U);
}

TEST(the_least_recent_peer_is_forgotten_when_there_are_more_than_eight) {
    Lockout lockout;
    for (unsigned count = 0; count < 3; ++count) {
        for (uint8_t last = 0; last < 8; ++last) {
            lockout.failed(peer(last), 100 * count + last);
        }
    }
    lockout.failed(peer(99), 300);
    CHECK_EQ(lockout.wait(peer(0), 300), 0U);
    CHECK(lockout.wait(peer(1), 300) > 0);
    CHECK(lockout.wait(peer(7), 300) > 0);
}

TEST(ten_thousand_wrong_passwords_lock_out_nobody_but_the_guesser_and_not_for_good) {
    Lockout lockout;
    Millis now = 0xFFFF0000;
    unsigned looked_at = 0;
    for (unsigned count = 0; count < 10000; ++count) {
        now += 500;
        if (lockout.wait(peer(66), now) == 0) {
            ++looked_at;
            lockout.failed(peer(66), now);
        }
        CHECK_EQ(lockout.wait(peer(7), now), 0U);
    }
    // 83 minutes of guessing.
    CHECK(looked_at < 20);
    check::report("of 10,000 guesses in 83 minutes looked at", looked_at);
    CHECK(lockout.wait(peer(66), now) <= Lockout::kLongestLockout);
    now += Lockout::kLongestLockout;
    CHECK_EQ(lockout.wait(peer(66), now), 0U);
    lockout.succeeded(peer(66));
    CHECK_EQ(lockout.failed(peer(66), now), 0U);
}

TEST(what_was_forgotten_does_not_come_back_when_time_wraps) {
    Lockout lockout;
    for (unsigned count = 0; count < 30; ++count) {
        lockout.failed(peer(1), 1000);
    }
    for (Millis now = 1000; now < 0xFF000000; now += smr::kHour) {
        lockout.tick(now);
    }
    CHECK_EQ(lockout.wait(peer(1), 1001), 0U);
}

TEST(a_host_must_be_one_of_our_names) {
    const OwnNames own = names();
    const char* const ours[] = {"192.168.1.5", "192.168.1.5:80", "192.168.1.5:8080", "127.0.0.2:8080", "203.0.113.7", "smr-a1b2c3.local", "SMR-A1B2C3.LOCAL:81",
                                "smr-a1b2c3", "meter.local", "METER.local.", "meter"};
    for (const char* host : ours) {
        CHECK(is_own_host(slice(host), own));
    }
    const char* const foreign[] = {"", "192.168.1", "192.168.1.5.6", "192.168.1.256", "192.168.1.", "1.2.3.4x", "0x7f.1", "evil.example", "smr-a1b2c3.local.evil.example",
                                   "evil.meter.local", "meter.localx", "192.168.1.5:", "192.168.1.5:http", "192.168.1.5:123456",
                                   "192.168.1.5:80:80", ":80", "[::1]", ".local", "user@192.168.1.5"};
    for (const char* host : foreign) {
        CHECK(!is_own_host(slice(host), own));
    }
}

TEST(a_gateway_is_itself_under_the_suffixes_of_home_networks) {
    const OwnNames own = names();
    const char* const ours[] = {"meter.lan", "meter.fritz.box", "METER.Fritz.Box", "meter.home", "meter.home.arpa", "meter.internal.",
                                "meter.localdomain:80", "smr-a1b2c3.fritz.box", "SMR-A1B2C3.lan", "meter.speedport.ip"};
    for (const char* host : ours) {
        CHECK(is_own_host(slice(host), own));
    }
}

TEST(a_stranger_who_knows_the_name_does_not_get_in_under_a_domain_of_their_own) {
    const OwnNames own = names();
    const char* const foreign[] = {"meter.evil.example", "smr-a1b2c3.evil.example", "meter.com", "meter.box", "meter.arpa", "meter.ip",
                                   "meter.fritz.box.evil.example", "meter.evil.fritz.box", "meter.evil.lan", "meter.lan.evil.example",
                                   "evil.meter.lan", "meter-evil.lan", "evilmeter.lan", "meterlan", "meter.fritz", "meter.xlan", "meter.lanx",
                                   "meter.", "meter..lan", "meter.lan..", "meter.local lan", "meter. ", "fritz.box", "lan", ".lan"};
    for (const char* host : foreign) {
        CHECK(!is_own_host(slice(host), own));
    }
}

TEST(a_gateway_without_a_name_goes_by_its_id_and_by_addresses) {
    OwnNames own = names();
    own.name = Slice();
    CHECK(!is_own_host(slice(".local"), own));
    CHECK(is_own_host(slice("192.168.4.1"), own));
    CHECK(is_own_host(slice("smr-a1b2c3.local"), own));
}

TEST(an_origin_must_be_that_of_the_host) {
    CHECK(is_same_origin(slice("http://meter.local"), slice("METER.local")));
    CHECK(is_same_origin(slice("HTTP://meter.local:80"), slice("meter.local")));
    CHECK(is_same_origin(slice("http://meter.local:81"), slice("meter.local:81")));
    CHECK(!is_same_origin(slice("http://meter.local:81"), slice("meter.local")));
    CHECK(!is_same_origin(slice("https://meter.local"), slice("meter.local")));
    CHECK(!is_same_origin(slice("http://evil.example"), slice("meter.local")));
    CHECK(!is_same_origin(slice("http://meter.local/"), slice("meter.local")));
    CHECK(!is_same_origin(slice("http://"), slice("meter.local")));
    CHECK(!is_same_origin(slice("null"), slice("meter.local")));
    CHECK(!is_same_origin(slice(""), slice("meter.local")));
}

namespace {

struct World {
    World() : guard(crypto, system, slice("smr-a1b2c3"), now), client("smr-a1b2c3", "secret 1") { hashes = client.hashes(); }

    // Asks as a client does: takes the challenge, then sends the password.
    Finding log_in(DigestClient& with, uint8_t address) {
        smr::TextOf<512> text;
        guard.write_headers(Finding::kNoPassword, peer(address), text, now);
        with.take_challenge(text.data(), text.size());
        smr::TextOf<600> header;
        with.write(header, "GET", "/", 1);
        return guard.check_admin(DigestClient::request(parser, "GET", "/", &header), peer(address), hashes, now);
    }

    FakeCrypto crypto;
    FakeSystem system;
    Millis now = 5000;
    Guard guard;
    DigestClient client;
    smr::AdminHashes hashes;
    smr::RequestParser parser;
};

bool contains(const smr::Text& text, const char* what) {
    const size_t length = check::length(what);
    for (size_t at = 0; at + length <= text.size(); ++at) {
        if (memcmp(text.data() + at, what, length) == 0) {
            return true;
        }
    }
    return false;
}

}  // namespace

TEST(the_guard_lets_the_admin_in_and_counts_wrong_passwords_but_not_the_first_step_of_a_right_log_in) {
    World& world = check::fresh<World>();
    CHECK_EQ(world.guard.check_admin(DigestClient::request(world.parser, "GET", "/", nullptr), peer(1), world.hashes, world.now),
             Finding::kNoPassword);
    CHECK_EQ(world.log_in(world.client, 1), Finding::kPass);
    CHECK_EQ(world.guard.unauthorized(), 0U);
    DigestClient guess("smr-a1b2c3", "wrong");
    CHECK_EQ(world.log_in(guess, 1), Finding::kWrongPassword);
    CHECK_EQ(world.guard.unauthorized(), 1U);
}

TEST(the_guard_holds_wrong_passwords_back_then_locks_out_and_tells_until_when) {
    World& world = check::fresh<World>();
    DigestClient guess("smr-a1b2c3", "wrong");
    for (unsigned count = 1; count <= 10; ++count) {
        CHECK_EQ(world.log_in(guess, 66), Finding::kWrongPassword);
        const smr::Answer answer = world.guard.answer_to(Finding::kWrongPassword);
        CHECK_EQ(answer.status, 401);
        CHECK_EQ(answer.delay > 0, count > 2 && count < 10);
        world.now += answer.delay;
    }
    // Even the right one is not looked at, and a request without any gets its challenge.
    CHECK_EQ(world.log_in(world.client, 66), Finding::kLockedOut);
    CHECK_EQ(world.guard.locked_out(), 1U);
    CHECK_EQ(world.guard.answer_to(Finding::kLockedOut).status, 429);
    smr::TextOf<100> headers;
    world.guard.write_headers(Finding::kLockedOut, peer(66), headers, world.now);
    CHECK_TEXT(headers, "Retry-After: 61\r\n");
    CHECK_EQ(world.log_in(world.client, 7), Finding::kPass);
    world.now += smr::kMinute;
    CHECK_EQ(world.log_in(world.client, 66), Finding::kPass);
}

TEST(a_stale_nonce_is_said_to_be_and_is_no_wrong_password) {
    World& world = check::fresh<World>();
    CHECK_EQ(world.log_in(world.client, 1), Finding::kPass);
    for (unsigned count = 0; count < 20; ++count) {
        smr::TextOf<600> header;
        world.client.write(header, "GET", "/", 1);
        CHECK_EQ(world.guard.check_admin(DigestClient::request(world.parser, "GET", "/", &header), peer(1), world.hashes, world.now),
                 Finding::kStale);
    }
    smr::TextOf<512> text;
    world.guard.write_headers(Finding::kStale, peer(1), text, world.now);
    CHECK(contains(text, ", stale=true\r\n"));
    text.clear();
    world.guard.write_headers(Finding::kWrongPassword, peer(1), text, world.now);
    CHECK(!contains(text, "stale"));
}

TEST(pages_of_other_sites_may_not_change_anything) {
    World& world = check::fresh<World>();
    const char* const foreign = "Origin: http://evil.example\r\n";
    CHECK_EQ(Guard::check_site(DigestClient::request(world.parser, "POST", "/", nullptr, foreign), names()), Finding::kForeignOrigin);
    CHECK_EQ(Guard::check_site(DigestClient::request(world.parser, "POST", "/", nullptr, "Origin:\r\n"), names()), Finding::kForeignOrigin);
    CHECK_EQ(Guard::check_site(DigestClient::request(world.parser, "GET", "/", nullptr, foreign), names()), Finding::kPass);
    CHECK_EQ(Guard::check_site(DigestClient::request(world.parser, "POST", "/", nullptr), names()), Finding::kPass);
    CHECK_EQ(Guard::check_site(DigestClient::request(world.parser, "PATCH", "/", nullptr, "Origin: http://192.168.1.5\r\n"), names()),
             Finding::kPass);
    CHECK_EQ(Guard::check_site(DigestClient::request(world.parser, "GET", "http://evil.example/", nullptr), names()),
             Finding::kForeignHost);
}

TEST(every_finding_has_an_answer_that_fits_a_step) {
    World& world = check::fresh<World>();
    for (uint8_t number = 1; number <= static_cast<uint8_t>(Finding::kLockedOut); ++number) {
        const Finding finding = static_cast<Finding>(number);
        const smr::Answer answer = world.guard.answer_to(finding);
        CHECK(answer.status >= 400 && answer.status < 500);
        CHECK(answer.code.size() > 0);
        CHECK(smr::reason_of(answer.status).size() > 0);
        smr::TextOf<400> headers;
        world.guard.write_headers(finding, peer(1), headers, world.now);
        CHECK(!headers.overflowed());
    }
}
