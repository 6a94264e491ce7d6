//! Which image is taken for a board.

use std::cmp::{Ordering, Reverse};

use super::{Catalogue, Entry};
use crate::error::{Error, Kind, Result};
use crate::image::{Board, Version};

/// What is going to run an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A real board, which can do nothing with an image for virtual boards.
    Chip,
    /// A virtual board, which boots images of both kinds.
    VirtualBoard,
}

/// The order of the list: by board, and then the one that is taken first. That is the highest version; of one version the user's own
/// before one that is built in, then the one that was written last. Names decide at the end, so that the order is always the same.
pub(super) fn order(one: &Entry, other: &Entry) -> Ordering {
    let key = |entry: &Entry| {
        let (image, place) = (&entry.image, &entry.place);
        (
            Reverse((place.origin, place.modified)),
            Reverse(image.descriptor.version.clone()),
            place.file.clone(),
        )
    };
    let board = |entry: &Entry| entry.image.descriptor.board.flash_size();
    let version = |entry: &Entry| entry.image.descriptor.version.as_semver().clone();
    board(one)
        .cmp(&board(other))
        .then_with(|| version(other).cmp_precedence(&version(one)))
        .then_with(|| key(one).cmp(&key(other)))
}

impl Catalogue {
    /// The images that a board can run, the one that is taken first before the others.
    pub fn candidates(&self, board: Board, target: Target) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| {
            let is_for_it = target == Target::VirtualBoard || !entry.is_virtual;
            entry.image.descriptor.board == board && is_for_it
        })
    }

    /// The image for a board: the newest, or that of the version which is wanted.
    ///
    /// # Errors
    ///
    /// No such image.
    pub fn choose(&self, board: Board, wanted: Option<&Version>, target: Target) -> Result<&Entry> {
        let fits = |entry: &&Entry| {
            wanted.is_none_or(|version| entry.image.descriptor.version == *version)
        };
        if let Some(entry) = self.candidates(board, target).find(fits) {
            return Ok(entry);
        }
        let is_virtual = self
            .candidates(board, Target::VirtualBoard)
            .any(|entry| fits(&entry));
        let versions: Vec<String> = self
            .candidates(board, target)
            .map(|entry| entry.image.descriptor.version.to_string())
            .collect();
        let what = match wanted {
            Some(version) => format!("firmware {version} for {board}"),
            None => format!("firmware for {board}"),
        };
        Err(match (is_virtual, versions.as_slice()) {
            (true, _) => no_firmware(&format!(
                "the only {what} at hand is for virtual boards, and no program for a real one"
            )),
            (false, []) => no_firmware(&format!("there is no {what} at hand")),
            (false, versions) => {
                Error::new(Kind::NothingFound, format!("there is no {what} at hand"))
                    .hint(format!("there is {}", versions.join(", ")))
            }
        })
    }
}

/// There is no firmware to write, and how to get it.
pub fn no_firmware(message: &str) -> Error {
    Error::new(Kind::NothingFound, message)
        .hint("for a real board: smr firmware build, or name a file: smr flash --image FILE")
        .hint("for a virtual board: smr firmware make-sim-image --version 1.0.0 -o firmware.bin, then smr flash --image firmware.bin")
}
