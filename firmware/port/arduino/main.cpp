// The firmware on the chip: the core on the Arduino port.
#include <new>
#include <stddef.h>

#include <Arduino.h>
#include <user_interface.h>

#include "core/base/flash.h"
#include "core/gateway.h"
#include "port/arduino/announcer.h"
#include "port/arduino/crypto.h"
#include "port/arduino/flash.h"
#include "port/arduino/image_descriptor.h"
#include "port/arduino/network.h"
#include "port/arduino/pins.h"
#include "port/arduino/serial.h"
#include "port/arduino/system.h"
#include "port/arduino/wifi.h"

namespace {

#if !defined(SMR_VERSION) || !defined(SMR_BOARD) || !defined(SMR_BUILD) || !defined(SMR_SECURITY_VERSION)
#error "describe.py defines what the descriptor says"
#endif

// Used only through its address: kept although nobody may seem to read it.
extern const smr::ImageDescriptor kDescriptor;
__attribute__((used)) SMR_IN_FLASH const smr::ImageDescriptor kDescriptor =
    smr::make_descriptor(SMR_VERSION, SMR_BOARD, SMR_BUILD, SMR_SECURITY_VERSION);

constexpr bool is_same(const char* left, const char* right) {
    size_t index = 0;
    while (left[index] != '\0' && left[index] == right[index]) {
        ++index;
    }
    return left[index] == right[index];
}

constexpr bool kIsSmall = is_same(SMR_BOARD, "esp8266-1m");
static_assert(kIsSmall || is_same(SMR_BOARD, "esp8266-4m"), "there is no other board");
constexpr smr::Board kBoard = kIsSmall ? smr::Board::kEsp8266With1M : smr::Board::kEsp8266With4M;

smr::Descriptor own_descriptor() {
    uint8_t bytes[smr::kDescriptorSize];
    smr::FlashBytes(&kDescriptor, sizeof kDescriptor).copy(0, bytes, sizeof bytes);
    smr::Descriptor descriptor;
    // The compiler made it: it is right.
    smr::read_descriptor(bytes, &descriptor);
    return descriptor;
}

// Made in setup(), not before: the order in which the Arduino core and these are constructed is nobody's promise.
struct Firmware {
    explicit Firmware(smr::Millis now)
        : descriptor(own_descriptor()),
          port{serial, network, flash, wifi, system, crypto, pins},
          gateway((begin(now), port), descriptor, kBoard, now),
          announcer(gateway) {}

    // What has to run before the gateway begins.
    void begin(smr::Millis now) {
        system.begin(now);
        wifi.begin();
    }

    smr::ArduinoSerial serial;
    smr::ArduinoNetwork network;
    smr::ArduinoFlash flash;
    smr::ArduinoWifi wifi;
    smr::ArduinoSystem system;
    smr::ArduinoCrypto crypto;
    smr::ArduinoPins pins;
    smr::Descriptor descriptor;
    smr::Port port;
    smr::Gateway gateway;
    smr::Announcer announcer;
};

alignas(Firmware) uint8_t storage[sizeof(Firmware)];
Firmware* firmware = nullptr;

}  // namespace

void setup() {
    // The SDK's own messages would end up between those of Improv.
    system_set_os_print(0);
    firmware = new (storage) Firmware(millis());
}

void loop() {
    const smr::Millis now = millis();
    firmware->gateway.tick(now);
    firmware->network.flush();
    firmware->announcer.tick(now);
    firmware->system.tick(now);
}
