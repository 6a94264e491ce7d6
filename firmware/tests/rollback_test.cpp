// What becomes of updates: whole gateways under the real boot loader, with images that live, hang, crash, or miss their network.
#include <string.h>

#include "core/gateway.h"
#include "tests/check.h"
#include "tests/whole_gateway.h"

namespace {

using smr::ChipReset;
using smr::Standing;

const MadeImage::Wanted kNext = {"2.0.0", "esp8266-1m", 4, 6000};
const MadeImage::Wanted kAfterThat = {"2.1.0", "esp8266-1m", 4, 1024};

// A gateway that has worked for a while with 1.2.3.
WholeGateway& in_service() {
    WholeGateway& scene = check::fresh<WholeGateway>();
    scene.commission();
    scene.boot(ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    scene.run(2 * smr::kMinute, 50);
    return scene;
}

// The same, just started into 2.0.0.
WholeGateway& updated() {
    WholeGateway& scene = in_service();
    MadeImage next(kNext);
    CHECK_EQ(scene.upload(next), 200);
    scene.run(10 * smr::kSecond, 50);
    CHECK_EQ(scene.boots, 2U);
    CHECK(scene.runs("2.0.0"));
    return scene;
}

Standing standing(const WholeGateway& scene) { return scene.gateway->device().record.standing(); }

bool status_says(WholeGateway& scene, const char* text) {
    CHECK_EQ(scene.admin("GET", "/api/v1/status"), 200);
    return scene.says(text);
}

bool has_event(const WholeGateway& scene, smr::EventCode code, uint32_t detail) {
    const smr::Events& events = scene.gateway->device().events;
    smr::Event event;
    for (uint32_t sequence = events.oldest(); events.read(sequence, &event); ++sequence) {
        if (event.code == code && event.detail == detail) {
            return true;
        }
    }
    return false;
}

// Until the images are read that stand in the status.
void read_images(WholeGateway& scene) {
    for (unsigned step = 0; step < 2000 && scene.gateway->device().kept.state() == smr::KeptImage::State::kReading; ++step) {
        scene.run(1, 1);
    }
}

}  // namespace

TEST(an_update_is_on_trial_for_a_minute_and_then_confirmed) {
    WholeGateway& scene = updated();
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(standing(scene), Standing::kTrial);
    CHECK(status_says(scene, "\"image\":\"trial\",\"previous\":{\"version\":\"1.2.3\"}"));
    CHECK(scene.says("\"last\":{\"result\":\"updated\",\"error\":null,\"version\":\"2.0.0\"}"));
    CHECK_EQ(scene.admin("GET", "/metrics"), 200);
    CHECK(scene.says("smr_image_on_trial 1\n"));
    MadeImage next(kAfterThat);
    CHECK_EQ(scene.upload(next), 409);
    CHECK(scene.says("\"code\":\"unconfirmed\""));
    // Refusing is no failure of the update that runs.
    CHECK(status_says(scene, "\"last\":{\"result\":\"updated\""));

    scene.run(smr::kMinute, 50);
    CHECK_EQ(standing(scene), Standing::kConfirmed);
    CHECK(has_event(scene, smr::EventCode::kImageConfirmed, 60));
    CHECK(status_says(scene, "\"image\":\"confirmed\",\"previous\":{\"version\":\"1.2.3\"}"));
    scene.boot(ChipReset::kPower);
    CHECK(scene.runs("2.0.0"));
    CHECK_EQ(standing(scene), Standing::kConfirmed);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.upload(next), 200);
    scene.run(10 * smr::kSecond, 50);
    CHECK(scene.runs("2.1.0"));
}

TEST(an_image_that_hangs_is_rolled_back_and_its_watchdog_is_the_evidence) {
    WholeGateway& scene = updated();
    scene.boot(ChipReset::kHardwareWatchdog);
    scene.boot(ChipReset::kHardwareWatchdog);
    CHECK(scene.runs("2.0.0"));
    scene.boot(ChipReset::kHardwareWatchdog);
    CHECK(scene.runs("1.2.3"));
    CHECK_EQ(standing(scene), Standing::kRolledBack);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    read_images(scene);
    CHECK(status_says(scene, "\"reset\":{\"cause\":\"hardware-watchdog\",\"reason\":\"rolled-back\""));
    CHECK(scene.says("\"image\":\"rolled-back\",\"previous\":null"));
    CHECK(scene.says("\"last\":{\"result\":\"rolled-back\",\"error\":\"did-not-run\",\"version\":\"2.0.0\"}"));
    CHECK(has_event(scene, smr::EventCode::kRolledBack, 0));
    CHECK_EQ(scene.admin("GET", "/metrics"), 200);
    CHECK(scene.says("smr_image_rolled_back 1\n"));

    // Acknowledged after a minute: the next life has a reason of its own, and what became of the update stays to be read.
    scene.run(smr::kMinute, 50);
    CHECK_EQ(standing(scene), Standing::kRolledBackSeen);
    scene.boot(ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    read_images(scene);
    CHECK(status_says(scene, "\"reason\":\"power\""));
    CHECK(scene.says("\"last\":{\"result\":\"rolled-back\",\"error\":\"did-not-run\",\"version\":\"2.0.0\"}"));
    // And the next update is taken.
    MadeImage next(kAfterThat);
    CHECK_EQ(scene.upload(next), 200);
    scene.run(10 * smr::kSecond, 50);
    CHECK(scene.runs("2.1.0"));
}

TEST(an_image_that_crashes_at_once_is_rolled_back_and_its_registers_are_the_evidence) {
    WholeGateway& scene = in_service();
    MadeImage next(kNext);
    CHECK_EQ(scene.upload(next), 200);
    // Nothing of the new image's gateway ever lives.
    CHECK(scene.load(ChipReset::kRestart));
    scene.system.set_crash({9, 0x40201234, 0, 0, 3, 0});
    for (unsigned crash = 0; crash < 2; ++crash) {
        CHECK(scene.load(ChipReset::kException));
        CHECK(scene.runs("2.0.0"));
    }
    scene.boot(ChipReset::kException);
    CHECK(scene.runs("1.2.3"));
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK(status_says(scene, "\"reset\":{\"cause\":\"exception\",\"reason\":\"rolled-back\",\"exception\":{\"cause\":9"));
    CHECK(scene.says("\"error\":\"did-not-run\""));
    CHECK(scene.gateway->device().settings.commissioned);
}

TEST(an_image_that_misses_the_network_of_its_forerunner_is_rolled_back_after_ten_minutes) {
    WholeGateway& scene = updated();
    // In the air, but this image does not get in.
    scene.home->answers = false;
    scene.wifi.leave();
    scene.run(10 * smr::kMinute - 12 * smr::kSecond, 50);
    CHECK_EQ(scene.boots, 2U);
    CHECK_EQ(standing(scene), Standing::kTrial);
    scene.run(20 * smr::kSecond, 50);
    CHECK_EQ(scene.boots, 3U);
    CHECK(scene.runs("1.2.3"));
    CHECK(has_event(scene, smr::EventCode::kRolledBack, 1));
    scene.home->answers = true;
    CHECK(scene.run_until(smr::Mode::kRun, 3 * smr::kMinute));
    read_images(scene);
    CHECK(status_says(scene, "\"last\":{\"result\":\"rolled-back\",\"error\":\"network-not-reached\",\"version\":\"2.0.0\"}"));
    CHECK_EQ(scene.gateway->device().reset.reason(), smr::RestartReason::kRolledBack);
    CHECK_EQ(scene.gateway->device().reset.reason_detail(), 1);
}

TEST(a_router_that_is_off_for_an_hour_and_a_silent_meter_roll_nothing_back) {
    WholeGateway& scene = updated();
    scene.serial.feed("/", 1);
    scene.wifi.take_away("home");
    // No watchdog restarts an image on trial, and its access point is there meanwhile.
    scene.run(smr::kHour + 50 * smr::kMinute, 100);
    CHECK_EQ(scene.boots, 2U);
    CHECK_EQ(standing(scene), Standing::kTrial);
    CHECK(scene.gateway->mode() == smr::Mode::kFallback);
    scene.wifi.bring_back("home");
    CHECK(scene.run_until(smr::Mode::kRun, 2 * smr::kMinute));
    scene.run(smr::kSecond);
    CHECK_EQ(standing(scene), Standing::kConfirmed);
    CHECK(scene.runs("2.0.0"));
    CHECK_EQ(scene.boots, 2U);
}

TEST(an_image_that_hears_no_network_for_two_hours_is_rolled_back) {
    WholeGateway& scene = updated();
    scene.wifi.take_away("home");
    scene.run(2 * smr::kHour + 20 * smr::kMinute, 100);
    CHECK_EQ(scene.boots, 3U);
    CHECK(scene.runs("1.2.3"));
    CHECK(has_event(scene, smr::EventCode::kRolledBack, 1));
}

TEST(three_dips_of_power_roll_nothing_back) {
    WholeGateway& scene = updated();
    for (unsigned dip = 0; dip < 3; ++dip) {
        scene.run(5 * smr::kSecond, 50);
        scene.boot(ChipReset::kPower);
        CHECK(scene.runs("2.0.0"));
    }
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    scene.run(smr::kMinute, 50);
    CHECK_EQ(standing(scene), Standing::kConfirmed);
    CHECK(scene.runs("2.0.0"));
}

TEST(dips_after_a_minute_of_work_never_add_up) {
    WholeGateway& scene = updated();
    scene.wifi.take_away("home");
    for (unsigned dip = 0; dip < 12; ++dip) {
        scene.run(70 * smr::kSecond, 50);
        CHECK_EQ(scene.gateway->device().record.state().power_ons, 0U);
        scene.boot(ChipReset::kPower);
    }
    CHECK(scene.runs("2.0.0"));
    CHECK_EQ(standing(scene), Standing::kTrial);
}

TEST(an_admin_may_go_back_to_the_image_before) {
    WholeGateway& scene = in_service();
    CHECK_EQ(scene.ask("POST", "/api/v1/rollback", nullptr, nullptr, 0), 401);
    CHECK_EQ(scene.admin("GET", "/api/v1/rollback"), 405);
    CHECK_EQ(scene.admin("POST", "/api/v1/rollback"), 409);
    CHECK(scene.says("\"code\":\"no-previous-image\""));
    MadeImage next(kNext);
    CHECK_EQ(scene.upload(next), 200);
    CHECK_EQ(scene.admin("POST", "/api/v1/rollback"), 409);
    CHECK(scene.says("\"code\":\"busy\""));
    scene.run(2 * smr::kMinute, 50);
    CHECK_EQ(standing(scene), Standing::kConfirmed);
    CHECK_EQ(scene.admin("POST", "/api/v1/rollback"), 202);
    // No update slips in before the restart.
    CHECK_EQ(scene.upload(next), 409);
    CHECK(scene.says("\"code\":\"busy\""));
    scene.run(10 * smr::kSecond, 50);
    CHECK_EQ(scene.boots, 3U);
    CHECK(scene.runs("1.2.3"));
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    read_images(scene);
    CHECK(status_says(scene, "\"last\":{\"result\":\"rolled-back\",\"error\":\"requested\",\"version\":\"2.0.0\"}"));
    CHECK(scene.says("\"reset\":{\"cause\":\"restart\",\"reason\":\"rolled-back\""));
    CHECK_EQ(scene.admin("POST", "/api/v1/rollback"), 409);
    CHECK(scene.says("\"code\":\"no-previous-image\""));
}

// Guards against a life that has nearly ended and confirms what it was told to leave.
TEST(an_image_on_trial_may_be_left_by_order_too) {
    WholeGateway& scene = updated();
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    read_images(scene);
    while (scene.gateway->device().uptime.millis() < smr::kMinute - 300) {
        scene.run(10);
    }
    CHECK_EQ(standing(scene), Standing::kTrial);
    CHECK_EQ(scene.admin("POST", "/api/v1/rollback"), 202);
    scene.run(10 * smr::kSecond);
    CHECK(scene.runs("1.2.3"));
    CHECK(has_event(scene, smr::EventCode::kRolledBack, 2));
}

TEST(an_image_that_was_partly_staged_over_is_no_longer_there_to_go_back_to) {
    WholeGateway& scene = updated();
    scene.run(2 * smr::kMinute, 50);
    MadeImage next(kAfterThat);
    next.bytes()[0x1100] ^= 1;
    CHECK_EQ(scene.upload(next), 422);
    CHECK_EQ(scene.admin("POST", "/api/v1/rollback"), 409);
    CHECK(scene.says("\"code\":\"no-previous-image\""));
    CHECK(status_says(scene, "\"image\":\"confirmed\",\"previous\":null"));
    scene.boot(ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    read_images(scene);
    CHECK_EQ(scene.admin("POST", "/api/v1/rollback"), 409);
    CHECK(scene.says("\"code\":\"no-previous-image\""));
}

TEST(the_security_floor_rises_only_when_the_image_is_proven) {
    WholeGateway& scene = in_service();
    CHECK_EQ(scene.gateway->device().settings.security_floor, 3U);
    const char* protect = "{\"ota\":{\"rollback_protection\":true}}";
    CHECK_EQ(scene.admin("PATCH", "/api/v1/config", protect, strlen(protect)), 200);
    MadeImage next(kNext);
    CHECK_EQ(scene.upload(next), 200);
    scene.run(10 * smr::kSecond, 50);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK_EQ(scene.gateway->device().settings.security_floor, 3U);
    // Until then the image before may come back.
    CHECK(status_says(scene, "\"previous\":{\"version\":\"1.2.3\"}"));
    scene.run(smr::kMinute, 50);
    CHECK_EQ(scene.gateway->device().settings.security_floor, 4U);
    CHECK(status_says(scene, "\"image\":\"confirmed\",\"previous\":null"));
    CHECK_EQ(scene.admin("POST", "/api/v1/rollback"), 409);
    CHECK(scene.says("\"code\":\"no-previous-image\""));
}

TEST(a_gateway_that_was_not_joined_when_it_was_updated_needs_no_network_to_prove_its_image) {
    WholeGateway& scene = in_service();
    scene.wifi.take_away("home");
    CHECK(scene.run_until(smr::Mode::kFallback, 10 * smr::kMinute));
    scene.host = "192.168.4.1";
    MadeImage next(kNext);
    CHECK_EQ(scene.upload(next), 200);
    scene.run(10 * smr::kSecond, 50);
    CHECK_EQ(standing(scene), Standing::kTrial);
    scene.run(smr::kMinute, 50);
    CHECK_EQ(standing(scene), Standing::kConfirmed);
}

TEST(a_staging_sector_that_takes_nothing_is_told_as_the_reason) {
    WholeGateway& scene = in_service();
    MadeImage next(kNext);
    CHECK_EQ(scene.upload(next), 200);
    // The hole, into which the first sector of the running image goes.
    scene.flash.spoil(smr::kStagingAt + 16, 0x000000FF);
    scene.run(10 * smr::kSecond, 50);
    CHECK_EQ(scene.boots, 2U);
    CHECK(scene.runs("1.2.3"));
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    read_images(scene);
    CHECK(status_says(scene, "\"last\":{\"result\":\"rolled-back\",\"error\":\"flash-failed\",\"version\":\"2.0.0\"}"));
}

TEST(a_staged_image_that_the_loader_finds_damaged_is_told_as_a_failure) {
    WholeGateway& scene = in_service();
    MadeImage next(kNext);
    CHECK_EQ(scene.upload(next), 200);
    scene.flash.bytes()[smr::kStagedApplicationAt + 0x1F0] ^= 1;
    scene.run(10 * smr::kSecond, 50);
    CHECK_EQ(scene.boots, 2U);
    CHECK(scene.runs("1.2.3"));
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    CHECK(status_says(scene, "\"image\":\"confirmed\",\"previous\":null"));
    CHECK(scene.says("\"last\":{\"result\":\"failed\",\"error\":\"flash-failed\",\"version\":null}"));
    // The loader does not look at it again.
    scene.run(2 * smr::kMinute, 50);
    scene.boot(ChipReset::kPower);
    CHECK(hosted_loader::words().say("smr-boot/1 run\r\n"));
}

// The image before is lost, although nobody may: then the one on trial is all there is, and its watchdogs work for it.
TEST(an_image_with_nothing_to_go_back_to_stays) {
    WholeGateway& scene = updated();
    scene.flash.bytes()[smr::kStagingAt + 0x123] ^= 4;
    scene.boot(ChipReset::kHardwareWatchdog);
    scene.home->answers = false;
    scene.run(11 * smr::kMinute, 50);
    CHECK(scene.runs("2.0.0"));
    CHECK_EQ(standing(scene), Standing::kConfirmed);
    CHECK(!scene.gateway->device().record.is_rolled_back());
}
