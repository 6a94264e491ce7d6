// How the gateway gets into a network and stays there, and what it offers while it cannot.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/port.h"
#include "core/setup/wifi_mode.h"
#include "core/store/settings.h"

namespace smr {

// Joins the known network, again and again. Without a known network, or after three minutes without joining, it opens the access
// point, and goes on trying meanwhile.
//
// A new network is tried before it is kept: the portal, Improv or the admin say what they want, and only once the gateway has joined
// does take_settings() hand it out to be saved. Until then nothing of the old settings is lost.
//
// It does not ask who is calling: whoever hands on a request looks at portal() and may_claim() first.
class WifiLife {
public:
    // Without joining for so long, the gateway opens its access point.
    static constexpr Millis kPatience = 3 * kMinute;
    // The access point stays on for so long after joining: whoever set the gateway up over it sees that it worked.
    static constexpr Millis kFarewell = 30 * kSecond;
    // A gateway that joined without an admin password lets the first visitor set it for so long.
    static constexpr Millis kClaimWindow = 10 * kMinute;
    // An attempt to join the known network takes at most this.
    static constexpr Millis kAttemptLimit = 30 * kSecond;
    // An attempt to join a new one must be decided while its user still waits: Improv clients wait for 30 s.
    static constexpr Millis kTrialLimit = 25 * kSecond;
    // Before it leaves a network to try another, for what has to be said there: the answer to whoever wanted it, and a goodbye.
    static constexpr Millis kParting = 300;
    // Between attempts. Each one takes the radio off the access point's channel: hence fewer while that is on.
    static constexpr Millis kPause = 5 * kSecond;
    static constexpr Millis kPauseAsAccessPoint = 30 * kSecond;
    static constexpr Millis kScanLimit = 15 * kSecond;

    // `settings` are those in force; they must outlive this.
    WifiLife(Wifi& wifi, const Settings& settings) : wifi_(wifi), settings_(settings) {}
    WifiLife(const WifiLife&) = delete;
    WifiLife& operator=(const WifiLife&) = delete;

    // To be called once, before the first tick.
    void start(Millis now);
    void tick(Millis now);

    Mode mode() const;
    Portal portal() const;
    // Whether a network may come over the serial line: before the first one, and when the admin has let the gateway forget it. Not in the
    // fallback of a gateway that knows one, which has a meter on its line.
    bool is_line_open() const {
        return mode() == Mode::kSetup || (mode() == Mode::kFallback && !knows_network());
    }
    bool is_access_point_on() const { return access_point_on_; }
    bool is_joined() const { return station_ == Station::kJoined; }
    // The gateway's address in the network; false without one.
    bool address(uint8_t to[4]) const { return is_joined() && wifi_.station_address(to); }
    // Whether the first visitor may set the admin password now. The window opens once, when a gateway is commissioned without one:
    // neither a restart nor a lost network opens it again, only a factory reset does.
    bool may_claim() const { return claim_open_ && is_joined() && !has_admin(); }

    // What is to change together with the network, not while one is being tried: whoever comes in between would slip in a password of
    // their own. Kept until a trial succeeds, or forget_wanted().
    void want_name(const char* name, size_t size);  // at most kNameSize bytes of printable UTF-8
    void want_admin(const AdminHashes& admin);
    void forget_wanted();
    // What becomes of name and password if the network cannot be joined. A serial line belongs to one client, which tries another network;
    // over HTTP the next attempt may be somebody else's.
    enum class AfterFailure : uint8_t { kKeepWishes, kForgetWishes };
    // Begins to try a network. False if one is being tried, or the credentials cannot be right. In any mode: if it fails, the
    // gateway goes back to the network that it knows.
    bool try_network(const WifiCredentials& credentials, const AddressSettings& addresses, Millis now,
                     AfterFailure after_failure = AfterFailure::kKeepWishes);
    bool is_trying() const { return trial_ || save_wanted_; }
    // How the last trial went, or goes. It stays until the next one.
    Attempt attempt() const { return attempt_; }
    JoinProblem problem() const { return problem_; }
    // Why the known network could not be joined the last time; kNone once it was.
    JoinProblem known_network_problem() const { return known_problem_; }

    // Whether there is something to save since the last call. Then puts it into `settings`: the caller saves them, and makes them
    // those in force (they may be the same object).
    bool take_settings(Settings* settings);

    // Begins to look for networks; false while a network is being tried. Joining waits until it is over.
    bool start_scan(Millis now);
    ScanState scan_state() const { return scan_; }
    // The networks of a finished scan, strongest first; 0 without one.
    int scanned() const;
    bool scanned_network(int index, ScannedNetwork* to) const;

    // Leaves and joins anew: for a watchdog. Does nothing while a network is being tried.
    void reconnect(Millis now);

private:
    enum class Station : uint8_t { kIdle, kJoining, kJoined };

    struct Wanted {
        WifiCredentials wifi;
        AddressSettings addresses;
        char name[kNameSize];
        uint8_t name_size;
        bool has_name;
        bool has_admin;
        AdminHashes admin;
    };

    bool has_admin() const { return settings_.has_admin || (save_wanted_ && wanted_.has_admin); }
    bool knows_network() const { return settings_.wifi.ssid_size > 0; }
    bool is_connected() const;
    JoinProblem problem_now() const;

    void follow_station(Millis now);
    void follow_attempt(Millis now);
    void follow_scan(Millis now);
    void follow_access_point(Millis now);
    void begin_attempt(Millis now);
    void joined(Millis now);
    void attempt_failed(JoinProblem problem, Millis now);
    void trial_failed(JoinProblem problem, Millis now);
    void rest(Millis pause, Millis now);
    bool start_access_point();

    Wifi& wifi_;
    const Settings& settings_;
    Wanted wanted_ = {};

    Millis attempt_began_ = 0;
    Millis trial_began_ = 0;
    Millis resting_since_ = 0;
    Millis pause_ = 0;
    Millis without_since_ = 0;  // not joined since
    Millis joined_at_ = 0;
    Millis claim_since_ = 0;
    Millis scan_began_ = 0;
    Millis access_point_tried_ = 0;

    Station station_ = Station::kIdle;
    Attempt attempt_ = Attempt::kIdle;
    JoinProblem problem_ = JoinProblem::kNone;
    JoinProblem known_problem_ = JoinProblem::kNone;
    ScanState scan_ = ScanState::kNone;
    uint8_t trial_failures_ = 0;
    bool trial_ = false;             // a new network is being tried
    bool keeps_wishes_ = false;      // if that fails
    bool offering_ = false;          // in setup or fallback
    bool farewell_ = false;          // the access point is on although the gateway has joined
    bool access_point_on_ = false;
    bool access_point_refused_ = false;
    bool claim_open_ = false;
    bool save_commissioned_ = false;
    bool save_wanted_ = false;
};

#if defined(SMR_LX106)
static_assert(sizeof(WifiLife) <= 300, "over its share of the RAM");
#endif

}  // namespace smr
