//! The parts of a virtual board put together: everything that the firmware core asks for.

use std::collections::VecDeque;
use std::net::SocketAddrV4;

use super::flash::Flash;
use super::network::Network;
use super::quirks::Quirks;
use super::rtc::Rtc;
use super::serial::Line;
use super::traffic::Traffic;
use super::wifi::Wifi;
use crate::sim::core::{
    Board, ChipReset, Connection, ConnectionState, FixedAddresses, Hardware, HeapFigures,
    Interface, LineSettings, ScannedNetwork, StationState, TcpService, UdpService,
};
use crate::sim::machine_code::Executor;

/// Free heap of a chip that does nothing, in bytes: what is left beside the SDK and the core.
const HEAP: u32 = 36_000;
/// What a connection takes of it.
const HEAP_PER_CONNECTION: u32 = 600;

/// The hardware of one virtual board.
#[derive(Debug)]
pub struct Machine<N: Network> {
    /// What kind it is.
    pub board: Board,
    /// Its MAC address.
    pub mac: [u8; 6],
    /// The flash chip.
    pub flash: Flash,
    /// RTC memory.
    pub rtc: Rtc,
    /// The radio.
    pub wifi: Wifi,
    /// The serial line.
    pub line: Line,
    /// The network.
    pub network: N,
    /// What is wrong with it.
    pub quirks: Quirks,
    /// Runs what hosts load into RAM; without one it is modelled.
    pub executor: Option<Executor>,
    /// What people should know of it, oldest first.
    pub(super) notices: VecDeque<String>,
    /// Microseconds since the board was made.
    now: u64,
    cause: ChipReset,
    wanted_reset: Option<ChipReset>,
    /// Whether something happened since it was last asked.
    moved: bool,
    /// Whether any of it came over the network.
    talked: bool,
    fed_at: u64,
    traffic: Traffic,
    least_free: u32,
    /// The levels of the pins, a bit each.
    levels: u32,
    /// Whether GPIO0 is held low at a reset: the serial loader runs then.
    pub(super) is_held: bool,
}

/// The parts of a board.
#[derive(Debug)]
pub struct Parts<N: Network> {
    /// What kind it is.
    pub board: Board,
    /// Its MAC address.
    pub mac: [u8; 6],
    /// The flash chip.
    pub flash: Flash,
    /// RTC memory.
    pub rtc: Rtc,
    /// The radio.
    pub wifi: Wifi,
    /// The serial line.
    pub line: Line,
    /// The network.
    pub network: N,
    /// What is wrong with it.
    pub quirks: Quirks,
}

impl<N: Network> Machine<N> {
    /// A board that has just got power, or goes on from an earlier run of the program.
    pub fn new(parts: Parts<N>) -> Machine<N> {
        Machine {
            cause: if parts.rtc.was_kept() {
                ChipReset::External
            } else {
                ChipReset::Power
            },
            board: parts.board,
            mac: parts.mac,
            flash: parts.flash,
            rtc: parts.rtc,
            wifi: parts.wifi,
            line: parts.line,
            network: parts.network,
            quirks: parts.quirks,
            executor: None,
            notices: VecDeque::new(),
            now: 0,
            wanted_reset: None,
            moved: false,
            talked: false,
            fed_at: 0,
            traffic: Traffic::default(),
            least_free: HEAP,
            levels: u32::MAX,
            is_held: false,
        }
    }

    /// Why the chip was reset.
    pub(super) fn cause(&self) -> ChipReset {
        self.cause
    }

    /// What the gateway calls itself until somebody names it: `smr-` and the end of the MAC address.
    pub fn id(&self) -> String {
        id_of(self.mac)
    }

    /// What people should know of it next.
    pub fn take_notice(&mut self) -> Option<String> {
        self.notices.pop_front()
    }

    /// Time goes on to `now`, in microseconds.
    pub fn advance(&mut self, now: u64) {
        self.now = now;
        let millis = now / 1_000;
        let mut times = self.quirks.wifi_lost.iter();
        let is_away =
            times.any(|(from, length)| (*from..from.saturating_add(*length)).contains(&millis));
        self.wifi.set_away(is_away);
        self.wifi.advance(millis);
        let is_linked = self.wifi.is_linked() && !self.quirks.is_unreachable;
        self.network.advance(millis, is_linked);
        let is_in_setup = self.wifi.access_point().is_some() && !self.wifi.has_address();
        self.line.set_on_bench(is_in_setup);
    }

    /// Whether something was sent, received or read from the flash since the last call.
    pub(super) fn take_moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// Whether something came over the network since the last call. What the board sends may be what its meter says.
    pub(super) fn take_talked(&mut self) -> bool {
        std::mem::take(&mut self.talked)
    }

    fn note_talk(&mut self) {
        self.moved = true;
        self.talked = true;
    }

    /// Whether the board is about to be reset, and why.
    pub(super) fn take_reset(&mut self) -> Option<ChipReset> {
        let wanted = self.wanted_reset.take();
        if self.flash.has_power() {
            wanted
        } else {
            Some(ChipReset::Power)
        }
    }

    /// How long the watchdog was not fed, in microseconds.
    pub(super) fn unfed(&self) -> u64 {
        self.now.saturating_sub(self.fed_at)
    }

    /// The chip starts anew.
    pub(super) fn reset(&mut self, cause: ChipReset) {
        if cause == ChipReset::Power {
            self.rtc.lose_power();
            self.flash.power_on();
        }
        self.cause = cause;
        self.wanted_reset = None;
        self.wifi.reset();
        self.network.reset();
        self.notices.extend(self.traffic.end_all());
        self.fed_at = self.now;
        self.levels = u32::MAX;
        self.least_free = HEAP;
    }

    fn count_received(&mut self, connection: Connection, count: usize) {
        let total = self.traffic.received(connection, count);
        let limit = self.quirks.restart_at_bytes;
        if limit.is_some_and(|limit| total >= limit) {
            self.quirks.restart_at_bytes = None;
            self.wanted_reset = Some(ChipReset::HardwareWatchdog);
        }
    }

    fn end_count(&mut self, connection: Connection) {
        let notice = self.traffic.end(connection);
        self.notices.extend(notice);
    }
}

/// The id of the gateway with this MAC address.
pub fn id_of(mac: [u8; 6]) -> String {
    let [.., third, second, last] = mac;
    format!("smr-{third:02x}{second:02x}{last:02x}")
}

impl<N: Network> Hardware for Machine<N> {
    fn serial_configure(&mut self, settings: LineSettings) {
        self.line.configure(settings);
    }
    fn serial_receive(&mut self, to: &mut [u8]) -> usize {
        let count = self.line.receive(self.now, to);
        self.moved |= count > 0;
        count
    }
    fn serial_send(&mut self, from: &[u8]) -> usize {
        self.line.send(from)
    }
    fn serial_overruns(&mut self) -> u32 {
        self.quirks.lost_of(self.line.sent())
    }
    fn serial_framing_errors(&mut self) -> u32 {
        self.quirks.unframed_of(self.line.sent())
    }
    fn serial_idles_high(&mut self) -> bool {
        self.line.idles_high()
    }

    fn tcp_listen(&mut self, service: TcpService) -> bool {
        self.network.tcp_listen(service)
    }
    fn tcp_stop_listening(&mut self, service: TcpService) {
        self.network.tcp_stop_listening(service);
    }
    fn tcp_port(&mut self, service: TcpService) -> u16 {
        self.network.tcp_port(service)
    }
    fn interface(&mut self) -> Interface {
        self.wifi.interface()
    }
    fn tcp_accept(&mut self, service: TcpService) -> Option<(Connection, SocketAddrV4)> {
        let accepted = self.network.tcp_accept(service)?;
        self.note_talk();
        Some(accepted)
    }
    fn tcp_connect(&mut self, to: SocketAddrV4) -> Option<Connection> {
        let connection = self.network.tcp_connect(to)?;
        self.note_talk();
        Some(connection)
    }
    fn tcp_state(&mut self, connection: Connection) -> ConnectionState {
        self.network.tcp_state(connection)
    }
    fn tcp_receive(&mut self, connection: Connection, to: &mut [u8]) -> usize {
        let count = self.network.tcp_receive(connection, to);
        if count > 0 {
            self.note_talk();
            self.count_received(connection, count);
        }
        count
    }
    fn tcp_room(&mut self, connection: Connection) -> usize {
        self.network.tcp_room(connection)
    }
    fn tcp_send(&mut self, connection: Connection, from: &[u8]) -> usize {
        let count = self.network.tcp_send(connection, from);
        if count > 0 {
            self.moved = true;
            self.notices.extend(self.traffic.sent(connection));
        }
        count
    }
    fn tcp_close(&mut self, connection: Connection) {
        self.end_count(connection);
        self.network.tcp_close(connection);
    }
    fn tcp_abort(&mut self, connection: Connection) {
        self.end_count(connection);
        self.network.tcp_abort(connection);
    }

    fn udp_open(&mut self, service: UdpService) -> bool {
        self.network.udp_open(service)
    }
    fn udp_close(&mut self, service: UdpService) {
        self.network.udp_close(service);
    }
    fn udp_receive(&mut self, service: UdpService, to: &mut [u8]) -> Option<(usize, SocketAddrV4)> {
        let received = self.network.udp_receive(service, to)?;
        self.note_talk();
        Some(received)
    }
    fn udp_send(&mut self, service: UdpService, to: SocketAddrV4, from: &[u8]) -> bool {
        self.network.udp_send(service, to, from)
    }
    fn udp_port(&mut self, service: UdpService) -> u16 {
        self.network.udp_port(service)
    }

    fn flash_size(&mut self) -> u32 {
        self.flash.size()
    }
    fn flash_read(&mut self, address: u32, to: &mut [u8]) -> bool {
        // Firmware that reads an image has more to read in its next step, which a chip takes at once.
        self.moved = true;
        self.flash.read(address, to)
    }
    fn flash_write(&mut self, address: u32, from: &[u8]) -> bool {
        self.flash.write(address, from)
    }
    fn flash_erase_sector(&mut self, address: u32) -> bool {
        self.flash.erase_sector(address)
    }

    fn wifi_mac(&mut self) -> [u8; 6] {
        self.mac
    }
    /// The board's address is that of this computer's loopback, whatever the settings say.
    fn wifi_join(&mut self, ssid: &[u8], secret: &[u8], _: Option<FixedAddresses>) {
        self.wifi.join(ssid, secret);
    }
    fn wifi_leave(&mut self) {
        self.wifi.leave();
    }
    fn wifi_station_state(&mut self) -> StationState {
        self.wifi.station_state()
    }
    fn wifi_station_address(&mut self) -> Option<[u8; 4]> {
        self.wifi
            .has_address()
            .then(|| self.network.address().octets())
    }
    fn wifi_station_netmask(&mut self) -> Option<[u8; 4]> {
        self.wifi
            .has_address()
            .then(|| self.network.netmask().octets())
    }
    fn wifi_rssi_dbm(&mut self) -> i8 {
        self.wifi.rssi_dbm()
    }
    fn wifi_channel(&mut self) -> u8 {
        self.wifi.channel()
    }
    fn wifi_last_disconnect_reason(&mut self) -> u8 {
        self.wifi.last_disconnect_reason()
    }
    fn wifi_start_access_point(&mut self, ssid: &[u8]) -> bool {
        self.wifi.set_access_point(Some(ssid));
        true
    }
    fn wifi_stop_access_point(&mut self) {
        self.wifi.set_access_point(None);
    }
    fn wifi_start_scan(&mut self) {
        self.wifi.start_scan();
    }
    fn wifi_scanned(&mut self) -> Option<usize> {
        self.wifi.scanned().map(<[ScannedNetwork]>::len)
    }
    fn wifi_scanned_network(&mut self, index: usize) -> Option<ScannedNetwork> {
        self.wifi.scanned()?.get(index).cloned()
    }
    /// Power and mode make no difference in the virtual air.
    fn wifi_set_radio(&mut self, _: u8, _: u8) {}
    /// There is no DHCP server that would want to know it.
    fn wifi_set_host_name(&mut self, _: &[u8]) {}

    fn chip_reset(&mut self) -> ChipReset {
        self.quirks.start(self.cause)
    }
    fn crash_registers(&mut self) -> Option<[u32; 6]> {
        self.quirks.crash(self.cause)
    }
    fn restart(&mut self) {
        if !self.quirks.refuses_restart {
            self.wanted_reset = Some(ChipReset::Restart);
        }
    }
    fn feed_watchdog(&mut self) {
        self.fed_at = self.now;
    }
    fn heap(&mut self) -> HeapFigures {
        if let Some((free, largest_block)) = self.quirks.memory {
            return HeapFigures {
                free,
                min_free: free,
                largest_block,
            };
        }
        let connections = u32::try_from(self.network.connections()).unwrap_or(0);
        let free = HEAP.saturating_sub(connections * HEAP_PER_CONNECTION);
        self.least_free = self.least_free.min(free);
        HeapFigures {
            free,
            min_free: self.least_free,
            largest_block: free / 4 * 3,
        }
    }
    /// Nonces are made of this. A system without randomness cannot run a gateway.
    fn random(&mut self, to: &mut [u8]) {
        if getrandom::fill(to).is_err() {
            std::process::abort();
        }
    }
    fn rtc_read(&mut self, offset: usize, to: &mut [u8]) {
        self.rtc.read(offset, to);
    }
    fn rtc_write(&mut self, offset: usize, from: &[u8]) {
        self.rtc.write(offset, from);
    }

    fn pin_make_output(&mut self, _: u8) {}
    fn pin_make_input(&mut self, pin: u8) {
        self.pin_write(pin, true);
    }
    fn pin_write(&mut self, pin: u8, high: bool) {
        let bit = 1_u32.checked_shl(pin.into()).unwrap_or(0);
        self.levels = if high {
            self.levels | bit
        } else {
            self.levels & !bit
        };
    }
    fn pin_read(&mut self, pin: u8) -> bool {
        self.levels & 1_u32.checked_shl(pin.into()).unwrap_or(0) != 0
    }
}
