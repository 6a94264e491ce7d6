//! Whether an image is sound, and fits a chip. Pure.

use super::trouble;
use crate::error::Result;
use crate::image::{Board, Image, Requirements, examine};

/// Judges an image, for a board if that is known.
///
/// # Errors
///
/// Everything that is wrong with it, the first in the message.
pub fn judge(file: &[u8], board: Option<Board>) -> Result<Image> {
    let requirements = Requirements {
        board,
        ..Requirements::default()
    };
    Image::accept(file, &requirements)
}

/// Judges an image for a board on a flash chip of so many bytes. The SDK compares the size in the header at the beginning of the flash with
/// that of the image's own partition table, and starts nothing where they differ.
pub(super) fn fit(file: &[u8], board: Board, chip_size: u32) -> Result<Image> {
    let image = judge(file, Some(board)).map_err(|refused| match Image::parse(file) {
        Ok(sound) => trouble::other_board(refused, sound.descriptor.board, board, chip_size),
        Err(_) => refused,
    })?;
    let header = examine(file, &Requirements::default()).boot_loader;
    let says = header.and_then(|part| part.flash_size());
    if says != Some(board.flash_size()) {
        return Err(trouble::other_header(says, board));
    }
    Ok(image)
}

/// Bytes of the flash chip of a board.
pub(super) fn bytes_of(board: Board) -> u32 {
    u32::try_from(board.flash_size()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use crc_fast::{CrcAlgorithm, checksum};

    use super::*;
    use crate::image::{Descriptor, Recipe, SMALLEST_SIZE, build};

    const MIB: u32 = 1 << 20;
    const SMALL: Board = Board::Esp8266With1M;
    const LARGE: Board = Board::Esp8266With4M;

    fn image(board: Board) -> Vec<u8> {
        build(&Recipe {
            descriptor: Descriptor {
                version: "1.2.3".parse().expect("a version"),
                board,
                build: "test".parse().expect("a build id"),
                security_version: 0,
            },
            size: SMALLEST_SIZE,
            seed: 1,
        })
        .expect("an image")
    }

    fn refused(file: &[u8], board: Board, chip_size: u32) -> String {
        let error = fit(file, board, chip_size).expect_err("refused");
        format!("{error}\n{}", error.hints().join("\n"))
    }

    #[test]
    fn an_image_is_for_the_board_that_the_chip_is_used_as() {
        for (board, chip_size) in [(SMALL, MIB), (SMALL, 4 * MIB), (LARGE, 4 * MIB)] {
            assert!(fit(&image(board), board, chip_size).is_ok(), "{board}");
        }
        let small = refused(&image(SMALL), LARGE, 4 * MIB);
        assert!(small.contains("wrong-board"), "{small}");
        assert!(small.contains("--board esp8266-1m"), "{small}");
        // There is no way in which this one would start.
        let large = refused(&image(LARGE), SMALL, MIB);
        assert!(large.contains("must agree"), "{large}");
        assert!(!large.contains("--board"), "{large}");
    }

    #[test]
    fn a_header_that_was_rewritten_for_another_size_is_refused() {
        let mut file = image(SMALL);
        file[3] = 0x40 | file[3] & 0x0F;
        // Whoever rewrites the header sets the CRC anew where that is over all of the image.
        let mut settled = file.clone();
        settled[0x1010..0x1018].fill(0);
        let crc = checksum(CrcAlgorithm::Crc32Mpeg2, &settled).to_le_bytes();
        settled.clone_from(&file);
        settled[0x1014..0x1018].copy_from_slice(&crc[..4]);
        let sound = [file, settled]
            .into_iter()
            .find(|file| Image::parse(file).is_ok());
        let text = refused(&sound.expect("a sound image"), SMALL, 4 * MIB);
        let says = "its header says that the flash has 4096 KiB";
        assert!(text.contains(says), "{text}");
    }

    #[test]
    fn what_is_no_image_is_refused_with_the_reason() {
        let error = judge(&[0; 10_000], None).expect_err("no image");
        assert!(error.to_string().starts_with("the image is refused: "));
        assert!(!error.hints().is_empty());
    }
}
