// Improv Wi-Fi over a serial line (https://www.improv-wifi.com/serial/), the gateway's side.
//
// Beyond the protocol's commands 1 to 4 it has three of its own. Two must come before the credentials and are kept together with them,
// once the gateway has joined:
//   0x81  the gateway's name: 0 to 32 bytes of UTF-8 without control characters. Its result is one string, the gateway's id.
//   0x82  the hashes of the admin password: HA1 with MD5 (16 bytes), HA1 with SHA-256 (32 bytes), MD5 of the password (16 bytes); the
//         realm of both HA1 is the id that 0x81 and, in a gateway without a name, the device information tell. Its result is empty.
//   0x83  asks why the last network could not be joined, which the protocol has one error for. Its result is one string, the word of the
//         HTTP API for it ("wrong-password"), or empty if nothing went wrong.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"
#include "core/base/time.h"
#include "core/port.h"
#include "core/setup/improv_parser.h"
#include "core/setup/wifi_mode.h"
#include "core/store/settings.h"

namespace smr {

// What the gateway tells of itself. Texts are not terminated; they are looked at when a client asks.
struct ImprovIdentity {
    const char* version;
    const char* id;
    const char* name;
    uint8_t version_size;  // at most 24
    uint8_t id_size;       // at most 32
    uint8_t name_size;     // at most 32; 0: the gateway is called by its id
    // Where the gateway's page is.
    uint16_t http_port;
};

// Bytes in, bytes out, and commands for its owner:
//
//     if (improv.can_take()) improv.take(byte, now);
//     switch (improv.command()) ...            // do it, then accept() or refuse()
//     improv.set_state(state, address);        // every time round
//     improv.sent(serial.send(improv.output(), improv.output_size()));
class Improv {
public:
    enum class State : uint8_t { kReady = 2, kJoining = 3, kJoined = 4 };
    enum class Error : uint8_t { kNone = 0, kInvalid = 1, kUnknownCommand = 2, kCannotConnect = 3, kUnknown = 0xFF };
    // What the client wants of the owner.
    enum class Command : uint8_t {
        kNone,
        kJoin,         // credentials()
        kScan,         // then report_network() for each, and report_scan_end()
        kSetName,      // name()
        kSetAdmin,     // admin()
        kTellProblem,  // then report_problem(), which accepts it
    };

    explicit Improv(const ImprovIdentity& identity) : identity_(identity) {}
    Improv(const Improv&) = delete;
    Improv& operator=(const Improv&) = delete;

    // Whether there is room for what the next byte may lead to: nothing is left to send and no command waits.
    bool can_take() const { return begin_ == end_ && command_ == Command::kNone; }
    // The next byte of the line; only while can_take().
    void take(uint8_t byte, Millis now);

    Command command() const { return command_; }
    // Of the command that waits.
    WifiCredentials credentials() const;
    const char* name() const;
    size_t name_size() const;
    AdminHashes admin() const;
    // Ends the command that waits. An accepted kJoin is answered by the next change of state, an accepted kScan by reports.
    void accept();
    void refuse(Error error);
    // Answers a kTellProblem.
    void report_problem(JoinProblem problem);

    // How far the gateway is, to be told each time round; a change is reported to the client. `address` counts when joined.
    void set_state(State state, const uint8_t address[4]);

    // Whether a client waits for networks and the next report has room.
    bool wants_networks() const { return scanning_ && begin_ == end_; }
    // Only while wants_networks().
    void report_network(const ScannedNetwork& network);
    void report_scan_end();

    // What to send.
    const uint8_t* output() const { return buffer_ + begin_; }
    size_t output_size() const { return static_cast<size_t>(end_ - begin_); }
    void sent(size_t count);

private:
    // The longest answer: no error, and device information of four strings.
    static constexpr size_t kFraming = 1 + 9 + 1 + 1;  // newline, header, check sum, newline
    static constexpr size_t kMostOutput = (kFraming + 1) + (kFraming + 2 + 4 + 3 + 24 + 7 + 32);

    void take_command();
    void begin_packet(uint8_t type);
    void end_packet();
    void begin_result(uint8_t command);
    void end_result();
    void put(uint8_t byte);
    void put_string(const char* text, size_t size);
    void put_string(FlashText text);
    void send_state();
    void send_error(Error error);
    void send_url(uint8_t command);
    void send_identity();

    const ImprovIdentity& identity_;
    ImprovParser parser_;
    State state_ = State::kReady;
    Command command_ = Command::kNone;
    bool joining_ = false;   // a client waits for the outcome of its credentials
    bool scanning_ = false;  // a client waits for networks
    uint8_t address_[4] = {};
    uint8_t begin_ = 0;
    uint8_t end_ = 0;
    uint8_t packet_ = 0;  // where the packet that is being written begins
    uint8_t buffer_[kMostOutput] = {};
};

#if defined(SMR_LX106)
static_assert(sizeof(Improv) <= 256, "over its share of the RAM");
#endif

}  // namespace smr
