// Slows down whoever guesses passwords.
#pragma once

#include <stdint.h>

#include "core/base/time.h"
#include "core/port.h"

namespace smr {

// Counts wrong passwords for each peer address. Two are free; then every further one costs a growing delay, and from the tenth on a
// lockout of minutes. Only the peer that guesses has to wait, and never for good: whoever knows the password gets in from elsewhere
// at once, and from there after the wait.
class Lockout {
public:
    // The least recent one is forgotten when there are more.
    static constexpr unsigned kPeers = 8;
    static constexpr uint16_t kFree = 2;
    static constexpr uint16_t kLocked = 10;
    static constexpr Millis kFirstDelay = 250;
    static constexpr Millis kLongestDelay = 2 * kSecond;
    static constexpr Millis kFirstLockout = kMinute;
    static constexpr Millis kLongestLockout = 15 * kMinute;
    // Without a wrong password for this long all is forgotten.
    static constexpr Millis kForget = kHour;

    // Must be called at least every few days, so that nothing is remembered across the wrap of time.
    void tick(Millis now);

    // How long `peer` has to wait before a password of it is looked at; 0: it may try.
    Millis wait(const Peer& peer, Millis now);
    // A wrong password. Returns how long the answer is to be held back.
    Millis failed(const Peer& peer, Millis now);
    // The right password.
    void succeeded(const Peer& peer);

    // How often a peer was locked out.
    uint32_t lockouts() const { return lockouts_; }

private:
    struct Entry {
        uint8_t address[4];
        uint16_t failures;  // 0: a free place
        Millis last;        // wrong password
    };

    static Millis penalty(uint16_t failures);
    Entry* find(const Peer& peer);

    Entry entries_[kPeers] = {};
    uint32_t lockouts_ = 0;
};

}  // namespace smr
