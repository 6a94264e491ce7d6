//! Where a new image goes in the user's folder.

use super::{Catalogue, Entry, Origin};
use crate::image::Descriptor;

/// What a new image meets.
#[derive(Clone, Debug)]
pub enum Slot<'a> {
    /// The same file is there.
    Same(&'a Entry),
    /// Its place is free, or has something broken in it.
    Free {
        /// The file's name.
        file: String,
    },
    /// Other images of the same version for the same board are there, or one that has the name.
    Taken {
        /// The file's name.
        file: String,
        /// The images in its place.
        by: Vec<&'a Entry>,
    },
}

impl Catalogue {
    /// Where an image goes. Those for virtual boards have places of their own beside the real ones.
    pub fn slot(&self, new: &Entry) -> Slot<'_> {
        if let Some(same) = self.entries.iter().find(|entry| entry.bytes == new.bytes) {
            return Slot::Same(same);
        }
        let file = file_name(&new.image.descriptor, new.is_virtual);
        let wanted = &new.image.descriptor;
        let by: Vec<&Entry> = self
            .entries
            .iter()
            .filter(|entry| entry.place.origin == Origin::User)
            .filter(|entry| {
                let descriptor = &entry.image.descriptor;
                let is_alike = descriptor.board == wanted.board
                    && descriptor.version == wanted.version
                    && entry.is_virtual == new.is_virtual;
                is_alike || entry.place.file == file
            })
            .collect();
        match by.is_empty() {
            true => Slot::Free { file },
            false => Slot::Taken { file, by },
        }
    }
}

/// `smr-esp8266-1m-1.2.3.bin`, or `smr-sim-esp8266-1m-1.2.3.bin` for virtual boards.
pub fn file_name(descriptor: &Descriptor, is_virtual: bool) -> String {
    let kind = if is_virtual { "smr-sim" } else { "smr" };
    format!("{kind}-{}-{}.bin", descriptor.board, descriptor.version)
}
