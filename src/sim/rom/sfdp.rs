//! What a flash chip tells of itself in its "serial flash discoverable parameters" (JEDEC JESD216, revision 1.0), with the content that the
//! datasheets of Winbond's W25Q series give: a header, the header of the only table, and that table.

/// Where the table is.
const TABLE_AT: u32 = 0x80;

/// `SFDP`, revision 1.0, one table.
const HEADER: [u8; 8] = [0x53, 0x46, 0x44, 0x50, 0x00, 0x01, 0x00, 0xFF];
/// JEDEC's own table, revision 1.0, nine words, and where it is.
const TABLE_HEADER: [u8; 8] = [0x00, 0x00, 0x01, 0x09, 0x80, 0x00, 0x00, 0xFF];
/// The words before the size: sectors of 4 KiB are erased by 0x20, and the ways to read with more than one line.
const ERASING: [u8; 4] = [0xE5, 0x20, 0xF1, 0xFF];
/// The words behind the size: how those ways are used, and what erases sectors and blocks.
const BEHIND: [u8; 28] = [
    0x44, 0xEB, 0x08, 0x6B, 0x08, 0x3B, 0x42, 0xBB, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0xFF,
    0xFF, 0xFF, 0x40, 0xEB, 0x0C, 0x20, 0x0F, 0x52, 0x10, 0xD8, 0x00, 0xFF,
];
/// Where there is nothing.
const NOTHING: u8 = 0xFF;

/// The byte at an address, of a chip with so many bytes.
fn byte(address: u32, flash_size: u32) -> u8 {
    // The number of the last bit.
    let size = flash_size.wrapping_mul(8).wrapping_sub(1).to_le_bytes();
    let header = HEADER.iter().chain(&TABLE_HEADER);
    let table = ERASING.iter().chain(&size).chain(&BEHIND);
    let found = match address.checked_sub(TABLE_AT) {
        None => header.copied().nth(address as usize),
        Some(offset) => table.copied().nth(offset as usize),
    };
    found.unwrap_or(NOTHING)
}

/// Four bytes from an address on, the first in the lowest place.
pub(super) fn word(address: u32, flash_size: u32) -> u32 {
    let at = |offset| byte(address.wrapping_add(offset), flash_size);
    u32::from_le_bytes([at(0), at(1), at(2), at(3)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_leads_to_a_table_with_the_size_of_the_chip() {
        const MIB: u32 = 1 << 20;
        assert_eq!(word(0, MIB).to_le_bytes(), *b"SFDP");
        let (length, pointer) = (word(8, MIB) >> 24, word(12, MIB) & 0xFF_FFFF);
        assert_eq!((length, pointer), (9, TABLE_AT));
        assert_eq!(word(pointer + 4, MIB), 8 * MIB - 1);
        assert_eq!(word(pointer + 4, 4 * MIB), 32 * MIB - 1);
        // Behind the table, and between the headers and it, nothing is.
        assert_eq!(word(pointer + 4 * length, MIB), u32::MAX);
        assert_eq!(word(0x10, MIB), u32::MAX);
    }
}
