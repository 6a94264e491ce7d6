//! The chip's RAM, as far as programs are loaded into it.

/// Variables.
const DATA_AT: u32 = 0x3FFE_8000;
const DATA_SIZE: usize = 0x1_8000;
/// Code.
const CODE_AT: u32 = 0x4010_0000;
const CODE_SIZE: usize = 0x1_0000;

/// One part of the RAM.
#[derive(Debug)]
struct Bank {
    start: u32,
    bytes: Vec<u8>,
}

impl Bank {
    fn new(start: u32, size: usize) -> Bank {
        Bank {
            start,
            bytes: vec![0; size],
        }
    }

    fn range(&self, address: u32, count: usize) -> Option<std::ops::Range<usize>> {
        let from = address.checked_sub(self.start)? as usize;
        let to = from.checked_add(count)?;
        (to <= self.bytes.len()).then_some(from..to)
    }
}

/// A download to RAM that is under way.
#[derive(Clone, Copy, Debug)]
struct Load {
    at: u32,
    left: usize,
    next: u32,
}

/// The RAM of a chip.
#[derive(Debug)]
pub struct Ram {
    banks: [Bank; 2],
    load: Option<Load>,
    /// Where downloads went, to tell code from zeros.
    loaded: Vec<(u32, u32)>,
}

impl Ram {
    /// Zeros.
    pub fn new() -> Ram {
        Ram {
            banks: [Bank::new(DATA_AT, DATA_SIZE), Bank::new(CODE_AT, CODE_SIZE)],
            load: None,
            loaded: Vec::new(),
        }
    }

    /// The bytes at an address, if it is RAM.
    pub fn bytes(&self, address: u32, count: usize) -> Option<&[u8]> {
        self.banks
            .iter()
            .find_map(|bank| bank.bytes.get(bank.range(address, count)?))
    }

    fn bytes_mut(&mut self, address: u32, count: usize) -> Option<&mut [u8]> {
        self.banks.iter_mut().find_map(|bank| {
            let range = bank.range(address, count)?;
            bank.bytes.get_mut(range)
        })
    }

    /// The word at an address, if it is RAM.
    pub fn word(&self, address: u32) -> Option<u32> {
        let word = self.bytes(address, 4)?.first_chunk::<4>()?;
        Some(u32::from_le_bytes(*word))
    }

    /// Writes a word; false if the address is no RAM.
    pub fn set_word(&mut self, address: u32, value: u32) -> bool {
        match self.bytes_mut(address, 4) {
            Some(word) => {
                word.copy_from_slice(&value.to_le_bytes());
                true
            }
            None => false,
        }
    }

    /// Begins a download of `size` bytes; false if they do not fit there.
    pub fn begin(&mut self, at: u32, size: u32) -> bool {
        let fits = self.bytes(at, size as usize).is_some();
        self.load = fits.then_some(Load {
            at,
            left: size as usize,
            next: 0,
        });
        fits
    }

    /// Takes the next piece of a download; false if it is none.
    pub fn take(&mut self, number: u32, data: &[u8]) -> bool {
        let Some(load) = self
            .load
            .filter(|load| load.next == number && data.len() <= load.left)
        else {
            return false;
        };
        let Some(room) = self.bytes_mut(load.at, data.len()) else {
            return false;
        };
        room.copy_from_slice(data);
        let count = u32::try_from(data.len()).unwrap_or(0);
        self.note_loaded(load.at, count);
        self.load = Some(Load {
            at: load.at + count,
            left: load.left - data.len(),
            next: number + 1,
        });
        true
    }

    fn note_loaded(&mut self, at: u32, count: u32) {
        match self.loaded.last_mut() {
            Some((start, size)) if *start + *size == at => *size += count,
            _ => {
                // Only a host that loads without end has so many; the oldest do not matter then.
                if self.loaded.len() == 64 {
                    self.loaded.remove(0);
                }
                self.loaded.push((at, count));
            }
        }
    }

    /// What was loaded: addresses and bytes, in the order of the downloads.
    pub fn loaded(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.loaded
            .iter()
            .filter_map(|(at, size)| Some((*at, self.bytes(*at, *size as usize)?)))
    }

    /// The same without overlaps, sorted by address.
    pub fn programs(&self) -> Vec<(u32, &[u8])> {
        let mut sorted = self.loaded.clone();
        sorted.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (at, size) in sorted {
            match merged.last_mut() {
                Some((start, length)) if at <= *start + *length => {
                    *length = (*length).max(at - *start + size);
                }
                _ => merged.push((at, size)),
            }
        }
        let bytes = |(at, size): (u32, u32)| Some((at, self.bytes(at, size as usize)?));
        merged.into_iter().filter_map(bytes).collect()
    }

    /// Whether something was loaded to this address.
    pub fn is_loaded(&self, address: u32) -> bool {
        self.loaded
            .iter()
            .any(|(at, size)| (*at..*at + *size).contains(&address))
    }
}

impl Default for Ram {
    fn default() -> Ram {
        Ram::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_comes_in_order_and_within_what_was_said() {
        let mut ram = Ram::new();
        assert!(!ram.take(0, &[1]));
        assert!(ram.begin(0x4010_0010, 6));
        assert!(ram.take(0, &[1, 2, 3, 4]));
        assert!(!ram.take(2, &[5]));
        assert!(!ram.take(1, &[5, 6, 7]));
        assert!(ram.take(1, &[5, 6]));
        assert_eq!(ram.bytes(0x4010_0010, 6), Some(&[1, 2, 3, 4, 5, 6][..]));
        assert!(ram.is_loaded(0x4010_0015) && !ram.is_loaded(0x4010_0016));
        let all: Vec<(u32, &[u8])> = ram.loaded().collect();
        assert_eq!(all, [(0x4010_0010, &[1, 2, 3, 4, 5, 6][..])]);
    }

    #[test]
    fn downloads_that_overlap_are_one_program() {
        let mut ram = Ram::new();
        for (at, data) in [
            (0x4010_0008, &[3; 8][..]),
            (0x3FFE_8000, &[1; 4]),
            (0x4010_0000, &[2; 12]),
            (0x4010_0004, &[4; 2]),
        ] {
            let size = u32::try_from(data.len()).expect("small");
            assert!(ram.begin(at, size) && ram.take(0, data));
        }
        let code = [2, 2, 2, 2, 4, 4, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3];
        let expected = [(0x3FFE_8000, &[1; 4][..]), (0x4010_0000, &code)];
        assert_eq!(ram.programs(), expected);
    }

    #[test]
    fn there_is_ram_only_where_it_is() {
        let mut ram = Ram::new();
        for address in [0, 0x3FFE_7FFF, 0x4000_0000, 0x4010_FFFD, u32::MAX] {
            assert!(!ram.begin(address, 4), "{address:#x}");
            assert_eq!(ram.word(address), None, "{address:#x}");
            assert!(!ram.set_word(address, 1), "{address:#x}");
        }
        assert!(!ram.begin(0x4010_0000, u32::MAX));
        assert!(ram.set_word(0x3FFF_FFFC, 0x0102_0304));
        assert_eq!(ram.word(0x3FFF_FFFC), Some(0x0102_0304));
    }
}
