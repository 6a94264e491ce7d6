//! Faults that virtual boards can be given, from a TOML file.

use std::path::Path;
use std::time::Duration;

use toml::{Table, Value};

use super::board::flash::Cut;
use super::meter_fault::MeterFault;
use crate::config::duration;
use crate::error::{Error, Result};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// The boot loader does not copy updates.
    KeepOldVersion,
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
            .map(|(_, fault)| *fault)
    }

    /// The largest number of a board that is named.
    pub fn largest_board(&self) -> Option<u16> {
        self.list.iter().filter_map(|(of, _)| *of).max()
    }
}

/// Reads one fault.
struct Reader<'a> {
    number: usize,
    kind: &'a str,
    table: &'a Table,
}

impl<'a> Reader<'a> {
    fn new(number: usize, entry: &'a Value) -> Result<Reader<'a>> {
        let table = entry.as_table().ok_or_else(|| {
            Error::usage(format!("fault {number} is no table"))
                .hint("begin each fault with a line [[fault]]")
        })?;
        let names = || {
            let names: Vec<&str> = KINDS.iter().map(|(name, _, _)| *name).collect();
            format!("the kinds are: {}", names.join(", "))
        };
        let kind = table
            .get("kind")
            .and_then(Value::as_str)
            .ok_or_else(|| Error::usage(format!("fault {number} has no kind")).hint(names()))?;
        let (_, needed, allowed) =
            KINDS
                .iter()
                .find(|(name, _, _)| *name == kind)
                .ok_or_else(|| {
                    Error::usage(format!("fault {number} is of an unknown kind, {kind:?}"))
                        .hint(names())
                })?;
        let reader = Reader {
            number,
            kind,
            table,
        };
        let known = || needed.iter().chain(allowed.iter());
        if let Some(missing) = needed.iter().find(|key| !table.contains_key(**key)) {
            return Err(reader.wrong(&format!("lacks {missing}")));
        }
        let extra = table.keys().find(|key| {
            !["board", "kind"].contains(&key.as_str()) && !known().any(|known| known == key)
        });
        if let Some(extra) = extra {
            let keys: Vec<&str> = known().copied().collect();
            let keys = if keys.is_empty() {
                "it takes none but board".to_owned()
            } else {
                format!("it takes board, {}", keys.join(", "))
            };
            return Err(reader.wrong(&format!("does not know {extra:?}")).hint(keys));
        }
        Ok(reader)
    }

    fn wrong(&self, what: &str) -> Error {
        Error::usage(format!("fault {} ({}) {what}", self.number, self.kind))
    }

    /// The board; none for all.
    fn board(&self) -> Result<Option<u16>> {
        let hint = "write board = 3 for the third board or board = \"*\" for all";
        match self.table.get("board") {
            Some(Value::String(text)) if text == "*" => Ok(None),
            Some(Value::Integer(number)) if *number > 0 => u16::try_from(*number)
                .map(Some)
                .map_err(|_| self.wrong("names a board that cannot be").hint(hint)),
            Some(_) => Err(self.wrong("names a board that cannot be").hint(hint)),
            None => Err(self.wrong("names no board").hint(hint)),
        }
    }

    fn integer(&self, key: &str, least: u64) -> Result<u64> {
        let number = self.table.get(key).and_then(Value::as_integer);
        number
            .and_then(|number| u64::try_from(number).ok())
            .filter(|number| *number >= least)
            .ok_or_else(|| self.wrong(&format!("wants {key} as a whole number from {least} on")))
    }

    fn bytes(&self, key: &str) -> Result<u32> {
        Ok(u32::try_from(self.integer(key, 0)?).unwrap_or(u32::MAX))
    }

    /// A strength with which a network can be joined.
    fn dbm(&self) -> Result<i8> {
        let number = self.table.get("dbm").and_then(Value::as_integer);
        number
            .and_then(|number| i8::try_from(number).ok())
            .filter(|dbm| (-90..=0).contains(dbm))
            .ok_or_else(|| self.wrong("wants dbm as a whole number from -90 to 0"))
    }

    fn meter_fault(&self) -> Result<&'static MeterFault> {
        let name = self.table.get("fault").and_then(Value::as_str);
        MeterFault::find(name.unwrap_or_default())
    }

    fn duration(&self, key: &str) -> Result<Option<Duration>> {
        let Some(value) = self.table.get(key) else {
            return Ok(None);
        };
        let text = value.as_str().unwrap_or_default();
        duration::parse(text).map(Some).map_err(|_| {
            self.wrong(&format!("wants {key} as a duration"))
                .hint("write 100ms, 10s, 5m or 1h30m, in quotes")
        })
    }

    fn rate(&self) -> Result<f64> {
        let value = self.table.get("rate");
        value
            .and_then(Value::as_float)
            .filter(|rate| (0.0..=1.0).contains(rate))
            .ok_or_else(|| self.wrong("wants rate as a number from 0.0 to 1.0"))
    }

    fn fault(&self) -> Result<Fault> {
        Ok(match self.kind {
            "unreachable" => Fault::Unreachable,
            "slow-network" => Fault::SlowNetwork {
                bytes_per_s: self.integer("bytes_per_s", 1)?,
            },
            "refuse-reboot" => Fault::RefuseReboot,
            "keep-old-version" => Fault::KeepOldVersion,
            "wrong-password" => Fault::WrongPassword,
            "reboot-mid-upload" => Fault::RebootMidUpload {
                at_bytes: self.integer("at_bytes", 1)?,
            },
            "power-cut" => Fault::PowerCut(Cut {
                at_operation: self.integer("at_flash_op", 1)?,
                at_byte: match self.table.get("at_byte") {
                    Some(_) => u32::try_from(self.integer("at_byte", 0)?).unwrap_or(u32::MAX),
                    None => 0,
                },
            }),
            "corrupt-serial" => Fault::CorruptSerial { rate: self.rate()? },
            "silent-meter" => Fault::SilentMeter {
                after: self.duration("after")?.unwrap_or_default(),
            },
            "stale-nonce" => Fault::StaleNonce {
                every: match self.duration("every")? {
                    Some(Duration::ZERO) => {
                        return Err(self.wrong("wants every as a duration above zero"));
                    }
                    every => every.unwrap_or(Duration::from_secs(1)),
                },
            },
            "stalled-client" => Fault::StalledClient {
                number: self.integer("client", 1)?,
            },
            "bootloader-silent" => Fault::LoaderSilent,
            "wrong-chip" => Fault::WrongChip,
            "small-flash" => Fault::SmallFlash,
            "drop-replies" => Fault::DropReplies {
                every: self.integer("every", 1)?,
            },
            "flip-bits" => Fault::FlipBits {
                rate: self.rate()?,
                above: match self.table.get("above") {
                    Some(_) => u32::try_from(self.integer("above", 1)?).unwrap_or(u32::MAX),
                    None => 0,
                },
            },
            "slow-detection" => Fault::SlowDetection {
                most: u32::try_from(self.integer("most", 1)?).unwrap_or(u32::MAX),
            },
            "md5-fails" => Fault::Md5Fails,
            "program-crashes" => Fault::ProgramCrashes,
            "application-running" => Fault::ApplicationRunning,
            "weak-signal" => Fault::WeakSignal,
            "signal" => Fault::Signal { dbm: self.dbm()? },
            "low-memory" => Fault::LowMemory {
                free: self.bytes("free")?,
                largest_block: self.bytes("largest_block")?,
            },
            "lossy-serial" => Fault::LossySerial { rate: self.rate()? },
            "unframed-serial" => Fault::UnframedSerial { rate: self.rate()? },
            "crashed" => Fault::Crashed,
            "hung" => Fault::Hung,
            "meter" => Fault::Meter(self.meter_fault()?),
            "no-address" => Fault::NoAddress,
            "hidden-wifi" => Fault::HiddenWifi,
            "wifi-lost" => Fault::WifiLost {
                after: self.duration("after")?.unwrap_or_default(),
                length: self.duration("for")?,
            },
            _ => {
                return Err(self
                    .wrong("cannot be had yet")
                    .hint("take it out of the file"));
            }
        })
    }
}

#[cfg(test)]
#[path = "fault_tests.rs"]
mod tests;
