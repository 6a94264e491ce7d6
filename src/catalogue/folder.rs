//! Where the user's own images are.

use std::ffi::OsString;
use std::path::PathBuf;

/// Names the folder instead of the usual one.
pub const VARIABLE: &str = "SMR_FIRMWARE_PATH";

/// Where a system keeps what programs store for a user: a variable with its folder, then the way from there. The first that is set counts.
type Usual = &'static [(&'static str, &'static [&'static str])];

#[cfg(target_os = "macos")]
const USUAL: Usual = &[("HOME", &["Library", "Application Support"])];
#[cfg(windows)]
const USUAL: Usual = &[("APPDATA", &[]), ("USERPROFILE", &["AppData", "Roaming"])];
#[cfg(not(any(target_os = "macos", windows)))]
const USUAL: Usual = &[("XDG_DATA_HOME", &[]), ("HOME", &[".local", "share"])];

/// The folder of the user's own images, whether it is there or not; nothing for users without a home.
///
/// `variable` gives the value of an environment variable.
pub fn folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let path = |name: &str| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(named) = path(VARIABLE) {
        return Some(named);
    }
    let data = USUAL.iter().find_map(|(name, below)| {
        // A relative path means nothing, as the XDG Base Directory Specification has it.
        let root = path(name).filter(|root| root.is_absolute())?;
        Some(root.join(below.iter().collect::<PathBuf>()))
    })?;
    Some(data.join("smr").join("firmware"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Option<PathBuf> {
        folder(|name| {
            let found = variables.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| value.into())
        })
    }

    #[test]
    fn a_folder_that_is_named_counts_before_the_usual_one() {
        let named = with(&[(VARIABLE, "here"), ("HOME", "/home/a")]);
        assert_eq!(named, Some("here".into()));
        assert_eq!(with(&[]), None);
    }

    #[cfg(not(any(target_os = "macos", windows)))]
    #[test]
    fn the_usual_folder_is_that_of_the_xdg_base_directory_specification() {
        let home = ("HOME", "/home/a");
        let usual = Some(PathBuf::from("/home/a/.local/share/smr/firmware"));
        assert_eq!(with(&[home]), usual);
        assert_eq!(with(&[home, (VARIABLE, "")]), usual);
        assert_eq!(with(&[home, ("XDG_DATA_HOME", "relative")]), usual);
        assert_eq!(
            with(&[home, ("XDG_DATA_HOME", "/data")]),
            Some("/data/smr/firmware".into())
        );
    }
}
