#include "core/http/origin.h"

#include "core/base/ipv4.h"

namespace smr {

namespace {

// Takes `host` apart at its port, which is empty if there is none. False if the port is none.
bool split_port(Slice host, Slice* name, Slice* port) {
    const size_t colon = host.find(':');
    *name = host.first(colon);
    *port = Slice();
    if (colon == host.size) {
        return !name->empty();
    }
    *port = host.from(colon + 1);
    constexpr size_t kPortDigits = 5;
    if (port->empty() || port->size > kPortDigits) {
        return false;
    }
    for (size_t index = 0; index < port->size; ++index) {
        if (port->data[index] < '0' || port->data[index] > '9') {
            return false;
        }
    }
    if (port->is(SMR_TEXT("80"))) {
        *port = Slice();
    }
    return !name->empty();
}

// The suffixes that home networks put behind a host's name, each between spaces: multicast DNS; RFC 8375; what ICANN keeps for private
// use; what it does not delegate because too many networks use it; and the domains that routers answer for themselves, which only their
// makers own.
//
// A closed list, because a page of a stranger may have the gateway's address under a name of the stranger's (DNS rebinding), and "meter"
// is easily guessed: were any suffix good, meter.evil.example would be, and its page could talk to the gateway as if it were the
// gateway's own. It could not act as admin, for the browser keeps a password for the names it was given for. But it could try passwords,
// and set the first one of a gateway that has none.
FlashText home_suffixes() {
    return SMR_TEXT(" local home.arpa internal home corp lan localdomain intranet private fritz.box speedport.ip ");
}

// The first label must be all of the name.
bool is_name(Slice given, Slice name) {
    if (name.empty() || given.size < name.size || !equal_ignoring_case(given.first(name.size), name)) {
        return false;
    }
    Slice rest = given.from(name.size);
    if (rest.empty()) {
        return true;
    }
    if (rest.data[0] != '.') {
        return false;
    }
    rest = rest.from(1);
    // A name may end with the dot of the root.
    const bool rooted = !rest.empty() && rest.data[rest.size - 1] == '.';
    return is_word_of_ignoring_case(rooted ? rest.first(rest.size - 1) : rest, home_suffixes());
}

}  // namespace

bool is_own_host(Slice host, const OwnNames& names) {
    Slice name;
    Slice port;
    if (!split_port(host, &name, &port)) {
        return false;
    }
    uint8_t address[4];
    return read_ipv4(name.data, name.size, address) || is_name(name, names.id) || is_name(name, names.name) ||
           is_name(name, names.numbered);
}

bool is_same_origin(Slice origin, Slice host) {
    const FlashText scheme = SMR_TEXT("http://");
    if (origin.size <= scheme.size() || !origin.first(scheme.size()).is_ignoring_case(scheme)) {
        return false;
    }
    Slice origin_name;
    Slice origin_port;
    Slice host_name;
    Slice host_port;
    return split_port(origin.from(scheme.size()), &origin_name, &origin_port) &&
           split_port(host, &host_name, &host_port) && equal_ignoring_case(origin_name, host_name) &&
           equal(origin_port, host_port);
}

}  // namespace smr
