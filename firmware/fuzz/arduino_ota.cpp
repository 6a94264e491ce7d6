// Datagrams to the Arduino update: without the password nothing begins.
#include "core/ota/arduino_ota.h"

#include "fuzz/fuzz.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"
#include "tests/fake_flash.h"
#include "tests/fake_network.h"
#include "tests/fake_system.h"

namespace {

struct World {
    World() : record(flash), update(flash, crypto, record, smr::Board::kEsp8266With1M), ota(network, crypto, system, update, settings) {
        flash.reset(1024 * 1024);
        settings = smr::default_settings();
        settings.arduino_ota = settings.has_admin = true;
        crypto.hash(smr::HashKind::kMd5, "a password that no input knows", 30, settings.admin.arduino_md5);
    }
    FakeNetwork network;
    FakeFlash flash;
    FakeCrypto crypto;
    FakeSystem system;
    smr::Settings settings;
    smr::BootRecord record;
    smr::FirmwareUpdate update;
    smr::ArduinoOta ota;
};

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    static World& world = check::fresh<World>();
    static smr::Millis now = 0;
    // What the input before left behind is over.
    now += smr::kHour;
    world.ota.tick(now);
    fuzz::Input input(bytes, size);
    while (!input.empty()) {
        const uint8_t what = input.byte();
        if (what < 0x80) {
            size_t taken = 0;
            const uint8_t* const text = input.take(what * 2U, &taken);
            const smr::Peer from = {{192, 168, 1, static_cast<uint8_t>(what % 2)}, 5000};
            world.network.datagram_to_gateway(smr::UdpService::kArduinoOta, from, text, taken);
        } else {
            now += static_cast<smr::Millis>(what - 0x80) * 100;
        }
        world.ota.tick(now);
        fuzz::require(!world.update.is_busy() && !world.ota.is_active(), "no password, no update");
        fuzz::require(world.network.connected() == smr::kNoConnection, "nobody is called back");
        fuzz::require(world.flash.operations == 0, "and nothing is written");
    }
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    const char* const invitation = "0 8266 4096 0123456789abcdef0123456789abcdef\n";
    const char* const answer = "200 0123456789abcdef0123456789abcdef 0123456789abcdef0123456789abcdef\n";
    const char* const file_system = "100 8266 4096 0123456789abcdef0123456789abcdef\n";
    uint8_t seed[256];
    const char* const firsts[] = {invitation, file_system};
    for (const char* const first : firsts) {
        size_t size = 0;
        const char* const texts[] = {first, answer, invitation};
        for (const char* const text : texts) {
            const size_t length = strlen(text) & ~size_t{1};
            seed[size++] = static_cast<uint8_t>(length / 2);
            memcpy(seed + size, text, length);
            size += length;
            seed[size++] = 0x8C;
        }
        seeds.add(seed, size);
    }
}
