// The HTTP API: which request may do what, and who answers it.
#pragma once

#include <stdint.h>

#include "core/api/device.h"
#include "core/api/routes.h"
#include "core/api/upload.h"
#include "core/control.h"
#include "core/http/guard.h"
#include "core/http/handler.h"
#include "core/ota/firmware_update.h"
#include "core/setup/wifi_life.h"

namespace smr {

// The handler of the HTTP server; see core/http/server.h for when its methods are called.
class Api {
public:
    Api(const Device& device, Control& control, FirmwareUpdate& update, WifiLife& life, Events& events, Millis now)
        : device_(device),
          control_(control),
          life_(life),
          events_(events),
          guard_(device.port.crypto, device.port.system, Slice(device.identity.id(), Identity::kSize), now),
          upload_(device, update) {}
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;

    Plan on_head(const Request& request, Exchange& exchange, Answer* answer);
    bool on_body(Exchange& exchange, const uint8_t* bytes, size_t count, Answer* answer);
    Answer on_end(Exchange& exchange, const uint8_t* body, size_t count);
    Answer on_wait(Exchange& exchange);
    void write_headers(Exchange& exchange, Text& to);
    Produced produce(Exchange& exchange, uint32_t step, Text& to);
    void on_close(Exchange& exchange, bool complete);

    // Must be called at least every few days.
    void tick(Millis now) { guard_.tick(now); }
    const Guard& guard() const { return guard_; }
    void forget_logins() { guard_.forget(); }

private:
    // Whether the caller may go on; otherwise `answer` says why not.
    bool is_admitted(const Request& request, Exchange& exchange, Answer* answer);
    bool is_admin(const Request& request, Exchange& exchange, Answer* answer);
    bool is_own_site(const Request& request, Exchange& exchange, Answer* answer);

    Plan begin(const Request& request, Exchange& exchange, Answer* answer);
    Answer frame(Exchange& exchange) const;
    Answer page(const Request& request, Exchange& exchange);
    Answer roll_back(Millis now);
    Answer change_settings(Exchange& exchange, const uint8_t* body, size_t count);
    Answer provision(Exchange& exchange, const uint8_t* body, size_t count);
    Answer claim(Exchange& exchange, const uint8_t* body, size_t count);
    Produced write_frame(Exchange& exchange, Text& to) const;

    const Device& device_;
    Control& control_;
    WifiLife& life_;
    Events& events_;
    Guard guard_;
    Upload upload_;
};

}  // namespace smr
