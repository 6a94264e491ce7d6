//! `smr.status/1`: all figures of a gateway.

use serde::Deserialize;

use super::document::Kind;

/// All figures. Counts are since the start unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Status {
    /// The board and what runs on it.
    pub device: Device,
    /// Memory.
    pub heap: Heap,
    /// The radio.
    pub wifi: Wifi,
    /// The meter's line.
    pub p1: P1,
    /// Who reads the meter.
    pub tcp: Tcp,
    /// Requests.
    pub http: Http,
    /// What watchdogs had to do.
    pub watchdog: Watchdog,
    /// Updates.
    pub ota: Ota,
}

impl Kind for Status {
    const NAME: &'static str = "smr.status";
}

/// The board and what runs on it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Device {
    /// Its MAC address.
    pub mac: String,
    /// The board: `esp8266-1m` or `esp8266-4m`.
    pub board: String,
    /// What runs on it.
    pub firmware: Firmware,
    /// Seconds since the start.
    pub uptime_s: u32,
    /// Starts in all.
    pub boot_count: u32,
    /// Why it started last.
    pub reset: Reset,
}

/// What runs on a gateway.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Firmware {
    /// By semantic versioning.
    pub version: String,
    /// The id of its build.
    pub build: String,
    /// The SHA-256 of the application, without a signature, once the gateway has counted it: 64 hexadecimal digits.
    pub sha256: Option<String>,
}

/// Why a gateway started.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Reset {
    /// What the chip says: a word.
    pub cause: String,
    /// What the firmware knows: a word.
    pub reason: String,
    /// The registers of the last crash.
    pub exception: Option<Exception>,
}

/// The registers of a crash.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Exception {
    /// The number of the exception (Xtensa ISA, 4.4.1.5).
    pub cause: u32,
    /// Where: `0x40201234`.
    pub epc1: String,
    /// The address that was used.
    pub excvaddr: String,
}

/// Memory, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Heap {
    /// Free now.
    pub free: u32,
    /// The least that was ever free.
    pub min_free: u32,
    /// The largest piece that can be had at once.
    pub largest_block: u32,
}

/// The radio.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Wifi {
    /// `setup`, `fallback`, `joining`, `run` or `unclaimed`.
    pub mode: String,
    /// The network's name.
    pub ssid: Option<String>,
    /// The strength of the signal, while joined.
    pub rssi_dbm: Option<i32>,
    /// The channel, while joined.
    pub channel: Option<u32>,
    /// The own address.
    pub ip: Option<String>,
    /// How often the network was lost.
    pub disconnects: u32,
    /// Why the last time: IEEE 802.11, 9.4.1.7, or the chip's own above 199; 0 if never.
    pub last_disconnect_reason: u32,
}

/// The meter's line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct P1 {
    /// Bits per second.
    pub baud: u32,
    /// `8n1` or `7e1`.
    pub format: String,
    /// Whether the line idles low.
    pub inverted: bool,
    /// Bytes.
    pub bytes: u64,
    /// Whole telegrams.
    pub telegrams: u32,
    /// Those with the right CRC.
    pub crc_valid: u32,
    /// Those with a wrong CRC.
    pub crc_invalid: u32,
    /// Those without one.
    pub crc_absent: u32,
    /// Telegrams that broke off.
    pub unfinished: u32,
    /// Bytes that were lost because nobody fetched them in time.
    pub overruns: u32,
    /// Bytes that were not framed as the line's format says.
    pub framing_errors: u32,
    /// Silences of more than three periods.
    pub gaps: u32,
    /// Milliseconds since the last byte, if there was one.
    pub last_byte_ms: Option<u32>,
    /// Milliseconds since the last whole telegram, if there was one.
    pub last_telegram_ms: Option<u32>,
    /// Milliseconds from one telegram to the next, once it is known.
    pub period_ms: Option<u32>,
}

/// Who reads the meter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Tcp {
    /// The port.
    pub port: u16,
    /// How many can be connected.
    pub max_clients: u32,
    /// How many are.
    pub connected: u32,
    /// How many were refused because there was no place.
    pub rejected: u32,
    /// Those that are connected.
    pub clients: Vec<StreamClient>,
}

/// Somebody who reads the meter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StreamClient {
    /// Its address and port.
    pub peer: String,
    /// For how many seconds.
    pub connected_s: u32,
    /// Bytes that went there.
    pub sent: u64,
    /// Telegrams that were left out because it did not read.
    pub dropped_telegrams: u32,
    /// Bytes that wait for it.
    pub lag: u32,
}

/// Requests.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Http {
    /// All.
    pub requests: u32,
    /// Those with a wrong password.
    pub unauthorized: u32,
    /// Those that were refused after too many wrong passwords.
    pub locked_out: u32,
}

/// What watchdogs had to do, over all starts since power came where they restart the chip.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Watchdog {
    /// Restarts for lost Wi-Fi.
    pub wifi_restarts: u32,
    /// Restarts for a silent meter.
    pub serial_restarts: u32,
    /// Clients closed because they did not read.
    pub tcp_closed: u32,
    /// Restarts because the firmware hung.
    pub hw_resets: u32,
}

/// Updates.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Ota {
    /// `idle`, `receiving`, `verifying` or `ready`.
    pub state: String,
    /// Bytes received of one under way.
    pub received: u32,
    /// Bytes of one under way, if they are known.
    pub size: u32,
    /// How the last one ended, if there was one since the start.
    pub last: Option<LastUpdate>,
    /// How the running image stands: `confirmed`, `trial` or `rolled-back`. Firmware that knows no trials does not tell.
    #[serde(default)]
    pub image: Option<String>,
    /// The image that a rollback would bring back.
    #[serde(default)]
    pub previous: Option<PreviousImage>,
}

/// An image that the gateway still holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PreviousImage {
    /// By semantic versioning.
    pub version: String,
}

/// How an update ended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LastUpdate {
    /// `updated`, `failed` or `rolled-back`.
    pub result: String,
    /// Why not: a word.
    pub error: Option<String>,
    /// What runs since, or was left.
    pub version: Option<String>,
}
