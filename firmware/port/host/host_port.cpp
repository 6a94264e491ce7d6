#include "port/host/host_port.h"

#include <string.h>

namespace smr {

namespace {

const uint8_t* bytes_of(const char* text) { return reinterpret_cast<const uint8_t*>(text); }

uint8_t number(TcpService service) { return static_cast<uint8_t>(service); }
uint8_t number(UdpService service) { return static_cast<uint8_t>(service); }

}  // namespace

void HostPort::configure(const LineSettings& settings) {
    hardware_.serial_configure(hardware_.context, settings.baud, settings.data_bits,
                               static_cast<uint8_t>(settings.parity), settings.stop_bits, settings.inverted);
}
size_t HostPort::receive(uint8_t* to, size_t count) { return hardware_.serial_receive(hardware_.context, to, count); }
size_t HostPort::send(const uint8_t* from, size_t count) {
    return hardware_.serial_send(hardware_.context, from, count);
}
uint32_t HostPort::overruns() { return hardware_.serial_overruns(hardware_.context); }
uint32_t HostPort::framing_errors() { return hardware_.serial_framing_errors(hardware_.context); }
bool HostPort::idles_high() { return hardware_.serial_idles_high(hardware_.context); }

bool HostPort::listen(TcpService service) { return hardware_.tcp_listen(hardware_.context, number(service)); }
void HostPort::stop_listening(TcpService service) {
    hardware_.tcp_stop_listening(hardware_.context, number(service));
}
uint16_t HostPort::tcp_port(TcpService service) const {
    return hardware_.tcp_port(hardware_.context, number(service));
}
Connection HostPort::accept(TcpService service, Peer* peer) {
    uint8_t interface = 0;
    const Connection connection =
        hardware_.tcp_accept(hardware_.context, number(service), peer->address, &peer->port, &interface);
    peer->interface = static_cast<Interface>(interface);
    return connection;
}
Connection HostPort::connect(const Peer& peer) {
    return hardware_.tcp_connect(hardware_.context, peer.address, peer.port);
}
ConnectionState HostPort::state(Connection connection) {
    return static_cast<ConnectionState>(hardware_.tcp_state(hardware_.context, connection));
}
size_t HostPort::receive(Connection connection, uint8_t* to, size_t count) {
    return hardware_.tcp_receive(hardware_.context, connection, to, count);
}
size_t HostPort::room(Connection connection) { return hardware_.tcp_room(hardware_.context, connection); }
size_t HostPort::send(Connection connection, const uint8_t* from, size_t count) {
    return hardware_.tcp_send(hardware_.context, connection, from, count);
}
void HostPort::close(Connection connection) { hardware_.tcp_close(hardware_.context, connection); }
void HostPort::abort(Connection connection) { hardware_.tcp_abort(hardware_.context, connection); }

bool HostPort::open(UdpService service) { return hardware_.udp_open(hardware_.context, number(service)); }
void HostPort::close(UdpService service) { hardware_.udp_close(hardware_.context, number(service)); }
size_t HostPort::receive_from(UdpService service, Peer* from, uint8_t* to, size_t capacity) {
    uint8_t interface = 0;
    const size_t count = hardware_.udp_receive(hardware_.context, number(service), from->address, &from->port,
                                               &interface, to, capacity);
    from->interface = static_cast<Interface>(interface);
    return count;
}
bool HostPort::send_to(UdpService service, const Peer& to, const uint8_t* from, size_t count) {
    return hardware_.udp_send(hardware_.context, number(service), to.address, to.port, from, count);
}
uint16_t HostPort::udp_port(UdpService service) const {
    return hardware_.udp_port(hardware_.context, number(service));
}

uint32_t HostPort::size() { return hardware_.flash_size(hardware_.context); }
bool HostPort::read(uint32_t address, uint8_t* to, size_t count) {
    return hardware_.flash_read(hardware_.context, address, to, count);
}
bool HostPort::write(uint32_t address, const uint8_t* from, size_t count) {
    return hardware_.flash_write(hardware_.context, address, from, count);
}
bool HostPort::erase_sector(uint32_t address) { return hardware_.flash_erase_sector(hardware_.context, address); }

void HostPort::mac(uint8_t to[6]) { hardware_.wifi_mac(hardware_.context, to); }
void HostPort::join(const WifiCredentials& credentials, const AddressSettings& addresses) {
    uint8_t fixed[16];
    memcpy(fixed, addresses.address, 4);
    memcpy(fixed + 4, addresses.netmask, 4);
    memcpy(fixed + 8, addresses.gateway, 4);
    memcpy(fixed + 12, addresses.dns, 4);
    hardware_.wifi_join(hardware_.context, credentials.ssid, credentials.ssid_size, credentials.secret,
                        credentials.secret_size, addresses.fixed ? fixed : nullptr);
}
void HostPort::leave() { hardware_.wifi_leave(hardware_.context); }
StationState HostPort::station_state() {
    return static_cast<StationState>(hardware_.wifi_station_state(hardware_.context));
}
bool HostPort::station_address(uint8_t to[4]) { return hardware_.wifi_station_address(hardware_.context, to); }
bool HostPort::station_netmask(uint8_t to[4]) { return hardware_.wifi_station_netmask(hardware_.context, to); }
int8_t HostPort::rssi_dbm() { return hardware_.wifi_rssi_dbm(hardware_.context); }
uint8_t HostPort::channel() { return hardware_.wifi_channel(hardware_.context); }
uint8_t HostPort::last_disconnect_reason() { return hardware_.wifi_last_disconnect_reason(hardware_.context); }
bool HostPort::start_access_point(const char* ssid, size_t size) {
    return hardware_.wifi_start_access_point(hardware_.context, bytes_of(ssid), size);
}
void HostPort::stop_access_point() { hardware_.wifi_stop_access_point(hardware_.context); }
void HostPort::start_scan() { hardware_.wifi_start_scan(hardware_.context); }
int HostPort::scanned() { return hardware_.wifi_scanned(hardware_.context); }
bool HostPort::scanned_network(int index, ScannedNetwork* to) {
    return hardware_.wifi_scanned_network(hardware_.context, index, to->ssid, &to->ssid_size, &to->rssi_dbm,
                                          &to->channel, &to->open);
}
void HostPort::set_radio(uint8_t power_quarter_dbm, PhyMode mode) {
    hardware_.wifi_set_radio(hardware_.context, power_quarter_dbm, static_cast<uint8_t>(mode));
}
void HostPort::set_host_name(const char* name, size_t size) {
    hardware_.wifi_set_host_name(hardware_.context, bytes_of(name), size);
}

ChipReset HostPort::chip_reset() { return static_cast<ChipReset>(hardware_.chip_reset(hardware_.context)); }
bool HostPort::crash_registers(CrashRegisters* to) {
    uint32_t registers[6];
    if (!hardware_.crash_registers(hardware_.context, registers)) {
        return false;
    }
    *to = {registers[0], registers[1], registers[2], registers[3], registers[4], registers[5]};
    return true;
}
void HostPort::restart() { hardware_.restart(hardware_.context); }
void HostPort::feed_watchdog() { hardware_.feed_watchdog(hardware_.context); }
HeapFigures HostPort::heap() {
    uint32_t figures[3];
    hardware_.heap(hardware_.context, figures);
    return {figures[0], figures[1], figures[2]};
}
void HostPort::random(uint8_t* to, size_t count) { hardware_.random(hardware_.context, to, count); }
void HostPort::rtc_read(size_t offset, uint8_t* to, size_t count) {
    hardware_.rtc_read(hardware_.context, offset, to, count);
}
void HostPort::rtc_write(size_t offset, const uint8_t* from, size_t count) {
    hardware_.rtc_write(hardware_.context, offset, from, count);
}

void HostPort::hash_begin(HashState* state, HashKind kind) {
    hardware_.hash_begin(hardware_.context, state->storage, static_cast<uint8_t>(kind));
}
void HostPort::hash_update(HashState* state, const uint8_t* bytes, size_t count) {
    hardware_.hash_update(hardware_.context, state->storage, bytes, count);
}
void HostPort::hash_finish(HashState* state, uint8_t* to) {
    hardware_.hash_finish(hardware_.context, state->storage, to);
}
bool HostPort::verify_p256(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]) {
    return hardware_.verify_p256(hardware_.context, key, digest, signature);
}

void HostPort::make_output(uint8_t pin) { hardware_.pin_make_output(hardware_.context, pin); }
void HostPort::make_input_with_pull_up(uint8_t pin) { hardware_.pin_make_input(hardware_.context, pin); }
void HostPort::write(uint8_t pin, bool high) { hardware_.pin_write(hardware_.context, pin, high); }
bool HostPort::read(uint8_t pin) { return hardware_.pin_read(hardware_.context, pin); }

}  // namespace smr
