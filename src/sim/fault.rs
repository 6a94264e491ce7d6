//! Faults that virtual boards can be given, from a TOML file.

mod reader;

use std::path::Path;
use std::time::Duration;

use toml::Table;

use super::board::Misdeed;
use super::board::flash::Cut;
use super::meter_fault::MeterFault;
use crate::error::{Error, Result};
use reader::Reader;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Nobody can connect.
    Unreachable,
    /// So many bytes a second pass, both ways together.
    SlowNetwork {
        /// At least 1.
        bytes_per_s: u64,
    },
    /// The board does not restart when its firmware wants to.
    RefuseReboot,
    /// The boot loader is another one, which knows nothing of updates.
    KeepOldVersion,
    /// The boot loader takes its time.
    SlowSwap {
        /// For each sector that it copies.
        each: Duration,
    },
    /// Firmware of one version is not good.
    BadImage {
        /// The version.
        version: String,
        /// What it does as long as it runs.
        does: Misdeed,
    },
    /// The admin password is another one than was given.
    WrongPassword,
    /// The board restarts once in the middle of an upload.
    RebootMidUpload {
        /// When one connection has brought so many bytes.
        at_bytes: u64,
    },
    /// Power goes in the middle of a flash operation, once.
    PowerCut(Cut),
    /// Bytes from the meter are damaged.
    CorruptSerial {
        /// The share of damaged bytes, 0 to 1.
        rate: f64,
    },
    /// The meter falls silent.
    SilentMeter {
        /// So long after the start.
        after: Duration,
    },
    /// The server forgets again and again whom it let in.
    StaleNonce {
        /// How often.
        every: Duration,
    },
    /// A client of the meter's bytes reads nothing.
    StalledClient {
        /// The how manyth to connect, from 1 on.
        number: u64,
    },
    /// The serial loader never answers.
    LoaderSilent,
    /// The chip is another one.
    WrongChip,
    /// The flash chip says that it has 512 KiB.
    SmallFlash,
    /// Each so-many-th frame of the serial loader is lost.
    DropReplies {
        /// At least 1.
        every: u64,
    },
    /// Bytes on the pseudo-terminal are damaged while the serial loader runs.
    FlipBits {
        /// The share of damaged bytes, 0 to 1.
        rate: f64,
        /// Only at speeds above this, in bits per second.
        above: u32,
    },
    /// The serial loader finds out how fast its host talks only up to a speed.
    SlowDetection {
        /// In bits per second.
        most: u32,
    },
    /// The serial loader's MD5s are wrong.
    Md5Fails,
    /// What is loaded into RAM breaks down at once, and the chip resets into its loader.
    ProgramCrashes,
    /// An application that is not ours runs instead of the serial loader.
    ApplicationRunning,
    /// The Wi-Fi is too far away to join.
    WeakSignal,
    /// The Wi-Fi is heard with this strength.
    Signal {
        /// In dBm.
        dbm: i8,
    },
    /// Memory is short.
    LowMemory {
        /// Bytes that are free, and never were more.
        free: u32,
        /// The largest of them that can be had at once.
        largest_block: u32,
    },
    /// Bytes from the meter are counted as lost because they were not fetched in time.
    LossySerial {
        /// Their share, 0 to 1.
        rate: f64,
    },
    /// Bytes from the meter are counted as ones without a stop bit.
    UnframedSerial {
        /// Their share, 0 to 1.
        rate: f64,
    },
    /// The firmware crashed before its first start.
    Crashed,
    /// The hardware watchdog made the first start.
    Hung,
    /// What the meter sends is not as it should be.
    Meter(&'static MeterFault),
    /// Nobody in the Wi-Fi gives addresses.
    NoAddress,
    /// The Wi-Fi does not tell its name.
    HiddenWifi,
    /// The Wi-Fi goes away.
    WifiLost {
        /// So long after the start.
        after: Duration,
        /// For so long; for good if not said.
        length: Option<Duration>,
    },
}

/// The kinds with their keys: those that must be there, those that may.
const KINDS: &[(&str, &[&str], &[&str])] = &[
    ("unreachable", &[], &[]),
    ("slow-network", &["bytes_per_s"], &[]),
    ("refuse-reboot", &[], &[]),
    ("keep-old-version", &[], &[]),
    ("slow-swap", &[], &["each"]),
    ("bad-image", &["version", "does"], &[]),
    ("wrong-password", &[], &[]),
    ("reboot-mid-upload", &["at_bytes"], &[]),
    ("power-cut", &["at_flash_op"], &["at_byte"]),
    ("corrupt-serial", &["rate"], &[]),
    ("silent-meter", &[], &["after"]),
    ("stale-nonce", &[], &["every"]),
    ("stalled-client", &["client"], &[]),
    ("bootloader-silent", &[], &[]),
    ("wrong-chip", &[], &[]),
    ("small-flash", &[], &[]),
    ("drop-replies", &["every"], &[]),
    ("flip-bits", &["rate"], &["above"]),
    ("slow-detection", &["most"], &[]),
    ("md5-fails", &[], &[]),
    ("program-crashes", &[], &[]),
    ("application-running", &[], &[]),
    ("weak-signal", &[], &[]),
    ("signal", &["dbm"], &[]),
    ("low-memory", &["free", "largest_block"], &[]),
    ("lossy-serial", &["rate"], &[]),
    ("unframed-serial", &["rate"], &[]),
    ("crashed", &[], &[]),
    ("hung", &[], &[]),
    ("meter", &["fault"], &[]),
    ("no-address", &[], &[]),
    ("hidden-wifi", &[], &[]),
    ("wifi-lost", &[], &["after", "for"]),
];

/// Faults with the boards that have them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// A board's number, from 1 on, or none for every board.
    list: Vec<(Option<u16>, Fault)>,
}

impl Faults {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or says what cannot be understood.
    pub fn read(path: &Path) -> Result<Faults> {
        let text = std::fs::read_to_string(path).map_err(|cause| {
            Error::usage(format!("cannot read {}", path.display())).because(cause)
        })?;
        Faults::parse(&text).map_err(|error| {
            let hints = error.hints().to_vec();
            let wrapped = Error::usage(format!("{} is no list of faults", path.display()));
            hints.into_iter().fold(wrapped.because(error), Error::hint)
        })
    }

    /// Reads a list of `[[fault]]`.
    ///
    /// # Errors
    ///
    /// Names the fault, by its number in the list, and what is wrong with it.
    pub fn parse(text: &str) -> Result<Faults> {
        let table: Table = text
            .parse()
            .map_err(|cause: toml::de::Error| Error::usage("it is no TOML").because(cause))?;
        let mut list = Vec::new();
        for (key, value) in &table {
            let entries = value.as_array().filter(|_| key == "fault");
            let entries = entries.ok_or_else(|| {
                Error::usage(format!("{key:?} is unknown"))
                    .hint("begin each fault with a line [[fault]]")
            })?;
            for (index, entry) in entries.iter().enumerate() {
                let reader = Reader::new(index + 1, entry)?;
                list.push((reader.board()?, reader.fault()?));
            }
        }
        Ok(Faults { list })
    }

    /// The faults of one board, counted from 1 on.
    pub fn of(&self, board: u16) -> impl Iterator<Item = Fault> + '_ {
        self.list
            .iter()
            .filter(move |(of, _)| of.is_none_or(|of| of == board))
            .map(|(_, fault)| fault.clone())
    }

    /// The largest number of a board that is named.
    pub fn largest_board(&self) -> Option<u16> {
        self.list.iter().filter_map(|(of, _)| *of).max()
    }
}

#[cfg(test)]
#[path = "fault_tests.rs"]
mod tests;
