//! What lies in a board's flash besides the image, as far as writing one has to do with it. `firmware/core/store/flash_map.cpp` has all of
//! it, for both boards.

use super::plan::{SECTOR, Sectors};

/// Where the settings are: the two sectors before those of the SDK, from the end of the flash.
const SETTINGS_FROM_END: [(u32, u32); 2] = [(1 << 20, 7), (4 << 20, 8)];

/// Where the boot loader keeps its record of an update, on every board. While there is one that counts, the loader swaps the running image
/// and the one beside it, or goes on with that: over whatever was written meanwhile.
const RECORDS: [Sectors; 2] = [one(0x7C), one(0xFB)];

const fn one(first: u32) -> Sectors {
    Sectors { first, count: 1 }
}

/// The sectors of the settings in a flash chip of a board.
pub fn settings(flash_size: u32) -> Option<Sectors> {
    let board = SETTINGS_FROM_END
        .iter()
        .rev()
        .find(|(size, _)| *size <= flash_size)?;
    let (size, from_end) = *board;
    Some(Sectors {
        first: size / SECTOR - from_end,
        count: 2,
    })
}

/// The sectors of the boot loader's record in a flash chip, as far as it has them.
pub fn records(flash_size: u32) -> Vec<Sectors> {
    let is_there = |sectors: &Sectors| sectors.end() <= flash_size / SECTOR;
    RECORDS.into_iter().filter(is_there).collect()
}

#[cfg(test)]
mod tests {
    use super::super::plan::rom_erase;
    use super::*;

    const MIB: u32 = 1 << 20;

    #[test]
    fn the_settings_are_where_the_firmware_keeps_them() {
        let source = include_str!("../../firmware/core/store/flash_map.cpp");
        let at = |flash| settings(flash).map(Sectors::address);
        assert_eq!(at(MIB), Some(0xF_9000));
        assert_eq!(at(4 * MIB), Some(0x3F_8000));
        let line = "settings[0] = board == Board::kEsp8266With1M ? 0xF9000 : 0x3F8000;";
        assert!(source.contains(line), "{line}");
        assert_eq!(settings(MIB / 2), None);
    }

    #[test]
    fn the_records_are_beside_the_settings_and_behind_every_image() {
        let largest = u32::try_from(crate::image::Board::Esp8266With1M.largest_image());
        let image = Sectors {
            first: 0,
            count: largest.expect("small").div_ceil(SECTOR),
        };
        for flash in [MIB, 4 * MIB] {
            let found: Vec<u32> = records(flash).into_iter().map(Sectors::address).collect();
            assert_eq!(found, [0x7_C000, 0xF_B000]);
            let source = include_str!("../../firmware/boot/record.h");
            for address in found {
                assert!(source.contains(&format!("{address:#X}U").replace("0X", "0x")));
            }
            for record in records(flash) {
                assert!(!record.overlap(image));
                // The mask ROM cannot erase a single sector: the next one goes too, the hole of an update, or what the SDK measures anew.
                let erased = Sectors {
                    count: rom_erase(record).1,
                    ..record
                };
                assert!(!erased.overlap(settings(flash).expect("settings")));
            }
        }
        assert_eq!(records(MIB / 4), []);
    }
}
