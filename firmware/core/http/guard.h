// Decides who may ask the gateway for something: Host, Origin, password, and patience with wrong ones.
#pragma once

#include <stdint.h>

#include "core/base/time.h"
#include "core/http/answer.h"
#include "core/http/digest_auth.h"
#include "core/http/lockout.h"
#include "core/http/origin.h"
#include "core/http/request.h"
#include "core/port.h"

namespace smr {

// For on_head(): ask check_site() for every request and check_admin() for those that need the password; where one does not say
// kPass, answer with answer_to(), keep the finding, and pass it to write_headers() when the server asks for headers.
class Guard {
public:
    enum class Finding : uint8_t {
        kPass,
        kForeignHost,    // 421
        kForeignOrigin,  // 403
        kNoPassword,     // 401, with a challenge
        kStale,          // 401, with a challenge: the client repeats the request without asking its user
        kWrongPassword,  // 401, with a challenge
        kMalformed,      // 400
        kLockedOut,      // 429, with Retry-After
    };

    Guard(Crypto& crypto, System& system, Slice realm, Millis now) : digest_(crypto, system, realm, now) {}

    // Must be called at least every few days.
    void tick(Millis now);

    // Host, and for requests that change something Origin.
    static Finding check_site(const Request& request, const OwnNames& names);
    // The password. Until the gateway has one (see Settings::has_admin) there is nothing to check against: refuse yourself.
    Finding check_admin(const Request& request, const Peer& peer, const AdminHashes& admin, Millis now);

    // `finding` is not kPass. To be called right after the check.
    Answer answer_to(Finding finding) const;
    void write_headers(Finding finding, const Peer& peer, Text& to, Millis now);

    // After the admin password was changed.
    void forget() { digest_.forget(); }

    // Wrong passwords, and answers 429, since the start. A 401 to a client that gave none is only the first step of its log-in.
    uint32_t unauthorized() const { return unauthorized_; }
    uint32_t locked_out() const { return locked_out_; }

private:
    DigestAuth digest_;
    Lockout lockout_;
    Millis delay_ = 0;  // of the answer to the last wrong password
    uint32_t unauthorized_ = 0;
    uint32_t locked_out_ = 0;
};

}  // namespace smr
