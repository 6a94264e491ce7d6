//! The mask ROM of a machine for QEMU, as its ELF file has it ("Tool Interface Standard: ELF", 32 bits, little-endian).

use std::ops::Range;

/// Where an ESP8266 has its mask ROM.
pub const ROM: Range<u32> = 0x4000_0000..0x4001_0000;

const MAGIC: &[u8] = b"\x7FELF\x01\x01";
/// Tensilica Xtensa.
const XTENSA: u16 = 94;
/// Where things stand in the file's header.
mod header {
    pub(super) const KIND_OF_CHIP: usize = 18;
    pub(super) const SEGMENTS_AT: usize = 28;
    pub(super) const SEGMENT_SIZE: usize = 42;
    pub(super) const SEGMENTS: usize = 44;
}
/// Where things stand in a segment's.
mod segment {
    pub(super) const OFFSET: usize = 4;
    pub(super) const ADDRESS: usize = 8;
    pub(super) const SIZE: usize = 16;
}

/// The stand-ins for the ROM's routines.
#[derive(Debug)]
pub struct Routines {
    /// From the ROM's beginning on; zeros between the routines.
    bytes: Vec<u8>,
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

impl Routines {
    /// Those in an ELF file; none if it is not one for this chip, or has no ROM.
    pub fn of(file: &[u8]) -> Option<Routines> {
        if !file.starts_with(MAGIC) || half(file, header::KIND_OF_CHIP)? != XTENSA {
            return None;
        }
        let first = word(file, header::SEGMENTS_AT)? as usize;
        let size = usize::from(half(file, header::SEGMENT_SIZE)?);
        let count = usize::from(half(file, header::SEGMENTS)?);
        (0..count).find_map(|index| {
            let head = file.get(first.checked_add(index * size)?..)?;
            let from = word(head, segment::OFFSET)? as usize;
            let to = from.checked_add(word(head, segment::SIZE)? as usize)?;
            let bytes = file.get(from..to)?.to_vec();
            (word(head, segment::ADDRESS)? == ROM.start).then_some(Routines { bytes })
        })
    }

    /// Whether there is something at an address.
    pub fn has(&self, address: u32) -> bool {
        let offset = address.checked_sub(ROM.start);
        offset
            .and_then(|offset| self.bytes.get(offset as usize))
            .is_some_and(|byte| *byte != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: u16, address: u32) -> Vec<u8> {
        let mut bytes = vec![0; 0x80];
        bytes[..MAGIC.len()].copy_from_slice(MAGIC);
        bytes[18..20].copy_from_slice(&kind.to_le_bytes());
        bytes[28] = 0x34;
        bytes[42] = 0x20;
        bytes[44] = 1;
        bytes[0x38] = 0x60;
        bytes[0x3C..0x40].copy_from_slice(&address.to_le_bytes());
        bytes[0x44] = 0x20;
        bytes[0x60 + 0x10] = 6;
        bytes
    }

    #[test]
    fn a_routine_is_where_the_rom_is_not_empty() {
        let routines = Routines::of(&file(XTENSA, ROM.start)).expect("a ROM");
        for (address, expected) in [
            (0x4000_0010, true),
            (0x4000_0000, false),
            (0x4000_0011, false),
            (0x4000_0020, false),
            (0x3FFF_FFFF, false),
        ] {
            assert_eq!(routines.has(address), expected, "{address:#x}");
        }
    }

    #[test]
    fn other_files_are_none() {
        let good = file(XTENSA, ROM.start);
        for other in [
            file(3, ROM.start),
            file(XTENSA, 0x4010_0000),
            good[..0x50].to_vec(),
            b"\x7FELF".to_vec(),
            Vec::new(),
        ] {
            assert!(Routines::of(&other).is_none());
        }
    }
}
