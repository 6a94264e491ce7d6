#include "core/http/digest_auth.h"

#include "tests/check.h"
#include "tests/digest_client.h"
#include "tests/fake_system.h"

using smr::DigestAuth;
using Verdict = smr::DigestAuth::Verdict;

namespace {

constexpr char kRealm[] = "smr-a1b2c3";
constexpr char kUri[] = "/api/v1/events?since=3";

struct World {
    World() : auth(crypto, system, smr::Slice(kRealm, sizeof kRealm - 1), now), client(kRealm, "secret 1") {
        hashes = client.hashes();
        challenge();
    }

    // A fresh nonce for the client.
    void challenge(bool stale = false) {
        text.clear();
        auth.write_challenge(text, stale, now);
        CHECK(client.take_challenge(text.data(), text.size()));
    }
    Verdict ask(const smr::Text& value, const char* method = "GET", const char* uri = kUri) {
        return auth.verify(DigestClient::request(parser, method, uri, &value), hashes, now);
    }
    Verdict ask_with_count(uint32_t number) {
        header.clear();
        client.write(header, "GET", kUri, number);
        return ask(header);
    }
    // With one piece of a right header replaced.
    Verdict ask_changed(const char* from, const char* to) {
        smr::TextOf<600> right;
        client.write(right, "GET", kUri, ++count);
        header.clear();
        const size_t length = check::length(from);
        bool replaced = false;
        for (size_t at = 0; at < right.size();) {
            if (!replaced && at + length <= right.size() && memcmp(right.data() + at, from, length) == 0) {
                DigestClient::put(header, to);
                at += length;
                replaced = true;
            } else {
                header.append(right.data()[at++]);
            }
        }
        CHECK(replaced);
        return ask(header);
    }
    Verdict ask_literally(const char* value) {
        header.clear();
        DigestClient::put(header, value);
        return ask(header);
    }

    FakeCrypto crypto;
    FakeSystem system;
    smr::Millis now = 0xFFFF0000;  // the time wraps under way
    DigestAuth auth;
    DigestClient client;
    smr::AdminHashes hashes;
    smr::RequestParser parser;
    smr::TextOf<512> text;
    smr::TextOf<600> header;
    uint32_t count = 100;
};

World& fresh() { return check::fresh<World>(); }

}  // namespace

TEST(the_challenge_offers_sha_256_then_md5) {
    World& world = fresh();
    smr::TextOf<512> expected;
    const char* const algorithms[] = {"SHA-256", "MD5"};
    for (const char* algorithm : algorithms) {
        DigestClient::put(expected, "WWW-Authenticate: Digest realm=\"smr-a1b2c3\", qop=\"auth\", algorithm=");
        DigestClient::put(expected, algorithm);
        DigestClient::put(expected, ", nonce=\"");
        expected.append(world.client.nonce, DigestClient::kNonce);
        DigestClient::put(expected, "\"\r\n");
    }
    CHECK_BYTES(world.text.data(), world.text.size(), expected.data(), expected.size());
    CHECK(world.text.size() < 400);
    char first[DigestClient::kNonce];
    memcpy(first, world.client.nonce, sizeof first);
    world.challenge(true);
    CHECK(memcmp(first, world.client.nonce, sizeof first) != 0);
    CHECK_BYTES(world.text.data() + world.text.size() - 15, 15, "\", stale=true\r\n", 15);
}

TEST(the_right_password_is_granted_with_either_algorithm) {
    World& world = fresh();
    CHECK_EQ(world.ask_with_count(1), Verdict::kGranted);
    world.client.kind = smr::HashKind::kMd5;
    CHECK_EQ(world.ask_with_count(2), Verdict::kGranted);
    CHECK_EQ(world.ask_changed("algorithm=MD5, ", ""), Verdict::kGranted);
}

TEST(the_response_is_that_of_an_independent_computation) {
    // Computed with another program for realm smr-a1b2c3, password "secret 1" and this nonce, which is not ours: right, but stale.
    World& world = fresh();
    CHECK_EQ(world.ask_literally("Digest username=\"admin\", realm=\"smr-a1b2c3\", nonce=\"abc\", "
                                 "uri=\"/api/v1/events?since=3\", algorithm=SHA-256, nc=00000001, cnonce=\"xyz\", qop=auth, "
                                 "response=\"24eec2f0211cf3bf7d0f8dc4f7a065a283fe0fb17f9e470d73fc228d949175b2\""),
             Verdict::kStale);
    CHECK_EQ(world.ask_literally("Digest username=\"admin\", realm=\"smr-a1b2c3\", nonce=\"abc\", "
                                 "uri=\"/api/v1/events?since=3\", algorithm=MD5, nc=00000001, cnonce=\"xyz\", qop=auth, "
                                 "response=\"efb6a9593ccffaa231f403cc9ad14bad\""),
             Verdict::kStale);
}

TEST(headers_are_understood_however_they_are_written) {
    World& world = fresh();
    CHECK_EQ(world.ask_changed("Digest ", "dIGEST  \t, ,"), Verdict::kGranted);
    CHECK_EQ(world.ask_changed("username=\"admin\"", "USERNAME = \"a\\dmin\""), Verdict::kGranted);
    CHECK_EQ(world.ask_changed("username=\"admin\"", "username=admin"), Verdict::kGranted);
    CHECK_EQ(world.ask_changed("qop=auth", "qop=\"auth\""), Verdict::kGranted);
    CHECK_EQ(world.ask_changed("algorithm=SHA-256", "algorithm=\"sha-256\""), Verdict::kGranted);
    CHECK_EQ(world.ask_changed("qop=auth", "qop=auth, opaque=\"a,b=\\\"c\", charset=UTF-8,,"), Verdict::kGranted);
    CHECK_EQ(world.ask_changed("cnonce=\"0a4f113b\"", "cnonce=\"0a\\4f113b\""), Verdict::kGranted);
}

TEST(no_digest_for_this_gateway_is_no_guess) {
    World& world = fresh();
    CHECK_EQ(world.auth.verify(DigestClient::request(world.parser, "GET", "/", nullptr), world.hashes, 0), Verdict::kMissing);
    CHECK_EQ(world.ask_literally("Basic YWRtaW46c2VjcmV0IDE="), Verdict::kMissing);
    CHECK_EQ(world.ask_literally("Digest"), Verdict::kMissing);
    CHECK_EQ(world.ask_literally("Digesting a=b"), Verdict::kMissing);
    CHECK_EQ(world.ask_changed("realm=\"smr-a1b2c3\"", "realm=\"smr-ffffff\""), Verdict::kMissing);
}

TEST(what_rfc_7616_does_not_allow_is_malformed) {
    World& world = fresh();
    CHECK_EQ(world.ask_changed("qop=auth", "qop=auth-int"), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("qop=auth, ", ""), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("algorithm=SHA-256", "algorithm=SHA-256-sess"), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("algorithm=SHA-256", "algorithm=MD5"), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("username=\"admin\", ", ""), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("username=\"admin\"", "username=\"admin\", username=\"admin\""), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("username=\"admin\",", "username=\"admin\""), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("username=\"admin\"", "username=\"admin"), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("username=\"admin\"", "username="), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("username=\"admin\"", "username"), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("cnonce=\"0a4f113b\"", "cnonce=\"0a4f113b\\\""), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("nc=0000", "nc=000"), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("nc=0000", "nc=00000"), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("nc=0000", "nc=000g"), Verdict::kMalformed);
    CHECK_EQ(world.ask_changed("response=\"", "response=\"0"), Verdict::kMalformed);
    CHECK_EQ(world.ask_with_count(0), Verdict::kMalformed);
}

TEST(credentials_are_good_for_their_own_request_only) {
    World& world = fresh();
    world.client.write(world.header, "GET", kUri, 1);
    CHECK_EQ(world.ask(world.header, "GET", "/api/v1/events?since=4"), Verdict::kMalformed);
    CHECK_EQ(world.ask(world.header, "GET", "/api/v1/events"), Verdict::kMalformed);
    CHECK_EQ(world.ask(world.header, "HEAD", kUri), Verdict::kWrong);
    CHECK_EQ(world.ask(world.header, "GET", kUri), Verdict::kGranted);
}

TEST(a_wrong_password_or_name_is_wrong) {
    World& world = fresh();
    DigestClient guess(kRealm, "secret 2");
    memcpy(guess.nonce, world.client.nonce, sizeof guess.nonce);
    guess.write(world.header, "GET", kUri, 1);
    CHECK_EQ(world.ask(world.header), Verdict::kWrong);
    world.client.username = "root";
    CHECK_EQ(world.ask_with_count(2), Verdict::kWrong);
    world.client.username = "admin";
    // Only the last digit of the response differs.
    smr::TextOf<600> right;
    world.client.write(right, "GET", kUri, 3);
    world.header.clear();
    world.header.append(right.data(), right.size());
    for (size_t at = 0; at < right.size(); ++at) {
        if (memcmp(right.data() + at, "\", qop", 6) == 0) {
            world.header.clear();
            world.header.append(right.data(), at - 1).append(right.data()[at - 1] == '0' ? '1' : '0');
            world.header.append(right.data() + at, right.size() - at);
            break;
        }
    }
    CHECK_EQ(world.ask(world.header), Verdict::kWrong);
    CHECK_EQ(world.ask_with_count(3), Verdict::kGranted);
}

TEST(a_request_is_granted_once) {
    World& world = fresh();
    CHECK_EQ(world.ask_with_count(1), Verdict::kGranted);
    CHECK_EQ(world.ask_with_count(1), Verdict::kStale);
    CHECK_EQ(world.ask_with_count(2), Verdict::kGranted);
    CHECK_EQ(world.ask_with_count(1), Verdict::kStale);
}

TEST(requests_may_overtake_each_other_within_a_window) {
    World& world = fresh();
    CHECK_EQ(world.ask_with_count(40), Verdict::kGranted);
    for (uint32_t count = 39; count >= 8; --count) {
        CHECK_EQ(world.ask_with_count(count), Verdict::kGranted);
        CHECK_EQ(world.ask_with_count(count), Verdict::kStale);
    }
    CHECK_EQ(world.ask_with_count(7), Verdict::kStale);
    CHECK_EQ(world.ask_with_count(72), Verdict::kGranted);
    CHECK_EQ(world.ask_with_count(40), Verdict::kStale);
    CHECK_EQ(world.ask_with_count(41), Verdict::kGranted);
    CHECK_EQ(world.ask_with_count(0xFFFFFFFF), Verdict::kGranted);
    CHECK_EQ(world.ask_with_count(72), Verdict::kStale);
    CHECK_EQ(world.ask_with_count(0xFFFFFFFE), Verdict::kGranted);
}

TEST(any_order_of_counts_grants_each_at_most_once) {
    World& world = fresh();
    check::Random random(3);
    uint8_t granted[200] = {};
    for (unsigned round = 0; round < 2000; ++round) {
        const uint32_t count = 1 + round / 20 + random.below(60);
        if (world.ask_with_count(count) == Verdict::kGranted) {
            CHECK_EQ(++granted[count], 1);
        }
    }
}

TEST(a_nonce_is_good_for_five_minutes_of_elapsed_time) {
    World& world = fresh();
    world.now += 300 * smr::kSecond;
    CHECK_EQ(world.ask_with_count(1), Verdict::kGranted);
    world.now += 2 * smr::kSecond;
    CHECK_EQ(world.ask_with_count(2), Verdict::kStale);
    world.challenge(true);
    CHECK_EQ(world.ask_with_count(1), Verdict::kGranted);
}

TEST(an_old_nonce_is_not_revived_by_the_wrap_of_time) {
    World& world = fresh();
    for (unsigned day = 0; day < 50; ++day) {
        world.now += 24 * smr::kHour;
        world.auth.tick(world.now);
    }
    world.now -= 50 * 24 * smr::kHour;  // the same count of milliseconds, 49.7 days later
    CHECK_EQ(world.ask_with_count(1), Verdict::kStale);
}

TEST(a_nonce_of_somebody_else_or_a_changed_one_is_not_taken) {
    World& world = fresh();
    world.client.nonce[20] = world.client.nonce[20] == '0' ? '1' : '0';
    CHECK_EQ(world.ask_with_count(1), Verdict::kStale);
    world.challenge();
    world.client.nonce[0] = world.client.nonce[0] == '0' ? '1' : '0';
    CHECK_EQ(world.ask_with_count(1), Verdict::kStale);
    world.challenge();
    world.auth.forget();
    CHECK_EQ(world.ask_with_count(1), Verdict::kStale);
}

TEST(a_flood_of_challenges_displaces_nobody) {
    World& world = fresh();
    CHECK_EQ(world.ask_with_count(1), Verdict::kGranted);
    for (unsigned count = 0; count < 1000; ++count) {
        smr::TextOf<512> text;
        world.auth.write_challenge(text, false, world.now);
    }
    CHECK_EQ(world.ask_with_count(2), Verdict::kGranted);
    CHECK_EQ(world.ask_with_count(1), Verdict::kStale);
}

TEST(sessions_beyond_the_table_need_a_new_nonce_and_open_no_replay) {
    World& world = fresh();
    char first[DigestClient::kNonce];
    memcpy(first, world.client.nonce, sizeof first);
    CHECK_EQ(world.ask_with_count(1), Verdict::kGranted);
    for (unsigned session = 0; session < DigestAuth::kSessions; ++session) {
        world.now += smr::kSecond;
        world.challenge();
        CHECK_EQ(world.ask_with_count(1), Verdict::kGranted);
    }
    CHECK_EQ(world.ask_with_count(2), Verdict::kGranted);
    memcpy(world.client.nonce, first, sizeof first);
    CHECK_EQ(world.ask_with_count(1), Verdict::kStale);
    CHECK_EQ(world.ask_with_count(2), Verdict::kStale);
    world.now += smr::kSecond;
    world.challenge(true);
    CHECK_EQ(world.ask_with_count(1), Verdict::kGranted);
}

TEST(many_clients_at_the_same_moment_all_get_in) {
    World& world = fresh();
    char nonces[3 * DigestAuth::kSessions][DigestClient::kNonce];
    for (auto& nonce : nonces) {
        world.challenge();
        memcpy(nonce, world.client.nonce, sizeof nonce);
    }
    for (const auto& nonce : nonces) {
        memcpy(world.client.nonce, nonce, sizeof nonce);
        CHECK_EQ(world.ask_with_count(1), Verdict::kGranted);
    }
    for (const auto& nonce : nonces) {
        memcpy(world.client.nonce, nonce, sizeof nonce);
        CHECK_EQ(world.ask_with_count(1), Verdict::kStale);
    }
}

TEST(whatever_comes_as_authorization_is_judged_without_harm) {
    World& world = fresh();
    check::Random random(5);
    const char* const pieces[] = {"username", "=", "\"", "admin", "\\", ",", " ", "nonce=\"", "nc=00000001", "qop=auth", "uri=\"/\"", "response="};
    for (unsigned round = 0; round < 1000; ++round) {
        world.header.clear();
        DigestClient::put(world.header, "Digest ");
        for (unsigned count = random.below(30); count > 0; --count) {
            DigestClient::put(world.header, pieces[random.below(12)]);
        }
        const Verdict verdict = world.ask(world.header);
        CHECK(verdict == Verdict::kMalformed || verdict == Verdict::kMissing);
    }
}
