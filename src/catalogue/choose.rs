//! Which image is taken for a board.

use std::cmp::{Ordering, Reverse};

use super::{Catalogue, Entry};
use crate::error::{Error, Kind, Result};
use crate::image::{Board, Sha256, Version};

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

impl Catalogue {
    /// The newest image for a board that is older than what it runs.
    ///
    /// # Errors
    ///
    /// No such image.
    pub fn before(&self, board: Board, running: &Version, target: Target) -> Result<&Entry> {
        let is_older = |entry: &&Entry| entry.image.descriptor.version.is_older_than(running);
        self.candidates(board, target)
            .find(is_older)
            .ok_or_else(|| {
                let all: Vec<String> = self
                    .candidates(board, target)
                    .map(|entry| entry.image.descriptor.version.to_string())
                    .collect();
                let error = Error::new(
                    Kind::NothingFound,
                    format!(
                        "there is no firmware for {board} at hand that is older than {running}"
                    ),
                );
                let error = match all.is_empty() {
                    true => error,
                    false => error.hint(format!("there is {}", all.join(", "))),
                };
                error
                    .hint("put the version that ran before there: smr firmware add FILE")
                    .hint("or name a file: --image FILE --allow-downgrade")
            })
    }

    /// The image with this SHA-256 of its whole file.
    pub fn by_sha256(&self, sha256: &str) -> Option<&Entry> {
        let is_it = |entry: &&Entry| Sha256::of(&entry.bytes).to_string() == sha256;
        self.entries.iter().find(is_it)
    }
}

/// There is no firmware to write, and how to get it.
pub fn no_firmware(message: &str) -> Error {
    Error::new(Kind::NothingFound, message)
        .hint("for a real board: smr firmware build, or name a file: --image FILE")
        .hint("for a virtual board: smr firmware make-sim-image --version 1.0.0 -o firmware.bin, then --image firmware.bin")
}
