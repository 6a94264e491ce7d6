//! One fault of a list, read key by key.

use std::time::Duration;

use toml::{Table, Value};

use super::{Fault, KINDS};
use crate::config::duration;
use crate::error::{Error, Result};
use crate::image::Version;
use crate::sim::board::Misdeed;
use crate::sim::board::flash::Cut;
use crate::sim::meter_fault::MeterFault;

/// What a chip takes to copy a sector: 12 s for the 166 copies of two images with 83 sectors.
const SWAP_STEP: Duration = Duration::from_millis(72);

/// Reads one fault.
pub(super) struct Reader<'a> {
    number: usize,
    kind: &'a str,
    table: &'a Table,
}

impl<'a> Reader<'a> {
    pub(super) fn new(number: usize, entry: &'a Value) -> Result<Reader<'a>> {
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
    pub(super) fn board(&self) -> Result<Option<u16>> {
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

    fn version(&self) -> Result<String> {
        let text = self.table.get("version").and_then(Value::as_str);
        let version = text.and_then(|text| text.parse::<Version>().ok());
        version.map(|version| version.to_string()).ok_or_else(|| {
            self.wrong("wants version as that of an image")
                .hint("write three numbers in quotes, such as version = \"2.0.0\"")
        })
    }

    fn misdeed(&self) -> Result<Misdeed> {
        let word = self.table.get("does").and_then(Value::as_str);
        let found = Misdeed::ALL.iter().find(|(known, _)| Some(*known) == word);
        found.map(|(_, misdeed)| *misdeed).ok_or_else(|| {
            let words: Vec<&str> = Misdeed::ALL.iter().map(|(word, _)| *word).collect();
            self.wrong("does what nobody knows")
                .hint(format!("what an image can do: {}", words.join(", ")))
        })
    }

    fn rate(&self) -> Result<f64> {
        let value = self.table.get("rate");
        value
            .and_then(Value::as_float)
            .filter(|rate| (0.0..=1.0).contains(rate))
            .ok_or_else(|| self.wrong("wants rate as a number from 0.0 to 1.0"))
    }

    pub(super) fn fault(&self) -> Result<Fault> {
        Ok(match self.kind {
            "unreachable" => Fault::Unreachable,
            "slow-network" => Fault::SlowNetwork {
                bytes_per_s: self.integer("bytes_per_s", 1)?,
            },
            "refuse-reboot" => Fault::RefuseReboot,
            "keep-old-version" => Fault::KeepOldVersion,
            "slow-swap" => Fault::SlowSwap {
                each: self.duration("each")?.unwrap_or(SWAP_STEP),
            },
            "bad-image" => Fault::BadImage {
                version: self.version()?,
                does: self.misdeed()?,
            },
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
