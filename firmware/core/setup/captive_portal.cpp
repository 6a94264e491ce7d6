#include "core/setup/captive_portal.h"

#include "core/base/slice.h"

namespace smr {

namespace {

// The paths of the pages, each between spaces. Some systems ask for them at the gateway's address as well, not only at their own
// hosts: there they must not be taken for pages of ours that are missing.
//   Android, Chrome OS, Chrome; Apple, current and older; Windows 10 and 11, where its notice leads, Windows 7 and 8; Firefox, both;
//   NetworkManager of GNOME, Fedora, Arch and Debian; Kindle.
FlashText probe_paths() {
    return SMR_TEXT(
        " /generate_204 /gen_204"
        " /hotspot-detect.html /library/test/success.html"
        " /connecttest.txt /redirect /ncsi.txt"
        " /canonical.html /success.txt"
        " /check_network_status.txt /static/hotspot.txt /nm-check.txt /nm"
        " /kindle-wifi/wifistub.html ");
}

}  // namespace

bool CaptivePortal::is_probe(const char* path, size_t size) {
    return is_word_of(Slice(path, size), probe_paths());
}

bool CaptivePortal::is_own(const char* host, size_t size) {
    return SMR_TEXT("192.168.4.1").equals(host, size) || SMR_TEXT("192.168.4.1:80").equals(host, size);
}

CaptivePortal::Answer CaptivePortal::answer(const char* host, size_t host_size, const char* path, size_t path_size,
                                            bool reads) {
    const bool probe = is_probe(path, path_size);
    if (is_own(host, host_size) && !probe) {
        return Answer::kOwn;
    }
    // A page taken for a proxy's configuration would cut the phone off.
    if (!reads || SMR_TEXT("/wpad.dat").equals(path, path_size)) {
        return Answer::kNotFound;
    }
    return Answer::kRedirect;
}

}  // namespace smr
