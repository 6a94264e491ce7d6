// core/port.h on top of the functions that a host program hands in.
#pragma once

#include "core/port.h"
#include "port/host/hardware.h"

namespace smr {

// All interfaces of the port in one object; port() hands out the bundle that a gateway takes.
class HostPort final : Serial, Network, Flash, Wifi, System, Crypto, Pins {
public:
    explicit HostPort(const SmrHardware& hardware)
        : hardware_(hardware), port_{*this, *this, *this, *this, *this, *this, *this} {}
    HostPort(const HostPort&) = delete;
    HostPort& operator=(const HostPort&) = delete;

    const Port& port() const { return port_; }

private:
    void configure(const LineSettings& settings) override;
    size_t receive(uint8_t* to, size_t count) override;
    size_t send(const uint8_t* from, size_t count) override;
    uint32_t overruns() override;
    uint32_t framing_errors() override;
    bool idles_high() override;

    bool listen(TcpService service) override;
    void stop_listening(TcpService service) override;
    uint16_t tcp_port(TcpService service) const override;
    Connection accept(TcpService service, Peer* peer) override;
    Connection connect(const Peer& peer) override;
    ConnectionState state(Connection connection) override;
    size_t receive(Connection connection, uint8_t* to, size_t count) override;
    size_t room(Connection connection) override;
    size_t send(Connection connection, const uint8_t* from, size_t count) override;
    void close(Connection connection) override;
    void abort(Connection connection) override;
    bool open(UdpService service) override;
    void close(UdpService service) override;
    size_t receive_from(UdpService service, Peer* from, uint8_t* to, size_t capacity) override;
    bool send_to(UdpService service, const Peer& to, const uint8_t* from, size_t count) override;
    uint16_t udp_port(UdpService service) const override;

    uint32_t size() override;
    bool read(uint32_t address, uint8_t* to, size_t count) override;
    bool write(uint32_t address, const uint8_t* from, size_t count) override;
    bool erase_sector(uint32_t address) override;

    void mac(uint8_t to[6]) override;
    void join(const WifiCredentials& credentials, const AddressSettings& addresses) override;
    void leave() override;
    StationState station_state() override;
    bool station_address(uint8_t to[4]) override;
    bool station_netmask(uint8_t to[4]) override;
    int8_t rssi_dbm() override;
    uint8_t channel() override;
    uint8_t last_disconnect_reason() override;
    bool start_access_point(const char* ssid, size_t size) override;
    void stop_access_point() override;
    void start_scan() override;
    int scanned() override;
    bool scanned_network(int index, ScannedNetwork* to) override;
    void set_radio(uint8_t power_quarter_dbm, PhyMode mode) override;
    void set_host_name(const char* name, size_t size) override;

    ChipReset chip_reset() override;
    bool crash_registers(CrashRegisters* to) override;
    void restart() override;
    void feed_watchdog() override;
    HeapFigures heap() override;
    void random(uint8_t* to, size_t count) override;
    void rtc_read(size_t offset, uint8_t* to, size_t count) override;
    void rtc_write(size_t offset, const uint8_t* from, size_t count) override;

    void hash_begin(HashState* state, HashKind kind) override;
    void hash_update(HashState* state, const uint8_t* bytes, size_t count) override;
    void hash_finish(HashState* state, uint8_t* to) override;
    bool verify_p256(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]) override;

    void make_output(uint8_t pin) override;
    void make_input_with_pull_up(uint8_t pin) override;
    void write(uint8_t pin, bool high) override;
    bool read(uint8_t pin) override;

    SmrHardware hardware_;
    Port port_;
};

}  // namespace smr
