#include "core/ota/arduino_ota.h"

#include <string.h>

#include "core/base/text.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"
#include "tests/fake_flash.h"
#include "tests/fake_network.h"
#include "tests/fake_system.h"
#include "tests/hosted_loader.h"
#include "tests/made_image.h"

using smr::ArduinoOta;
using smr::FirmwareUpdate;
using smr::UdpService;

namespace {

FakeFlash flash;
FakeCrypto crypto;
FakeNetwork network;

const smr::Peer kSender = {{192, 168, 1, 30}, 40000};

void md5_digits(const void* of, size_t size, smr::Text& to) {
    uint8_t digest[16];
    crypto.hash(smr::HashKind::kMd5, of, size, digest);
    to.hex(digest, sizeof digest);
}

// A gateway with the password "correct horse" and a sender with an image.
struct Scene {
    Scene() : record(flash), update(flash, crypto, record, smr::Board::kEsp8266With1M), ota(network, crypto, system, update, settings) {
        network.reset();
        flash.reset(1024 * 1024);
        settings = smr::default_settings();
        settings.has_admin = true;
        crypto.hash(smr::HashKind::kMd5, "correct horse", 13, settings.admin.arduino_md5);
        flash.write(0, image.bytes(), image.size());
        record.load();
        ota.tick(now);
    }

    void say(const smr::Text& text, const smr::Peer& from = kSender) {
        network.forget_datagram(UdpService::kArduinoOta);
        network.datagram_to_gateway(UdpService::kArduinoOta, from, text.data(), text.size());
        ota.tick(++now);
    }
    bool answers(const char* expected) {
        const size_t size = strlen(expected);
        return network.datagram_size(UdpService::kArduinoOta) >= size &&
               memcmp(network.datagram(UdpService::kArduinoOta), expected, size) == 0;
    }
    void invite(uint32_t size) {
        smr::TextOf<128> text;
        text.append("0 41000 ", 8).decimal(size).append(' ');
        md5_digits(image.bytes(), image.size(), text);
        text.append('\n');
        say(text);
    }
    void answer(const char* password, const smr::Peer& from = kSender) {
        CHECK(answers("AUTH "));
        smr::TextOf<32> password_digits;
        md5_digits(password, strlen(password), password_digits);
        const char* cnonce = "0123456789abcdef0123456789abcdef";
        smr::TextOf<98> joined;
        joined.append(password_digits.data(), 32).append(':');
        joined.append(reinterpret_cast<const char*>(network.datagram(UdpService::kArduinoOta)) + 5, 32).append(':');
        joined.append(cnonce, 32);
        smr::TextOf<128> text;
        text.append("200 ", 4).append(cnonce, 32).append(' ');
        md5_digits(joined.data(), joined.size(), text);
        text.append('\n');
        say(text, from);
    }
    // What the gateway said over TCP ends with `expected`.
    bool ends_with(const char* expected) {
        const smr::Connection connection = network.connected();
        const size_t size = strlen(expected);
        const size_t said = network.received_size(connection);
        return said >= size && memcmp(network.received(connection) + said - size, expected, size) == 0;
    }
    void send_image(size_t count) {
        ota.tick(++now);
        CHECK(network.send_to_gateway(network.connected(), image.bytes(), count));
        for (unsigned step = 0; step < 200 && ota.is_active(); ++step) {
            ota.tick(++now);
            update.tick(true);
        }
    }

    smr::Millis now = 1000;
    FakeSystem system;
    MadeImage image;
    smr::Settings settings;
    smr::BootRecord record;
    FirmwareUpdate update;
    ArduinoOta ota;
};

}  // namespace

TEST(the_arduino_tools_update_with_the_password) {
    Scene& scene = check::fresh<Scene>();
    scene.invite(static_cast<uint32_t>(scene.image.size()));
    scene.answer("correct horse");
    CHECK(scene.answers("OK"));
    CHECK_EQ(network.peer(network.connected()).port, 41000);
    scene.send_image(scene.image.size());
    CHECK_EQ(scene.update.state(), FirmwareUpdate::State::kReady);
    CHECK(scene.ends_with("OK"));
    CHECK(network.is_closed(network.connected()));
    CHECK_EQ(memcmp(network.received(network.connected()), "512512", 6), 0);
}

TEST(a_wrong_password_lets_nothing_in_and_costs_time) {
    Scene& scene = check::fresh<Scene>();
    const uint32_t size = static_cast<uint32_t>(scene.image.size());
    for (smr::Millis wait = 1000; wait <= 16000; wait *= 2) {
        scene.invite(size);
        scene.answer("wrong horse");
        CHECK(scene.answers("Authentication Failed"));
        scene.now += wait - 10;
        scene.invite(size);
        CHECK(scene.answers("ERROR: wait"));
        scene.now += 10;
    }
    CHECK_EQ(scene.update.state(), FirmwareUpdate::State::kIdle);
    scene.invite(size);
    scene.answer("correct horse");
    CHECK(scene.answers("OK"));
}

TEST(a_challenge_is_for_one_try_of_the_one_who_asked_and_not_for_long) {
    Scene& scene = check::fresh<Scene>();
    const uint32_t size = static_cast<uint32_t>(scene.image.size());
    const smr::Peer other = {{192, 168, 1, 66}, 40000};
    scene.invite(size);
    scene.answer("correct horse", other);
    CHECK_EQ(network.datagram_size(UdpService::kArduinoOta), 0U);
    scene.invite(size);
    scene.now += ArduinoOta::kChallengeLimit;
    scene.ota.tick(scene.now);
    smr::TextOf<128> late;
    late.append("200 0123456789abcdef0123456789abcdef 0123456789abcdef0123456789abcdef", 69);
    scene.say(late);
    CHECK_EQ(network.datagram_size(UdpService::kArduinoOta), 0U);
}

TEST(without_an_admin_or_when_switched_off_nobody_is_heard) {
    Scene& scene = check::fresh<Scene>();
    CHECK(network.is_open(UdpService::kArduinoOta));
    scene.settings.has_admin = false;
    scene.ota.tick(++scene.now);
    CHECK(!network.is_open(UdpService::kArduinoOta));
    scene.settings.has_admin = true;
    scene.ota.tick(++scene.now);
    CHECK(network.is_open(UdpService::kArduinoOta));
    scene.settings.arduino_ota = false;
    scene.ota.tick(++scene.now);
    CHECK(!network.is_open(UdpService::kArduinoOta));
}

TEST(a_file_system_is_refused_and_nonsense_not_answered) {
    Scene& scene = check::fresh<Scene>();
    smr::TextOf<160> text;
    text.append("100 41000 1000 0123456789abcdef0123456789abcdef\n", 48);
    scene.say(text);
    CHECK(scene.answers("ERROR: this gateway has no file system"));
    const char* const nonsense[] = {"",
                                    "0",
                                    "0 41000",
                                    "0 41000 1000 0123",
                                    "0 70000 1000 0123456789abcdef0123456789abcdef",
                                    "0 0 1000 0123456789abcdef0123456789abcdef",
                                    "0 41000 0 0123456789abcdef0123456789abcdef",
                                    "0 41000 1000 0123456789abcdef0123456789abcdeg",
                                    "0 41000 1000 0123456789abcdef0123456789abcdef x",
                                    "-1 41000 1000 0123456789abcdef0123456789abcdef",
                                    "4294967296 1 1 0123456789abcdef0123456789abcdef"};
    for (const char* const each : nonsense) {
        text.clear();
        text.append(each, strlen(each));
        scene.say(text);
        CHECK_EQ(network.datagram_size(UdpService::kArduinoOta), 0U);
    }
    check::Random random(3);
    for (unsigned round = 0; round < 2000; ++round) {
        text.clear();
        const uint32_t size = random.below(150);
        for (uint32_t at = 0; at < size; ++at) {
            text.append(static_cast<char>(random.byte()));
        }
        scene.say(text);
    }
    CHECK(!scene.ota.is_active());
}

TEST(a_damaged_image_and_a_sender_that_stops_are_told_and_forgotten) {
    Scene& scene = check::fresh<Scene>();
    const uint32_t size = static_cast<uint32_t>(scene.image.size());
    scene.invite(size);
    scene.image.bytes()[0x1100] ^= 1;
    scene.answer("correct horse");
    scene.send_image(size);
    CHECK(scene.ends_with("ERROR: bad-checksum"));
    scene.invite(size);
    scene.answer("correct horse");
    scene.send_image(size / 2);
    CHECK(scene.ota.is_active());
    scene.now += ArduinoOta::kPauseLimit;
    scene.ota.tick(scene.now);
    CHECK(!scene.ota.is_active());
    CHECK(!scene.update.is_busy());
}

TEST(a_sender_is_told_that_the_last_update_is_still_on_trial) {
    Scene& scene = check::fresh<Scene>();
    const uint32_t size = static_cast<uint32_t>(scene.image.size());
    scene.invite(size);
    scene.answer("correct horse");
    scene.send_image(size);
    CHECK_EQ(scene.update.state(), FirmwareUpdate::State::kReady);
    CHECK_EQ(hosted_loader::run(flash, false), SMR_BOOT_RUN);
    // As after the restart.
    scene.record.load();
    new (check::InPlace{&scene.update}) FirmwareUpdate(flash, crypto, scene.record, smr::Board::kEsp8266With1M);
    scene.invite(size);
    scene.answer("correct horse");
    CHECK(scene.answers("ERROR: the last update is still on trial"));
}

TEST(an_update_that_ends_at_any_byte_leaves_what_ran) {
    Scene& scene = check::fresh<Scene>();
    const uint32_t size = static_cast<uint32_t>(scene.image.size());
    alignas(4) static uint8_t before[16 * 1024];
    memcpy(before, flash.bytes(), sizeof before);
    constexpr uint32_t kStride = check::kFull ? 1 : 7;
    uint32_t cuts = 0;
    for (uint32_t count = 0; count < size; count += kStride) {
        ++cuts;
        scene.invite(size);
        scene.answer("correct horse");
        scene.ota.tick(++scene.now);
        CHECK(network.send_to_gateway(network.connected(), scene.image.bytes(), count));
        for (unsigned step = 0; step < 20; ++step) {
            scene.ota.tick(++scene.now);
            scene.update.tick(true);
        }
        network.vanish(network.connected());
        for (unsigned step = 0; step < 20 && scene.ota.is_active(); ++step) {
            scene.ota.tick(++scene.now);
            scene.update.tick(true);
        }
        network.release(network.connected());
        if (scene.ota.is_active() || scene.update.is_busy() || scene.system.restarts != 0 ||
            memcmp(flash.bytes(), before, sizeof before) != 0) {
            CHECK_EQ(count, size);
            return;
        }
    }
    check::report("updates that were cut", cuts);
    scene.invite(size);
    scene.answer("correct horse");
    scene.send_image(size);
    CHECK_EQ(scene.update.state(), FirmwareUpdate::State::kReady);
}
