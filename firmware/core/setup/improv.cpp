#include "core/setup/improv.h"

#include <string.h>

#include "core/base/text.h"
#include "core/base/utf8.h"

namespace smr {

namespace {

constexpr uint8_t kStatePacket = 1;
constexpr uint8_t kErrorPacket = 2;
constexpr uint8_t kCommandPacket = 3;
constexpr uint8_t kResultPacket = 4;

constexpr uint8_t kSendCredentials = 1;
constexpr uint8_t kRequestState = 2;
constexpr uint8_t kRequestIdentity = 3;
constexpr uint8_t kRequestNetworks = 4;
constexpr uint8_t kSetNameCommand = 0x81;
constexpr uint8_t kSetAdminCommand = 0x82;
constexpr uint8_t kTellProblemCommand = 0x83;

constexpr uint16_t kUsualPort = 80;

// A command: its number, the length of what follows, and that.
constexpr size_t kCommandAt = 0;
constexpr size_t kLengthAt = 1;
constexpr size_t kArgumentsAt = 2;

constexpr size_t kLengthInPacket = 8 + 1;  // after the newline in front
constexpr size_t kDataInPacket = kLengthInPacket + 1;
constexpr size_t kAdminSize = kMd5Size + kSha256Size + kMd5Size;

// Whether `arguments` are the length of a network's name, the name, the length of a secret and the secret, and nothing else.
bool are_credentials(const uint8_t* arguments, size_t size) {
    if (size < 2) {
        return false;
    }
    const size_t ssid_size = arguments[0];
    if (ssid_size == 0 || ssid_size > kSsidSize || size < 1 + ssid_size + 1) {
        return false;
    }
    const size_t secret_size = arguments[1 + ssid_size];
    return size == 1 + ssid_size + 1 + secret_size;
}

}  // namespace

void Improv::take(uint8_t byte, Millis now) {
    if (!can_take()) {
        return;
    }
    switch (parser_.take(byte, now)) {
        case ImprovParser::Result::kNothing:
            break;
        case ImprovParser::Result::kPacket:
            // States, errors and results are not for a gateway: an echo on the line must not start a conversation.
            if (parser_.type() == kCommandPacket) {
                take_command();
            }
            break;
        case ImprovParser::Result::kTooLong:
        case ImprovParser::Result::kWrongCheckSum:
            send_error(Error::kInvalid);
            break;
    }
}

void Improv::take_command() {
    const uint8_t* data = parser_.data();
    const size_t size = parser_.size();
    if (size < kArgumentsAt || data[kLengthAt] != size - kArgumentsAt) {
        send_error(Error::kInvalid);
        return;
    }
    const uint8_t* arguments = data + kArgumentsAt;
    const size_t arguments_size = size - kArgumentsAt;
    const uint8_t command = data[kCommandAt];
    bool valid = arguments_size == 0;
    Command wanted = Command::kNone;
    switch (command) {
        case kSendCredentials:
            valid = are_credentials(arguments, arguments_size);
            wanted = Command::kJoin;
            break;
        case kRequestState:
        case kRequestIdentity:
            break;
        case kRequestNetworks:
            wanted = Command::kScan;
            break;
        case kSetNameCommand:
            valid = arguments_size <= kNameSize &&
                    is_printable_utf8(reinterpret_cast<const char*>(arguments), arguments_size);
            wanted = Command::kSetName;
            break;
        case kSetAdminCommand:
            valid = arguments_size == kAdminSize;
            wanted = Command::kSetAdmin;
            break;
        case kTellProblemCommand:
            wanted = Command::kTellProblem;
            break;
        default:
            send_error(Error::kUnknownCommand);
            return;
    }
    if (!valid) {
        send_error(Error::kInvalid);
        return;
    }
    // The protocol wants the error of the command before to be taken back.
    send_error(Error::kNone);
    command_ = wanted;
    if (command == kRequestState) {
        send_state();
        if (state_ == State::kJoined) {
            send_url(kRequestState);
        }
    } else if (command == kRequestIdentity) {
        send_identity();
    }
}

WifiCredentials Improv::credentials() const {
    WifiCredentials credentials;
    memset(&credentials, 0, sizeof credentials);
    if (command_ == Command::kJoin) {
        const uint8_t* at = parser_.data() + kArgumentsAt;
        credentials.ssid_size = *at++;
        memcpy(credentials.ssid, at, credentials.ssid_size);
        at += credentials.ssid_size;
        credentials.secret_size = *at++;
        memcpy(credentials.secret, at, credentials.secret_size);
    }
    return credentials;
}

const char* Improv::name() const { return reinterpret_cast<const char*>(parser_.data() + kArgumentsAt); }

size_t Improv::name_size() const { return command_ == Command::kSetName ? parser_.size() - kArgumentsAt : 0; }

AdminHashes Improv::admin() const {
    AdminHashes admin;
    memset(&admin, 0, sizeof admin);
    if (command_ == Command::kSetAdmin) {
        const uint8_t* at = parser_.data() + kArgumentsAt;
        memcpy(admin.ha1_md5, at, kMd5Size);
        memcpy(admin.ha1_sha256, at + kMd5Size, kSha256Size);
        memcpy(admin.arduino_md5, at + kMd5Size + kSha256Size, kMd5Size);
    }
    return admin;
}

void Improv::accept() {
    const Command command = command_;
    command_ = Command::kNone;
    switch (command) {
        case Command::kJoin:
            joining_ = true;
            state_ = State::kJoining;
            send_state();
            break;
        case Command::kScan:
            scanning_ = true;
            break;
        case Command::kSetName:
            begin_result(kSetNameCommand);
            put_string(identity_.id, identity_.id_size);
            end_result();
            break;
        case Command::kSetAdmin:
            begin_result(kSetAdminCommand);
            end_result();
            break;
        case Command::kTellProblem:
        case Command::kNone:
            break;
    }
}

void Improv::refuse(Error error) {
    if (command_ != Command::kNone) {
        command_ = Command::kNone;
        send_error(error);
    }
}

void Improv::report_problem(JoinProblem problem) {
    if (command_ == Command::kTellProblem) {
        command_ = Command::kNone;
        begin_result(kTellProblemCommand);
        put_string(name_of(problem));
        end_result();
    }
}

void Improv::set_state(State state, const uint8_t address[4]) {
    // Later, when what is being sent has gone; the owner tells it again.
    if (!can_take() || state == state_) {
        return;
    }
    state_ = state;
    memcpy(address_, address, sizeof address_);
    const bool answers = joining_ && state != State::kJoining;
    if (answers) {
        joining_ = false;
    }
    if (answers && state == State::kReady) {
        send_error(Error::kCannotConnect);
    }
    send_state();
    if (answers && state == State::kJoined) {
        send_url(kSendCredentials);
    }
}

void Improv::report_network(const ScannedNetwork& network) {
    TextOf<4> rssi;
    rssi.signed_decimal(network.rssi_dbm);
    begin_result(kRequestNetworks);
    put_string(reinterpret_cast<const char*>(network.ssid), network.ssid_size);
    put_string(rssi.data(), rssi.size());
    put_string(network.open ? SMR_TEXT("NO") : SMR_TEXT("YES"));
    end_result();
}

void Improv::report_scan_end() {
    scanning_ = false;
    begin_result(kRequestNetworks);
    end_result();
}

void Improv::sent(size_t count) {
    begin_ = static_cast<uint8_t>(begin_ + (count < output_size() ? count : output_size()));
    if (begin_ == end_) {
        begin_ = end_ = 0;
    }
}

// --- packets

void Improv::put(uint8_t byte) {
    if (end_ < kMostOutput) {
        buffer_[end_++] = byte;
    }
}

// A newline goes before each packet, so that clients that read lines find its beginning after whatever else was on the line.
void Improv::begin_packet(uint8_t type) {
    packet_ = end_;
    put('\n');
    for (size_t index = 0; index < ImprovParser::kMagicSize; ++index) {
        put(ImprovParser::magic(index));
    }
    put(ImprovParser::kVersion);
    put(type);
    put(0);
}

void Improv::end_packet() {
    buffer_[packet_ + kLengthInPacket] = static_cast<uint8_t>(end_ - packet_ - kDataInPacket);
    uint8_t sum = 0;
    for (size_t at = packet_ + 1U; at < end_; ++at) {
        sum = static_cast<uint8_t>(sum + buffer_[at]);
    }
    put(sum);
    put('\n');
}

void Improv::begin_result(uint8_t command) {
    begin_packet(kResultPacket);
    put(command);
    put(0);
}

void Improv::end_result() {
    const size_t length_at = packet_ + kDataInPacket + kLengthAt;
    buffer_[length_at] = static_cast<uint8_t>(end_ - length_at - 1);
    end_packet();
}

void Improv::put_string(const char* text, size_t size) {
    put(static_cast<uint8_t>(size));
    for (size_t index = 0; index < size; ++index) {
        put(static_cast<uint8_t>(text[index]));
    }
}

void Improv::put_string(FlashText text) {
    put(static_cast<uint8_t>(text.size()));
    for (size_t index = 0; index < text.size(); ++index) {
        put(static_cast<uint8_t>(text.at(index)));
    }
}

void Improv::send_state() {
    begin_packet(kStatePacket);
    put(static_cast<uint8_t>(state_));
    end_packet();
}

void Improv::send_error(Error error) {
    begin_packet(kErrorPacket);
    put(static_cast<uint8_t>(error));
    end_packet();
}

// Where the client goes on: the gateway's page.
void Improv::send_url(uint8_t command) {
    TextOf<29> url;
    url.append(SMR_TEXT("http://")).ipv4(address_);
    if (identity_.http_port != kUsualPort) {
        url.append(':').decimal(identity_.http_port);
    }
    url.append('/');
    begin_result(command);
    put_string(url.data(), url.size());
    end_result();
}

// Firmware, version, chip, and what the gateway is called. Clients know chips by their maker's names, and no boards of ours.
void Improv::send_identity() {
    begin_result(kRequestIdentity);
    put_string(SMR_TEXT("smr"));
    put_string(identity_.version, identity_.version_size);
    put_string(SMR_TEXT("ESP8266"));
    if (identity_.name_size > 0) {
        put_string(identity_.name, identity_.name_size);
    } else {
        put_string(identity_.id, identity_.id_size);
    }
    end_result();
}

}  // namespace smr
