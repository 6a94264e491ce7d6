// What the gateway says of itself over mDNS, through the responder of the Arduino core.
#pragma once

#include <stdint.h>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/gateway.h"

namespace smr {

class Announcer {
public:
    explicit Announcer(const Gateway& gateway) : gateway_(gateway) {}
    Announcer(const Announcer&) = delete;
    Announcer& operator=(const Announcer&) = delete;

    void tick(Millis now);

private:
    // Over all that is announced; 0 if there is nothing to announce.
    uint32_t fingerprint() const;
    void announce();

    const Gateway& gateway_;
    Millis looked_ = 0;
    uint32_t announced_ = 0;
};

}  // namespace smr
