//! What a linker leaves: a program in the ELF format (32 bits, little-endian), as far as an image is made of it.

use super::bytes::{array, slice, u16_at, u32_at};
use crate::error::{Error, Result};

/// The file's type, and the processor: `EM_XTENSA`.
const IDENTIFICATION: [u8; 6] = [0x7F, b'E', b'L', b'F', 1, 1];
const MACHINE_AT: usize = 18;
const XTENSA: u16 = 94;
const ENTRY_AT: usize = 24;
const TABLE_AT: usize = 28;
const ROW_SIZE_AT: usize = 42;
const ROWS_AT: usize = 44;
/// A row that is loaded into memory.
const LOADED: u32 = 1;

/// A program for the chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// Where it begins.
    pub(super) entry: usize,
    /// What is loaded where, in the order of the addresses.
    pub(super) segments: Vec<(usize, Vec<u8>)>,
}

impl Program {
    /// Reads a program.
    ///
    /// # Errors
    ///
    /// A file that is none, or is for another processor.
    pub(super) fn from_elf(file: &[u8]) -> Result<Program> {
        if array(file, 0) != Some(IDENTIFICATION) || u16_at(file, MACHINE_AT) != Some(XTENSA) {
            return Err(Error::failed("it is no linked program for the ESP8266"));
        }
        Self::read(file).ok_or_else(|| Error::failed("the linked program is cut off"))
    }

    fn read(file: &[u8]) -> Option<Program> {
        let at = |value: u32| usize::try_from(value).ok();
        let table = at(u32_at(file, TABLE_AT)?)?;
        let row_size = usize::from(u16_at(file, ROW_SIZE_AT)?);
        let mut segments = Vec::new();
        for row in 0..usize::from(u16_at(file, ROWS_AT)?) {
            let row = table.checked_add(row.checked_mul(row_size)?)?;
            let field = |index: usize| u32_at(file, row.checked_add(4 * index)?);
            let (kind, offset, address, size) = (field(0)?, field(1)?, field(2)?, field(4)?);
            if kind == LOADED && size > 0 {
                segments.push((at(address)?, slice(file, at(offset)?, at(size)?)?.to_vec()));
            }
        }
        segments.sort_by_key(|(address, _)| *address);
        Some(Program {
            entry: at(u32_at(file, ENTRY_AT)?)?,
            segments,
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A file with these segments, and one that is only reserved.
    pub(crate) fn elf(entry: u32, segments: &[(u32, Vec<u8>)]) -> Vec<u8> {
        let mut file = vec![0; 52 + 32 * (segments.len() + 1)];
        file[..6].copy_from_slice(&IDENTIFICATION);
        file[MACHINE_AT] = 94;
        file[ENTRY_AT..ENTRY_AT + 4].copy_from_slice(&entry.to_le_bytes());
        file[TABLE_AT] = 52;
        file[ROW_SIZE_AT] = 32;
        file[ROWS_AT] = u8::try_from(segments.len() + 1).expect("few");
        for (index, (address, data)) in segments.iter().enumerate() {
            let offset = u32::try_from(file.len()).expect("small");
            let size = u32::try_from(data.len()).expect("small");
            for (field, value) in [LOADED, offset, *address, *address, size]
                .iter()
                .enumerate()
            {
                let at = 52 + 32 * index + 4 * field;
                file[at..at + 4].copy_from_slice(&value.to_le_bytes());
            }
            file.extend(data);
        }
        file
    }

    #[test]
    fn what_is_loaded_is_read_in_the_order_of_addresses() {
        let file = elf(
            0x4010_0004,
            &[(0x4020_1010, vec![1; 8]), (0x3FFE_8000, vec![2; 4])],
        );
        let program = Program::from_elf(&file).expect("a program");
        assert_eq!(program.entry, 0x4010_0004);
        assert_eq!(
            program.segments,
            [(0x3FFE_8000, vec![2; 4]), (0x4020_1010, vec![1; 8])]
        );
    }

    #[test]
    fn what_is_cut_off_or_for_another_processor_is_refused() {
        let file = elf(0, &[(0x4010_0000, vec![1; 8])]);
        for length in 0..file.len() {
            assert!(Program::from_elf(&file[..length]).is_err(), "{length}");
        }
        let mut other = file;
        other[MACHINE_AT] = 62;
        assert!(Program::from_elf(&other).is_err());
    }
}
