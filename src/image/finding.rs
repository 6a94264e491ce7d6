//! What can be wrong with an image.

use std::fmt;

use crate::error::Error;

/// A kind of defect. The gateway answers the same codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// Too short to be an image.
    TooShort,
    /// It does not fit the board beside the running one.
    TooLarge,
    /// No sound boot loader at its beginning.
    BootLoader,
    /// No application behind the boot loader.
    Header,
    /// A segment of the application is not right.
    Segments,
    /// The check sum of the application is wrong.
    CheckSum,
    /// The length that is written in it is not that of the file.
    Length,
    /// Its CRC is wrong.
    Crc,
    /// Made for a larger flash chip.
    FlashSize,
    /// No descriptor, or several.
    Descriptor,
    /// The descriptor's version is no semantic version. The gateway does not mind; nothing could order such versions.
    Version,
    /// Made for another board.
    WrongBoard,
    /// Its security version is too low.
    OlderSecurity,
    /// What follows it is no signature trailer.
    Trailer,
    /// Not signed where a signature is asked for.
    Unsigned,
    /// Signed with another key.
    UnknownKey,
    /// The signature does not match the image.
    BadSignature,
}

impl Problem {
    /// All kinds.
    pub const ALL: [Problem; 17] = [
        Problem::TooShort,
        Problem::TooLarge,
        Problem::BootLoader,
        Problem::Header,
        Problem::Segments,
        Problem::CheckSum,
        Problem::Length,
        Problem::Crc,
        Problem::FlashSize,
        Problem::Descriptor,
        Problem::Version,
        Problem::WrongBoard,
        Problem::OlderSecurity,
        Problem::Trailer,
        Problem::Unsigned,
        Problem::UnknownKey,
        Problem::BadSignature,
    ];

    /// The stable word for it, as the gateway's API has it.
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// What to do about it.
    pub fn hint(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        const AGAIN: &str = "the file is damaged: build it or download it again";
        match self {
            Problem::TooShort => (
                "too-short",
                "is the file complete? a firmware.bin has some hundred kilobytes",
            ),
            Problem::TooLarge => (
                "too-large",
                "every board has room for 507808 bytes beside the running image, whatever the size of its flash chip: build a smaller one",
            ),
            Problem::BootLoader => (
                "no-boot-loader",
                "use firmware.bin as the build wrote it: the boot loader, and the application from 0x1000",
            ),
            Problem::Header => (
                "no-image",
                "use firmware.bin as the build wrote it: the boot loader, and the application from 0x1000",
            ),
            Problem::Segments => ("bad-segments", AGAIN),
            Problem::CheckSum => ("bad-checksum", AGAIN),
            Problem::Length => (
                "bad-length",
                "something was cut off or added: build it or download it again",
            ),
            Problem::Crc => ("bad-crc", AGAIN),
            Problem::FlashSize => (
                "wrong-flash-size",
                "build for the board you have: its flash chip is smaller than the image says",
            ),
            Problem::Descriptor => (
                "not-smr-firmware",
                "is it the firmware of a gateway? other projects' images have no descriptor",
            ),
            Problem::Version => (
                "bad-version",
                "build it with a version of three numbers, such as 1.2.3",
            ),
            Problem::WrongBoard => (
                "wrong-board",
                "take the image of the board you have: esp8266-1m or esp8266-4m",
            ),
            Problem::OlderSecurity => (
                "rollback-refused",
                "take a newer version: this one has holes that later ones close",
            ),
            Problem::Trailer => (
                "bad-trailer",
                "sign the image again: smr firmware sign FILE --key KEY -o OUT",
            ),
            Problem::Unsigned => (
                "not-signed",
                "sign it with: smr firmware sign FILE --key KEY -o OUT",
            ),
            Problem::UnknownKey => (
                "unknown-key",
                "is it the right key? yours takes its place with: smr firmware sign FILE --key KEY --replace -o OUT",
            ),
            Problem::BadSignature => (
                "bad-signature",
                "do not install it: somebody or something has changed it since it was signed",
            ),
        }
    }
}

/// A defect: what, where and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub problem: Problem,
    /// Where it is in the file.
    pub offset: Option<usize>,
    /// A clause without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl Finding {
    pub(super) fn new(
        problem: Problem,
        offset: impl Into<Option<usize>>,
        message: impl Into<String>,
    ) -> Finding {
        Finding {
            problem,
            offset: offset.into(),
            message: message.into(),
            hint: problem.hint(),
        }
    }
}

/// `bad-crc at 0x1014: the CRC is …`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.problem.code())?;
        if let Some(offset) = self.offset {
            write!(f, " at {offset:#x}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl From<Finding> for Error {
    fn from(finding: Finding) -> Error {
        Error::failed(finding.to_string()).hint(finding.hint)
    }
}

/// Findings as one error, the first of them in the message.
pub(super) fn refused(findings: Vec<Finding>) -> Error {
    let mut findings = findings.into_iter();
    let Some(first) = findings.next() else {
        return Error::failed("the image is refused");
    };
    let others: Vec<String> = findings.map(|finding| finding.to_string()).collect();
    let error = Error::failed(format!("the image is refused: {first}")).hint(first.hint);
    if others.is_empty() {
        error
    } else {
        error.because(others.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_code_of_its_own_and_a_hint() {
        let mut codes: Vec<&str> = Problem::ALL.iter().map(|problem| problem.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Problem::ALL.len());
        assert!(
            Problem::ALL
                .iter()
                .all(|problem| !problem.hint().is_empty())
        );
    }

    #[test]
    fn the_codes_are_those_of_the_gateway() {
        let source = include_str!("../../firmware/core/ota/image_problem.cpp");
        for problem in Problem::ALL {
            let is_known = source.contains(&format!("SMR_TEXT(\"{}\")", problem.code()));
            assert_eq!(is_known, problem != Problem::Version, "{}", problem.code());
        }
    }
}
