#include "core/setup/wifi_life.h"

#include <string.h>

#include "tests/check.h"
#include "tests/fake_wifi.h"

using smr::Attempt;
using smr::JoinProblem;
using smr::kHour;
using smr::kMinute;
using smr::kSecond;
using smr::Millis;
using smr::Mode;
using smr::Portal;
using smr::ScanState;
using smr::Settings;
using smr::WifiLife;

namespace {

smr::WifiCredentials credentials(const char* ssid, const char* password) {
    smr::WifiCredentials made;
    memset(&made, 0, sizeof made);
    made.ssid_size = static_cast<uint8_t>(strlen(ssid));
    memcpy(made.ssid, ssid, made.ssid_size);
    made.secret_size = static_cast<uint8_t>(strlen(password));
    memcpy(made.secret, password, made.secret_size);
    return made;
}

// A house with a gateway in it. Time begins shortly before it wraps.
struct House {
    static constexpr Millis kStep = 100;

    FakeWifi wifi;
    Settings settings = smr::default_settings();
    WifiLife life{wifi, settings};
    Millis now = 0U - 2 * kMinute;
    unsigned saved = 0;

    void know(const char* ssid, const char* password) { settings.wifi = credentials(ssid, password); }
    void commission(const char* ssid, const char* password) {
        know(ssid, password);
        settings.commissioned = true;
        settings.has_admin = true;
    }
    void start() {
        wifi.set_time(now);
        life.start(now);
    }
    void run(Millis duration, Millis step = kStep) {
        for (Millis done = 0; done < duration; done += step) {
            now += step;
            wifi.set_time(now);
            life.tick(now);
            saved += life.take_settings(&settings) ? 1U : 0U;
        }
    }
    bool try_network(const char* ssid, const char* password) {
        smr::AddressSettings by_dhcp;
        memset(&by_dhcp, 0, sizeof by_dhcp);
        return life.try_network(credentials(ssid, password), by_dhcp, now);
    }
};

}  // namespace

TEST(a_new_gateway_opens_its_access_point_at_once_and_its_portal_to_everybody) {
    House& house = check::fresh<House>();
    house.start();
    CHECK_EQ(house.life.mode(), Mode::kSetup);
    CHECK_EQ(house.life.portal(), Portal::kOpen);
    CHECK(house.wifi.access_point());
    CHECK_BYTES(house.wifi.access_point_name(), house.wifi.access_point_name_size(), "SMR-BRIDGE-AB0C", 15);
    CHECK_EQ(house.wifi.power(), 56);
    house.run(kHour);
    CHECK_EQ(house.life.mode(), Mode::kSetup);
    CHECK_EQ(house.wifi.joins(), 0);
}

TEST(a_commissioned_gateway_joins_without_ever_opening_an_access_point) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.commission("home", "correct horse");
    house.start();
    CHECK_EQ(house.life.mode(), Mode::kJoining);
    CHECK_EQ(house.life.portal(), Portal::kClosed);
    house.run(5 * kSecond);
    CHECK_EQ(house.life.mode(), Mode::kRun);
    CHECK(!house.wifi.access_point());
    CHECK_EQ(house.saved, 0);
    CHECK_EQ(house.wifi.joins(), 1);
}

TEST(three_minutes_without_joining_open_the_access_point_and_its_portal_asks_for_the_password) {
    House& house = check::fresh<House>();
    house.commission("home", "correct horse");
    house.start();
    house.run(3 * kMinute - kSecond);
    CHECK_EQ(house.life.mode(), Mode::kJoining);
    CHECK(!house.wifi.access_point());
    house.run(kSecond);
    CHECK_EQ(house.life.mode(), Mode::kFallback);
    CHECK_EQ(house.life.portal(), Portal::kAdmin);
    CHECK(house.wifi.access_point());
    CHECK_EQ(house.life.known_network_problem(), JoinProblem::kNotFound);
}

TEST(the_known_network_is_tried_again_in_fallback_and_the_access_point_goes_off_once_it_is_joined) {
    House& house = check::fresh<House>();
    FakeWifi::Network& home = house.wifi.add("home", "correct horse");
    home.in_range = false;
    house.commission("home", "correct horse");
    house.start();
    house.run(kHour);
    CHECK_EQ(house.life.mode(), Mode::kFallback);
    home.in_range = true;
    house.run(WifiLife::kPauseAsAccessPoint + 2 * FakeWifi::kJoinTakes);
    CHECK_EQ(house.life.mode(), Mode::kRun);
    CHECK_EQ(house.life.portal(), Portal::kClosed);
    house.run(WifiLife::kFarewell);
    CHECK(!house.wifi.access_point());
}

TEST(a_lost_network_is_joined_again_and_the_three_minutes_count_from_the_loss) {
    House& house = check::fresh<House>();
    FakeWifi::Network& home = house.wifi.add("home", "correct horse");
    house.commission("home", "correct horse");
    house.start();
    house.run(kHour);
    home.in_range = false;
    house.run(2 * kMinute);
    CHECK_EQ(house.life.mode(), Mode::kJoining);
    home.in_range = true;
    house.run(15 * kSecond);
    CHECK_EQ(house.life.mode(), Mode::kRun);
    home.in_range = false;
    house.run(2 * kMinute + 59 * kSecond);
    CHECK_EQ(house.life.mode(), Mode::kJoining);
    house.run(2 * kSecond);
    CHECK_EQ(house.life.mode(), Mode::kFallback);
}

TEST(a_network_that_never_answers_is_left_and_tried_anew) {
    House& house = check::fresh<House>();
    FakeWifi::Network& home = house.wifi.add("home", "correct horse");
    home.answers = false;
    house.commission("home", "correct horse");
    house.start();
    house.run(2 * kMinute);
    CHECK_EQ(house.wifi.joins(), 4);
    CHECK_EQ(house.life.known_network_problem(), JoinProblem::kFailed);
    home.answers = true;
    house.run(WifiLife::kAttemptLimit + 10 * kSecond);
    CHECK_EQ(house.life.mode(), Mode::kRun);
    CHECK_EQ(house.life.known_network_problem(), JoinProblem::kNone);
}

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

TEST(a_scan_lists_networks_by_signal_and_joining_waits_for_it) {
    House& house = check::fresh<House>();
    house.wifi.add("far", "correct horse", -85);
    house.wifi.add("near", "", -40);
    house.wifi.add("gone", "correct horse", -30).in_range = false;
    house.commission("far", "correct horse");
    house.start();
    house.run(kSecond);
    CHECK_EQ(house.life.scan_state(), ScanState::kNone);
    CHECK_EQ(house.life.scanned(), 0);
    CHECK(house.life.start_scan(house.now));
    house.run(kSecond);
    CHECK_EQ(house.life.scan_state(), ScanState::kRunning);
    CHECK_EQ(house.wifi.joins(), 1);
    house.run(2 * kSecond);
    CHECK_EQ(house.life.scan_state(), ScanState::kDone);
    CHECK_EQ(house.life.scanned(), 2);
    smr::ScannedNetwork network;
    CHECK(house.life.scanned_network(0, &network));
    CHECK_BYTES(network.ssid, network.ssid_size, "near", 4);
    CHECK(network.open);
    CHECK(house.life.scanned_network(1, &network));
    CHECK_BYTES(network.ssid, network.ssid_size, "far", 3);
    CHECK(!house.life.scanned_network(2, &network));
    CHECK(!house.life.scanned_network(-1, &network));
    house.run(5 * kSecond);
    CHECK_EQ(house.life.mode(), Mode::kRun);
}

TEST(a_scan_that_never_ends_is_given_up_and_joining_goes_on) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.wifi.hang_scans(true);
    house.commission("home", "correct horse");
    house.start();
    CHECK(house.life.start_scan(house.now));
    house.run(WifiLife::kScanLimit + 5 * kSecond);
    CHECK_EQ(house.life.scan_state(), ScanState::kDone);
    CHECK_EQ(house.life.scanned(), 0);
    CHECK_EQ(house.life.mode(), Mode::kRun);
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

TEST(a_radio_that_refuses_the_access_point_is_asked_again) {
    House& house = check::fresh<House>();
    house.wifi.refuse_access_point(true);
    house.start();
    house.run(kMinute);
    CHECK(!house.life.is_access_point_on());
    house.wifi.refuse_access_point(false);
    house.run(5 * kSecond);
    CHECK(house.life.is_access_point_on());
}

TEST(a_watchdog_can_make_it_join_anew) {
    House& house = check::fresh<House>();
    house.wifi.add("home", "correct horse");
    house.commission("home", "correct horse");
    house.start();
    house.run(kMinute);
    house.life.reconnect(house.now);
    CHECK_EQ(house.life.mode(), Mode::kJoining);
    house.run(5 * kSecond);
    CHECK_EQ(house.life.mode(), Mode::kRun);
    CHECK_EQ(house.wifi.joins(), 2);
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

TEST(sixty_days_with_a_network_that_comes_and_goes_end_in_the_right_mode_each_time) {
    House& house = check::fresh<House>();
    FakeWifi::Network& home = house.wifi.add("home", "correct horse");
    house.commission("home", "correct horse");
    house.start();
    house.run(kMinute);
    unsigned losses = 0;
    unsigned wrong = 0;
    for (unsigned day = 0; day < 60; ++day) {
        // A quiet day; nothing may happen in it.
        const unsigned before = house.wifi.joins();
        house.run(24 * kHour - 20 * kMinute, 5 * kMinute);
        wrong += house.life.mode() != Mode::kRun || house.wifi.joins() != before || house.wifi.access_point() ? 1U : 0U;
        home.in_range = false;
        // Every other loss is short.
        house.run(day % 2 == 0 ? 2 * kMinute : 10 * kMinute, kSecond);
        wrong += house.life.mode() != (day % 2 == 0 ? Mode::kJoining : Mode::kFallback) ? 1U : 0U;
        home.in_range = true;
        house.run(10 * kMinute, kSecond);
        wrong += house.life.mode() != Mode::kRun || house.wifi.access_point() ? 1U : 0U;
        ++losses;
    }
    CHECK_EQ(wrong, 0);
    CHECK_EQ(house.saved, 0);
    check::report("losses survived in 60 days", losses);
}

TEST(modes_and_results_have_the_words_of_the_api) {
    const struct {
        smr::FlashText name;
        const char* word;
    } cases[] = {
        {smr::name_of(Mode::kSetup), "setup"},
        {smr::name_of(Mode::kFallback), "fallback"},
        {smr::name_of(Mode::kJoining), "joining"},
        {smr::name_of(Mode::kRun), "run"},
        {smr::name_of(Mode::kUnclaimed), "unclaimed"},
        {smr::name_of(Attempt::kIdle), "idle"},
        {smr::name_of(Attempt::kJoining), "joining"},
        {smr::name_of(Attempt::kJoined), "joined"},
        {smr::name_of(Attempt::kFailed), "failed"},
        {smr::name_of(JoinProblem::kNone), ""},
        {smr::name_of(JoinProblem::kWrongPassword), "wrong-password"},
        {smr::name_of(JoinProblem::kNotFound), "not-found"},
        {smr::name_of(JoinProblem::kNoAddress), "no-address"},
        {smr::name_of(JoinProblem::kFailed), "failed"},
    };
    for (const auto& each : cases) {
        CHECK(each.name.equals(each.word, strlen(each.word)));
    }
}
