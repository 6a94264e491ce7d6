// What the core needs of whatever it runs on. A port implements these interfaces; nothing here blocks.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"

namespace smr {

// Which of the gateway's two networks somebody is in.
enum class Interface : uint8_t { kStation, kAccessPoint };

// An IPv4 address and port. The gateway speaks IPv4 only.
struct Peer {
    uint8_t address[4];
    uint16_t port;
    // Where its packets come in, whatever addresses are in them: a home network may use the access point's range, and whoever is at the
    // access point may send to the station's address.
    Interface interface = Interface::kStation;

    bool is_at_access_point() const { return interface == Interface::kAccessPoint; }
};

// The serial line from the meter (and, in setup, to an Improv client).
struct LineSettings {
    uint32_t baud;
    uint8_t data_bits;  // 7 or 8
    char parity;        // 'n', 'e' or 'o'
    uint8_t stop_bits;  // 1 or 2
    bool inverted;      // RX inverted in the UART; TX never is
};

class Serial {
public:
    // Applies the settings; bytes not yet read may be lost.
    virtual void configure(const LineSettings& settings) = 0;
    // Up to `count` received bytes; returns how many.
    virtual size_t receive(uint8_t* to, size_t count) = 0;
    // Takes what fits into the transmit buffer; returns how many.
    virtual size_t send(const uint8_t* from, size_t count) = 0;
    // Bytes lost to a full receive buffer, and bytes with a wrong stop or parity bit, since the start.
    virtual uint32_t overruns() = 0;
    virtual uint32_t framing_errors() = 0;
    // The level of the idle RX line before inversion: low from a P1 port, high from a serial adapter.
    virtual bool idles_high() = 0;

protected:
    ~Serial() = default;
};

// What the gateway listens on.
enum class TcpService : uint8_t { kP1, kHttp };
//
// kMdns is open to the neighbours in the network that the station has joined, and to nobody at the access point: what is sent to
// 224.0.0.251:5353, to which the port belongs while it is open, or to port 5353 of the station. What is sent to that group goes out on the
// station's interface with a time to live of 255, and need not come back.
enum class UdpService : uint8_t { kDns, kArduinoOta, kMdns };

// A TCP connection: 0 is none. A number is not used again before it was closed.
using Connection = uint16_t;
constexpr Connection kNoConnection = 0;

enum class ConnectionState : uint8_t {
    kConnecting,
    kOpen,
    kEnding,  // the peer sends no more; sending still works
    kClosed,  // gone or never made; close() frees the number
};

class Network {
public:
    virtual bool listen(TcpService service) = 0;
    virtual void stop_listening(TcpService service) = 0;
    // The port at which others reach a service. Only boards made of software have others.
    virtual uint16_t tcp_port(TcpService service) const { return service == TcpService::kHttp ? 80 : 2001; }
    // The next waiting connection with its peer, or kNoConnection. A port notes the interface when the peer's first packet arrives.
    virtual Connection accept(TcpService service, Peer* peer) = 0;
    // Begins a connection to `peer`; kNoConnection if there is no room.
    virtual Connection connect(const Peer& peer) = 0;
    virtual ConnectionState state(Connection connection) = 0;
    // Up to `count` received bytes; 0 if there are none yet.
    virtual size_t receive(Connection connection, uint8_t* to, size_t count) = 0;
    // How many bytes send() would take now.
    virtual size_t room(Connection connection) = 0;
    // Takes what fits; returns how many.
    virtual size_t send(Connection connection, const uint8_t* from, size_t count) = 0;
    // Sends what was taken, then ends the connection. The number is free.
    virtual void close(Connection connection) = 0;
    // Drops the connection with all that was not sent. The number is free.
    virtual void abort(Connection connection) = 0;

    virtual bool open(UdpService service) = 0;
    virtual void close(UdpService service) = 0;
    // The next datagram, cut at `capacity`; 0 if there is none.
    virtual size_t receive_from(UdpService service, Peer* from, uint8_t* to, size_t capacity) = 0;
    virtual bool send_to(UdpService service, const Peer& to, const uint8_t* from, size_t count) = 0;
    // As tcp_port().
    virtual uint16_t udp_port(UdpService service) const {
        return service == UdpService::kDns ? 53 : service == UdpService::kMdns ? 5353 : 8266;
    }

protected:
    ~Network() = default;
};

// NOR flash: writing only clears bits, erasing sets a sector to 0xFF.
constexpr uint32_t kSectorSize = 4096;

class Flash {
public:
    // Bytes in the chip.
    virtual uint32_t size() = 0;
    // Addresses and sizes of read() and write() are multiples of 4; buffers are aligned to 4. False if it failed.
    virtual bool read(uint32_t address, uint8_t* to, size_t count) = 0;
    virtual bool write(uint32_t address, const uint8_t* from, size_t count) = 0;
    // Erases the sector that begins at `address`. Takes tens of milliseconds on the chip.
    virtual bool erase_sector(uint32_t address) = 0;

protected:
    ~Flash() = default;
};

enum class StationState : uint8_t { kOff, kConnecting, kJoined, kWrongPassword, kNotFound, kFailed };
enum class PhyMode : uint8_t { kB = 1, kG = 2, kN = 3 };

constexpr size_t kSsidSize = 32;

struct WifiCredentials {
    uint8_t ssid[kSsidSize];
    uint8_t ssid_size;  // 1 to 32
    // Nothing (an open network), a passphrase of 8 to 63 bytes, or the key as 64 hexadecimal digits.
    uint8_t secret[64];
    uint8_t secret_size;
};

struct AddressSettings {
    bool fixed;  // false: by DHCP, the rest does not count
    uint8_t address[4];
    uint8_t netmask[4];
    uint8_t gateway[4];
    uint8_t dns[4];
};

struct ScannedNetwork {
    uint8_t ssid[kSsidSize];
    uint8_t ssid_size;
    int8_t rssi_dbm;
    uint8_t channel;
    bool open;
};

class Wifi {
public:
    virtual void mac(uint8_t to[6]) = 0;
    // Begins to join; station_state() tells how it goes on. Does not touch the access point.
    virtual void join(const WifiCredentials& credentials, const AddressSettings& addresses) = 0;
    virtual void leave() = 0;
    virtual StationState station_state() = 0;
    virtual bool station_address(uint8_t to[4]) = 0;  // false without one
    virtual bool station_netmask(uint8_t to[4]) = 0;  // false without an address
    virtual int8_t rssi_dbm() = 0;
    virtual uint8_t channel() = 0;
    virtual uint8_t last_disconnect_reason() = 0;  // IEEE 802.11 reason code or the SDK's above 200
    // Begins an open access point at 192.168.4.1; the name is not terminated.
    virtual bool start_access_point(const char* ssid, size_t size) = 0;
    virtual void stop_access_point() = 0;
    virtual void start_scan() = 0;
    // Networks found, strongest first; -1 while the scan runs.
    virtual int scanned() = 0;
    virtual bool scanned_network(int index, ScannedNetwork* to) = 0;
    // Transmit power in quarters of a dBm (0 to 82) and mode.
    virtual void set_radio(uint8_t power_quarter_dbm, PhyMode mode) = 0;
    // The host name for DHCP.
    virtual void set_host_name(const char* name, size_t size) = 0;

protected:
    ~Wifi() = default;
};

// Why the chip started, by the SDK's numbers.
enum class ChipReset : uint8_t {
    kPower = 0,
    kHardwareWatchdog = 1,
    kException = 2,
    kSoftwareWatchdog = 3,
    kRestart = 4,
    kDeepSleep = 5,
    kExternal = 6,
};

// The registers of the last crash (Xtensa: EXCCAUSE, EPC1 to EPC3, EXCVADDR, DEPC).
struct CrashRegisters {
    uint32_t cause;
    uint32_t epc1;
    uint32_t epc2;
    uint32_t epc3;
    uint32_t address;
    uint32_t depc;
};

struct HeapFigures {
    uint32_t free;
    uint32_t min_free;
    uint32_t largest_block;
};

class System {
public:
    virtual ChipReset chip_reset() = 0;
    virtual bool crash_registers(CrashRegisters* to) = 0;  // false if the last reset was no crash
    virtual void restart() = 0;                            // may return; nothing is called afterwards
    virtual void feed_watchdog() = 0;
    virtual HeapFigures heap() = 0;
    virtual void random(uint8_t* to, size_t count) = 0;  // unpredictable: for nonces
    // RTC memory for users, 512 bytes that outlive a reset but not a power cut; offset and size are multiples of 4.
    // The first 128 bytes belong to the boot loader.
    virtual void rtc_read(size_t offset, uint8_t* to, size_t count) = 0;
    virtual void rtc_write(size_t offset, const uint8_t* from, size_t count) = 0;

protected:
    ~System() = default;
};

enum class HashKind : uint8_t { kMd5, kSha256 };
constexpr size_t kMd5Size = 16;
constexpr size_t kSha256Size = 32;

// Room for a hash in progress; the port keeps its own state in it. Plain bytes: may be copied and dropped at any time.
struct HashState {
    alignas(8) uint8_t storage[128];
};

class Crypto {
public:
    virtual void hash_begin(HashState* state, HashKind kind) = 0;
    virtual void hash_update(HashState* state, const uint8_t* bytes, size_t count) = 0;
    // Writes kMd5Size or kSha256Size bytes.
    virtual void hash_finish(HashState* state, uint8_t* to) = 0;
    // ECDSA P-256 over a SHA-256; key and signature are 64 bytes, big-endian (X then Y, r then s).
    virtual bool verify_p256(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]) = 0;

protected:
    ~Crypto() = default;
};

class Pins {
public:
    // `pin` is a GPIO number.
    virtual void make_output(uint8_t pin) = 0;
    virtual void make_input_with_pull_up(uint8_t pin) = 0;
    virtual void write(uint8_t pin, bool high) = 0;
    virtual bool read(uint8_t pin) = 0;

protected:
    ~Pins() = default;
};

// All of it together.
struct Port {
    Serial& serial;
    Network& network;
    Flash& flash;
    Wifi& wifi;
    System& system;
    Crypto& crypto;
    Pins& pins;
};

}  // namespace smr
