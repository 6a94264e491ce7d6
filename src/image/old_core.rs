//! Images of old Arduino cores: sound, but without the two words that later ones begin with.

use super::bytes::u32_at;
use super::finding::{Finding, Problem};
use super::{APPLICATION_AT, LENGTH_AT, part};

/// Whether a file, or the content of a flash chip, begins with a sound boot loader and a sound application that has other things where later
/// ones have their length: what is there counts for the check sum as all else does.
pub fn lacks_length(file: &[u8]) -> bool {
    let (boot_loader, defect) = part::read(file, 0);
    let is_boot_loader = defect.is_none()
        && boot_loader
            .and_then(|part| part.end)
            .is_some_and(|end| end <= APPLICATION_AT);
    let (application, defect) = part::read(file, APPLICATION_AT);
    let end = application
        .filter(|_| defect.is_none())
        .and_then(|part| part.end);
    let written = u32_at(file, LENGTH_AT).map(|length| length as usize);
    is_boot_loader && end.is_some() && end != written
}

/// What is to be said of such a file.
pub(super) fn finding() -> Finding {
    let finding = Finding::new(
        Problem::Length,
        LENGTH_AT,
        "it is not damaged, but an image of an old Arduino core (before 3.0): such images tell neither their length nor a CRC",
    );
    Finding {
        hint: "nobody could tell whether it arrived whole: take the firmware of this project, or build it with its tools",
        ..finding
    }
}
