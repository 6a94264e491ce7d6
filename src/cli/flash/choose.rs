//! The firmware that is written: a file that was named, or what the catalogue has for the board.

use std::path::{Path, PathBuf};

use clap::Args;

use super::LARGEST_FILE;
use crate::catalogue::{Catalogue, Entry, Target, no_firmware};
use crate::cli::firmware::user_folder;
use crate::cli::{Context, files, report, with_hint};
use crate::error::{Error, Result};
use crate::flash::fit::judge;
use crate::image::{Board, Version};

#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct FirmwareArgs {
    /// The firmware [default: the newest for the board in `smr firmware list`]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) image: Option<PathBuf>,
    /// Which version of `smr firmware list`, instead of the newest
    #[arg(long, value_name = "X.Y.Z", conflicts_with = "image", value_parser = with_hint(version))]
    pub(in crate::cli) version: Option<Version>,
}

// A named function, as parsers of arguments must be.
fn version(text: &str) -> Result<Version> {
    text.parse()
}

/// Which board it is to be.
#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct AsBoardArgs {
    /// Use the chip as this board, which may have less flash than the chip [default: by the size of the flash]
    #[arg(long, value_name = "BOARD", value_parser = with_hint(board))]
    pub(in crate::cli) board: Option<Board>,
}

fn board(name: &str) -> Result<Board> {
    name.parse()
}

/// What may be written, before the board is known.
#[derive(Clone, Debug)]
pub(in crate::cli) enum Firmware {
    /// A file that was named, whatever is in it.
    File {
        /// Where it is.
        path: PathBuf,
        /// The whole of it.
        bytes: Vec<u8>,
    },
    /// All that is at hand, and the version that is wanted.
    AtHand(Catalogue, Option<Version>),
}

impl Firmware {
    /// What there is to write, without a look at the board.
    pub(in crate::cli) fn find(args: &FirmwareArgs) -> Result<Firmware> {
        match &args.image {
            Some(path) => Ok(Firmware::File {
                path: path.clone(),
                bytes: files::read(path, LARGEST_FILE)?,
            }),
            None => at_hand(args.version.as_ref()),
        }
    }

    /// The file that was named.
    pub(in crate::cli) fn file(&self) -> Option<&[u8]> {
        match self {
            Firmware::File { bytes, .. } => Some(bytes),
            Firmware::AtHand(..) => None,
        }
    }

    /// A refusal with the name of the file.
    pub(in crate::cli) fn named(&self, error: Error) -> Error {
        match self {
            Firmware::File { path, .. } => error.hint(format!(
                "see all that is in it: smr firmware inspect {}",
                path.display()
            )),
            Firmware::AtHand(..) => error,
        }
    }

    /// The file for a board. Says which one if nobody has named it.
    pub(in crate::cli) fn for_board(
        &self,
        board: Board,
        port: &str,
        context: Context,
    ) -> Result<&[u8]> {
        match self {
            Firmware::File { bytes, .. } => Ok(bytes),
            Firmware::AtHand(catalogue, wanted) => {
                let entry = catalogue.choose(board, wanted.as_ref(), target(port))?;
                report::message(context, told(entry));
                Ok(&entry.bytes)
            }
        }
    }

    /// Whether a gateway on a board would get the version that it runs; on any of the boards where it is not known which it is.
    pub(in crate::cli) fn is_version(
        &self,
        running: &str,
        board: Option<Board>,
        port: &str,
    ) -> Result<bool> {
        let (catalogue, wanted) = match self {
            Firmware::File { bytes, .. } => {
                return Ok(judge(bytes, None)?.descriptor.version.to_string() == running);
            }
            Firmware::AtHand(catalogue, wanted) => (catalogue, wanted.as_ref()),
        };
        let boards = board.map_or_else(|| Board::ALL.to_vec(), |board| vec![board]);
        let mut chosen = boards
            .into_iter()
            .filter_map(|board| catalogue.choose(board, wanted, target(port)).ok())
            .peekable();
        Ok(chosen.peek().is_some()
            && chosen.all(|entry| entry.image.descriptor.version.to_string() == running))
    }
}

/// `firmware 1.2.3 (build abc) for esp8266-1m: /home/me/firmware.bin`
pub(in crate::cli) fn told(entry: &Entry) -> String {
    let descriptor = &entry.image.descriptor;
    let from = match &entry.place.path {
        Some(path) => path.display().to_string(),
        None => "built into smr".to_owned(),
    };
    format!(
        "firmware {} (build {}) for {}: {from}",
        descriptor.version, descriptor.build, descriptor.board
    )
}

pub(in crate::cli) fn at_hand(wanted: Option<&Version>) -> Result<Firmware> {
    let catalogue = Catalogue::read(user_folder().as_deref());
    let fits = |version: &Version| wanted.is_none_or(|wanted| wanted == version);
    let mut entries = catalogue.entries.iter();
    if entries.any(|entry| fits(&entry.image.descriptor.version)) {
        return Ok(Firmware::AtHand(catalogue, wanted.cloned()));
    }
    let broken = match catalogue.broken.len() {
        0 => "",
        _ => "; some files are broken, see smr firmware list",
    };
    Err(match (wanted, catalogue.entries.is_empty()) {
        (Some(version), false) => no_firmware(&format!(
            "there is no firmware {version} at hand: smr firmware list shows what there is"
        )),
        _ => no_firmware(&format!("there is no firmware to write{broken}")),
    })
}

/// What is on a port: boards of `smr sim` are on pseudo-terminals, and no serial port is one.
fn target(port: &str) -> Target {
    let path = Path::new(port);
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let is_pseudo = match cfg!(target_os = "macos") {
        // As macOS names the terminals of programs: /dev/ttys003.
        true => real.to_string_lossy().starts_with("/dev/ttys"),
        false => real.starts_with("/dev/pts"),
    };
    match is_pseudo {
        true => Target::VirtualBoard,
        false => Target::Chip,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn only_pseudo_terminals_have_virtual_boards() {
        assert_eq!(target("/dev/pts/7"), Target::VirtualBoard);
        for port in ["/dev/ttyUSB0", "/dev/ttyS0", "COM3", "/dev/ptsd"] {
            assert_eq!(target(port), Target::Chip, "{port}");
        }
    }
}
