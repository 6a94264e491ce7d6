//! The two kinds of marker line: the header of a capture, and the line before each record.

use jiff::Timestamp;

/// The longest record in bytes. Ours are far shorter; a longer one is damage.
pub const MAX_RECORD: usize = 1 << 20;

/// The longest marker line in bytes, with its newline.
pub(super) const MAX_LINE: usize = 8 * 1024;

/// How every header begins, before its version.
pub(super) const HEADER_START: &[u8] = b"#smr-capture ";

/// How the marker line of a record begins.
pub(super) const RECORD_START: &[u8] = b"#smr ";

/// The first line of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The SOURCE that was recorded; empty when unknown.
    pub source: String,
    /// When the recording began.
    pub started: Option<Timestamp>,
}

/// What a marker line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Header(Header),
    /// A header of a version that is not ours.
    OtherVersion(String),
    /// `length` bytes follow that began to come `at` this time.
    Record {
        at: Timestamp,
        length: usize,
    },
}

impl Header {
    /// The line with its newline.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut line = b"#smr-capture 1 source=".to_vec();
        for &byte in self.source.as_bytes() {
            if byte.is_ascii_graphic() && byte != b'%' {
                line.push(byte);
            } else {
                line.extend_from_slice(format!("%{byte:02X}").as_bytes());
            }
        }
        if let Some(started) = self.started {
            line.extend_from_slice(format!(" started={started:.6}").as_bytes());
        }
        line.push(b'\n');
        line
    }
}

/// The marker line of a record with its newline.
pub(super) fn record_line(at: Timestamp, length: usize) -> String {
    format!("#smr {at:.6} {length}\n")
}

/// Reads a line, given without its newline.
pub(super) fn parse(line: &[u8]) -> Option<Marker> {
    let text = std::str::from_utf8(line).ok()?;
    if let Some(rest) = text.strip_prefix("#smr-capture ") {
        let (version, settings) = rest.split_once(' ').unwrap_or((rest, ""));
        return Some(match version {
            "1" => Marker::Header(header(settings)),
            other => Marker::OtherVersion(other.to_owned()),
        });
    }
    let (at, length) = text.strip_prefix("#smr ")?.split_once(' ')?;
    let plain = at.ends_with('Z') && !length.starts_with('+');
    let length = length
        .parse()
        .ok()
        .filter(|length| *length <= MAX_RECORD && plain)?;
    let at = at.parse().ok()?;
    Some(Marker::Record { at, length })
}

/// Settings that are not known are left to later versions.
fn header(settings: &str) -> Header {
    let mut header = Header {
        source: String::new(),
        started: None,
    };
    for setting in settings.split(' ') {
        match setting.split_once('=') {
            Some(("source", value)) => header.source = unescaped(value),
            Some(("started", value)) => header.started = value.parse().ok(),
            _ => {}
        }
    }
    header
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at() -> Timestamp {
        "2026-01-31T12:00:05.123456Z".parse().unwrap()
    }

    #[test]
    fn the_lines_are_those_of_the_documentation() {
        assert_eq!(
            record_line(at(), 779),
            "#smr 2026-01-31T12:00:05.123456Z 779\n"
        );
        let header = Header {
            source: "my meter".to_owned(),
            started: Some("2026-01-31T12:00:00Z".parse().unwrap()),
        };
        let expected = "#smr-capture 1 source=my%20meter started=2026-01-31T12:00:00.000000Z\n";
        assert_eq!(String::from_utf8(header.encode()).unwrap(), expected);
    }

    #[test]
    fn other_lines_are_no_markers() {
        for line in [
            "",
            "#smr",
            "#smr 2026-01-31T12:00:05Z",
            "#smr 2026-01-31T12:00:05Z -1",
            "#smr 2026-01-31T12:00:05Z +1",
            "#smr 2026-01-31T12:00:05Z 1048577",
            "#smr 2026-01-31T12:00:05+01:00 7",
            "#smr yesterday 7",
            "#smr 2026-01-31T12:00:05Z 7 ",
            "/SIM5",
        ] {
            assert_eq!(parse(line.as_bytes()), None, "{line}");
        }
        let newer = parse(b"#smr-capture 2 x=y");
        assert_eq!(newer, Some(Marker::OtherVersion("2".to_owned())));
    }

    #[test]
    fn unknown_settings_of_a_header_are_passed_over() {
        let Some(Marker::Header(header)) = parse(b"#smr-capture 1 new=thing source=a%zz%41 x")
        else {
            panic!("no header");
        };
        assert_eq!(header.source, "a%zzA");
    }

    proptest! {
        #[test]
        fn any_source_is_read_back(source in ".{0,30}") {
            let header = Header { source, started: Some(at()) };
            let line = header.encode();
            prop_assert_eq!(line.iter().position(|byte| *byte == b'\n'), Some(line.len() - 1));
            let parsed = parse(&line[..line.len() - 1]);
            prop_assert_eq!(parsed, Some(Marker::Header(header)));
        }

        #[test]
        fn any_record_line_is_read_back(micros in 0_i64..253_402_207_200_000_000, length in 0..=MAX_RECORD) {
            let at = Timestamp::from_microsecond(micros).unwrap();
            let line = record_line(at, length);
            prop_assert_eq!(parse(line.trim_end().as_bytes()), Some(Marker::Record { at, length }));
        }

        #[test]
        fn no_line_makes_it_panic(line: Vec<u8>) {
            let _ = parse(&line);
        }
    }
}
