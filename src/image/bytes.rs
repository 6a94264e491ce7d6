//! Little-endian numbers in bytes that may be too few, and the two check sums of images.

use crc_fast::{CrcAlgorithm, Digest};

/// `count` bytes at `at`, if they are there.
pub(super) fn slice(bytes: &[u8], at: usize, count: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(count)?)
}

/// The `N` bytes at `at`, if they are there.
pub(super) fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    slice(bytes, at, N)?.try_into().ok()
}

/// The 16-bit number at `at`.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

/// The 32-bit number at `at`.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

/// A length or an address within an image, of which 32 bits can hold all that the chip can reach.
pub(super) fn word(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

/// Writes `content` at `at`. What does not fit is left out: builders give places that fit.
pub(super) fn put(bytes: &mut [u8], at: usize, content: &[u8]) {
    let place = at
        .checked_add(content.len())
        .and_then(|end| bytes.get_mut(at..end));
    debug_assert!(place.is_some(), "{} bytes at {at}", content.len());
    if let Some(place) = place {
        place.copy_from_slice(content);
    }
}

/// CRC-32 (IEEE 802.3, as in zlib), of descriptors and trailers.
pub(super) fn crc32_ieee(bytes: &[u8]) -> u32 {
    narrow(crc_fast::checksum(CrcAlgorithm::Crc32IsoHdlc, bytes))
}

/// The CRC-32 of applications: polynomial 0x04C11DB7, most significant bit first, initial value `0xFFFF_FFFF`, no final inversion; the
/// catalogue of CRCs calls it MPEG-2. It is taken over `parts` one after the other.
pub(super) fn crc32_boot(parts: &[&[u8]]) -> u32 {
    let mut digest = Digest::new(CrcAlgorithm::Crc32Mpeg2);
    for part in parts {
        digest.update(part);
    }
    narrow(digest.finalize())
}

/// The image with zeros for the words of its length and its CRC. Builds write both when all else is done: neither the CRC nor the check
/// sum of the application counts them.
pub(super) fn without_words(image: &[u8]) -> Vec<u8> {
    let mut copy = image.to_vec();
    let end = copy.len().min(super::CRC_AT + 4);
    if let Some(words) = copy.get_mut(super::LENGTH_AT..end) {
        words.fill(0);
    }
    copy
}

/// The algorithms are 32 bits wide, so only the low half of the wider result can be set.
fn narrow(crc: u64) -> u32 {
    let [.., a, b, c, d] = crc.to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agree_with_the_catalogue_check_values() {
        assert_eq!(crc32_ieee(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32_boot(&[b"1234", b"", b"56789"]), 0x0376_E6E7);
    }

    #[test]
    fn the_length_and_the_crc_itself_do_not_count() {
        let image = [7; 0x1030];
        let zeroed = without_words(&image);
        assert_eq!(zeroed[..0x1010], image[..0x1010]);
        assert_eq!(zeroed[0x1010..0x1018], [0; 8]);
        assert_eq!(zeroed[0x1018..], image[0x1018..]);
        for length in [0, 0x1010, 0x1011, 0x1018] {
            assert_eq!(without_words(&image[..length]), zeroed[..length]);
        }
    }

    #[test]
    fn numbers_that_are_not_there_are_none() {
        assert_eq!(u32_at(&[1, 0, 0, 0], 0), Some(1));
        assert_eq!(u32_at(&[1, 0, 0, 0], 1), None);
        assert_eq!(u32_at(&[1, 0, 0, 0], usize::MAX), None);
        assert_eq!(u16_at(&[1, 2], 0), Some(0x0201));
    }
}
