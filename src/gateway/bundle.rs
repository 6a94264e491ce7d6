//! One archive with all that somebody who helps needs to know.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use serde::Serialize;
use serde_json::value::RawValue;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::findings::Findings;
use crate::error::{Error, Result};

/// A file of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// What it is, for whoever opens the archive.
    pub what: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

#[derive(Serialize)]
struct Versions<'a> {
    schema: &'static str,
    at: String,
    smr: &'static str,
    system: &'static str,
    processor: &'static str,
    firmware: &'a str,
    build: &'a str,
    board: &'a str,
}

#[derive(Serialize)]
struct FrameFacts {
    check: &'static str,
    age_ms: Option<u64>,
    length: usize,
}

fn pretty(document: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn as_it_is(document: &RawValue) -> Vec<u8> {
    [document.get().as_bytes(), b"\n"].concat()
}

/// The files about what was found.
pub fn entries(findings: &Findings) -> Vec<Entry> {
    let info = &findings.info.model;
    let versions = Versions {
        schema: "smr.versions/1",
        at: format!("{:.0}", findings.at),
        smr: env!("CARGO_PKG_VERSION"),
        system: std::env::consts::OS,
        processor: std::env::consts::ARCH,
        firmware: &info.firmware.version,
        build: &info.firmware.build,
        board: &info.board,
    };
    let mut entries = vec![
        Entry {
            name: "versions.json",
            what: "smr, this computer's system, the firmware",
            bytes: pretty(&versions),
        },
        Entry {
            name: "info.json",
            what: "what the gateway tells everybody",
            bytes: as_it_is(&findings.info.raw),
        },
    ];
    let documents = [
        (
            "status.json",
            "all figures",
            findings.status.as_ref().map(|it| &it.raw),
        ),
        (
            "events.json",
            "what happened since it started",
            findings.events.as_ref().map(|it| &it.raw),
        ),
        (
            "config.json",
            "the settings; secrets never leave a gateway",
            findings.config.as_ref().map(|it| &it.raw),
        ),
    ];
    entries.extend(documents.into_iter().filter_map(|(name, what, raw)| {
        Some(Entry {
            name,
            what,
            bytes: as_it_is(raw?),
        })
    }));
    if let Some(frame) = &findings.frame {
        entries.push(Entry {
            name: "frame.p1",
            what: "the last whole telegram: smr decode frame.p1",
            bytes: frame.bytes.clone(),
        });
        let facts = FrameFacts {
            check: frame.check.word(),
            age_ms: frame.age_ms,
            length: frame.bytes.len(),
        };
        entries.push(Entry {
            name: "frame.json",
            what: "what the gateway says about that telegram",
            bytes: pretty(&facts),
        });
    }
    entries
}

/// What the archive holds, in words.
pub fn readme(entries: &[Entry], findings: &Findings, is_anonymous: bool) -> Entry {
    let mut text = format!(
        "What smr {} found out about a gateway at {:.0}.\n\n",
        env!("CARGO_PKG_VERSION"),
        findings.at
    );
    for entry in entries {
        // Writing to memory cannot fail.
        let _ = writeln!(text, "  {:<14} {}", entry.name, entry.what);
    }
    if findings.frame.is_none() {
        text.push_str("\nThere is no telegram in it: the gateway has none.\n");
    }
    text.push_str(
        "\nThere is no password, key or hash of one in it: a gateway does not give them away.\n",
    );
    text.push_str(match is_anonymous {
        true => {
            "Ids, names, the name of the Wi-Fi, addresses and the numbers of meters are replaced, the\nlatter by X, so that the telegram's CRC is wrong now. All else is as it came.\n"
        }
        false => {
            "All is as it came, to the byte. It does hold the gateway's name and id, the name of the Wi-Fi, addresses in the local\nnetwork and, in the telegram, the numbers of the meters and what they counted.\nLeave the former out with --anonymous.\n"
        }
    });
    Entry {
        name: "README.txt",
        what: "this",
        bytes: text.into_bytes(),
    }
}

/// The bytes of an archive with these files.
///
/// # Errors
///
/// More than an archive can hold.
pub fn pack(entries: &[Entry]) -> Result<Vec<u8>> {
    let failed =
        |cause: zip::result::ZipError| Error::failed("cannot make the archive").because(cause);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in entries {
        archive.start_file(entry.name, options).map_err(failed)?;
        archive
            .write_all(&entry.bytes)
            .map_err(|cause| Error::failed("cannot make the archive").because(cause))?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_packed_is_what_is_unpacked() {
        let entry = |name, bytes: &[u8]| Entry {
            name,
            what: "",
            bytes: bytes.to_vec(),
        };
        let entries = [
            entry("a.txt", &b"text ".repeat(1_000)),
            entry("b.bin", &[0, 0xFF]),
        ];
        let bytes = pack(&entries).expect("an archive");
        assert!(bytes.len() < 1_000, "{}", bytes.len());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        for entry in &entries {
            let mut found = Vec::new();
            let mut file = archive.by_name(entry.name).expect(entry.name);
            file.read_to_end(&mut found).expect("bytes");
            assert_eq!(found, entry.bytes);
        }
    }
}
