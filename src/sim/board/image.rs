//! The firmware that a virtual chip holds: made where it is new, found where it starts.

use crate::error::Result;
use crate::image::{self, Descriptor, Image, Problem, Recipe};
use crate::sim::core::Board;

/// A small image that says this of itself.
///
/// # Errors
///
/// A version or a build id that an image cannot have.
pub fn firmware(version: &str, board: Board, build: &str) -> Result<Vec<u8>> {
    image::build(&Recipe {
        descriptor: Descriptor {
            version: version.parse()?,
            board: match board {
                Board::With1M => image::Board::Esp8266With1M,
                Board::With4M => image::Board::Esp8266With4M,
            },
            build: build.parse()?,
            security_version: 0,
        },
        size: image::SMALLEST_SIZE,
        seed: 0,
    })
}

/// What the image at the beginning of `flash` says of itself, or why none starts there.
pub(super) fn started_from(flash: &[u8]) -> Result<Descriptor, &'static str> {
    match Image::in_flash(flash) {
        Ok(image) => Ok(image.descriptor),
        Err(_) if image::lacks_length(flash) => {
            Err("an application of an old Arduino core, which only a chip can run")
        }
        Err(findings) => Err(match findings.first().map(|finding| finding.problem) {
            Some(Problem::BootLoader | Problem::Header | Problem::TooShort) => {
                "no application in the flash"
            }
            Some(Problem::Descriptor) => "an application without a descriptor",
            _ => "an application that is damaged",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_starts() {
        for board in [Board::With1M, Board::With4M] {
            let mut flash = firmware("1.2.3-rc.1", board, "test").expect("an image");
            flash.resize(board.flash_size() as usize, 0xFF);
            let found = started_from(&flash).expect("a firmware");
            assert_eq!(found.version.to_string(), "1.2.3-rc.1");
            assert_eq!(found.board.name(), board.name());
        }
    }

    #[test]
    fn what_does_not_start_says_why() {
        let good = firmware("1.2.3", Board::With1M, "test").expect("an image");
        let mut damaged = good.clone();
        damaged[0x1020] ^= 0x10;
        let mut empty = good;
        empty[0x1000..].fill(0xFF);
        assert_eq!(
            started_from(&damaged),
            Err("an application that is damaged")
        );
        // Words that are no length, and the check sum over them; those that were there have made no difference to it.
        let mut old = firmware("1.2.3", Board::With1M, "test").expect("an image");
        old[0x1010..0x1018].copy_from_slice(&[1, 2, 3, 4, 1, 2, 3, 4]);
        old.resize(1 << 20, 0xFF);
        assert_eq!(
            started_from(&old),
            Err("an application of an old Arduino core, which only a chip can run")
        );
        assert_eq!(started_from(&empty), Err("no application in the flash"));
        assert_eq!(
            started_from(&vec![0xFF; 1 << 20]),
            Err("no application in the flash")
        );
    }
}
