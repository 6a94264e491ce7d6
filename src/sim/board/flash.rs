//! A NOR flash chip: writing only clears bits, erasing sets a sector to 0xFF, and power may go in the middle of either.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::config::alone::{Opened, open_alone};
use crate::error::{Error, Result};
use crate::sim::rom::Nor;

/// Bytes that are erased together.
pub const SECTOR: u32 = 4_096;

const ERASED: u8 = 0xFF;

type Sector = Box<[u8]>;

/// Where the bytes are.
#[derive(Debug)]
enum Store {
    /// Only sectors that were written take room.
    Memory(HashMap<u32, Sector>),
    File {
        file: File,
        path: PathBuf,
    },
}

/// When power goes: in the middle of a write or an erase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Which one, counted from 1 on after the cut was set up.
    pub at_operation: u64,
    /// How many bytes of it still happen.
    pub at_byte: u32,
}

/// The flash chip of one board.
#[derive(Debug)]
pub struct Flash {
    size: u32,
    store: Store,
    /// Writes and erases so far.
    operations: u64,
    cut: Option<Cut>,
    has_power: bool,
    /// One that goes with the chip.
    folder: Option<TempDir>,
}

impl Flash {
    /// An erased chip that is forgotten with the program.
    pub fn in_memory(size: u32) -> Flash {
        Flash::with(size, Store::Memory(HashMap::new()))
    }

    /// An erased chip that is forgotten with the program, but meanwhile in a file that others can see.
    ///
    /// # Errors
    ///
    /// A system that has no room for it.
    pub fn in_temporary_file(size: u32) -> Result<Flash> {
        let folder = TempDir::with_prefix("smr-").map_err(|cause| {
            Error::failed("cannot make a directory for a flash chip").because(cause)
        })?;
        let mut flash = Flash::in_file(&folder.path().join("flash.bin"), size)?;
        flash.folder = Some(folder);
        Ok(flash)
    }

    /// The chip in a file, which is made if it is not there. Only one program may have it open.
    ///
    /// # Errors
    ///
    /// A file that cannot be used, is in use, or has another size.
    pub fn in_file(path: &Path, size: u32) -> Result<Flash> {
        let failed = |cause: io::Error| {
            Error::failed(format!("cannot use {} as a flash chip", path.display())).because(cause)
        };
        let mut writing = OpenOptions::new();
        writing.read(true).write(true).create(true).truncate(false);
        let Opened::Alone(mut file) = open_alone(&mut writing, path).map_err(failed)? else {
            return Err(
                Error::failed(format!("another program uses {}", path.display()))
                    .hint("end it, or give this one a directory of its own: --state-dir DIR"),
            );
        };
        let there = file.metadata().map_err(failed)?.len();
        if there == 0 {
            let erased = vec![ERASED; 64 * 1_024];
            for _ in 0..size / (64 * 1_024) {
                file.write_all(&erased).map_err(failed)?;
            }
        } else if there != u64::from(size) {
            return Err(Error::failed(format!(
                "{} has {there} bytes, the board's flash {size}",
                path.display()
            ))
            .hint("start the board with the size it was made with, or in another --state-dir"));
        }
        let store = Store::File {
            file,
            path: path.to_owned(),
        };
        Ok(Flash::with(size, store))
    }

    fn with(size: u32, store: Store) -> Flash {
        Flash {
            size,
            store,
            operations: 0,
            cut: None,
            has_power: true,
            folder: None,
        }
    }

    /// Bytes in the chip.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// The file that it is in.
    pub fn path(&self) -> Option<&Path> {
        match &self.store {
            Store::File { path, .. } => Some(path),
            Store::Memory(_) => None,
        }
    }

    /// When power is going to go, counting from the next operation on.
    pub fn cut(&self) -> Option<Cut> {
        self.cut.map(|cut| Cut {
            at_operation: cut.at_operation.saturating_sub(self.operations),
            ..cut
        })
    }

    /// Somebody else has begun a write or an erase in the file, and heeds the cut.
    pub fn note_operation(&mut self) {
        self.operations += 1;
    }

    /// Writes and erases so far.
    pub fn operations(&self) -> u64 {
        self.operations
    }

    /// Makes power go, counting from the next operation on.
    pub fn cut_power(&mut self, cut: Cut) {
        self.cut = Some(Cut {
            at_operation: self.operations + cut.at_operation,
            ..cut
        });
    }

    /// Whether there is power; without, nothing works.
    pub fn has_power(&self) -> bool {
        self.has_power
    }

    /// Power goes.
    pub fn lose_power(&mut self) {
        self.has_power = false;
        self.cut = None;
    }

    /// Power comes back.
    pub fn power_on(&mut self) {
        self.has_power = true;
    }

    /// Reads; false if it failed.
    pub fn read(&mut self, address: u32, to: &mut [u8]) -> bool {
        self.is_allowed(address, to.len()) && self.get(address, to).is_ok()
    }

    /// Clears the bits that are 0 in `from`; false if it failed.
    pub fn write(&mut self, address: u32, from: &[u8]) -> bool {
        if !self.is_allowed(address, from.len()) {
            return false;
        }
        let count = self.count_operation(from.len());
        let wanted = from.get(..count).unwrap_or(from);
        let mut there = vec![ERASED; wanted.len()];
        if self.get(address, &mut there).is_err() {
            return false;
        }
        for (byte, new) in there.iter_mut().zip(wanted) {
            *byte &= new;
        }
        self.put(address, &there).is_ok() && self.has_power
    }

    /// Erases the sector that begins at `address`; false if it failed.
    pub fn erase_sector(&mut self, address: u32) -> bool {
        if !address.is_multiple_of(SECTOR) || !self.is_allowed(address, SECTOR as usize) {
            return false;
        }
        let count = self.count_operation(SECTOR as usize);
        if count == SECTOR as usize
            && let Store::Memory(sectors) = &mut self.store
        {
            sectors.remove(&(address / SECTOR));
            return self.has_power;
        }
        self.put(address, &vec![ERASED; count]).is_ok() && self.has_power
    }

    /// The chip takes whole words within itself, and only with power.
    fn is_allowed(&self, address: u32, count: usize) -> bool {
        let is_word = |number: u64| number.is_multiple_of(4);
        let (from, count) = (u64::from(address), count as u64);
        self.has_power && is_word(from) && is_word(count) && from + count <= u64::from(self.size)
    }

    /// How many bytes of an operation of `count` bytes happen.
    fn count_operation(&mut self, count: usize) -> usize {
        self.operations += 1;
        match self.cut {
            Some(cut) if cut.at_operation == self.operations => {
                self.has_power = false;
                self.cut = None;
                count.min(cut.at_byte as usize)
            }
            _ => count,
        }
    }

    fn get(&mut self, address: u32, to: &mut [u8]) -> io::Result<()> {
        match &mut self.store {
            Store::File { file, .. } => {
                file.seek(SeekFrom::Start(address.into()))?;
                file.read_exact(to)
            }
            Store::Memory(sectors) => {
                each_part(address, to.len(), |sector, within, part| {
                    let Some(to) = to.get_mut(part) else { return };
                    match sectors.get(&sector).and_then(|bytes| bytes.get(within)) {
                        Some(from) => to.copy_from_slice(from),
                        None => to.fill(ERASED),
                    }
                });
                Ok(())
            }
        }
    }

    fn put(&mut self, address: u32, from: &[u8]) -> io::Result<()> {
        match &mut self.store {
            Store::File { file, .. } => {
                file.seek(SeekFrom::Start(address.into()))?;
                file.write_all(from)
            }
            Store::Memory(sectors) => {
                each_part(address, from.len(), |sector, within, part| {
                    let bytes = sectors
                        .entry(sector)
                        .or_insert_with(|| vec![ERASED; SECTOR as usize].into_boxed_slice());
                    if let (Some(to), Some(from)) = (bytes.get_mut(within), from.get(part)) {
                        to.copy_from_slice(from);
                    }
                });
                Ok(())
            }
        }
    }
}

impl Nor for Flash {
    fn size(&self) -> u32 {
        self.size
    }
    fn read(&mut self, address: u32, to: &mut [u8]) -> bool {
        Flash::read(self, address, to)
    }
    fn write(&mut self, address: u32, from: &[u8]) -> bool {
        Flash::write(self, address, from)
    }
    fn erase_sector(&mut self, address: u32) -> bool {
        Flash::erase_sector(self, address)
    }
}

/// Cuts a range of the chip at sector borders: sector number, range within it, range within the whole.
fn each_part(
    address: u32,
    count: usize,
    mut work: impl FnMut(u32, std::ops::Range<usize>, std::ops::Range<usize>),
) {
    let sector_size = SECTOR as usize;
    let mut done = 0;
    while done < count {
        let at = address as usize + done;
        let within = at % sector_size;
        let size = (sector_size - within).min(count - done);
        let sector = u32::try_from(at / sector_size).unwrap_or(u32::MAX);
        work(sector, within..within + size, done..done + size);
        done += size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: u32 = 1 << 20;

    fn both(check: impl Fn(&mut Flash)) {
        check(&mut Flash::in_memory(SIZE));
        let folder = tempfile::tempdir().expect("a directory");
        check(&mut Flash::in_file(&folder.path().join("flash.bin"), SIZE).expect("a chip"));
    }

    fn read<const COUNT: usize>(flash: &mut Flash, address: u32) -> [u8; COUNT] {
        let mut bytes = [0; COUNT];
        assert!(flash.read(address, &mut bytes));
        bytes
    }

    #[test]
    fn a_new_chip_is_erased() {
        both(|flash| assert_eq!(read::<8>(flash, SIZE - 8), [0xFF; 8]));
    }

    #[test]
    fn writing_only_clears_bits_and_erasing_sets_one_sector() {
        both(|flash| {
            assert!(flash.write(4092, &[0xF0, 1, 2, 3, 4, 5, 6, 7]));
            assert!(flash.write(4092, &[0x0F, 0xFF, 0xFF, 0xFF]));
            assert_eq!(read(flash, 4092), [0, 1, 2, 3, 4, 5, 6, 7]);
            assert!(flash.erase_sector(4096));
            assert_eq!(read(flash, 4092), [0, 1, 2, 3, 0xFF, 0xFF, 0xFF, 0xFF]);
        });
    }

    #[test]
    fn odd_addresses_and_those_beyond_the_end_fail() {
        both(|flash| {
            assert!(!flash.write(2, &[0; 4]));
            assert!(!flash.write(0, &[0; 3]));
            assert!(!flash.read(SIZE, &mut [0; 4]));
            assert!(!flash.erase_sector(100));
            assert!(!flash.erase_sector(SIZE));
            assert_eq!(read(flash, 0), [0xFF; 4]);
        });
    }

    #[test]
    fn power_goes_in_the_middle_of_the_operation_that_was_named() {
        both(|flash| {
            assert!(flash.write(0, &[1; 8]));
            flash.cut_power(Cut {
                at_operation: 2,
                at_byte: 3,
            });
            assert!(flash.write(8, &[2; 4]));
            assert!(!flash.write(12, &[3; 8]));
            assert!(!flash.has_power());
            assert!(!flash.read(0, &mut [0; 4]));
            assert!(!flash.erase_sector(0));
            flash.power_on();
            assert_eq!(read(flash, 8), [2, 2, 2, 2, 3, 3, 3, 0xFF]);
            flash.cut_power(Cut {
                at_operation: 1,
                at_byte: 4,
            });
            assert!(!flash.erase_sector(0));
            flash.power_on();
            assert_eq!(read(flash, 0), [0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 1, 1]);
        });
    }

    #[test]
    fn a_temporary_file_is_seen_by_others_and_goes_with_the_chip() {
        let mut flash = Flash::in_temporary_file(SIZE).expect("a chip");
        let path = flash.path().expect("a file").to_owned();
        assert!(flash.write(8, b"seen"));
        assert_eq!(std::fs::read(&path).expect("read")[8..12], *b"seen");
        drop(flash);
        assert!(!path.exists());
        assert_eq!(Flash::in_memory(SIZE).path(), None);
    }

    #[test]
    fn operations_of_others_bring_the_cut_nearer() {
        let mut flash = Flash::in_memory(SIZE);
        assert!(flash.write(0, &[0; 4]));
        let cut = |at_operation| Cut {
            at_operation,
            at_byte: 5,
        };
        flash.cut_power(cut(3));
        flash.note_operation();
        assert_eq!(flash.cut(), Some(cut(2)));
        flash.lose_power();
        assert!(!flash.has_power() && flash.cut().is_none());
    }

    #[test]
    fn a_file_keeps_the_bytes_for_one_program_at_a_time() {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("flash.bin");
        let mut flash = Flash::in_file(&path, SIZE).expect("a chip");
        assert!(flash.write(0x1000, b"kept"));
        assert!(Flash::in_file(&path, SIZE).is_err());
        drop(flash);
        assert!(Flash::in_file(&path, 4 * SIZE).is_err());
        let mut flash = Flash::in_file(&path, SIZE).expect("a chip");
        assert_eq!(&read::<4>(&mut flash, 0x1000), b"kept");
    }
}
