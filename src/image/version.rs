//! Versions of firmware.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A version of firmware: semantic versioning (semver.org, 2.0.0), at most [`Version::LONGEST`] letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(semver::Version);

impl Version {
    /// The most letters that a descriptor has room for.
    pub const LONGEST: usize = 24;

    /// The version as numbers and labels.
    pub fn as_semver(&self) -> &semver::Version {
        &self.0
    }

    /// Whether `self` comes before `other`. As semantic versioning has it, what follows a `+` does not count.
    pub fn is_older_than(&self, other: &Version) -> bool {
        self.0.cmp_precedence(&other.0).is_lt()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let version = semver::Version::parse(text).map_err(|cause| {
            Error::usage(format!("{text:?} is no version: {cause}"))
                .hint("versions have three numbers, such as 1.2.3 or 1.3.0-rc.1")
        })?;
        if text.len() > Version::LONGEST {
            return Err(Error::usage(format!(
                "the version {text} is longer than {} letters",
                Version::LONGEST
            ))
            .hint("shorten what follows the numbers"));
        }
        Ok(Version(version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_as_semantic_versioning_says() {
        let version = |text: &str| text.parse::<Version>().expect("a version");
        let ordered = [
            "1.0.0-alpha.1",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.10.0",
            "2.0.0",
        ];
        for pair in ordered.windows(2) {
            assert!(
                version(pair[0]).is_older_than(&version(pair[1])),
                "{pair:?}"
            );
            assert!(
                !version(pair[1]).is_older_than(&version(pair[0])),
                "{pair:?}"
            );
        }
        assert!(!version("1.0.0+a").is_older_than(&version("1.0.0+b")));
    }

    #[test]
    fn what_does_not_fit_a_descriptor_is_refused() {
        for text in [
            "",
            "1",
            "1.2",
            "v1.2.3",
            "1.2.3 ",
            "01.2.3",
            "1.2.3-aaaaaaaaaaaaaaaaaaaa",
        ] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
        assert!("1.2.3-aaaaaaaaaaaaaaaaaa".parse::<Version>().is_ok());
    }
}
