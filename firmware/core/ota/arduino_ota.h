// Updates as the Arduino tools send them: an invitation by UDP, the image over a TCP connection back to the sender.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/ota/firmware_update.h"
#include "core/port.h"
#include "core/store/settings.h"

namespace smr {

// The protocol of espota.py and the ArduinoOTA library. The admin password protects it; without one nobody is let in.
class ArduinoOta {
public:
    // How long a challenge counts, a connection may take, and a sender may pause.
    static constexpr Millis kChallengeLimit = 10 * kSecond;
    static constexpr Millis kConnectLimit = 10 * kSecond;
    static constexpr Millis kPauseLimit = 10 * kSecond;
    // After a wrong password no challenge is given for 1 s, 2 s, 4 s, ... at most this.
    static constexpr Millis kLongestRefusal = 64 * kSecond;

    ArduinoOta(Network& network, Crypto& crypto, System& system, FirmwareUpdate& update, const Settings& settings)
        : network_(network), crypto_(crypto), system_(system), update_(update), settings_(settings) {}
    ArduinoOta(const ArduinoOta&) = delete;
    ArduinoOta& operator=(const ArduinoOta&) = delete;

    // One step: answers an invitation, or takes up to 512 bytes. Opens and closes its UDP port as the settings say.
    void tick(Millis now);

    // Whether an upload of this kind is under way: its sender waits for a word until it is over.
    bool is_active() const { return state_ != State::kIdle && state_ != State::kChallenged; }

private:
    enum class State : uint8_t { kIdle, kChallenged, kConnecting, kReceiving, kVerifying };
    static constexpr size_t kNonceSize = 16;

    void read_datagram(Millis now);
    void invited(const char* text, size_t size, const Peer& from, Millis now);
    void answered(const char* text, size_t size, const Peer& from, Millis now);
    bool is_right_answer(const char* cnonce, const char* response);
    void connect(Millis now);
    void receive(Millis now);
    void end_when_verified();
    void end(const char* text, size_t size);
    void reply(const Peer& to, FlashText text);
    void refuse_for_a_while(Millis now);

    Network& network_;
    Crypto& crypto_;
    System& system_;
    FirmwareUpdate& update_;
    const Settings& settings_;
    State state_ = State::kIdle;
    bool open_ = false;
    bool refusing_ = false;
    Connection connection_ = kNoConnection;
    Peer peer_ = {};       // who sent the invitation
    uint16_t tcp_port_ = 0;
    uint32_t size_ = 0;
    Millis since_ = 0;     // when the state began, or bytes came
    Millis refused_at_ = 0;
    Millis refusal_ = 0;
    uint8_t nonce_[kNonceSize] = {};
    uint8_t image_md5_[kMd5Size] = {};
};

}  // namespace smr
