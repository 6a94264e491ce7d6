#include "core/setup/wifi_life.h"

#include <string.h>

#include "tests/check.h"
#include "tests/wifi_house.h"

using smr::Attempt;
using smr::JoinProblem;
using smr::Mode;
using smr::Portal;
using smr::WifiLife;
using smr::kMinute;
using smr::kSecond;

TEST(a_new_network_is_kept_only_after_it_was_joined) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.start();
    smr::AdminHashes admin;
    memset(&admin, 0x5A, sizeof admin);
    house.life.want_name("cupboard", 8);
    house.life.want_admin(admin);
    CHECK(house.try_network("home", "correct horse"));
    CHECK_EQ(house.life.attempt(), Attempt::kJoining);
    house.run(kSecond);
    CHECK_EQ(house.saved, 0);
    CHECK_EQ(house.life.mode(), Mode::kSetup);
    house.run(4 * kSecond);
    CHECK_EQ(house.life.attempt(), Attempt::kJoined);
    CHECK_EQ(house.life.mode(), Mode::kRun);
    CHECK_EQ(house.saved, 1);
    CHECK_BYTES(house.settings.wifi.ssid, house.settings.wifi.ssid_size, "home", 4);
    CHECK_BYTES(house.settings.name, house.settings.name_size, "cupboard", 8);
    CHECK(house.settings.has_admin);
    CHECK(house.settings.commissioned);
    CHECK_BYTES(&house.settings.admin, sizeof admin, &admin, sizeof admin);
    CHECK(!house.life.may_claim());
}

TEST(the_access_point_stays_for_half_a_minute_so_that_the_portal_shows_the_result) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.start();
    house.try_network("home", "correct horse");
    house.run(5 * kSecond);
    CHECK_EQ(house.life.attempt(), Attempt::kJoined);
    // Nobody can set the gateway up over the access point any more, only see.
    CHECK_EQ(house.life.portal(), Portal::kClosed);
    house.run(25 * kSecond);
    CHECK(house.wifi.access_point());
    house.run(10 * kSecond);
    CHECK(!house.wifi.access_point());
    CHECK_EQ(house.life.attempt(), Attempt::kJoined);
}

TEST(each_way_to_fail_is_told_apart_and_leaves_the_settings_alone) {
    const struct {
        const char* ssid;
        const char* password;
        JoinProblem problem;
    } cases[] = {
        {"home", "wrong horse", JoinProblem::kWrongPassword},
        {"nowhere", "correct horse", JoinProblem::kNotFound},
        {"no dhcp", "", JoinProblem::kNoAddress},
        {"silent", "correct horse", JoinProblem::kFailed},
    };
    for (const auto& each : cases) {
        House& house = check::fresh<House>();
        house.wifi.add("home", "correct horse");
        house.wifi.add("no dhcp", "").gives_address = false;
        house.wifi.add("silent", "correct horse").answers = false;
        house.start();
        CHECK(house.try_network(each.ssid, each.password));
        house.run(WifiLife::kTrialLimit + kSecond);
        CHECK_EQ(house.life.attempt(), Attempt::kFailed);
        CHECK_EQ(house.life.problem(), each.problem);
        CHECK_EQ(house.life.mode(), Mode::kSetup);
        CHECK(house.wifi.access_point());
        CHECK_EQ(house.saved, 0);
        CHECK_EQ(house.settings.wifi.ssid_size, 0);
        // The next try works, with the same name as wanted before.
        CHECK(house.try_network("home", "correct horse"));
        CHECK_EQ(house.life.problem(), JoinProblem::kNone);
        house.run(5 * kSecond);
        CHECK_EQ(house.life.attempt(), Attempt::kJoined);
    }
}

TEST(a_fixed_address_needs_no_dhcp) {
    House& house = check::fresh<House>();
    house.wifi.add("no dhcp", "").gives_address = false;
    house.start();
    smr::AddressSettings addresses;
    memset(&addresses, 0, sizeof addresses);
    addresses.fixed = true;
    addresses.address[0] = 10;
    CHECK(house.life.try_network(credentials("no dhcp", ""), addresses, house.now));
    house.run(5 * kSecond);
    CHECK_EQ(house.life.attempt(), Attempt::kJoined);
    CHECK(house.settings.addresses.fixed);
}

TEST(one_disturbed_handshake_is_not_yet_a_wrong_password) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse").disturbed = 1;
    house.start();
    house.try_network("home", "correct horse");
    house.run(10 * kSecond);
    CHECK_EQ(house.life.attempt(), Attempt::kJoined);
}

TEST(credentials_that_cannot_be_right_and_a_second_trial_at_once_are_refused) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.start();
    CHECK(!house.try_network("", "correct horse"));
    CHECK(!house.try_network("home", "short"));
    CHECK_EQ(house.life.attempt(), Attempt::kIdle);
    CHECK(house.try_network("home", "correct horse"));
    CHECK(!house.try_network("other", "correct horse"));
    CHECK(!house.life.start_scan(house.now));
}

TEST(a_failed_trial_of_a_running_gateway_brings_it_back_into_its_network) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.commission("home", "correct horse");
    house.start();
    house.run(kMinute);
    CHECK(house.try_network("other", "correct horse"));
    CHECK_EQ(house.life.mode(), Mode::kJoining);
    house.run(20 * kSecond);
    CHECK_EQ(house.life.attempt(), Attempt::kFailed);
    CHECK_EQ(house.life.problem(), JoinProblem::kNotFound);
    CHECK_EQ(house.life.mode(), Mode::kRun);
    CHECK(!house.wifi.access_point());
    CHECK_BYTES(house.settings.wifi.ssid, house.settings.wifi.ssid_size, "home", 4);
}

TEST(a_trial_during_a_scan_begins_after_it) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.start();
    house.life.start_scan(house.now);
    CHECK(house.try_network("home", "correct horse"));
    house.run(kSecond);
    CHECK_EQ(house.wifi.joins(), 0);
    house.run(6 * kSecond);
    CHECK_EQ(house.life.attempt(), Attempt::kJoined);
}

TEST(forgotten_wishes_are_not_kept) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.start();
    house.life.want_name("stranger", 8);
    house.life.forget_wanted();
    house.try_network("home", "correct horse");
    house.run(5 * kSecond);
    CHECK_EQ(house.settings.name_size, 0);
}

TEST(a_gateway_joined_without_a_password_can_be_claimed_for_ten_minutes_and_never_again) {
    House& house = check::fresh<House>();
    FakeWifi::Network& home = house.wifi.add("home", "correct horse");
    house.start();
    CHECK(!house.life.may_claim());
    house.try_network("home", "correct horse");
    house.run(5 * kSecond);
    CHECK_EQ(house.life.mode(), Mode::kUnclaimed);
    CHECK(house.life.may_claim());
    house.run(9 * kMinute);
    CHECK(house.life.may_claim());
    house.run(kMinute);
    CHECK(!house.life.may_claim());
    // A jammed network gives nobody a second chance, and the fallback is no open portal.
    home.in_range = false;
    house.run(5 * kMinute);
    CHECK_EQ(house.life.mode(), Mode::kFallback);
    CHECK_EQ(house.life.portal(), Portal::kAdmin);
    home.in_range = true;
    house.run(2 * kMinute);
    CHECK_EQ(house.life.mode(), Mode::kUnclaimed);
    CHECK(!house.life.may_claim());
}

TEST(a_restart_does_not_open_the_claim_window_again) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.commission("home", "correct horse");
    house.settings.has_admin = false;
    house.start();
    house.run(kMinute);
    CHECK_EQ(house.life.mode(), Mode::kUnclaimed);
    CHECK(!house.life.may_claim());
}

TEST(a_claimed_gateway_runs) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.start();
    house.try_network("home", "correct horse");
    house.run(5 * kSecond);
    house.settings.has_admin = true;
    CHECK_EQ(house.life.mode(), Mode::kRun);
    CHECK(!house.life.may_claim());
}

TEST(a_password_that_was_set_before_joining_leaves_no_moment_to_claim) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.start();
    smr::AdminHashes admin;
    memset(&admin, 1, sizeof admin);
    house.life.want_admin(admin);
    house.try_network("home", "correct horse");
    // Ticks without anybody who takes the settings.
    for (unsigned step = 0; step < 100; ++step) {
        house.now += House::kStep;
        house.wifi.set_time(house.now);
        house.life.tick(house.now);
        CHECK(!house.life.may_claim());
    }
    CHECK_EQ(house.life.mode(), Mode::kRun);
}

TEST(credentials_that_came_with_the_image_are_commissioned_by_the_first_join) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.know("home", "correct horse");
    house.start();
    house.run(5 * kSecond);
    CHECK_EQ(house.saved, 1);
    CHECK(house.settings.commissioned);
    CHECK(house.life.may_claim());
}
