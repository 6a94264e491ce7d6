#include "core/setup/wifi_life.h"

#include <string.h>

#include "core/base/text.h"

namespace smr {

namespace {

// What the radio reports just after join() may still be about the attempt before.
constexpr Millis kSettling = 500;
// A handshake that is disturbed once looks like a wrong password: only the second failure counts.
constexpr uint8_t kTrialFailures = 2;
// Between two attempts to open an access point that the radio refused.
constexpr Millis kAccessPointPause = 5 * kSecond;
constexpr size_t kAccessPointNameSize = 15;
constexpr size_t kMacSize = 6;

char upper_hex_digit(unsigned value) { return static_cast<char>(value < 10 ? '0' + value : 'A' + value - 10); }

}  // namespace

void WifiLife::start(Millis now) {
    wifi_.set_radio(settings_.power_quarter_dbm, settings_.phy_mode);
    without_since_ = now;
    rest(0, now);
    tick(now);
}

void WifiLife::tick(Millis now) {
    follow_scan(now);
    follow_station(now);
    if (claim_open_ && passed(now, claim_since_, kClaimWindow)) {
        claim_open_ = false;
    }
    if (!offering_ && !is_joined() && !trial_ && (!knows_network() || passed(now, without_since_, kPatience))) {
        offering_ = true;
    }
    follow_access_point(now);
}

Mode WifiLife::mode() const {
    if (is_joined()) {
        return has_admin() ? Mode::kRun : Mode::kUnclaimed;
    }
    if (!offering_) {
        return Mode::kJoining;
    }
    return settings_.commissioned ? Mode::kFallback : Mode::kSetup;
}

Portal WifiLife::portal() const {
    switch (mode()) {
        case Mode::kSetup:
            return Portal::kOpen;
        case Mode::kFallback:
            return Portal::kAdmin;
        case Mode::kJoining:
        case Mode::kRun:
        case Mode::kUnclaimed:
            break;
    }
    return Portal::kClosed;
}

void WifiLife::want_name(const char* name, size_t size) {
    if (size <= kNameSize && !is_trying()) {
        memcpy(wanted_.name, name, size);
        wanted_.name_size = static_cast<uint8_t>(size);
        wanted_.has_name = true;
    }
}

void WifiLife::want_admin(const AdminHashes& admin) {
    if (!is_trying()) {
        wanted_.admin = admin;
        wanted_.has_admin = true;
    }
}

void WifiLife::forget_wanted() {
    if (!is_trying()) {
        memset(&wanted_, 0, sizeof wanted_);
    }
}

bool WifiLife::try_network(const WifiCredentials& credentials, const AddressSettings& addresses, Millis now,
                           AfterFailure after_failure) {
    if (is_trying() || credentials.ssid_size == 0 || !are_usable(credentials)) {
        return false;
    }
    wanted_.wifi = credentials;
    wanted_.addresses = addresses;
    Millis parting = 0;
    if (is_joined()) {
        without_since_ = now;
        parting = kParting;
    } else if (station_ == Station::kJoining) {
        wifi_.leave();
    }
    trial_ = true;
    keeps_wishes_ = after_failure == AfterFailure::kKeepWishes;
    trial_failures_ = 0;
    attempt_ = Attempt::kJoining;
    problem_ = JoinProblem::kNone;
    rest(parting, now);
    return true;
}

bool WifiLife::take_settings(Settings* settings) {
    if (!save_commissioned_ && !save_wanted_) {
        return false;
    }
    settings->commissioned = true;
    if (save_wanted_) {
        settings->wifi = wanted_.wifi;
        settings->addresses = wanted_.addresses;
        if (wanted_.has_name) {
            memcpy(settings->name, wanted_.name, wanted_.name_size);
            settings->name_size = wanted_.name_size;
        }
        if (wanted_.has_admin) {
            settings->admin = wanted_.admin;
            settings->has_admin = true;
        }
    }
    save_commissioned_ = false;
    save_wanted_ = false;
    // No second copy of the secrets.
    memset(&wanted_, 0, sizeof wanted_);
    return true;
}

bool WifiLife::start_scan(Millis now) {
    if (trial_) {
        return false;
    }
    if (scan_ == ScanState::kRunning) {
        return true;
    }
    if (station_ == Station::kJoining) {
        // The radio cannot do both; the known network comes later.
        wifi_.leave();
        rest(0, now);
    }
    wifi_.start_scan();
    scan_ = ScanState::kRunning;
    scan_began_ = now;
    return true;
}

int WifiLife::scanned() const {
    const int count = scan_ == ScanState::kDone ? wifi_.scanned() : 0;
    return count < 0 ? 0 : count;
}

bool WifiLife::scanned_network(int index, ScannedNetwork* to) const {
    return index >= 0 && index < scanned() && wifi_.scanned_network(index, to);
}

void WifiLife::reconnect(Millis now) {
    if (trial_) {
        return;
    }
    if (is_joined()) {
        without_since_ = now;
    }
    wifi_.leave();
    rest(0, now);
}

bool WifiLife::is_connected() const {
    uint8_t address[4];
    return wifi_.station_state() == StationState::kJoined && wifi_.station_address(address);
}

// What stands in the way of a connection; kNone while it may still come.
JoinProblem WifiLife::problem_now() const {
    switch (wifi_.station_state()) {
        case StationState::kWrongPassword:
            return JoinProblem::kWrongPassword;
        case StationState::kNotFound:
            return JoinProblem::kNotFound;
        case StationState::kFailed:
        case StationState::kOff:
            return JoinProblem::kFailed;
        case StationState::kConnecting:
        case StationState::kJoined:
            break;
    }
    return JoinProblem::kNone;
}

void WifiLife::follow_station(Millis now) {
    switch (station_) {
        case Station::kIdle:
            if ((trial_ || knows_network()) && scan_ != ScanState::kRunning && passed(now, resting_since_, pause_)) {
                begin_attempt(now);
            }
            break;
        case Station::kJoining:
            follow_attempt(now);
            break;
        case Station::kJoined:
            if (!is_connected()) {
                // The radio may come back by itself: that counts as an attempt.
                station_ = Station::kJoining;
                attempt_began_ = now;
                without_since_ = now;
            }
            break;
    }
}

void WifiLife::follow_attempt(Millis now) {
    if (!passed(now, attempt_began_, kSettling)) {
        return;
    }
    if (is_connected()) {
        joined(now);
        return;
    }
    const bool out_of_time =
        trial_ ? passed(now, trial_began_, kTrialLimit) : passed(now, attempt_began_, kAttemptLimit);
    JoinProblem problem = problem_now();
    if (problem == JoinProblem::kNone && out_of_time) {
        problem = wifi_.station_state() == StationState::kJoined ? JoinProblem::kNoAddress : JoinProblem::kFailed;
    }
    if (problem == JoinProblem::kNone) {
        return;
    }
    if (trial_ && !out_of_time && ++trial_failures_ < kTrialFailures) {
        begin_attempt(now);
    } else {
        attempt_failed(problem, now);
    }
}

void WifiLife::begin_attempt(Millis now) {
    if (trial_ && trial_failures_ == 0) {
        trial_began_ = now;
    }
    attempt_began_ = now;
    station_ = Station::kJoining;
    wifi_.leave();
    if (trial_) {
        wifi_.join(wanted_.wifi, wanted_.addresses);
    } else {
        wifi_.join(settings_.wifi, settings_.addresses);
    }
}

void WifiLife::joined(Millis now) {
    station_ = Station::kJoined;
    joined_at_ = now;
    known_problem_ = JoinProblem::kNone;
    offering_ = false;
    farewell_ = access_point_on_;
    if (trial_) {
        trial_ = false;
        attempt_ = Attempt::kJoined;
        save_wanted_ = true;
    }
    if (!settings_.commissioned && !save_commissioned_) {
        save_commissioned_ = true;
        claim_open_ = true;
        claim_since_ = now;
    }
}

void WifiLife::attempt_failed(JoinProblem problem, Millis now) {
    // Off the air until the next attempt, so that the access point stays on its channel.
    wifi_.leave();
    if (trial_) {
        trial_failed(problem, now);
    } else {
        known_problem_ = problem;
        rest(offering_ ? kPauseAsAccessPoint : kPause, now);
    }
}

void WifiLife::trial_failed(JoinProblem problem, Millis now) {
    trial_ = false;
    attempt_ = Attempt::kFailed;
    problem_ = problem;
    memset(&wanted_.wifi, 0, sizeof wanted_.wifi);
    if (!keeps_wishes_) {
        forget_wanted();
    }
    // Whoever is at the access point wants to read the result first; without one, back to the known network at once.
    rest(access_point_on_ ? kPauseAsAccessPoint : 0, now);
}

void WifiLife::rest(Millis pause, Millis now) {
    station_ = Station::kIdle;
    resting_since_ = now;
    pause_ = pause;
}

void WifiLife::follow_scan(Millis now) {
    if (scan_ == ScanState::kRunning && (wifi_.scanned() >= 0 || passed(now, scan_began_, kScanLimit))) {
        scan_ = ScanState::kDone;
    }
}

void WifiLife::follow_access_point(Millis now) {
    if (farewell_ && passed(now, joined_at_, kFarewell)) {
        farewell_ = false;
    }
    const bool wanted = offering_ || farewell_;
    if (!wanted && access_point_on_) {
        wifi_.stop_access_point();
        access_point_on_ = false;
    }
    if (!wanted) {
        access_point_refused_ = false;
        return;
    }
    if (access_point_on_ || (access_point_refused_ && !passed(now, access_point_tried_, kAccessPointPause))) {
        return;
    }
    access_point_on_ = start_access_point();
    access_point_refused_ = !access_point_on_;
    access_point_tried_ = now;
}

// The name ends with the last four hexadecimal digits of the MAC address.
bool WifiLife::start_access_point() {
    uint8_t mac[kMacSize];
    wifi_.mac(mac);
    TextOf<kAccessPointNameSize> name;
    name.append(SMR_TEXT("SMR-BRIDGE-"));
    for (size_t index = kMacSize - 2; index < kMacSize; ++index) {
        name.append(upper_hex_digit(mac[index] >> 4U)).append(upper_hex_digit(mac[index] & 0x0FU));
    }
    return wifi_.start_access_point(name.data(), name.size());
}

}  // namespace smr
