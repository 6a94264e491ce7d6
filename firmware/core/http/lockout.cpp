#include "core/http/lockout.h"

#include <string.h>

namespace smr {

namespace {

// `first`, doubled `times` times, at most `longest`.
Millis doubled(Millis first, unsigned times, Millis longest) {
    Millis value = first;
    while (times > 0 && value < longest) {
        value *= 2;
        --times;
    }
    return value < longest ? value : longest;
}

}  // namespace

Millis Lockout::penalty(uint16_t failures) {
    if (failures <= kFree) {
        return 0;
    }
    if (failures < kLocked) {
        return doubled(kFirstDelay, failures - kFree - 1U, kLongestDelay);
    }
    return doubled(kFirstLockout, failures - kLocked, kLongestLockout);
}

void Lockout::tick(Millis now) {
    for (Entry& entry : entries_) {
        if (entry.failures > 0 && passed(now, entry.last, kForget)) {
            entry.failures = 0;
        }
    }
}

Lockout::Entry* Lockout::find(const Peer& peer) {
    for (Entry& entry : entries_) {
        if (entry.failures > 0 && memcmp(entry.address, peer.address, sizeof entry.address) == 0) {
            return &entry;
        }
    }
    return nullptr;
}

Millis Lockout::wait(const Peer& peer, Millis now) {
    tick(now);
    const Entry* const entry = find(peer);
    if (entry == nullptr) {
        return 0;
    }
    const Millis whole = penalty(entry->failures);
    const Millis waited = elapsed(now, entry->last);
    return waited < whole ? whole - waited : 0;
}

Millis Lockout::failed(const Peer& peer, Millis now) {
    tick(now);
    Entry* entry = find(peer);
    if (entry == nullptr) {
        entry = entries_;
        for (Entry& candidate : entries_) {
            if (candidate.failures == 0) {
                entry = &candidate;
                break;
            }
            if (elapsed(now, candidate.last) > elapsed(now, entry->last)) {
                entry = &candidate;
            }
        }
        memcpy(entry->address, peer.address, sizeof entry->address);
        entry->failures = 0;
    }
    if (entry->failures < 0xFFFF) {
        ++entry->failures;
    }
    entry->last = now;
    if (entry->failures >= kLocked) {
        ++lockouts_;
        return 0;  // the refusal of what follows is delay enough, and keeps no connection
    }
    return penalty(entry->failures);
}

void Lockout::succeeded(const Peer& peer) {
    Entry* const entry = find(peer);
    if (entry != nullptr) {
        entry->failures = 0;
    }
}

}  // namespace smr
