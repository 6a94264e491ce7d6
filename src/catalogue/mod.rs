//! The firmware that is at hand: images that are built into the program, and those in the user's folder.
//!
//! - [`Catalogue::read`]: everything there is, with what is broken
//! - [`Catalogue::choose`]: the image for a board
//! - [`Catalogue::slot`]: where a new image goes, and what it meets there
//! - [`folder`]: where the user's folder is

mod choose;
mod embedded;
mod entry;
mod folder;
mod slot;

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

pub use choose::{Target, no_firmware};
pub use embedded::{LICENCES, NOTICES};
pub use entry::{Broken, Entry, Origin, Place};
pub use folder::{VARIABLE, folder};
pub use slot::{Slot, file_name};

use crate::image::Board;

/// More than any flash chip of these boards holds.
const LARGEST_FILE: u64 = 16 << 20;

/// All firmware that is at hand.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Sound images: by board, and for each the ones that are chosen first before the others.
    pub entries: Vec<Entry>,
    /// Files that are none.
    pub broken: Vec<Broken>,
}

impl Catalogue {
    /// Reads what is built in and what is in the user's folder, where there is one.
    pub fn read(folder: Option<&Path>) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for (name, bytes) in embedded::IMAGES {
            let place = Place {
                origin: Origin::Embedded,
                file: (*name).to_owned(),
                path: None,
                modified: None,
            };
            catalogue.take(Entry::read(place, Cow::Borrowed(bytes)));
        }
        if let Some(folder) = folder {
            catalogue.read_folder(folder);
        }
        catalogue.sort();
        catalogue
    }

    /// The newest image for a board that is built into the program, if one is.
    pub fn built_in(board: Board) -> Option<Entry> {
        let built_in = Catalogue::read(None);
        let first = built_in.candidates(board, Target::Chip).next();
        first.cloned()
    }

    fn take(&mut self, read: Result<Entry, Broken>) {
        match read {
            Ok(entry) => self.entries.push(entry),
            Err(broken) => self.broken.push(broken),
        }
    }

    fn sort(&mut self) {
        self.entries.sort_by(choose::order);
        self.broken
            .sort_by(|one, other| one.place.file.cmp(&other.place.file));
    }

    fn read_folder(&mut self, folder: &Path) {
        let files = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(files) => files,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return,
            Err(cause) => return self.broken.push(unreadable(folder, &cause)),
        };
        for file in files {
            let path = file.path();
            // Other systems' companions of files begin with a dot.
            let is_image = path.extension().is_some_and(|extension| extension == "bin")
                && !file.file_name().to_string_lossy().starts_with('.');
            if is_image {
                self.take(read_file(&path));
            }
        }
    }
}

fn place(path: &Path) -> Place {
    let name = path.file_name().unwrap_or(path.as_os_str());
    Place {
        origin: Origin::User,
        file: name.to_string_lossy().into_owned(),
        path: Some(path.to_owned()),
        modified: path.metadata().and_then(|data| data.modified()).ok(),
    }
}

fn read_file(path: &Path) -> Result<Entry, Broken> {
    let mut bytes = Vec::new();
    // Opening a pipe would wait for its other end.
    let is_file = path.metadata().map(|data| data.is_file());
    let read = match is_file {
        Ok(true) => File::open(path).and_then(|file| {
            let limited = &mut file.take(LARGEST_FILE + 1);
            limited.read_to_end(&mut bytes)
        }),
        Ok(false) => Err(io::Error::other("it is no file")),
        Err(cause) => Err(cause),
    };
    if let Err(cause) = read {
        return Err(unreadable(path, &cause));
    }
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Broken {
            place: place(path),
            reason: format!("it has more than {LARGEST_FILE} bytes"),
            hint: "no flash chip has room for it: is it firmware?".to_owned(),
        });
    }
    Entry::read(place(path), Cow::Owned(bytes))
}

fn unreadable(path: &Path, cause: &io::Error) -> Broken {
    Broken {
        place: place(path),
        reason: format!("it cannot be read: {cause}"),
        hint: "is it yours to read?".to_owned(),
    }
}

#[cfg(test)]
mod tests;
