// Two months of a gateway's life, over the wrap of the milliseconds after 49.7 days.

#include "core/gateway.h"

#include "tests/whole_gateway.h"

namespace {

constexpr smr::Millis kStep = 10 * smr::kSecond;
constexpr uint32_t kStepsPerHour = smr::kHour / kStep;
// A sample is the two days around the wrap.
constexpr uint32_t kHours = (check::kFull ? 60 : 2) * 24;
constexpr uint32_t kHoursBeforeWrap = (check::kFull ? 10 : 1) * 24;
const char* const kTelegram = "/ISK5\\2M550T-1012\r\n\r\n1-0:1.7.0(01.193*kW)\r\n!\r\n";

struct Life {
    explicit Life(WholeGateway& of) : scene(of) {}

    // `duration` at a pace that sees joining and leaving, or at the pace of the telegrams.
    void pass(smr::Millis duration, bool closely = false) {
        const smr::Millis step = closely ? 500 : kStep;
        for (smr::Millis done = 0; done < duration; done += step) {
            scene.now += step;
            if (meter_on) {
                scene.serial.feed(kTelegram);
            }
            scene.tick();
            note_restart();
        }
    }
    void note_restart() {
        if (scene.boots == boots) {
            return;
        }
        boots = scene.boots;
        ++restarts[static_cast<unsigned>(scene.gateway->device().reset.reason())];
        for (smr::Connection& client : clients) {
            client = smr::kNoConnection;
        }
    }
    // Clients come, go, vanish and stop reading.
    void churn(check::Random& random) {
        smr::Connection& client = clients[random.below(6)];
        if (client == smr::kNoConnection) {
            client = scene.network.connect_to(smr::TcpService::kP1, random.byte());
            if (random.below(4) == 0) {
                scene.network.set_window(client, 0);
            }
            return;
        }
        if (!scene.network.is_closed(client)) {
            scene.network.vanish(client);
            pass(kStep);
        }
        if (client != smr::kNoConnection) {
            CHECK(scene.network.is_closed(client));
            scene.network.release(client);
            client = smr::kNoConnection;
        }
    }
    uint32_t restarts_in_all() const {
        uint32_t sum = 0;
        for (const uint32_t count : restarts) {
            sum += count;
        }
        return sum;
    }

    WholeGateway& scene;
    bool meter_on = true;
    unsigned boots = 1;
    uint32_t restarts[smr::kRestartReasons] = {};
    smr::Connection clients[6] = {};
};

}  // namespace

TEST(sixty_days_with_losses_silences_and_clients_bring_no_restart_without_its_reason) {
    WholeGateway& scene = check::fresh<WholeGateway>();
    scene.commission();
    scene.now = 0U - kHoursBeforeWrap * smr::kHour;
    scene.boot(smr::ChipReset::kPower);
    CHECK(scene.run_until(smr::Mode::kRun, 30 * smr::kSecond));
    Life life(scene);
    check::Random random(60);
    uint32_t losses = 0;
    uint32_t silences = 0;
    for (uint32_t hour = 0; hour < kHours; ++hour) {
        life.pass(smr::kHour / 2);
        life.churn(random);
        if (hour % 6 == 1) {
            scene.wifi.take_away("home");
            life.pass((1 + random.below(3)) * smr::kMinute, true);
            scene.wifi.bring_back("home");
            life.pass(2 * smr::kMinute, true);
            CHECK(scene.gateway->device().life.is_joined());
            ++losses;
        }
        if (hour % 24 == 3) {
            life.meter_on = false;
            life.pass((2 + random.below(7)) * smr::kMinute);
            life.meter_on = true;
            life.pass(kStep);
            ++silences;
        }
        life.pass(smr::kHour / 2);
    }
    check::report("hours", kHours);
    check::report("Wi-Fi losses of up to 3 minutes", losses);
    check::report("silences of up to 8 minutes", silences);
    check::report("restarts", life.restarts_in_all());
    CHECK_EQ(life.restarts_in_all(), 0U);
    CHECK_EQ(scene.gateway->device().figures.disconnects, losses);
    CHECK_EQ(scene.gateway->device().p1.scanner().invalid(), 0U);
    CHECK_EQ(scene.flash.violations + scene.system.violations, 0U);

    // Nothing was leaked: all places are free again when all clients have gone, and ten can be had.
    for (smr::Connection& client : life.clients) {
        if (client != smr::kNoConnection && !scene.network.is_closed(client)) {
            scene.network.vanish(client);
        }
    }
    life.pass(smr::kMinute);
    CHECK_EQ(scene.gateway->device().clients.connected(), 0U);

    // What lasts longer does bring a restart, which says why; and only one each.
    scene.wifi.take_away("home");
    life.pass(20 * smr::kMinute, true);
    scene.wifi.bring_back("home");
    life.pass(smr::kHour);
    CHECK_EQ(life.restarts[static_cast<unsigned>(smr::RestartReason::kWifiLost)], 1U);
    CHECK(scene.gateway->device().life.is_joined());
    life.pass(smr::kHour);
    life.meter_on = false;
    life.pass(12 * smr::kHour);
    life.meter_on = true;
    life.pass(smr::kHour);
    CHECK_EQ(life.restarts[static_cast<unsigned>(smr::RestartReason::kSerialSilent)], 1U);
    CHECK_EQ(life.restarts_in_all(), 2U);
    CHECK_EQ(scene.gateway->device().reset.boots(), 3U);
    CHECK(scene.gateway->device().life.is_joined());
}
