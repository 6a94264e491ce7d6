#include "core/setup/wifi_life.h"

#include <string.h>

#include "tests/check.h"
#include "tests/wifi_house.h"

using smr::Attempt;
using smr::JoinProblem;
using smr::Mode;
using smr::Portal;
using smr::ScanState;
using smr::WifiLife;
using smr::kHour;
using smr::kMinute;
using smr::kSecond;

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
