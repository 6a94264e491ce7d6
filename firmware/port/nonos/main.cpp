// The firmware on the chip: the core on the NONOS port.
#include <stddef.h>

#include "core/base/flash.h"
#include "core/gateway.h"
#include "port/nonos/crypto.h"
#include "port/nonos/flash.h"
#include "port/nonos/image_descriptor.h"
#include "port/nonos/network.h"
#include "port/nonos/pins.h"
#include "port/nonos/placement.h"
#include "port/nonos/sdk.h"
#include "port/nonos/serial.h"
#include "port/nonos/system.h"
#include "port/nonos/wifi.h"

namespace {

#if !defined(SMR_VERSION) || !defined(SMR_BUILD) || !defined(SMR_SECURITY_VERSION)
#error "the Makefile defines what the descriptor says"
#endif

#if SMR_FLASH_MAP == 2
#define SMR_BOARD "esp8266-1m"
constexpr smr::Board kBoard = smr::Board::kEsp8266With1M;
#else
#define SMR_BOARD "esp8266-4m"
constexpr smr::Board kBoard = smr::Board::kEsp8266With4M;
#endif

// Used only through its address: kept although nobody may seem to read it.
extern const smr::ImageDescriptor kDescriptor;
__attribute__((used)) SMR_IN_FLASH const smr::ImageDescriptor kDescriptor =
    smr::make_descriptor(SMR_VERSION, SMR_BOARD, SMR_BUILD, SMR_SECURITY_VERSION);

smr::Descriptor own_descriptor() {
    uint8_t bytes[smr::kDescriptorSize];
    smr::FlashBytes(&kDescriptor, sizeof kDescriptor).copy(0, bytes, sizeof bytes);
    smr::Descriptor descriptor;
    // The compiler made it: it is right.
    smr::read_descriptor(bytes, &descriptor);
    return descriptor;
}

// What the port is made of. The gateway begins to use it the moment that it is made, which is when the SDK is ready.
struct Hardware {
    Hardware()
        : port{serial, network, flash, wifi, system, crypto, pins},
          descriptor(own_descriptor()) {}

    smr::NonosSerial serial;
    smr::NonosNetwork network;
    smr::NonosFlash flash;
    smr::NonosWifi wifi;
    smr::NonosSystem system;
    smr::NonosCrypto crypto;
    smr::NonosPins pins;
    smr::Port port;
    smr::Descriptor descriptor;
};

// Nothing constructs what is static on this chip.
alignas(Hardware) uint8_t hardware_storage[sizeof(Hardware)];
alignas(smr::Gateway) uint8_t gateway_storage[sizeof(smr::Gateway)];
Hardware* hardware = nullptr;
smr::Gateway* gateway = nullptr;

// 200 rounds a second: 58 bytes of the meter each, a window of TCP each; between them the processor sleeps.
constexpr uint32_t kRoundMillis = 5;
constexpr uint8_t kQueue = 1;
os_timer_t timer;
os_event_t queue[kQueue];

// The first round makes the gateway, which reaches deep into the stack at once. The SDK's start still takes 5.4 KB of it when it calls user_init()
// and says that it is done.
void round(os_event_t*) {
    if (gateway == nullptr) {
        hardware->network.begin();
        gateway = new (gateway_storage) smr::Gateway(hardware->port, hardware->descriptor, kBoard, hardware->system.now());
        return;
    }
    gateway->tick(hardware->system.now());
    hardware->network.tick();
}

// Timers have the highest priority of all tasks: the radio's would wait for a round of the loop. So the round is a task, of the lowest.
void wake(void*) { system_os_post(USER_TASK_PRIO_0, 0, 0); }

void start() {
    system_os_task(&round, USER_TASK_PRIO_0, queue, kQueue);
    os_timer_disarm(&timer);
    os_timer_setfn(&timer, &wake, nullptr);
    os_timer_arm(&timer, kRoundMillis, true);
}

// What is printed in spite of system_set_os_print() would end up between the messages of Improv. A crash still says so: its handler has an output
// of its own. Called from interrupts too.
__attribute__((section(".iram.text"))) void swallow(char) {}

}  // namespace

extern "C" void user_init(void);

void user_init(void) {
    system_set_os_print(0);
    os_install_putc1(&swallow);
    hardware = new (hardware_storage) Hardware;
    hardware->system.begin();
    hardware->wifi.begin();
    system_init_done_cb(&start);
}
