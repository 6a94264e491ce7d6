#include "core/setup/serial_setup.h"

#include <string.h>

namespace smr {

namespace {

constexpr uint32_t kImprovBaud = 115200;
constexpr size_t kBytesPerTick = 128;

bool same_name(const ScannedNetwork& left, const ScannedNetwork& right) {
    return left.ssid_size == right.ssid_size && memcmp(left.ssid, right.ssid, left.ssid_size) == 0;
}

}  // namespace

void SerialSetup::tick(Millis now) {
    choose(now);
    if (!has_line_) {
        return;
    }
    report_state();
    report_networks();
    // One byte at a time: what it leads to must be done and sent before the next, which waits in the receive buffer.
    uint8_t byte = 0;
    size_t taken = 0;
    for (; taken < kBytesPerTick && improv_.can_take() && serial_.receive(&byte, 1) == 1; ++taken) {
        improv_.take(byte, now);
        obey(now);
    }
    const size_t sent = serial_.send(improv_.output(), improv_.output_size());
    improv_.sent(sent);
    if (taken + sent > 0) {
        used_at_ = now;
    }
}

void SerialSetup::choose(Millis now) {
    if (!life_.is_line_open()) {
        looks_ = 0;
        if (has_line_ && passed(now, used_at_, kGoodbye)) {
            take_line(false, now);
        }
        return;
    }
    used_at_ = now;
    if (!passed(now, looked_at_, kLookEvery)) {
        return;
    }
    looked_at_ = now;
    looks_ = serial_.idles_high() != has_line_ ? static_cast<uint8_t>(looks_ + 1) : uint8_t{0};
    if (looks_ >= kLooks) {
        take_line(!has_line_, now);
    }
}

void SerialSetup::take_line(bool take, Millis now) {
    has_line_ = take;
    looks_ = 0;
    used_at_ = now;
    LineSettings line = settings_.line;
    if (take) {
        line.baud = kImprovBaud;
        line.data_bits = 8;
        line.parity = 'n';
        line.stop_bits = 1;
        line.inverted = false;
    }
    serial_.configure(line);
}

void SerialSetup::report_state() {
    uint8_t address[4] = {};
    if (life_.address(address)) {
        improv_.set_state(Improv::State::kJoined, address);
    } else {
        improv_.set_state(life_.attempt() == Attempt::kJoining ? Improv::State::kJoining : Improv::State::kReady, address);
    }
}

// One network a tick, the strongest of each name; hidden ones have none.
void SerialSetup::report_networks() {
    if (!improv_.wants_networks() || life_.scan_state() == ScanState::kRunning) {
        return;
    }
    ScannedNetwork network;
    if (!life_.scanned_network(reported_, &network)) {
        improv_.report_scan_end();
        return;
    }
    bool known = network.ssid_size == 0;
    ScannedNetwork stronger;
    for (int index = 0; index < reported_ && !known; ++index) {
        known = life_.scanned_network(index, &stronger) && same_name(stronger, network);
    }
    ++reported_;
    if (!known) {
        improv_.report_network(network);
    }
}

void SerialSetup::obey(Millis now) {
    const Improv::Command command = improv_.command();
    if (command == Improv::Command::kNone) {
        return;
    }
    if (!life_.is_line_open()) {
        improv_.refuse(Improv::Error::kUnknown);
        return;
    }
    switch (command) {
        case Improv::Command::kJoin:
            if (life_.try_network(improv_.credentials(), settings_.addresses, now)) {
                improv_.accept();
            } else {
                improv_.refuse(Improv::Error::kCannotConnect);
            }
            break;
        case Improv::Command::kScan:
            if (life_.start_scan(now)) {
                reported_ = 0;
                improv_.accept();
            } else {
                improv_.refuse(Improv::Error::kUnknown);
            }
            break;
        case Improv::Command::kSetName:
            if (life_.is_trying()) {
                improv_.refuse(Improv::Error::kUnknown);
                break;
            }
            life_.want_name(improv_.name(), improv_.name_size());
            improv_.accept();
            break;
        case Improv::Command::kSetAdmin:
            if (life_.is_trying()) {
                improv_.refuse(Improv::Error::kUnknown);
                break;
            }
            life_.want_admin(improv_.admin());
            improv_.accept();
            break;
        case Improv::Command::kTellProblem:
            improv_.report_problem(life_.problem());
            break;
        case Improv::Command::kNone:
            break;
    }
}

}  // namespace smr
