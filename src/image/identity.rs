//! What tells one image from another: its application.
//!
//! An update never replaces the boot loader on a chip, so that a gateway may run an image behind another boot loader than that of the file.
//! The CRC that is written in an image and the digest that a gateway tells are therefore taken over the bytes from 0x1000 to the end of the
//! image, without a signature. A signature itself, and the digest of an upload, are taken over all that is sent.

use super::bytes::{crc32_boot, slice};
use super::{APPLICATION_AT, CRC_AT, LENGTH_AT, Sha256};

/// The application, from its header to the end of the image.
fn application(image: &[u8]) -> &[u8] {
    image.get(APPLICATION_AT..).unwrap_or_default()
}

/// The digest of the application: `firmware.sha256` in the gateway's status.
pub(super) fn digest(image: &[u8]) -> Sha256 {
    Sha256::of(application(image))
}

/// The CRC of the application without the words of length and CRC: what the word at 0x1014 should be.
pub(super) fn crc(image: &[u8]) -> u32 {
    crc_from(image, APPLICATION_AT)
}

/// The same over the whole image, as the boot loader of the Arduino core wants it.
pub(super) fn crc_for_arduino(image: &[u8]) -> u32 {
    crc_from(image, 0)
}

/// The CRC of all from `start` on, in which zeros stand for the two words.
fn crc_from(image: &[u8], start: usize) -> u32 {
    let before = slice(image, start, LENGTH_AT.saturating_sub(start));
    let behind = image.get(CRC_AT + 4..);
    match (before, behind) {
        (Some(before), Some(behind)) => crc32_boot(&[before, &[0; 8], behind]),
        // Too short for the words.
        _ => crc32_boot(&[image.get(start..).unwrap_or_default()]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{recipe, small};
    use super::super::{Board, Image, Problem, Recipe, Requirements, build, examine};
    use super::*;

    #[test]
    fn another_boot_loader_does_not_make_another_image() {
        let image = small();
        let mut other = image.clone();
        for byte in &mut other[..APPLICATION_AT] {
            *byte ^= 0x5A;
        }
        assert_eq!(digest(&other), digest(&image));
        assert_eq!(crc(&other), crc(&image));
        assert_ne!(crc_for_arduino(&other), crc_for_arduino(&image));
        other[APPLICATION_AT] ^= 1;
        assert_ne!(digest(&other), digest(&image));
        assert_ne!(crc(&other), crc(&image));
    }

    #[test]
    fn what_ends_before_its_application_has_an_empty_one() {
        assert_eq!(digest(&[1, 2, 3]), Sha256::of(b""));
        assert_eq!(crc(&[1, 2, 3]), crc32_boot(&[]));
    }

    #[test]
    fn the_two_words_do_not_count() {
        let image = small();
        let mut zeroed = image.clone();
        zeroed[LENGTH_AT..CRC_AT + 4].fill(0);
        assert_ne!(image, zeroed);
        assert_eq!(crc(&image), crc32_boot(&[&zeroed[APPLICATION_AT..]]));
        assert_eq!(crc_for_arduino(&image), crc32_boot(&[&zeroed]));
    }

    #[test]
    fn an_image_is_the_same_behind_another_boot_loader() {
        let image = Image::parse(&small()).expect("a sound image");
        let mut other = build(&Recipe {
            seed: 9,
            ..recipe("1.2.3", Board::Esp8266With1M)
        })
        .expect("an image");
        other.truncate(APPLICATION_AT);
        other.extend(&small()[APPLICATION_AT..]);
        assert_ne!(other, small());
        let behind_other = Image::parse(&other).expect("a sound image");
        assert_eq!(behind_other.sha256, image.sha256);
        assert_ne!(behind_other.upload_sha256, image.upload_sha256);
    }

    #[test]
    fn an_image_for_the_boot_loader_of_the_arduino_core_is_called_by_its_name() {
        let mut file = small();
        let crc = crc_for_arduino(&file);
        file[CRC_AT..CRC_AT + 4].copy_from_slice(&crc.to_le_bytes());
        let findings = examine(&file, &Requirements::default()).findings;
        let [finding] = &findings[..] else {
            panic!("{findings:?}");
        };
        assert_eq!(finding.problem, Problem::Crc);
        assert!(finding.message.contains("Arduino core"), "{finding}");
        assert!(finding.hint.contains("smr firmware list"));
        // One that is damaged as well is damaged.
        file[0x1020] ^= 1;
        assert!(
            !examine(&file, &Requirements::default()).findings[0]
                .message
                .contains("Arduino")
        );
    }
}
