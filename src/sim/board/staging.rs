//! For tests: updates that are asked of the boot loader as the firmware does it, in no time.

use crc_fast::{CrcAlgorithm, checksum};

use super::flash::{Flash, SECTOR};
use crate::image::{Board, Descriptor, Recipe, build};

const APPLICATION: u32 = 0x1000;
const STAGING: u32 = 0x7_D000;
const RECORD: u32 = 0xF_B000;
/// The gateway was joined when the update was asked for.
const WAS_JOINED: u32 = 0x100;

/// An image whose application has two sectors.
pub(super) fn firmware(version: &str) -> Vec<u8> {
    build(&Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board: Board::Esp8266With1M,
            build: "test".parse().expect("a build id"),
            security_version: 0,
        },
        size: 12_000,
        seed: 0,
    })
    .expect("an image")
}

/// A chip that holds it.
pub(super) fn flash_with(version: &str) -> Flash {
    let mut flash = Flash::in_memory(1 << 20);
    assert!(flash.write(0, &firmware(version)));
    flash
}

/// The CRC-32 of zlib over whole sectors.
fn crc(flash: &mut Flash, at: u32, sectors: u32) -> u32 {
    let mut bytes = vec![0; (sectors * SECTOR) as usize];
    assert!(flash.read(at, &mut bytes));
    u32::try_from(checksum(CrcAlgorithm::Crc32IsoHdlc, &bytes)).expect("32 bits")
}

/// Stages an image and writes the first record (`firmware/boot/record.h`): the next start swaps it in. It goes back if the gateway does not
/// join its network, as one does that was joined.
pub(super) fn request(flash: &mut Flash, version: &str) {
    let staged = firmware(version);
    let sectors = u32::try_from(staged.len()).expect("small").div_ceil(SECTOR) - 1;
    for sector in 0..=sectors {
        assert!(flash.erase_sector(STAGING + sector * SECTOR));
    }
    assert!(flash.write(STAGING, &staged));
    let new = crc(flash, STAGING + SECTOR, sectors);
    let old = crc(flash, APPLICATION, sectors);
    let words = [0x5041_5753, 1, sectors | WAS_JOINED, new, old];
    let complements = words.map(|word| !word);
    let header: Vec<u8> = words
        .into_iter()
        .chain(complements)
        .flat_map(u32::to_le_bytes)
        .collect();
    assert!(flash.erase_sector(RECORD));
    assert!(flash.write(RECORD, &header));
}
