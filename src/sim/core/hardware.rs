//! What a virtual board provides to the firmware core.

use std::net::SocketAddrV4;

/// The settings of the serial line from the meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineSettings {
    /// Bits per second.
    pub baud: u32,
    /// 7 or 8.
    pub data_bits: u8,
    /// `n`, `e` or `o`.
    pub parity: char,
    /// 1 or 2.
    pub stop_bits: u8,
    /// Whether received levels are inverted in the UART, as the P1 port needs it.
    pub inverted: bool,
}

/// What a gateway listens on with TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TcpService {
    /// The meter's bytes, port 2001.
    P1,
    /// Administration, port 80.
    Http,
}

/// What a gateway listens on with UDP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UdpService {
    /// The catch-all name server of the setup portal, port 53.
    Dns,
    /// Invitations of the `ArduinoOTA` protocol, port 8266.
    ArduinoOta,
    /// Multicast DNS with the neighbours in the network, port 5353.
    Mdns,
}

/// Which of its two networks somebody reaches a board in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    /// The one it has joined.
    Station = 0,
    /// Its own.
    AccessPoint = 1,
}

/// A TCP connection, by a number that is never 0 and not used twice at the same time.
pub type Connection = u16;

/// How a TCP connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// Being made.
    Connecting = 0,
    /// Open in both directions.
    Open = 1,
    /// The peer sends no more.
    Ending = 2,
    /// Gone, or never made.
    Closed = 3,
}

/// How the Wi-Fi station is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StationState {
    /// Not asked to join.
    Off = 0,
    /// Joining.
    Connecting = 1,
    /// Joined, with an address.
    Joined = 2,
    /// The network refuses the password.
    WrongPassword = 3,
    /// There is no such network.
    NotFound = 4,
    /// Anything else.
    Failed = 5,
}

/// A network as a scan finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedNetwork {
    /// The name, 1 to 32 bytes.
    pub ssid: Vec<u8>,
    /// Signal strength in dBm.
    pub rssi_dbm: i8,
    /// 1 to 14.
    pub channel: u8,
    /// Whether it wants no password.
    pub open: bool,
}

/// Fixed addresses in place of DHCP, each in network order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedAddresses {
    /// The station's own.
    pub address: [u8; 4],
    /// The network's mask.
    pub netmask: [u8; 4],
    /// The router.
    pub gateway: [u8; 4],
    /// The name server.
    pub dns: [u8; 4],
}

/// Why the chip started, by the numbers of the chip's SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipReset {
    /// Power came.
    Power = 0,
    /// The hardware watchdog.
    HardwareWatchdog = 1,
    /// A crash.
    Exception = 2,
    /// The software watchdog.
    SoftwareWatchdog = 3,
    /// The program restarted itself.
    Restart = 4,
    /// Woken from deep sleep.
    DeepSleep = 5,
    /// The reset pin.
    External = 6,
}

/// Heap figures in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeapFigures {
    /// Free now.
    pub free: u32,
    /// The least that was ever free.
    pub min_free: u32,
    /// The largest free block.
    pub largest_block: u32,
}

/// What the core asks of its surroundings, as `firmware/core/port.h` says it. Nothing may block.
///
/// Hashes and signatures are not here: the border does them itself.
pub trait Hardware {
    /// Applies line settings; bytes not yet read may be lost.
    fn serial_configure(&mut self, settings: LineSettings);
    /// Moves received bytes into `to`; how many.
    fn serial_receive(&mut self, to: &mut [u8]) -> usize;
    /// Takes what fits to be sent; how many.
    fn serial_send(&mut self, from: &[u8]) -> usize;
    /// Bytes lost to a full receive buffer since the start.
    fn serial_overruns(&mut self) -> u32;
    /// Bytes with a wrong stop or parity bit since the start.
    fn serial_framing_errors(&mut self) -> u32;
    /// The level of the idle line before inversion.
    fn serial_idles_high(&mut self) -> bool;

    /// Where those are who reach the board now.
    fn interface(&mut self) -> Interface;
    /// Begins to listen; whether it does.
    fn tcp_listen(&mut self, service: TcpService) -> bool;
    /// Stops to listen.
    fn tcp_stop_listening(&mut self, service: TcpService);
    /// The port at which others reach a service.
    fn tcp_port(&mut self, service: TcpService) -> u16;
    /// The next waiting connection.
    fn tcp_accept(&mut self, service: TcpService) -> Option<(Connection, SocketAddrV4)>;
    /// Begins a connection.
    fn tcp_connect(&mut self, to: SocketAddrV4) -> Option<Connection>;
    /// How a connection is.
    fn tcp_state(&mut self, connection: Connection) -> ConnectionState;
    /// Moves received bytes into `to`; how many.
    fn tcp_receive(&mut self, connection: Connection, to: &mut [u8]) -> usize;
    /// How many bytes would be taken now.
    fn tcp_room(&mut self, connection: Connection) -> usize;
    /// Takes what fits; how many.
    fn tcp_send(&mut self, connection: Connection, from: &[u8]) -> usize;
    /// Sends what was taken, then ends the connection.
    fn tcp_close(&mut self, connection: Connection);
    /// Drops the connection with all that was not sent.
    fn tcp_abort(&mut self, connection: Connection);

    /// Opens a datagram service; whether it is open.
    fn udp_open(&mut self, service: UdpService) -> bool;
    /// Closes it.
    fn udp_close(&mut self, service: UdpService);
    /// The next datagram, cut at the size of `to`.
    fn udp_receive(&mut self, service: UdpService, to: &mut [u8]) -> Option<(usize, SocketAddrV4)>;
    /// Sends a datagram; whether it was taken.
    fn udp_send(&mut self, service: UdpService, to: SocketAddrV4, from: &[u8]) -> bool;
    /// The port at which others reach a service.
    fn udp_port(&mut self, service: UdpService) -> u16;

    /// Bytes in the flash chip.
    fn flash_size(&mut self) -> u32;
    /// Reads; false if it failed.
    fn flash_read(&mut self, address: u32, to: &mut [u8]) -> bool;
    /// Clears bits; false if it failed.
    fn flash_write(&mut self, address: u32, from: &[u8]) -> bool;
    /// Sets a sector of 4,096 bytes to 0xFF; false if it failed.
    fn flash_erase_sector(&mut self, address: u32) -> bool;

    /// The station's MAC address.
    fn wifi_mac(&mut self) -> [u8; 6];
    /// Begins to join a network.
    fn wifi_join(&mut self, ssid: &[u8], secret: &[u8], addresses: Option<FixedAddresses>);
    /// Leaves it.
    fn wifi_leave(&mut self);
    /// How the station is.
    fn wifi_station_state(&mut self) -> StationState;
    /// The station's address, once it has one.
    fn wifi_station_address(&mut self) -> Option<[u8; 4]>;
    /// The station's netmask, if it has an address.
    fn wifi_station_netmask(&mut self) -> Option<[u8; 4]>;
    /// Signal strength in dBm.
    fn wifi_rssi_dbm(&mut self) -> i8;
    /// The channel, 1 to 14.
    fn wifi_channel(&mut self) -> u8;
    /// The last disconnect's reason (IEEE 802.11, or above 200 the SDK's).
    fn wifi_last_disconnect_reason(&mut self) -> u8;
    /// Begins an open access point; whether it did.
    fn wifi_start_access_point(&mut self, ssid: &[u8]) -> bool;
    /// Ends it.
    fn wifi_stop_access_point(&mut self);
    /// Begins a scan.
    fn wifi_start_scan(&mut self);
    /// How many networks the last scan found, `None` while it runs.
    fn wifi_scanned(&mut self) -> Option<usize>;
    /// One of them, strongest first.
    fn wifi_scanned_network(&mut self, index: usize) -> Option<ScannedNetwork>;
    /// Transmit power in quarters of a dBm, and mode (1 b, 2 g, 3 n).
    fn wifi_set_radio(&mut self, power_quarter_dbm: u8, mode: u8);
    /// The host name.
    fn wifi_set_host_name(&mut self, name: &[u8]);

    /// Why the chip started.
    fn chip_reset(&mut self) -> ChipReset;
    /// EXCCAUSE, EPC1 to EPC3, EXCVADDR and DEPC of the last crash, if the last reset was one.
    fn crash_registers(&mut self) -> Option<[u32; 6]>;
    /// Restarts the board: the core is not called again.
    fn restart(&mut self);
    /// Feeds the hardware watchdog.
    fn feed_watchdog(&mut self);
    /// Heap figures.
    fn heap(&mut self) -> HeapFigures;
    /// Unpredictable bytes.
    fn random(&mut self, to: &mut [u8]);
    /// Reads RTC memory.
    fn rtc_read(&mut self, offset: usize, to: &mut [u8]);
    /// Writes RTC memory.
    fn rtc_write(&mut self, offset: usize, from: &[u8]);

    /// Makes a pin an output.
    fn pin_make_output(&mut self, pin: u8);
    /// Makes a pin an input with a pull-up.
    fn pin_make_input(&mut self, pin: u8);
    /// Sets the level of a pin.
    fn pin_write(&mut self, pin: u8, high: bool);
    /// The level of a pin.
    fn pin_read(&mut self, pin: u8) -> bool;
}
