// What a phone at the access point asks to find out whether it has reached the internet, and how it is led to the portal.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"

namespace smr {

// Phones and computers fetch a page that they know from a host that they know; the name server leads them here instead. An answer
// other than the one they expect makes them open their browser: a redirection to the portal does, on all of them.
class CaptivePortal {
public:
    enum class Answer : uint8_t {
        kOwn,       // a request to the gateway itself: answer it
        kRedirect,  // 302, to location()
        kNotFound,  // 404
    };

    // For a request over the access point. `host` is the Host header (with a port or without), `path` without the query; `reads` says
    // whether the method is GET or HEAD.
    static Answer answer(const char* host, size_t host_size, const char* path, size_t path_size, bool reads);

    // An address, not a name: the phone may have looked the name up elsewhere before.
    static FlashText location() { return SMR_TEXT("http://192.168.4.1/"); }

private:
    // Whether a Host header is the gateway's address at its access point.
    static bool is_own(const char* host, size_t size);
    static bool is_probe(const char* path, size_t size);
};

}  // namespace smr
