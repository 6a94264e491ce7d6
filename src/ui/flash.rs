//! What happens to a board that is flashed: `smr.flash/1`, `smr.flash.verify/1` and `smr.flash.info/1`, and the same for people.

use std::ops::Range;
use std::path::Path;

use serde::Serialize;

use crate::flash::alive::Identity;
use crate::flash::chip::Chip;
use crate::flash::plan::{Rest, SECTOR, Sectors};
use crate::flash::{Event, Outcome, Plan};
use crate::ui::saying::SaidDocument;

/// A board as it was found.
#[derive(Serialize)]
struct ChipDocument {
    chip: &'static str,
    mac: String,
    access_point: String,
    flash_id: String,
    flash_size: u32,
    board: Option<&'static str>,
}

impl ChipDocument {
    fn new(chip: &Chip) -> ChipDocument {
        ChipDocument {
            chip: "esp8266",
            mac: chip.mac.to_string(),
            access_point: chip.mac.access_point(),
            flash_id: chip.flash_id.to_string(),
            flash_size: chip.flash_size,
            board: chip.board().map(crate::image::Board::name),
        }
    }
}

/// A gateway that has answered.
#[derive(Serialize)]
struct FirmwareDocument<'a> {
    firmware: &'a str,
    version: &'a str,
    board: &'a str,
    name: &'a str,
}

impl<'a> FirmwareDocument<'a> {
    fn new(identity: &'a Identity) -> FirmwareDocument<'a> {
        FirmwareDocument {
            firmware: &identity.firmware,
            version: &identity.version,
            board: &identity.board,
            name: &identity.name,
        }
    }
}

/// How it ended.
#[derive(Serialize)]
struct Done<'a> {
    port: &'a str,
    version: Option<String>,
    mac: String,
    access_point: String,
    bytes: u32,
    is_dry_run: bool,
    outcome: &'static str,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Happening<'a> {
    Waiting {
        reason: &'static str,
        remedies: &'static [&'static str],
    },
    NoReset,
    Chip {
        #[serde(flatten)]
        chip: ChipDocument,
        loader: &'static str,
        speed: u32,
    },
    FellBack {
        reason: &'a str,
    },
    Slower {
        speed: u32,
    },
    Plan {
        size: u32,
        bytes: u32,
        erased: u32,
        kept: Vec<u32>,
        records: Vec<u32>,
    },
    Progress {
        done: u32,
        total: u32,
    },
    Again {
        reason: &'a str,
    },
    Written {
        took_ms: u64,
        is_verified: bool,
    },
    Saved {
        file: String,
        address: u32,
        size: u32,
    },
    Starting,
    BootLog {
        text: String,
        lines: Vec<SaidDocument<'a>>,
    },
    Alive {
        #[serde(flatten)]
        firmware: FirmwareDocument<'a>,
    },
    Done {
        #[serde(flatten)]
        done: Done<'a>,
    },
}

#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    #[serde(flatten)]
    happening: Happening<'a>,
}

impl Line<'_> {
    fn text(happening: Happening<'_>, is_pretty: bool) -> String {
        let line = Line {
            schema: "smr.flash/1",
            happening,
        };
        text(&line, is_pretty)
    }
}

pub(super) fn text(document: &impl Serialize, is_pretty: bool) -> String {
    let text = if is_pretty {
        serde_json::to_string_pretty(document)
    } else {
        serde_json::to_string(document)
    };
    // Texts and numbers cannot fail to become JSON.
    text.map_or_else(|_| String::new(), |text| text + "\n")
}

/// The addresses of each of these sectors.
fn addresses(of: &[Sectors]) -> Vec<u32> {
    let numbers = of.iter().flat_map(|sectors| sectors.first..sectors.end());
    numbers.map(|number| number * SECTOR).collect()
}

/// `0xf9000 and 0xfa000`
fn places(of: &[Sectors]) -> String {
    let addresses = addresses(of).into_iter();
    let told: Vec<String> = addresses.map(|address| format!("{address:#x}")).collect();
    told.join(" and ")
}

/// An event as a line of JSON.
pub fn line(event: &Event) -> String {
    let happening = match event {
        Event::Waiting(waiting) => Happening::Waiting {
            reason: waiting.reason(),
            remedies: waiting.remedies(),
        },
        Event::NoReset => Happening::NoReset,
        Event::Connected {
            chip,
            loader,
            speed,
        } => Happening::Chip {
            chip: ChipDocument::new(chip),
            loader,
            speed: *speed,
        },
        Event::FellBack { reason } => Happening::FellBack { reason },
        Event::Slower { speed } => Happening::Slower { speed: *speed },
        Event::Planned(plan) => Happening::Plan {
            size: plan.size,
            bytes: plan.bytes,
            erased: plan.erased(),
            kept: addresses(plan.kept.as_slice()),
            records: addresses(&plan.records),
        },
        Event::Progress { done, total } => Happening::Progress {
            done: *done,
            total: *total,
        },
        Event::Again { reason } | Event::Damaged { reason } => Happening::Again { reason },
        Event::Written {
            took_ms,
            is_verified,
        } => Happening::Written {
            took_ms: *took_ms,
            is_verified: *is_verified,
        },
        Event::Saved { file, range } => return saved(file, range, false),
        Event::Starting => Happening::Starting,
        Event::BootLog(said) => Happening::BootLog {
            text: said
                .iter()
                .map(|line| line.text.as_str())
                .collect::<Vec<_>>()
                .join("\n"),
            lines: said.iter().map(SaidDocument::new).collect(),
        },
        Event::Alive(identity) => Happening::Alive {
            firmware: FirmwareDocument::new(identity),
        },
    };
    Line::text(happening, false)
}

/// What became of a board.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// The port.
    pub port: &'a str,
    /// The chip.
    pub chip: &'a Chip,
    /// The version of the image; none where only something was erased.
    pub version: Option<&'a crate::image::Version>,
    /// Bytes of the image.
    pub bytes: u32,
    /// How the board was left; none where nothing was done.
    pub outcome: Option<&'a Outcome>,
}

/// The last event, as a line of JSON or as an indented object.
pub fn done(end: &End<'_>, is_pretty: bool) -> String {
    let done = Done {
        port: end.port,
        version: end.version.map(ToString::to_string),
        mac: end.chip.mac.to_string(),
        access_point: end.chip.mac.access_point(),
        bytes: end.bytes,
        is_dry_run: end.outcome.is_none(),
        outcome: match end.outcome {
            None => "unchanged",
            Some(Outcome::InLoader) => "loader",
            Some(Outcome::Silent { .. }) => "silent",
            Some(Outcome::Alive(_)) => "alive",
        },
    };
    Line::text(Happening::Done { done }, is_pretty)
}

/// Content of the flash that was saved, as a line of JSON or as an indented object.
pub fn saved(file: &Path, range: &Range<u32>, is_pretty: bool) -> String {
    let saved = Happening::Saved {
        file: file.display().to_string(),
        address: range.start,
        size: range.end - range.start,
    };
    Line::text(saved, is_pretty)
}

#[derive(Serialize)]
struct Verified<'a> {
    schema: &'static str,
    port: &'a str,
    size: usize,
    is_equal: bool,
    differing: Vec<u32>,
}

/// Whether the flash holds what it should, as an indented JSON object; where not, by the addresses of the sectors.
pub fn verified_json(port: &str, size: usize, differing: &[u32]) -> String {
    let address = |number: &u32| number * SECTOR;
    let verified = Verified {
        schema: "smr.flash.verify/1",
        port,
        size,
        is_equal: differing.is_empty(),
        differing: differing.iter().map(address).collect(),
    };
    text(&verified, true)
}

/// What a chip is, for people.
pub fn chip(chip: &Chip) -> String {
    let size = chip.flash_size >> 10;
    let board = chip
        .board()
        .map_or("no board that there is firmware for", |board| board.name());
    format!(
        "ESP8266, MAC {}, flash {size} KiB ({}): {board}",
        chip.mac, chip.flash_id
    )
}

/// What a plan does, for people.
pub fn plan(plan: &Plan) -> String {
    let kib = |bytes: u32| bytes.div_ceil(1024);
    let (size, bytes) = (kib(plan.size), kib(plan.bytes));
    let written = if plan.bytes == 0 {
        format!("all {size} KiB are in the flash already")
    } else if plan.bytes < plan.size {
        format!("{bytes} of {size} KiB differ and are written")
    } else {
        format!("{size} KiB are written from 0x0 on")
    };
    let records = match &plan.records[..] {
        [] => String::new(),
        records => format!(
            "; what the boot loader may have noted of an update, at {}, is erased first",
            places(records)
        ),
    };
    match plan.rest {
        Rest::Nothing => written,
        Rest::Erase => format!("{written}; all else is erased, the settings too"),
        Rest::Keep => {
            let kept = places(plan.kept.as_slice());
            format!("{written}{records}; the settings at {kept} stay")
        }
    }
}

/// Who a gateway is, for people.
pub fn identity(identity: &Identity) -> String {
    let Identity {
        firmware,
        version,
        board,
        name,
    } = identity;
    format!("{firmware} {version} on {board}, called {name}")
}

#[derive(Serialize)]
struct Info<'a> {
    schema: &'static str,
    port: &'a str,
    chip: Option<ChipDocument>,
    firmware: Option<FirmwareDocument<'a>>,
}

/// What is on a port as an indented JSON object.
pub fn info_json(port: &str, chip: Option<&Chip>, firmware: Option<&Identity>) -> String {
    let document = Info {
        schema: "smr.flash.info/1",
        port,
        chip: chip.map(ChipDocument::new),
        firmware: firmware.map(FirmwareDocument::new),
    };
    text(&document, true)
}

/// What is on a port, for people.
pub fn info_human(port: &str, chip: Option<&Chip>, firmware: Option<&Identity>) -> String {
    let chip = chip.map_or_else(|| "its boot loader does not answer".to_owned(), self::chip);
    let firmware = firmware.map_or_else(
        || {
            "nothing that answers in setup: none, another one, or a gateway that is set up"
                .to_owned()
        },
        identity,
    );
    format!("port      {port}\nchip      {chip}\nfirmware  {firmware}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flash::chip::{FlashId, Mac};

    const CHIP: Chip = Chip {
        mac: Mac([0x5C, 0xCF, 0x7F, 0xA1, 0xB2, 0xC3]),
        flash_id: FlashId(0x14_40EF),
        flash_size: 1 << 20,
    };

    #[test]
    fn people_read_what_will_be_written_and_what_stays() {
        let keeps = Plan::write(320 << 10, 1 << 20, Rest::Keep).expect("a plan");
        assert_eq!(
            plan(&keeps),
            "320 KiB are written from 0x0 on; what the boot loader may have noted of an update, at 0x7c000 and 0xfb000, is erased first; \
             the settings at 0xf9000 and 0xfa000 stay"
        );
        let update = |differing: &[u32], records| {
            let made = Plan::update(320 << 10, 1 << 20, Rest::Keep, differing, records);
            plan(&made.expect("a plan"))
        };
        assert_eq!(
            update(&[7, 9], vec![]),
            "16 of 320 KiB differ and are written; the settings at 0xf9000 and 0xfa000 stay"
        );
        let record = Sectors {
            first: 0xFB,
            count: 1,
        };
        assert_eq!(
            update(&[], vec![record]),
            "all 320 KiB are in the flash already; what the boot loader may have noted of an update, at 0xfb000, is erased first; \
             the settings at 0xf9000 and 0xfa000 stay"
        );
        let erases = Plan::write(320 << 10, 1 << 20, Rest::Erase).expect("a plan");
        assert!(plan(&erases).ends_with("the settings too"));
        assert_eq!(
            chip(&CHIP),
            "ESP8266, MAC 5c:cf:7f:a1:b2:c3, flash 1024 KiB (ef4014): esp8266-1m"
        );
    }

    #[test]
    fn every_line_says_what_schema_it_follows() {
        let text = line(&Event::Progress { done: 1, total: 2 });
        assert_eq!(
            text,
            "{\"schema\":\"smr.flash/1\",\"event\":\"progress\",\"done\":1,\"total\":2}\n"
        );
    }
}
