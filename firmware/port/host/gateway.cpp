// Gateways for a host program: the C functions of hardware.h.
#include "core/gateway.h"

#include <new>
#include <string.h>

#include "core/base/identity.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/ota/descriptor.h"
#include "core/store/admin_password.h"
#include "core/store/settings_store.h"
#include "port/host/host_port.h"

// What a gateway needs around it, in one piece of storage.
struct SmrGateway {
    SmrGateway(const SmrHardware& hardware, const smr::Descriptor& descriptor, smr::Board board, uint32_t now)
        : port(hardware), firmware(descriptor), gateway(port.port(), firmware, board, now) {}

    smr::HostPort port;
    smr::Descriptor firmware;
    smr::Gateway gateway;
};

namespace {

static_assert(alignof(SmrGateway) <= 16, "the host aligns the storage to 16");

bool board_of(uint8_t number, smr::Board* board) {
    switch (number) {
        case SMR_BOARD_1M:
            *board = smr::Board::kEsp8266With1M;
            return true;
        case SMR_BOARD_4M:
            *board = smr::Board::kEsp8266With4M;
            return true;
        default:
            return false;
    }
}

// False if it does not fit.
template <size_t kCapacity>
bool copy(const SmrBytes& from, uint8_t (&to)[kCapacity], uint8_t* size) {
    if (from.size > kCapacity) {
        return false;
    }
    if (from.size > 0) {
        memcpy(to, from.bytes, from.size);
    }
    *size = static_cast<uint8_t>(from.size);
    return true;
}

bool settings_from(const SmrSettings& wanted, const smr::Port& port, smr::Settings* settings) {
    *settings = smr::default_settings();
    uint8_t name[smr::kNameSize];
    if (!copy(wanted.name, name, &settings->name_size) ||
        !copy(wanted.ssid, settings->wifi.ssid, &settings->wifi.ssid_size) ||
        !copy(wanted.secret, settings->wifi.secret, &settings->wifi.secret_size)) {
        return false;
    }
    memcpy(settings->name, name, settings->name_size);
    settings->commissioned = wanted.ssid.size > 0;
    settings->has_admin = wanted.password.size > 0;
    if (settings->has_admin) {
        if (wanted.password.size < smr::kShortestPassword || wanted.password.size > smr::kLongestPassword) {
            return false;
        }
        uint8_t mac[6];
        port.wifi.mac(mac);
        const smr::Identity identity(mac);
        smr::hash_password(port.crypto, identity.id(), smr::Identity::kSize,
                           reinterpret_cast<const char*>(wanted.password.bytes), wanted.password.size,
                           &settings->admin);
    }
    return smr::check_settings(*settings) == smr::SettingsProblem::kNone;
}

}  // namespace

extern "C" {

#if defined(__GNUC__)
// Interfaces have entries for functions that nobody can call; the library of C++ that would have this is not linked.
__attribute__((weak)) void __cxa_pure_virtual() { __builtin_trap(); }
#endif

size_t smr_hardware_size(void) { return sizeof(SmrHardware); }

size_t smr_gateway_size(void) { return sizeof(SmrGateway); }

SmrGateway* smr_gateway_start(void* storage, const SmrHardware* hardware, const uint8_t descriptor[96], uint8_t board,
                              uint32_t now) {
    smr::Descriptor firmware;
    smr::Board known;
    if (!smr::read_descriptor(descriptor, &firmware) || !board_of(board, &known)) {
        return nullptr;
    }
    return new (storage) SmrGateway(*hardware, firmware, known, now);
}

void smr_gateway_tick(SmrGateway* gateway, uint32_t now) { gateway->gateway.tick(now); }

void smr_gateway_say_goodbye(SmrGateway* gateway) { gateway->gateway.say_goodbye(); }

bool smr_gateway_is_on_trial(const SmrGateway* gateway) {
    return gateway->gateway.device().record.standing() == smr::Standing::kTrial;
}

void smr_gateway_forget_logins(SmrGateway* gateway) { gateway->gateway.forget_logins(); }

bool smr_settings_exist(const SmrHardware* hardware, uint8_t board) {
    smr::Board known;
    if (!board_of(board, &known)) {
        return false;
    }
    const smr::HostPort port(*hardware);
    smr::Settings settings;
    return smr::SettingsStore(port.port().flash, smr::flash_map(known)).load(&settings);
}

bool smr_settings_write(const SmrHardware* hardware, uint8_t board, const SmrSettings* wanted) {
    smr::Board known;
    smr::Settings settings;
    const smr::HostPort port(*hardware);
    if (!board_of(board, &known) || !settings_from(*wanted, port.port(), &settings)) {
        return false;
    }
    smr::SettingsStore store(port.port().flash, smr::flash_map(known));
    return store.save(settings) != smr::SettingsStore::Saved::kFailed;
}

}  // extern "C"
