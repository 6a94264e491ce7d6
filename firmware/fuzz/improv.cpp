// Improv clients: packets in noise, in any order, whatever the gateway is doing.
#include "core/setup/improv.h"

#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    smr::ImprovIdentity identity;
    identity.version = "1.2.3";
    identity.version_size = 5;
    identity.id = "smr-01ab0c";
    identity.id_size = 10;
    identity.name = "a name of two and thirty letters";
    identity.name_size = 32;
    identity.http_port = 65535;
    smr::Improv improv(identity);
    fuzz::Input input(bytes, size);
    smr::Millis now = 0;
    const uint8_t address[4] = {255, 255, 255, 255};
    while (!input.empty()) {
        const uint8_t what = input.byte();
        if (what < 0xE0 && improv.can_take()) {
            // A run of bytes, with the check sum put right on demand.
            size_t taken = 0;
            const uint8_t* const run = input.take(what, &taken);
            uint8_t sum = 0;
            for (size_t index = 0; index < taken && improv.can_take(); ++index) {
                const bool mend = index + 1 == taken && (what & 1U) != 0;
                improv.take(mend ? sum : run[index], now);
                sum = static_cast<uint8_t>(sum + run[index]);
            }
        } else if (what < 0xE8) {
            now += what == 0xE0 ? 600 : 1;
        } else if (what < 0xEC) {
            static const smr::Improv::State states[] = {smr::Improv::State::kReady, smr::Improv::State::kJoining,
                                                        smr::Improv::State::kJoined};
            improv.set_state(states[what % 3], address);
        } else if (what < 0xF0 && improv.wants_networks()) {
            smr::ScannedNetwork network = {};
            network.ssid_size = static_cast<uint8_t>(input.below(33));
            network.rssi_dbm = static_cast<int8_t>(input.byte());
            what == 0xEC ? improv.report_scan_end() : improv.report_network(network);
        } else if (what >= 0xF0) {
            improv.sent(input.below(static_cast<unsigned>(improv.output_size()) + 1));
        }
        switch (improv.command()) {
            case smr::Improv::Command::kJoin:
                fuzz::require(improv.credentials().ssid_size <= smr::kSsidSize, "a name that fits");
                fuzz::require(improv.credentials().secret_size <= 64, "a secret that fits");
                break;
            case smr::Improv::Command::kSetName:
                fuzz::require(improv.name_size() <= smr::kNameSize && improv.name() != nullptr, "a name that fits");
                break;
            case smr::Improv::Command::kSetAdmin:
                (void)improv.admin();
                break;
            case smr::Improv::Command::kTellProblem:
                improv.report_problem(smr::JoinProblem::kWrongPassword);
                break;
            case smr::Improv::Command::kScan:
            case smr::Improv::Command::kNone:
                break;
        }
        if (improv.command() != smr::Improv::Command::kNone) {
            (what & 2U) != 0 ? improv.accept() : improv.refuse(smr::Improv::Error::kCannotConnect);
        }
    }
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    // A packet of each command, its check sum put right by the odd length.
    const uint8_t commands[] = {1, 2, 3, 4, 0x81, 0x82, 0x83};
    for (const uint8_t command : commands) {
        const uint8_t data = command == 1 ? 15 : command == 0x82 ? 64 : command == 0x81 ? 4 : 0;
        uint8_t seed[128] = {0, 'I', 'M', 'P', 'R', 'O', 'V', 1, 3, static_cast<uint8_t>(data + 2), command, data};
        if (command == 1) {
            const uint8_t credentials[] = {4, 'h', 'o', 'm', 'e', 9, 's', 'w', 'o', 'r', 'd', 'f', 'i', 's', 'h'};
            memcpy(seed + 12, credentials, sizeof credentials);
        }
        size_t size = 12U + data + 1U;
        seed[0] = static_cast<uint8_t>(size - 1);
        if (seed[0] % 2 == 0) {
            // One byte of noise before.
            memmove(seed + 2, seed + 1, size - 1);
            seed[1] = 0;
            ++seed[0];
            ++size;
        }
        seed[size++] = 0xFF;
        seed[size++] = 0xFF;
        seed[size++] = 0xED;
        seeds.add(seed, size);
    }
}
