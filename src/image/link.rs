//! Puts the image of a real board together, from the boot loader and a linked program.

use super::build::{flash_chip, part_of, write_words};
use super::bytes::put;
use super::elf::Program;
use super::{APPLICATION_AT, Board, Image, LENGTH_AT, Requirements, has_boot_loader};
use crate::error::{Error, Result};

/// Where the flash chip's content begins in the processor's memory.
const FLASH_AT: usize = 0x4020_0000;
/// Where a header names the flash chip.
const CHIP_AT: usize = 2;
const HEADER_SIZE: usize = 8;

/// Makes the image of `board` of a program that `firmware/port/nonos/image.ld` has linked.
///
/// The program's segment in flash comes first, as the words of length and CRC are its first; four bytes that mean nothing follow it, which
/// make the check sum right for those readers too that count these words. Both headers name the board's flash chip: the SDK compares that at
/// the beginning of the flash, which is the boot loader's, with what it was told.
///
/// # Errors
///
/// A program or a boot loader that is none, and an image that no gateway would take, with the reasons.
pub fn link(elf: &[u8], boot_loader: &[u8], board: Board) -> Result<Vec<u8>> {
    let Program { entry, segments } = Program::from_elf(elf)?;
    let (in_flash, in_ram): (Vec<_>, Vec<_>) = segments
        .into_iter()
        .partition(|(address, _)| *address == FLASH_AT + LENGTH_AT);
    if in_flash.len() != 1 || !has_boot_loader(boot_loader) || boot_loader.len() > APPLICATION_AT {
        return Err(Error::failed(match in_flash.len() {
            1 => "the boot loader is no image of at most one sector",
            _ => "the program has nothing where the application lies in flash",
        }));
    }
    let mut image = boot_loader.to_vec();
    put(&mut image, CHIP_AT, &flash_chip(board));
    image.resize(APPLICATION_AT, 0xFF);

    let mut segments = in_flash;
    segments.extend(in_ram);
    for (_, data) in &mut segments {
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut free_at = APPLICATION_AT;
    if let Some((_, first)) = segments.first_mut() {
        free_at += 2 * HEADER_SIZE + first.len();
        first.extend([0; 4]);
    }
    image.extend(part_of(board, entry, &segments));
    write_words(&mut image, free_at);
    let requirements = Requirements {
        board: Some(board),
        ..Requirements::default()
    };
    Image::accept(&image, &requirements)?;
    Ok(image)
}

#[cfg(test)]
mod tests {
    use super::super::bytes::u32_at;
    use super::super::elf::tests::elf;
    use super::super::tests::{recipe, small};
    use super::super::{CRC_AT, Descriptor};
    use super::*;

    const ENTRY: u32 = 0x4010_0004;

    fn descriptor(board: Board) -> Descriptor {
        recipe("1.2.3", board).descriptor
    }

    /// A program with a descriptor behind its two words, code and variables.
    fn program(board: Board) -> Vec<u8> {
        let in_flash = [&[0; 8][..], &descriptor(board).to_bytes(), &[0x5A; 2000]].concat();
        elf(
            ENTRY,
            &[
                (0x3FFE_8000, vec![3; 100]),
                (0x4010_0000, vec![2; 300]),
                (0x4020_1010, in_flash),
            ],
        )
    }

    fn boot_loader() -> Vec<u8> {
        small()[..1056].to_vec()
    }

    #[test]
    fn both_headers_name_the_flash_chip_of_the_board() {
        for (board, chip) in [(Board::Esp8266With1M, 0x20), (Board::Esp8266With4M, 0x40)] {
            let image = link(&program(board), &boot_loader(), board).expect("an image");
            assert_eq!(image[2..4], [3, chip]);
            assert_eq!(image[0x1002..0x1004], [3, chip]);
            let read = Image::parse(&image).expect("a sound image");
            assert_eq!(read.descriptor, descriptor(board));
        }
    }

    #[test]
    fn the_segment_in_flash_comes_first_and_the_check_sum_counts_with_or_without_the_words() {
        let board = Board::Esp8266With1M;
        let image = link(&program(board), &boot_loader(), board).expect("an image");
        assert_eq!(u32_at(&image, 0x1004), Some(ENTRY));
        assert_eq!(u32_at(&image, 0x1008), Some(0x4020_1010));
        assert_eq!(
            u32_at(&image, LENGTH_AT).map(|length| length as usize),
            Some(image.len())
        );
        let words = &image[LENGTH_AT..CRC_AT + 4];
        assert_eq!(words.iter().fold(0, |sum, byte| sum ^ byte), 0);
    }

    #[test]
    fn what_no_gateway_would_take_is_not_made() {
        let board = Board::Esp8266With1M;
        assert!(link(&program(Board::Esp8266With4M), &boot_loader(), board).is_err());
        assert!(link(&program(board), &[0xFF; 1056], board).is_err());
        assert!(link(b"no program", &boot_loader(), board).is_err());
        let elsewhere = elf(ENTRY, &[(0x4010_0000, vec![2; 300])]);
        assert!(link(&elsewhere, &boot_loader(), board).is_err());
    }
}
