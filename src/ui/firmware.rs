//! What is in a firmware image, for people and as JSON.

use std::fmt::Write;

use serde::Serialize;

use super::style::{Colour, Role};
use crate::image::{Examination, Part};

/// How wide the names of facts are written.
const NAME_WIDTH: usize = 18;

/// A page about an image.
pub fn human(name: &str, seen: &Examination, colour: Colour) -> String {
    let mut page = String::new();
    // Writing to memory cannot fail.
    let _ = try_human(name, seen, colour, &mut page);
    page
}

fn try_human(
    name: &str,
    seen: &Examination,
    colour: Colour,
    page: &mut String,
) -> std::fmt::Result {
    let verdict = match seen.findings.len() {
        0 => colour.paint(Role::Good, "sound".to_owned()),
        1 => colour.paint(Role::Bad, "not sound, 1 problem".to_owned()),
        count => colour.paint(Role::Bad, format!("not sound, {count} problems")),
    };
    writeln!(page, "{}  {verdict}", colour.paint(Role::Strong, name))?;
    for (label, value) in facts(seen) {
        writeln!(page, "  {label:<NAME_WIDTH$}{value}")?;
    }
    for (label, part) in [
        ("boot loader", &seen.boot_loader),
        ("application", &seen.application),
    ] {
        if let Some(part) = part {
            writeln!(page, "  {label:<NAME_WIDTH$}{}", flash(part))?;
            for segment in &part.segments {
                writeln!(
                    page,
                    "  {:<NAME_WIDTH$}at {:#08x}  to {:#010x}  {:>7} bytes",
                    "", segment.offset, segment.address, segment.size
                )?;
            }
        }
    }
    if !seen.findings.is_empty() {
        writeln!(page, "problems")?;
    }
    for finding in &seen.findings {
        writeln!(page, "  {}", colour.paint(Role::Bad, finding))?;
        writeln!(page, "    {}", colour.paint(Role::Good, finding.hint))?;
    }
    Ok(())
}

fn facts(seen: &Examination) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(descriptor) = &seen.descriptor {
        facts.push(("version", descriptor.version.clone()));
        facts.push(("build", descriptor.build.to_string()));
        facts.push(("board", descriptor.board.clone()));
        facts.push(("security version", descriptor.security_version.to_string()));
    }
    let size = seen.image_size.unwrap_or(seen.size);
    let share = seen.board().map(|board| {
        let most = board.largest_image();
        let percent = size.saturating_mul(100).div_ceil(most);
        format!(", {percent} % of what the board takes")
    });
    facts.push(("size", format!("{size} bytes{}", share.unwrap_or_default())));
    if let Some(sha256) = seen.sha256 {
        facts.push(("SHA-256", sha256.to_string()));
    }
    if seen.sha256 != Some(seen.upload_sha256) {
        facts.push(("SHA-256 of file", seen.upload_sha256.to_string()));
    }
    if let Some(crc) = seen.crc {
        facts.push(("CRC-32", format!("{:#010x}", crc.written)));
    }
    let signature = match &seen.trailer {
        Some(trailer) => format!(
            "by {}, not checked: smr firmware verify --key PUB does",
            trailer.key_id
        ),
        None => "none".to_owned(),
    };
    facts.push(("signature", signature));
    facts
}

fn flash(part: &Part) -> String {
    let or_unknown = |text: Option<String>| text.unwrap_or_else(|| "?".to_owned());
    format!(
        "entry {:#010x}, flash {} KB, {}, {} MHz",
        part.entry,
        or_unknown(part.flash_size().map(|size| (size / 1024).to_string())),
        part.flash_mode_name().unwrap_or("?"),
        or_unknown(part.flash_mhz().map(|mhz| mhz.to_string())),
    )
}

/// An image as a document of the schema `smr.firmware/1`, with a line end.
pub fn json(name: &str, seen: &Examination) -> String {
    let document = Document::new(name, seen);
    // Such a document has only text for keys, and nothing that could fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    file: &'a str,
    sound: bool,
    size: usize,
    image_size: Option<usize>,
    sha256: Option<String>,
    upload_sha256: String,
    version: Option<&'a str>,
    build: Option<&'a str>,
    board: Option<&'a str>,
    security_version: Option<u32>,
    descriptor_offset: Option<usize>,
    crc: Option<CrcWords>,
    signature: Option<Signature>,
    boot_loader: Option<PartDocument>,
    application: Option<PartDocument>,
    problems: Vec<ProblemDocument<'a>>,
}

#[derive(Serialize)]
struct CrcWords {
    written: u32,
    computed: u32,
}

#[derive(Serialize)]
struct Signature {
    key_id: String,
}

#[derive(Serialize)]
struct PartDocument {
    offset: usize,
    end: Option<usize>,
    entry: u32,
    flash_size: Option<usize>,
    flash_mode: Option<&'static str>,
    flash_mhz: Option<u8>,
    segments: Vec<SegmentDocument>,
}

#[derive(Serialize)]
struct SegmentDocument {
    offset: usize,
    address: u32,
    size: u32,
}

#[derive(Serialize)]
struct ProblemDocument<'a> {
    code: &'static str,
    offset: Option<usize>,
    message: &'a str,
    hint: &'static str,
}

impl<'a> Document<'a> {
    fn new(file: &'a str, seen: &'a Examination) -> Document<'a> {
        let descriptor = seen.descriptor.as_ref();
        Document {
            schema: "smr.firmware/1",
            file,
            sound: seen.findings.is_empty(),
            size: seen.size,
            image_size: seen.image_size,
            sha256: seen.sha256.map(|digest| digest.to_string()),
            upload_sha256: seen.upload_sha256.to_string(),
            version: descriptor.map(|found| found.version.as_str()),
            build: descriptor.map(|found| found.build.as_str()),
            board: descriptor.map(|found| found.board.as_str()),
            security_version: descriptor.map(|found| found.security_version),
            descriptor_offset: descriptor.map(|found| found.offset),
            crc: seen.crc.map(|crc| CrcWords {
                written: crc.written,
                computed: crc.computed,
            }),
            signature: seen.trailer.as_ref().map(|trailer| Signature {
                key_id: trailer.key_id.to_string(),
            }),
            boot_loader: seen.boot_loader.as_ref().map(part),
            application: seen.application.as_ref().map(part),
            problems: seen
                .findings
                .iter()
                .map(|finding| ProblemDocument {
                    code: finding.problem.code(),
                    offset: finding.offset,
                    message: &finding.message,
                    hint: finding.hint,
                })
                .collect(),
        }
    }
}

fn part(part: &Part) -> PartDocument {
    PartDocument {
        offset: part.offset,
        end: part.end,
        entry: part.entry,
        flash_size: part.flash_size(),
        flash_mode: part.flash_mode_name(),
        flash_mhz: part.flash_mhz(),
        segments: part
            .segments
            .iter()
            .map(|segment| SegmentDocument {
                offset: segment.offset,
                address: segment.address,
                size: segment.size,
            })
            .collect(),
    }
}
