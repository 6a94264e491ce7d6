//! What is in the catalogue: images, and files that are none.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::image::{Finding, Image, is_for_virtual_boards};

/// Where an image comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// It is built into the program.
    Embedded,
    /// It is in the user's folder.
    User,
}

impl Origin {
    /// The stable word for it.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Embedded => "embedded",
            Origin::User => "user",
        }
    }
}

/// A file of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it comes from.
    pub origin: Origin,
    /// Its name.
    pub file: String,
    /// Where it is; nothing for what is built in.
    pub path: Option<PathBuf>,
    /// When it was last written, where that is known.
    pub modified: Option<SystemTime>,
}

/// A sound image.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub image: Image,
    /// There is no program in it, and only virtual boards boot it.
    pub is_virtual: bool,
    /// The whole file.
    pub bytes: Cow<'static, [u8]>,
}

/// A file that is no sound image, which is shown and never chosen.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Where it is.
    pub place: Place,
    /// Why, as a clause.
    pub reason: String,
    /// What to do about it.
    pub hint: String,
}

impl Entry {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// A file that is no sound image.
    pub fn read(place: Place, bytes: Cow<'static, [u8]>) -> Result<Entry, Broken> {
        match Image::parse(&bytes) {
            Ok(image) => Ok(Entry {
                is_virtual: is_for_virtual_boards(&bytes, &image.descriptor),
                place,
                image,
                bytes,
            }),
            Err(findings) => Err(Broken::by(place, findings)),
        }
    }
}

impl Entry {
    /// The licences of what is in an image that is built in, by their names; of others nobody knows. [`super::NOTICES`] has the texts.
    pub fn licences(&self) -> Option<&'static [&'static str]> {
        let is_ours = self.place.origin == Origin::Embedded && !self.is_virtual;
        is_ours.then_some(super::LICENCES)
    }
}

impl Broken {
    fn by(place: Place, findings: Vec<Finding>) -> Broken {
        // The first is what a gateway would say. An image that is refused without a finding is not known to exist.
        let first = findings.into_iter().next();
        let (reason, hint) = first.map_or_else(Default::default, |finding| {
            (finding.to_string(), finding.hint.to_owned())
        });
        Broken {
            place,
            reason,
            hint,
        }
    }
}
