//! Where the user's own files are.

use std::env;
use std::path::PathBuf;

use crate::error::{Error, Result};

/// The variable of the environment that names the directory.
pub const VARIABLE: &str = "SMR_CONFIG_DIR";

/// Variables that lead to the directory, and what is below them; the first that is set counts.
const WAYS: &[(&str, &str)] = &[
    (VARIABLE, ""),
    ("XDG_CONFIG_HOME", "smr"),
    ("APPDATA", "smr"),
    ("HOME", ".config/smr"),
];

/// A directory, and the variable that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The directory. It may not exist yet.
    pub path: PathBuf,
    /// Where that is known from.
    pub origin: &'static str,
}

/// The user's directory for this program.
///
/// # Errors
///
/// [`Kind::Failed`](crate::error::Kind::Failed) for a user without a home.
pub fn directory() -> Result<Place> {
    find(|name| env::var_os(name).map(PathBuf::from))
        .ok_or_else(|| Error::failed("there is no home directory").hint("name one: SMR_CONFIG_DIR"))
}

fn find(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<Place> {
    WAYS.iter().find_map(|(name, below)| {
        // Relative ones are to be ignored (XDG Base Directory Specification); who names ours means what they say.
        let path = variable(name).filter(|path| !path.as_os_str().is_empty())?;
        let path = match below.is_empty() {
            true => path,
            false if path.is_absolute() => path.join(below),
            false => return None,
        };
        Some(Place { path, origin: name })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A path as it is on this system: absolute ones have a drive on Windows.
    fn path(text: &str) -> PathBuf {
        let drive = match cfg!(windows) && text.starts_with('/') {
            true => "C:",
            false => "",
        };
        PathBuf::from(format!("{drive}{text}"))
    }

    #[test]
    fn the_first_variable_that_says_something_counts() {
        for (set, expected) in [
            (&[("HOME", "/h")] as &[_], Some("/h/.config/smr")),
            (&[("HOME", "/h"), ("XDG_CONFIG_HOME", "/x")], Some("/x/smr")),
            (
                &[("HOME", "/h"), ("XDG_CONFIG_HOME", "")],
                Some("/h/.config/smr"),
            ),
            (
                &[("HOME", "/h"), ("XDG_CONFIG_HOME", "x")],
                Some("/h/.config/smr"),
            ),
            (&[("HOME", "/h"), (VARIABLE, "d")], Some("d")),
            (&[], None),
        ] {
            let variable = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| path(value))
            };
            let found = find(variable).map(|place| place.path);
            assert_eq!(found, expected.map(path), "{set:?}");
        }
    }
}
