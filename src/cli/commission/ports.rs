//! The ports of a bench.

use std::collections::BTreeSet;
use std::path::Path;

use glob::{MatchOptions, Pattern};

use crate::error::{Error, Kind, Result};

/// What only patterns have.
const WILD: [char; 3] = ['*', '?', '['];

/// The ports that a text means, of those that are there: names and patterns between commas. `known` are those that the system knows, and
/// `exists` looks for others, such as links.
pub(super) fn ports(
    text: &str,
    known: &[String],
    exists: &dyn Fn(&Path) -> bool,
) -> Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split(',').map(str::trim) {
        if part.is_empty() {
            continue;
        }
        let is_there = || known.iter().any(|port| port == part) || exists(Path::new(part));
        let here = if part.contains(WILD) {
            matching(part, known)?
        } else {
            is_there().then(|| part.to_owned()).into_iter().collect()
        };
        for port in here {
            if !found.contains(&port) {
                found.push(port);
            }
        }
    }
    match found.is_empty() {
        false => Ok(found),
        true => Err(
            Error::new(Kind::NothingFound, format!("none of {text} is there"))
                .hint("see which ports there are: smr flash list-ports"),
        ),
    }
}

/// Files and known ports that a pattern means, in their order.
fn matching(pattern: &str, known: &[String]) -> Result<BTreeSet<String>> {
    let wrong = |cause| {
        Error::usage(format!("{pattern:?} is no pattern of ports"))
            .because(cause)
            .hint("write it as in '/dev/ttyUSB*'")
    };
    let compiled = Pattern::new(pattern).map_err(wrong)?;
    let files = glob::glob(pattern).map_err(wrong)?;
    let options = MatchOptions::new();
    let known = known
        .iter()
        .filter(|port| compiled.matches_with(port, options))
        .cloned();
    // Folders that cannot be read hold no port for this user.
    let files = files.flatten().map(|path| path.display().to_string());
    Ok(known.chain(files).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        ["COM3", "COM14", "LPT1"].map(str::to_owned).to_vec()
    }

    fn meant(text: &str) -> Result<Vec<String>> {
        ports(text, &known(), &|path| path == Path::new("/dev/link"))
    }

    #[test]
    fn names_and_patterns_mean_the_ports_that_are_there() {
        for (text, expected) in [
            ("COM3", &["COM3"][..]),
            ("COM3,COM9", &["COM3"]),
            ("COM14, COM3,COM14", &["COM14", "COM3"]),
            ("COM*", &["COM14", "COM3"]),
            ("COM?,/dev/link", &["COM3", "/dev/link"]),
        ] {
            assert_eq!(meant(text).expect("ports"), expected, "{text}");
        }
        assert_eq!(meant("COM9").expect_err("none").kind(), Kind::NothingFound);
        assert_eq!(meant("[").expect_err("no pattern").kind(), Kind::Usage);
    }

    #[test]
    fn patterns_find_files_too() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["tty2", "tty1", "other"] {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        let pattern = folder.path().join("tty*").display().to_string();
        let found = meant(&pattern).expect("files");
        let expected = ["tty1", "tty2"].map(|name| folder.path().join(name).display().to_string());
        assert_eq!(found, expected);
    }
}
