#include "core/ota/arduino_ota.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/hex.h"
#include "core/base/text.h"

namespace smr {

namespace {

constexpr size_t kLongestDatagram = 160;
constexpr size_t kPiece = 512;
constexpr size_t kMd5Digits = 2 * kMd5Size;
constexpr uint32_t kFirmware = 0;
constexpr uint32_t kFileSystem = 100;
constexpr uint32_t kAnswer = 200;

// The words of a datagram, separated by single spaces.
class Words {
public:
    Words(const char* text, size_t size) : text_(text), size_(size) {}

    // The next word; false at the end.
    bool next(const char** word, size_t* length) {
        if (at_ >= size_) {
            return false;
        }
        const size_t begin = at_;
        while (at_ < size_ && text_[at_] != ' ') {
            ++at_;
        }
        *word = text_ + begin;
        *length = at_ - begin;
        ++at_;
        return *length > 0;
    }
    bool number(uint32_t* to) {
        const char* word = nullptr;
        size_t length = 0;
        if (!next(&word, &length) || length > 9) {
            return false;
        }
        *to = 0;
        for (size_t index = 0; index < length; ++index) {
            if (word[index] < '0' || word[index] > '9') {
                return false;
            }
            *to = *to * 10 + static_cast<uint32_t>(word[index] - '0');
        }
        return true;
    }
    // 32 hexadecimal digits.
    bool digits(const char** word) {
        size_t length = 0;
        uint8_t unused[kMd5Size];
        return next(word, &length) && length == kMd5Digits && read_hex(*word, unused, kMd5Size);
    }
    bool at_end() const { return at_ >= size_; }

private:
    const char* text_;
    size_t size_;
    size_t at_ = 0;
};

bool same_address(const Peer& left, const Peer& right) { return memcmp(left.address, right.address, 4) == 0; }

}  // namespace

void ArduinoOta::tick(Millis now) {
    const bool wanted = settings_.arduino_ota && settings_.has_admin;
    if (wanted != open_) {
        if (wanted) {
            open_ = network_.open(UdpService::kArduinoOta);
        } else {
            network_.close(UdpService::kArduinoOta);
            open_ = false;
        }
    }
    if (open_) {
        read_datagram(now);
    }
    switch (state_) {
        case State::kIdle:
            break;
        case State::kChallenged:
            if (passed(now, since_, kChallengeLimit)) {
                state_ = State::kIdle;
            }
            break;
        case State::kConnecting:
            connect(now);
            break;
        case State::kReceiving:
            receive(now);
            break;
        case State::kVerifying:
            end_when_verified();
            break;
    }
}

void ArduinoOta::read_datagram(Millis now) {
    char text[kLongestDatagram];
    Peer from = {};
    size_t size = network_.receive_from(UdpService::kArduinoOta, &from, reinterpret_cast<uint8_t*>(text), sizeof text);
    while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r')) {
        --size;
    }
    if (size == 0 || is_active()) {
        return;
    }
    uint32_t command = 0;
    if (!Words(text, size).number(&command)) {
        return;
    }
    if (command == kFirmware) {
        invited(text, size, from, now);
    } else if (command == kAnswer) {
        answered(text, size, from, now);
    } else if (command == kFileSystem) {
        reply(from, SMR_TEXT("ERROR: this gateway has no file system"));
    }
}

void ArduinoOta::invited(const char* text, size_t size, const Peer& from, Millis now) {
    Words words(text, size);
    uint32_t command = 0;
    uint32_t port = 0;
    uint32_t image_size = 0;
    const char* digest = nullptr;
    const bool sound = words.number(&command) && words.number(&port) && words.number(&image_size) &&
                       words.digits(&digest) && words.at_end();
    if (!sound || port == 0 || port > 0xFFFF || image_size == 0) {
        return;
    }
    if (refusing_ && !passed(now, refused_at_, refusal_)) {
        return reply(from, SMR_TEXT("ERROR: wait after a wrong password"));
    }
    if (update_.is_busy()) {
        return reply(from, SMR_TEXT("ERROR: an update is under way"));
    }
    peer_ = from;
    tcp_port_ = static_cast<uint16_t>(port);
    size_ = image_size;
    read_hex(digest, image_md5_, kMd5Size);
    system_.random(nonce_, sizeof nonce_);
    TextOf<48> challenge;
    challenge.append(SMR_TEXT("AUTH ")).hex(nonce_, sizeof nonce_);
    network_.send_to(UdpService::kArduinoOta, from, reinterpret_cast<const uint8_t*>(challenge.data()),
                     challenge.size());
    state_ = State::kChallenged;
    since_ = now;
}

void ArduinoOta::answered(const char* text, size_t size, const Peer& from, Millis now) {
    if (state_ != State::kChallenged || !same_address(from, peer_)) {
        return;
    }
    Words words(text, size);
    uint32_t command = 0;
    const char* cnonce = nullptr;
    const char* response = nullptr;
    if (!words.number(&command) || !words.digits(&cnonce) || !words.digits(&response) || !words.at_end()) {
        return;
    }
    // Each challenge is for one try.
    state_ = State::kIdle;
    if (!is_right_answer(cnonce, response)) {
        refuse_for_a_while(now);
        return reply(from, SMR_TEXT("Authentication Failed"));
    }
    refusing_ = false;
    if (!update_.begin(size_, settings_)) {
        switch (update_.problem()) {
            case ImageProblem::kUnconfirmed:
                return reply(from, SMR_TEXT("ERROR: the last update is still on trial"));
            case ImageProblem::kFlash:
                return reply(from, SMR_TEXT("ERROR: the flash chip failed"));
            default:
                return reply(from, SMR_TEXT("ERROR: the image does not fit"));
        }
    }
    update_.expect_digest(HashKind::kMd5, image_md5_);
    peer_ = from;
    peer_.port = tcp_port_;
    reply(from, SMR_TEXT("OK"));
    connection_ = network_.connect(peer_);
    state_ = State::kConnecting;
    since_ = now;
}

bool ArduinoOta::is_right_answer(const char* cnonce, const char* response) {
    // MD5 of "<MD5 of the password>:<nonce>:<cnonce>", all as lower-case digits.
    TextOf<3 * kMd5Digits + 2> text;
    text.hex(settings_.admin.arduino_md5, kMd5Size).append(':').hex(nonce_, sizeof nonce_).append(':');
    text.append(cnonce, kMd5Digits);
    uint8_t expected[kMd5Size];
    uint8_t given[kMd5Size];
    HashState state;
    crypto_.hash_begin(&state, HashKind::kMd5);
    crypto_.hash_update(&state, reinterpret_cast<const uint8_t*>(text.data()), text.size());
    crypto_.hash_finish(&state, expected);
    read_hex(response, given, kMd5Size);
    return equal_in_constant_time(expected, given, kMd5Size);
}

void ArduinoOta::connect(Millis now) {
    const ConnectionState connection =
        connection_ == kNoConnection ? ConnectionState::kClosed : network_.state(connection_);
    if (connection == ConnectionState::kOpen) {
        state_ = State::kReceiving;
        since_ = now;
    } else if (connection != ConnectionState::kConnecting || passed(now, since_, kConnectLimit)) {
        update_.abandon();
        end(nullptr, 0);
    }
}

void ArduinoOta::receive(Millis now) {
    uint8_t piece[kPiece];
    const size_t count = network_.receive(connection_, piece, sizeof piece);
    if (count == 0) {
        const bool gone = network_.state(connection_) != ConnectionState::kOpen;
        if (gone || passed(now, since_, kPauseLimit)) {
            update_.abandon();
            end(nullptr, 0);
        }
        return;
    }
    since_ = now;
    if (!update_.write(piece, count)) {
        return end_when_verified();
    }
    TextOf<12> received;
    received.decimal(static_cast<uint32_t>(count));
    network_.send(connection_, reinterpret_cast<const uint8_t*>(received.data()), received.size());
    if (update_.received() == update_.size()) {
        update_.finish();
        state_ = State::kVerifying;
    }
}

void ArduinoOta::end_when_verified() {
    if (update_.state() == FirmwareUpdate::State::kReady) {
        TextOf<4> text;
        text.append(SMR_TEXT("OK"));
        end(text.data(), text.size());
    } else if (update_.state() == FirmwareUpdate::State::kFailed) {
        TextOf<48> text;
        text.append(SMR_TEXT("ERROR: ")).append(code_of(update_.problem()));
        end(text.data(), text.size());
    }
}

void ArduinoOta::end(const char* text, size_t size) {
    if (connection_ != kNoConnection) {
        if (size > 0) {
            network_.send(connection_, reinterpret_cast<const uint8_t*>(text), size);
        }
        network_.close(connection_);
        connection_ = kNoConnection;
    }
    state_ = State::kIdle;
}

void ArduinoOta::reply(const Peer& to, FlashText text) {
    TextOf<48> copy;
    copy.append(text);
    network_.send_to(UdpService::kArduinoOta, to, reinterpret_cast<const uint8_t*>(copy.data()), copy.size());
}

void ArduinoOta::refuse_for_a_while(Millis now) {
    refusal_ = !refusing_ ? kSecond : (refusal_ < kLongestRefusal ? 2 * refusal_ : kLongestRefusal);
    refusing_ = true;
    refused_at_ = now;
}

}  // namespace smr
