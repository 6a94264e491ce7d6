// HTTP Digest access authentication (RFC 7616) for the one account there is: admin.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/slice.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/http/request.h"
#include "core/port.h"
#include "core/store/settings.h"

namespace smr {

// SHA-256 and MD5, qop=auth. A nonce proves by itself that it is ours and when it was made, so that asking for many costs
// nothing. Only nonces that were used with the right password take memory, for the count that keeps a request from being replayed.
class DigestAuth {
public:
    static constexpr uint32_t kNonceLifeSeconds = 300;
    // Nonces in use at once. Who comes back after more others must take a new one.
    static constexpr unsigned kSessions = 4;
    // Requests of a browser overtake each other by up to this many.
    static constexpr uint32_t kWindow = 32;

    enum class Verdict : uint8_t {
        kGranted,
        kMissing,    // no digest credentials for this gateway
        kMalformed,  // not as RFC 7616 wants it, or made for another request
        kStale,      // the password is right, but the nonce is too old, not ours, or was used for this request already
        kWrong,      // the password or the name is wrong
    };

    // `realm` is the gateway's id, without quotes and backslashes; it must outlive this.
    DigestAuth(Crypto& crypto, System& system, Slice realm, Millis now);
    DigestAuth(const DigestAuth&) = delete;
    DigestAuth& operator=(const DigestAuth&) = delete;

    // Must be called at least every 49 days.
    void tick(Millis now) { uptime_.advance(now); }

    Verdict verify(const Request& request, const AdminHashes& admin, Millis now);

    // Appends the WWW-Authenticate lines, about 300 bytes.
    void write_challenge(Text& to, bool stale, Millis now);

    // Forgets all that was granted: after the password was changed.
    void forget();

private:
    static constexpr size_t kSecretSize = 16;
    static constexpr size_t kSeedSize = 8;  // when it was made, in seconds, and its number
    static constexpr size_t kProofSize = 16;
    static constexpr size_t kNonceSize = kSeedSize + kProofSize;

    struct Session {
        uint32_t number;   // of the nonce
        uint32_t highest;  // count seen; 0: a free place
        uint32_t seen;     // bit n: the count `highest - 1 - n` was seen
    };

    struct Credentials;

    void make_proof(const uint8_t seed[kSeedSize], uint8_t to[kProofSize]);
    void make_response(const Request& request, const AdminHashes& admin, const Credentials& given, uint8_t* to);
    bool is_fresh(const Credentials& given, uint8_t seed[kSeedSize]);
    bool take_count(uint32_t number, uint32_t count);

    Crypto& crypto_;
    System& system_;
    Slice realm_;
    Uptime uptime_;
    uint32_t made_ = 0;  // nonces so far
    // Unknown nonces with a lower number may have been in use once: they are not taken again.
    uint32_t first_unused_ = 0;
    uint8_t secret_[kSecretSize];
    Session sessions_[kSessions] = {};  // the most recently used first
};

}  // namespace smr
