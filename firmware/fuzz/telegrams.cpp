// The meter's bytes: whatever comes, in whatever pieces, clients that keep up get exactly that, and others whole runs of it.
#include "core/p1/fan_out.h"
#include "core/p1/p1_input.h"

#include "fuzz/fuzz.h"
#include "tests/check.h"
#include "tests/fake_network.h"
#include "tests/fake_serial.h"

namespace {

constexpr size_t kMost = 4096;

struct World {
    World() : input(serial), clients(network, input) { network.listen(smr::TcpService::kP1); }
    FakeSerial serial;
    FakeNetwork network;
    smr::P1Input input;
    smr::FanOut clients;
};

// Static memory that is made anew each time, but for the buffers of the network.
World& world() {
    alignas(World) static uint8_t storage[sizeof(World)];
    static FakeNetwork* network = nullptr;
    World* const made = reinterpret_cast<World*>(storage);
    if (network == nullptr) {
        new (check::InPlace{storage}) World();
        network = &made->network;
    } else {
        network->reset();
        new (check::InPlace{&made->serial}) FakeSerial();
        new (check::InPlace{&made->input}) smr::P1Input(made->serial);
        new (check::InPlace{&made->clients}) smr::FanOut(made->network, made->input);
    }
    return *made;
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    if (size > kMost) {
        return 0;
    }
    World& scene = world();
    fuzz::Input input(bytes, size);
    smr::Millis now = input.number();
    static uint8_t fed[kMost];
    size_t fed_size = 0;
    const smr::Connection prompt = scene.network.connect_to(smr::TcpService::kP1, 1);
    scene.clients.tick(now);
    const smr::Connection slow = scene.network.connect_to(smr::TcpService::kP1, 2);
    scene.network.set_window(slow, 0);
    while (!input.empty()) {
        const uint8_t what = input.byte();
        if (what < 0xC0) {
            size_t taken = 0;
            const uint8_t* const run = input.take(what + 1U, &taken);
            scene.serial.feed(run, taken);
            memcpy(fed + fed_size, run, taken);
            fed_size += taken;
        } else if (what < 0xE0) {
            now += static_cast<smr::Millis>(what - 0xC0) * 40;
        } else if (what < 0xF0) {
            scene.network.set_window(slow, static_cast<size_t>(what - 0xE0) * 20);
        } else if (what < 0xF8) {
            scene.network.connect_to(smr::TcpService::kP1, what);
        } else {
            scene.network.send_to_gateway(prompt, "GET / HTTP/1.1\r\n\r\n", 18);
        }
        scene.input.tick(now);
        scene.clients.tick(now);
    }
    // All that was read and sent by now, and what waits to be gathered.
    for (unsigned step = 0; step < 40; ++step) {
        now += 100;
        scene.input.tick(now);
        scene.clients.tick(now);
    }
    fuzz::require(scene.input.bytes() == fed_size, "each byte is counted");
    fuzz::require(scene.network.received_size(prompt) == fed_size &&
                      memcmp(scene.network.received(prompt), fed, fed_size) == 0,
                  "a prompt client gets each byte");
    const smr::TelegramScanner& scanner = scene.input.scanner();
    fuzz::require(scanner.valid() + scanner.invalid() <= scanner.telegrams(), "telegrams are counted once");
    if (scanner.has_last()) {
        const smr::TelegramMark& last = scanner.last();
        fuzz::require(last.end - last.start <= smr::TelegramScanner::kLongest + 8U, "a telegram has a limit");
        fuzz::require(last.end <= fed_size, "a telegram lies in what came");
    }
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    const char* const telegram = "/ISK5\\2M550T-1012\r\n\r\n1-0:1.7.0(01.193*kW)\r\n!A1B2\r\n/X\r\n\r\n!\r\n";
    uint8_t seed[256] = {0xFF, 0xFF, 0xFF, 0x00};
    size_t size = 4;
    const uint8_t pauses[] = {0xC1, 0xC4, 0xDF};
    for (const uint8_t pause : pauses) {
        seed[size++] = static_cast<uint8_t>(strlen(telegram) - 1);
        memcpy(seed + size, telegram, strlen(telegram));
        size += strlen(telegram);
        seed[size++] = pause;
        seed[size++] = 0xE5;
    }
    seeds.add(seed, size);
}
