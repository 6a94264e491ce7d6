//! The smallest well-formed firmware image: its descriptor is all that is in it.

use crc_fast::{CrcAlgorithm, checksum};

use crate::sim::core::{Board, DESCRIPTOR_SIZE};

/// Where the application begins, behind the boot loader.
const APPLICATION: usize = 0x1000;
/// Where the first segment's data begins, with the length of the image and its CRC.
const LENGTH_AT: usize = 0x1010;
const CRC_AT: usize = 0x1014;
const DATA_AT: usize = 0x1018;

const MAGIC: u8 = 0xE9;
const CHECKSUM_SEED: u8 = 0xEF;
/// Where flash is mapped on the chip.
const MAPPED_FLASH: u32 = 0x4020_0000;
const ENTRY: u32 = 0x4010_0000;

fn crc32(bytes: &[u8]) -> u32 {
    u32::try_from(checksum(CrcAlgorithm::Crc32IsoHdlc, bytes)).unwrap_or(0)
}

/// The CRC of the boot loader: not reflected, not inverted at the end.
pub(super) fn boot_crc32(bytes: &[u8]) -> u32 {
    u32::try_from(checksum(CrcAlgorithm::Crc32Mpeg2, bytes)).unwrap_or(0)
}

/// Writes `from` at `at`, if it fits.
fn put(to: &mut [u8], at: usize, from: &[u8]) {
    if let Some(room) = to.get_mut(at..at + from.len()) {
        room.copy_from_slice(from);
    }
}

fn word(from: &[u8], at: usize) -> Option<u32> {
    let bytes = from.get(at..at + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// What an image says of itself: "The descriptor in an image" of `firmware/README.md`.
pub fn descriptor(version: &str, board: Board, build: &str) -> [u8; DESCRIPTOR_SIZE] {
    let text = |text: &str, size: usize| {
        text.as_bytes()
            .get(..size)
            .unwrap_or(text.as_bytes())
            .to_vec()
    };
    let mut bytes = [0; DESCRIPTOR_SIZE];
    put(&mut bytes, 0, b"SMR-FWD1");
    put(&mut bytes, 8, &[96, 0, 1, 0]);
    put(&mut bytes, 12, &text(version, 24));
    put(&mut bytes, 36, &text(board.name(), 16));
    put(&mut bytes, 52, &text(build, 24));
    let crc = crc32(bytes.get(..92).unwrap_or_default());
    put(&mut bytes, 92, &crc.to_le_bytes());
    bytes
}

/// An image with this descriptor: boot loader, one segment, checksum.
pub fn image(descriptor: &[u8; DESCRIPTOR_SIZE]) -> Vec<u8> {
    let segment = DATA_AT - LENGTH_AT + DESCRIPTOR_SIZE;
    let size = (LENGTH_AT + segment + 1).next_multiple_of(16);
    let mut bytes = vec![0; size];
    if let Some(loader) = bytes.get_mut(..APPLICATION) {
        loader.fill(0xFF);
    }
    // One segment, mode DIO; 4 MiB at 40 MHz.
    let header = [MAGIC, 1, 2, 0x40];
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    for (start, address, data) in [(0, ENTRY, 0), (APPLICATION, MAPPED_FLASH + 0x1010, segment)] {
        put(&mut bytes, start, &header);
        put(&mut bytes, start + 4, &ENTRY.to_le_bytes());
        put(&mut bytes, start + 8, &address.to_le_bytes());
        put(&mut bytes, start + 12, &count(data));
    }
    // The loader's check sum, over nothing.
    put(&mut bytes, 31, &[CHECKSUM_SEED]);
    if let Some(padding) = bytes.get_mut(16..31) {
        padding.fill(0);
    }
    put(&mut bytes, DATA_AT, descriptor);
    // The check sum covers the length and the CRC, and the CRC the check sum, while both words are zero for the CRC only: esptool
    // writes the check sum first, the words later.
    let sum = bytes
        .get(LENGTH_AT..LENGTH_AT + segment)
        .unwrap_or_default()
        .iter()
        .fold(CHECKSUM_SEED, |sum, byte| sum ^ byte);
    put(&mut bytes, size - 1, &[sum]);
    let crc = boot_crc32(&bytes);
    put(&mut bytes, LENGTH_AT, &count(size));
    put(&mut bytes, CRC_AT, &crc.to_le_bytes());
    bytes
}

/// The descriptor of the image at the beginning of `flash`, or why there is none.
pub(super) fn descriptor_in(flash: &[u8]) -> Result<[u8; DESCRIPTOR_SIZE], &'static str> {
    if flash.get(APPLICATION) != Some(&MAGIC) {
        return Err("no application in the flash");
    }
    let length = word(flash, LENGTH_AT).unwrap_or(0) as usize;
    let mut bytes = flash
        .get(..length)
        .filter(|bytes| bytes.len() > DATA_AT)
        .ok_or("an application without a length")?
        .to_vec();
    let said = word(&bytes, CRC_AT);
    put(&mut bytes, LENGTH_AT, &[0; 8]);
    if said != Some(boot_crc32(&bytes)) {
        return Err("an application that is damaged");
    }
    let mut found = None;
    let (words, _) = bytes.as_chunks::<4>();
    for (index, first) in words.iter().enumerate() {
        if first != b"SMR-" {
            continue;
        }
        let at = index * 4;
        let Some(candidate) = bytes
            .get(at..at + DESCRIPTOR_SIZE)
            .and_then(|bytes| <[u8; DESCRIPTOR_SIZE]>::try_from(bytes).ok())
        else {
            continue;
        };
        let is_valid = candidate.starts_with(b"SMR-FWD1\x60\x00\x01\x00")
            && word(&candidate, 92) == Some(crc32(candidate.get(..92).unwrap_or_default()));
        if is_valid && found.replace(candidate).is_some() {
            return Err("an application with two descriptors");
        }
    }
    found.ok_or("an application without a descriptor")
}

/// The version in a descriptor.
pub fn version_of(descriptor: &[u8; DESCRIPTOR_SIZE]) -> String {
    let field = descriptor.get(12..36).unwrap_or_default();
    String::from_utf8_lossy(field)
        .trim_end_matches('\0')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_says_what_it_was_made_with() {
        let descriptor = descriptor("1.2.3-rc.1", Board::With4M, "test");
        let image = image(&descriptor);
        assert_eq!(image.len() % 16, 0);
        assert_eq!(descriptor_in(&image), Ok(descriptor));
        assert_eq!(version_of(&descriptor), "1.2.3-rc.1");
    }

    #[test]
    fn any_damaged_byte_of_the_application_is_found() {
        let good = image(&descriptor("1.2.3", Board::With1M, "test"));
        for at in 0x1010..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            assert!(descriptor_in(&bad).is_err(), "byte {at:#x}");
        }
        assert_eq!(
            descriptor_in(&[0xFF; 0x4000]),
            Err("no application in the flash")
        );
    }
}
