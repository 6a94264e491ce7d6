//! Opening a serial port, with a remedy for each way in which that fails.

use std::io;
use std::path::Path;
use std::time::Duration;

use serialport::SerialPort;

use super::{DataBits, LineSettings, Parity, StopBits, ports};
use crate::error::{Error, Result};

/// A serial port as this system has them.
#[cfg(unix)]
pub type Native = serialport::TTYPort;
/// A serial port as this system has them.
#[cfg(windows)]
pub type Native = serialport::COMPort;

/// Opens `port` for this process alone. A read returns what there is, or
/// [`io::ErrorKind::TimedOut`] after `timeout` without a byte.
///
/// # Errors
///
/// [`Kind::Unreachable`](crate::error::Kind::Unreachable), with what to do about it: no such port,
/// no permission, in use by another program.
pub fn open(port: &str, settings: LineSettings, timeout: Duration) -> Result<Box<dyn SerialPort>> {
    Ok(Box::new(open_native(port, settings, timeout)?))
}

/// The same, for those who need the system's own kind of port.
///
/// # Errors
///
/// Those of [`open`].
pub fn open_native(port: &str, settings: LineSettings, timeout: Duration) -> Result<Native> {
    serialport::new(port, settings.baud.get())
        .data_bits(match settings.format.data_bits {
            DataBits::Five => serialport::DataBits::Five,
            DataBits::Six => serialport::DataBits::Six,
            DataBits::Seven => serialport::DataBits::Seven,
            DataBits::Eight => serialport::DataBits::Eight,
        })
        .parity(match settings.format.parity {
            Parity::None => serialport::Parity::None,
            Parity::Even => serialport::Parity::Even,
            Parity::Odd => serialport::Parity::Odd,
        })
        .stop_bits(match settings.format.stop_bits {
            StopBits::One => serialport::StopBits::One,
            StopBits::Two => serialport::StopBits::Two,
        })
        .timeout(timeout)
        .open_native()
        .map_err(|cause| explain(port, cause))
}

/// What kept a port from opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    Missing,
    Denied,
    Busy,
    Other,
}

fn explain(port: &str, cause: serialport::Error) -> Error {
    match failure(port, &cause) {
        Failure::Missing => missing(port, &ports_by_description()).because(cause),
        Failure::Denied => denied(port, owning_group(port).as_deref()).because(cause),
        Failure::Busy => busy(port).because(cause),
        Failure::Other => Error::unreachable(format!("cannot open serial port {port}"))
            .because(cause)
            .hint("unplug the adapter, plug it in again and retry"),
    }
}

/// The library reports a missing device, a busy one and a path that is no serial port all as
/// "no device", so the path and the message decide.
fn failure(port: &str, cause: &serialport::Error) -> Failure {
    let busy = cause.description.contains("busy")
        || cause.description.contains("temporarily unavailable")
        || cause.description.contains("exclusive lock");
    match cause.kind {
        serialport::ErrorKind::Io(io::ErrorKind::PermissionDenied) => Failure::Denied,
        serialport::ErrorKind::Io(io::ErrorKind::NotFound) => Failure::Missing,
        _ if busy => Failure::Busy,
        serialport::ErrorKind::NoDevice if cfg!(windows) || !Path::new(port).exists() => {
            Failure::Missing
        }
        _ => Failure::Other,
    }
}

fn ports_by_description() -> Vec<String> {
    ports().iter().map(super::Port::describe).collect()
}

fn missing(port: &str, existing: &[String]) -> Error {
    let error = Error::unreachable(format!("there is no serial port {port}"));
    if existing.is_empty() {
        error
            .hint("this computer has no serial port now: plug in the adapter, then run `ls /dev/tty*`")
            .hint("in a container, hand the device in: docker run --device=/dev/ttyUSB0")
    } else {
        error.hint(format!("the ports now are {}", existing.join(", ")))
    }
}

fn denied(port: &str, group: Option<&str>) -> Error {
    let error = Error::unreachable(format!("no permission to open {port}"));
    match group {
        Some("root") | None => error.hint(format!("look who may: ls -l {port}")),
        Some(group) => error
            .hint(format!(
                "the port belongs to the group {group}: sudo usermod -aG {group} \"$USER\""
            ))
            .hint("then log out and in again"),
    }
}

fn busy(port: &str) -> Error {
    Error::unreachable(format!("another program has {port} open"))
        .hint(format!("see which: fuser -v {port}"))
        .hint("often it is ModemManager, a serial console, Home Assistant or a second smr")
}

/// The name of the group that owns a device file.
#[cfg(unix)]
fn owning_group(port: &str) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let id = std::fs::metadata(port).ok()?.gid();
    group_name(&std::fs::read_to_string("/etc/group").ok()?, id)
}

#[cfg(not(unix))]
fn owning_group(_port: &str) -> Option<String> {
    None
}

/// Finds a group by its number in the text of `/etc/group`: `name:password:number:members`.
#[cfg(unix)]
fn group_name(table: &str, id: u32) -> Option<String> {
    table.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let number = fields.nth(1)?;
        (number.parse() == Ok(id)).then(|| name.to_owned())
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use serialport::TTYPort;

    const SOON: Duration = Duration::from_millis(50);

    fn open_default(port: &str) -> Result<Box<dyn SerialPort>> {
        open(port, LineSettings::default(), SOON)
    }

    #[test]
    fn bytes_written_to_the_other_end_are_read() {
        use std::io::{Read, Write};
        let (mut other_end, port) = TTYPort::pair().unwrap();
        let mut opened = open_default(&port.name().unwrap()).unwrap();
        other_end.write_all(b"/SIM5\r\n").unwrap();
        let mut got = Vec::new();
        while got.len() < 7 {
            let mut buffer = [0; 16];
            let count = opened.read(&mut buffer).unwrap();
            got.extend_from_slice(&buffer[..count]);
        }
        assert_eq!(got, b"/SIM5\r\n");
    }

    #[test]
    fn a_port_in_use_is_told_from_a_missing_one() {
        let (_other_end, port) = TTYPort::pair().unwrap();
        let name = port.name().unwrap();
        let _first = open_default(&name).unwrap();
        let error = open_default(&name).unwrap_err();
        assert!(error.to_string().contains("another program"), "{error}");
        assert!(error.hints().join(" ").contains("fuser"));
    }

    #[test]
    fn a_missing_port_names_those_that_exist() {
        let error = open_default("/dev/ttyNONE99").unwrap_err();
        assert_eq!(error.kind(), crate::error::Kind::Unreachable);
        assert!(error.to_string().contains("no serial port /dev/ttyNONE99"));
        let hint = missing("x", &["/dev/ttyUSB1".to_owned()]).hints().join(" ");
        assert!(hint.contains("/dev/ttyUSB1"));
    }

    #[test]
    fn a_file_that_is_no_port_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = open_default(file.path().to_str().unwrap()).unwrap_err();
        assert_eq!(error.kind(), crate::error::Kind::Unreachable);
        assert!(!error.hints().is_empty());
    }

    #[test]
    fn without_permission_the_group_and_the_command_are_told() {
        let cause = serialport::Error::new(
            serialport::ErrorKind::Io(io::ErrorKind::PermissionDenied),
            "Permission denied",
        );
        assert_eq!(failure("/dev/ttyUSB0", &cause), Failure::Denied);
        let hints = denied("/dev/ttyUSB0", Some("dialout")).hints().join("\n");
        assert!(hints.contains("sudo usermod -aG dialout"));
    }

    #[test]
    fn groups_are_found_by_number() {
        let table = "root:x:0:\ndialout:x:20:ann,bob\nuucp:x:986:\n";
        assert_eq!(group_name(table, 20).as_deref(), Some("dialout"));
        assert_eq!(group_name(table, 986).as_deref(), Some("uucp"));
        assert_eq!(group_name(table, 7), None);
    }
}
