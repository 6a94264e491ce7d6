//! The grammar of a SOURCE, where the bytes of a meter come from, and of a [`GATEWAY`](gateway::GatewaySpec).
//!
//! | written | means |
//! |---|---|
//! | `kitchen`, `kitchen:2001`, `192.168.1.20`, `[fe80::1]:2001` | a gateway or host, port 2001 unless said |
//! | `tcp://host:2001` | that host and port, never anything else |
//! | `serial:/dev/ttyUSB0?baud=115200&format=8n1`, `/dev/ttyUSB0`, `COM3` | a serial port; without settings, or with `format=auto`, they are found out |
//! | `capture.smr`, `./capture`, `file:capture` | a file: an existing one, or by its looks |
//! | `-` | standard input |
//! | `sim:`, `sim:be-emucs?seed=7&interval=1s&start=2026-01-31T12:00:00Z&speed=10&fault=bit-flips` | a simulated meter |

pub mod gateway;
mod host;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use self::host::{SOURCE, bracketed};
use crate::config::duration;
use crate::config::speed::Speed;
use crate::error::{Error, Result};
use crate::serial::{Baud, Format, LineSettings};

/// The TCP port on which gateways serve P1 telegrams.
pub const DEFAULT_PORT: u16 = 2001;

/// The meter that `sim:` alone stands for.
pub const DEFAULT_METER: &str = "nl-dsmr-5.0";

/// The seed of a simulated meter unless another is given: the same meter every time.
pub const DEFAULT_SEED: u64 = 1;

/// Endings that make a bare word a file even before it exists. A list, because `gateway.local`
/// and `192.168.1.20` must stay hosts.
const FILE_ENDINGS: &[&str] = &[
    "bin", "cap", "capture", "dat", "dsmr", "hex", "log", "p1", "raw", "smr", "telegram", "txt",
];

/// Beginnings of paths that are serial ports and not files.
const TTY_BEGINNINGS: &[&str] = &[
    "/dev/tty",
    "/dev/cu.",
    "/dev/pts/",
    "/dev/serial/",
    "/dev/rfcomm",
    r"\\.\COM",
];

/// Where bytes come from, as read from a command line.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceSpec {
    /// `tcp://host:port`: this host and port.
    Tcp {
        /// A name or an IP address, without brackets.
        host: String,
        /// The TCP port.
        port: u16,
    },
    /// A bare name or address: a gateway by its name, or a host.
    Host {
        /// A name or an IP address, without brackets.
        name: String,
        /// The TCP port.
        port: u16,
    },
    /// A serial port of this computer.
    Serial(SerialSpec),
    /// A raw or capture file, or anything else that can be read under a path.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// A simulated meter inside this process.
    Sim(SimSpec),
}

/// A serial port and how to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialSpec {
    /// The name under which the system knows the port: `/dev/ttyUSB0`, `COM3`.
    pub port: String,
    /// The settings of the line.
    pub line: Line,
}

/// The settings of a serial line, given or to be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Try the settings that meters use and keep those with which telegrams decode.
    Auto,
    /// These and no others.
    Fixed(LineSettings),
}

/// A simulated meter.
#[derive(Clone, Debug, PartialEq)]
pub struct SimSpec {
    /// The name of the meter's profile, such as `nl-dsmr-5.0`.
    pub meter: String,
    /// Decides everything that is random about the meter.
    pub seed: u64,
    /// Time between telegrams; that of the profile if not said.
    pub interval: Option<Duration>,
    /// The meter's time at its first telegram; now if not said.
    pub start: Option<Timestamp>,
    /// How fast the meter's time runs.
    pub speed: Speed,
    /// The names of what goes wrong on the way, one after the other.
    pub faults: Vec<String>,
}

impl SourceSpec {
    /// Reads a SOURCE; a bare word that names an existing file is that file.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage), naming the bad part, with a right example.
    pub fn parse(text: &str) -> Result<SourceSpec> {
        SourceSpec::parse_with(text, Path::exists)
    }

    /// As [`SourceSpec::parse`], asking `exists` whether there is something under a path.
    ///
    /// # Errors
    ///
    /// As [`SourceSpec::parse`].
    pub fn parse_with(text: &str, exists: impl Fn(&Path) -> bool) -> Result<SourceSpec> {
        if text == "-" {
            return Ok(SourceSpec::Stdin);
        }
        if let Some(rest) = text.strip_prefix("tcp://") {
            let rest = rest.strip_suffix('/').unwrap_or(rest);
            let (host, port) = SOURCE.host_and_port(rest)?;
            return Ok(SourceSpec::Tcp { host, port });
        }
        if let Some(rest) = text.strip_prefix("serial:") {
            return serial(rest).map(SourceSpec::Serial);
        }
        if let Some(rest) = text.strip_prefix("sim:") {
            return sim(rest).map(SourceSpec::Sim);
        }
        if let Some(path) = text.strip_prefix("file:") {
            return match path {
                "" => Err(Error::usage("`file:` names no file").hint("write file:capture.smr")),
                path => Ok(SourceSpec::File(path.into())),
            };
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            return Err(foreign_scheme(scheme, rest));
        }
        if is_tty(text) {
            return serial(text).map(SourceSpec::Serial);
        }
        if looks_like_file(text) || (!text.is_empty() && exists(Path::new(text))) {
            return Ok(SourceSpec::File(text.into()));
        }
        let (name, port) = SOURCE.host_and_port(text)?;
        Ok(SourceSpec::Host { name, port })
    }
}

impl std::str::FromStr for SourceSpec {
    type Err = Error;

    fn from_str(text: &str) -> Result<SourceSpec> {
        SourceSpec::parse(text)
    }
}

/// The shortest text that [`SourceSpec::parse_with`] reads back, given that no file happens to have
/// the name of the host.
impl fmt::Display for SourceSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SourceSpec::Tcp { host, port } => write!(f, "tcp://{}:{port}", bracketed(host)),
            SourceSpec::Host { name, port } => {
                f.write_str(&bracketed(name))?;
                // Without a port, a name such as `meter.log` would be read as a file.
                if *port == DEFAULT_PORT && !looks_like_file(name) && !is_tty(name) {
                    return Ok(());
                }
                write!(f, ":{port}")
            }
            SourceSpec::Serial(spec) => spec.fmt(f),
            SourceSpec::File(path) => {
                let text = path.display().to_string();
                match SourceSpec::parse_with(&text, |_| false) {
                    Ok(SourceSpec::File(_)) => f.write_str(&text),
                    _ => write!(f, "file:{text}"),
                }
            }
            SourceSpec::Stdin => f.write_str("-"),
            SourceSpec::Sim(spec) => spec.fmt(f),
        }
    }
}

impl fmt::Display for SerialSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "serial:{}", self.port)?;
        match self.line {
            Line::Fixed(LineSettings { baud, format }) => {
                let format = format.to_string().to_lowercase();
                write!(f, "?baud={baud}&format={format}")
            }
            // The last question mark begins the settings, so that a port with one in its name needs
            // a second.
            Line::Auto if self.port.contains('?') => f.write_str("?baud=auto"),
            Line::Auto => Ok(()),
        }
    }
}

impl fmt::Display for SimSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sim:{}?seed={}", self.meter, self.seed)?;
        if let Some(interval) = self.interval {
            write!(f, "&interval={}", duration::display(interval))?;
        }
        if let Some(start) = self.start {
            write!(f, "&start={start}")?;
        }
        if self.speed != Speed::ORIGINAL {
            write!(f, "&speed={}", self.speed)?;
        }
        if !self.faults.is_empty() {
            write!(f, "&fault={}", self.faults.join(","))?;
        }
        Ok(())
    }
}

fn is_tty(text: &str) -> bool {
    let windows_port = text
        .get(..3)
        .is_some_and(|com| com.eq_ignore_ascii_case("com"))
        && text.get(3..).is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
    windows_port || TTY_BEGINNINGS.iter().any(|start| text.starts_with(start))
}

fn looks_like_file(text: &str) -> bool {
    let ending = text.rsplit_once('.').map(|(_, ending)| ending);
    text.contains(['/', '\\'])
        || ending.is_some_and(|ending| {
            FILE_ENDINGS
                .iter()
                .any(|known| ending.eq_ignore_ascii_case(known))
        })
}

fn foreign_scheme(scheme: &str, rest: &str) -> Error {
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let host = if host.is_empty() { "gateway" } else { host };
    Error::usage(format!("`{scheme}://` is not a kind of source"))
        .hint(format!("telegrams come from tcp://{host}:{DEFAULT_PORT}"))
}

/// The settings after a question mark: `key=value`, joined by `&`.
fn settings(text: &str) -> Result<Vec<(&str, &str)>> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            pair.split_once('=').ok_or_else(|| {
                Error::usage(format!("`{pair}` is not a setting")).hint("write key=value")
            })
        })
        .collect()
}

fn unknown_setting(key: &str, of: &str, known: &str) -> Error {
    Error::usage(format!("`{key}` is not a setting of {of}")).hint(format!("known are {known}"))
}

fn serial(text: &str) -> Result<SerialSpec> {
    let (port, query) = text.rsplit_once('?').unwrap_or((text, ""));
    if port.is_empty() {
        return Err(Error::usage("`serial:` names no port")
            .hint("write serial:/dev/ttyUSB0?baud=115200&format=8n1 or serial:/dev/ttyUSB0"));
    }
    let (mut baud, mut format, mut auto) = (None, None, false);
    for (key, value) in settings(query)? {
        match key {
            "baud" | "format" if value == "auto" => auto = true,
            "baud" => baud = Some(value.parse::<Baud>()?),
            "format" => format = Some(value.parse::<Format>()?),
            _ => return Err(unknown_setting(key, "a serial port", "baud and format")),
        }
    }
    let line = match (baud, format) {
        (None, None) => Line::Auto,
        (_, Some(_)) | (Some(_), _) if auto => {
            return Err(
                Error::usage("`auto` finds out the speed and the format together")
                    .hint("leave out the other setting, or give both: baud=9600&format=7e1"),
            );
        }
        (baud, format) => Line::Fixed(LineSettings {
            baud: baud.unwrap_or_default(),
            format: format.unwrap_or(Format::EIGHT_N_ONE),
        }),
    };
    Ok(SerialSpec {
        port: port.to_owned(),
        line,
    })
}

fn sim(text: &str) -> Result<SimSpec> {
    let (meter, query) = text.split_once('?').unwrap_or((text, ""));
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !meter.chars().all(known) {
        return Err(
            Error::usage(format!("`{meter}` is not the name of a meter"))
                .hint("write it like sim:nl-dsmr-5.0 or sim:be-emucs?seed=7"),
        );
    }
    let meter = if meter.is_empty() {
        DEFAULT_METER
    } else {
        meter
    };
    let mut spec = SimSpec {
        meter: meter.to_owned(),
        seed: DEFAULT_SEED,
        interval: None,
        start: None,
        speed: Speed::ORIGINAL,
        faults: Vec::new(),
    };
    for (key, value) in settings(query)? {
        match key {
            "seed" => {
                spec.seed = value.parse().map_err(|cause| {
                    Error::usage(format!("`{value}` is not a seed"))
                        .because(cause)
                        .hint("give a whole number, such as seed=7")
                })?;
            }
            "interval" => spec.interval = Some(duration::parse_positive(value)?),
            "start" => {
                spec.start = Some(value.parse().map_err(|cause: jiff::Error| {
                    Error::usage(format!("`{value}` is not a time"))
                        .because(cause)
                        .hint("write it like start=2026-01-31T12:00:00Z")
                })?);
            }
            "speed" => spec.speed = value.parse()?,
            "fault" if value.chars().all(|c| known(c) || c == ',') => {
                let names = value.split(',').filter(|name| !name.is_empty());
                spec.faults.extend(names.map(str::to_owned));
            }
            "fault" => {
                return Err(Error::usage(format!("`{value}` is not a fault"))
                    .hint("write its name, such as fault=bit-flips"));
            }
            _ => {
                let known = "seed, interval, start, speed and fault";
                return Err(unknown_setting(key, "a simulated meter", known));
            }
        }
    }
    Ok(spec)
}

#[cfg(test)]
#[path = "target_tests.rs"]
mod tests;
