#include "core/setup/captive_portal.h"

#include <string.h>

#include "tests/check.h"

using smr::CaptivePortal;
using Answer = smr::CaptivePortal::Answer;

namespace {

Answer get(const char* host, const char* path) {
    return CaptivePortal::answer(host, strlen(host), path, strlen(path), true);
}

}  // namespace

TEST(every_system_is_led_to_the_portal) {
    const struct {
        const char* host;
        const char* path;
    } probes[] = {
        {"connectivitycheck.gstatic.com", "/generate_204"},
        {"www.google.com", "/gen_204"},
        {"connectivitycheck.android.com", "/generate_204"},
        {"clients3.google.com", "/generate_204"},
        {"connect.rom.miui.com", "/generate_204"},
        {"connectivitycheck.platform.hicloud.com", "/generate_204"},
        {"captive.apple.com", "/hotspot-detect.html"},
        {"www.apple.com", "/library/test/success.html"},
        {"www.msftconnecttest.com", "/connecttest.txt"},
        {"www.msftconnecttest.com", "/redirect"},
        {"ipv6.msftconnecttest.com", "/connecttest.txt"},
        {"www.msftncsi.com", "/ncsi.txt"},
        {"detectportal.firefox.com", "/canonical.html"},
        {"detectportal.firefox.com", "/success.txt"},
        {"nmcheck.gnome.org", "/check_network_status.txt"},
        {"fedoraproject.org", "/static/hotspot.txt"},
        {"ping.archlinux.org", "/nm-check.txt"},
        {"network-test.debian.org", "/nm"},
        {"connectivity-check.ubuntu.com", "/"},
        {"spectrum.s3.amazonaws.com", "/kindle-wifi/wifistub.html"},
    };
    for (const auto& probe : probes) {
        CHECK_EQ(get(probe.host, probe.path), Answer::kRedirect);
    }
    CHECK(CaptivePortal::location().equals("http://192.168.4.1/", 19));
}

TEST(their_paths_lead_to_the_portal_at_the_own_address_too) {
    const char* const paths[] = {"/generate_204", "/gen_204",       "/hotspot-detect.html", "/library/test/success.html",
                                 "/connecttest.txt", "/redirect",   "/ncsi.txt",            "/canonical.html",
                                 "/success.txt",  "/nm",            "/nm-check.txt",        "/kindle-wifi/wifistub.html",
                                 "/static/hotspot.txt", "/check_network_status.txt"};
    for (const char* path : paths) {
        CHECK_EQ(get("192.168.4.1", path), Answer::kRedirect);
    }
}

TEST(the_gateways_own_pages_are_answered) {
    const char* const paths[] = {"/", "", "/api/v1/scan", "/generate", "/generate_2045", "/generate_204/", "/gen_204 /hotspot-detect.html",
                                 "hotspot-detect.html", " ", "/n", "/portal.js"};
    for (const char* path : paths) {
        CHECK_EQ(get("192.168.4.1", path), Answer::kOwn);
        CHECK_EQ(get("192.168.4.1:80", path), Answer::kOwn);
    }
    CHECK_EQ(CaptivePortal::answer("192.168.4.1", 11, "/api/v1/provision", 17, false), Answer::kOwn);
}

TEST(any_other_page_of_the_world_leads_to_the_portal) {
    CHECK_EQ(get("example.org", "/"), Answer::kRedirect);
    CHECK_EQ(get("192.168.4.10", "/"), Answer::kRedirect);
    CHECK_EQ(get("192.168.4.1.example.org", "/api/v1/scan"), Answer::kRedirect);
    CHECK_EQ(get("", "/"), Answer::kRedirect);
}

TEST(nobody_posts_to_a_stranger_through_the_gateway_or_takes_its_page_for_a_proxy) {
    CHECK_EQ(CaptivePortal::answer("example.org", 11, "/login", 6, false), Answer::kNotFound);
    CHECK_EQ(CaptivePortal::answer("192.168.4.1", 11, "/generate_204", 13, false), Answer::kNotFound);
    CHECK_EQ(get("wpad", "/wpad.dat"), Answer::kNotFound);
}
