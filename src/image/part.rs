//! One image in the sense of the chip's ROM: header, segments, check sum. A firmware file has two of them: boot loader and
//! application.

use super::bytes::{array, slice, u32_at};

const MAGIC: u8 = 0xE9;
const MOST_SEGMENTS: u8 = 16;
/// No flash chip of this family can show more to its processor.
const LARGEST_SEGMENT: u32 = 1024 * 1024;
/// The check sum is the last byte of a block of this size.
const BLOCK: usize = 16;
const HEADER_SIZE: usize = 8;
const SEGMENT_HEADER_SIZE: usize = 8;
/// What the check sum begins with.
pub(super) const SEED: u8 = 0xEF;

/// A piece of memory in a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where its data is in the file.
    pub offset: usize,
    /// Where the data goes in the chip's memory.
    pub address: u32,
    /// Bytes of data.
    pub size: u32,
}

impl Segment {
    /// Its data, as far as the file has it.
    pub(super) fn data(self, file: &[u8]) -> &[u8] {
        let end = self
            .offset
            .saturating_add(self.size as usize)
            .min(file.len());
        file.get(self.offset..end).unwrap_or_default()
    }
}

/// The boot loader or the application of a file, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where its header is in the file.
    pub offset: usize,
    /// Where it ends: behind the check sum. None where it cannot be read so far.
    pub end: Option<usize>,
    /// Where the program begins in memory.
    pub entry: u32,
    /// How the flash chip is read: 0 QIO, 1 QOUT, 2 DIO, 3 DOUT.
    pub flash_mode: u8,
    /// The code of the flash chip's size.
    flash_size_code: u8,
    /// The code of the flash chip's clock.
    flash_frequency_code: u8,
    /// Its segments in the order of the file.
    pub segments: Vec<Segment>,
}

impl Part {
    /// Bytes of the flash chip that it is made for; none for a code that no chip in use has.
    pub fn flash_size(&self) -> Option<usize> {
        const KIB: usize = 1024;
        match self.flash_size_code {
            0 => Some(512 * KIB),
            1 => Some(256 * KIB),
            2 => Some(1024 * KIB),
            3 => Some(2048 * KIB),
            4 => Some(4096 * KIB),
            _ => None,
        }
    }

    /// The name of the way in which the flash chip is read.
    pub fn flash_mode_name(&self) -> Option<&'static str> {
        ["qio", "qout", "dio", "dout"]
            .get(usize::from(self.flash_mode))
            .copied()
    }

    /// The clock of the flash chip in MHz.
    pub fn flash_mhz(&self) -> Option<u8> {
        match self.flash_frequency_code {
            0 => Some(40),
            1 => Some(26),
            2 => Some(20),
            15 => Some(80),
            _ => None,
        }
    }
}

/// What keeps a part from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Header,
    Segment,
    CheckSum,
    /// The bytes end before the part does.
    Cut,
}

/// The place of a flaw and a clause about it.
#[derive(Clone, Debug)]
pub(super) struct Defect {
    pub(super) flaw: Flaw,
    pub(super) offset: usize,
    pub(super) message: String,
}

impl Defect {
    fn new(flaw: Flaw, offset: usize, message: impl Into<String>) -> Defect {
        Defect {
            flaw,
            offset,
            message: message.into(),
        }
    }
}

/// Reads the part whose header is at `offset`. What was read comes with what is wrong with it.
pub(super) fn read(bytes: &[u8], offset: usize) -> (Option<Part>, Option<Defect>) {
    let Some([magic, count, mode, sizes]) = array(bytes, offset) else {
        return (
            None,
            Some(Defect::new(Flaw::Cut, offset, "it ends before a header")),
        );
    };
    if magic != MAGIC {
        let message = format!("{magic:#04x} where a header begins with {MAGIC:#04x}");
        return (None, Some(Defect::new(Flaw::Header, offset, message)));
    }
    if count == 0 || count > MOST_SEGMENTS {
        let message = format!("the header announces {count} segments, not 1 to {MOST_SEGMENTS}");
        return (
            None,
            Some(Defect::new(Flaw::Header, offset.saturating_add(1), message)),
        );
    }
    let mut part = Part {
        offset,
        end: None,
        entry: u32_at(bytes, offset.saturating_add(4)).unwrap_or_default(),
        flash_mode: mode,
        flash_size_code: sizes >> 4,
        flash_frequency_code: sizes & 0x0F,
        segments: Vec::new(),
    };
    let defect = read_segments(bytes, count, &mut part).err();
    (Some(part), defect)
}

fn read_segments(bytes: &[u8], count: u8, part: &mut Part) -> Result<(), Defect> {
    let mut at = part.offset.saturating_add(HEADER_SIZE);
    let mut sum = SEED;
    for index in 1..=count {
        let cut = |at| {
            Defect::new(
                Flaw::Cut,
                at,
                format!("it ends within segment {index} of {count}"),
            )
        };
        let address = u32_at(bytes, at).ok_or_else(|| cut(at))?;
        if address % 4 != 0 {
            let message = format!(
                "segment {index} has the address {address:#010x}, which is no multiple of 4"
            );
            return Err(Defect::new(Flaw::Segment, at, message));
        }
        let size_at = at.saturating_add(4);
        let size = u32_at(bytes, size_at).ok_or_else(|| cut(size_at))?;
        if size % 4 != 0 || size > LARGEST_SEGMENT {
            let message = format!(
                "segment {index} has {size} bytes, which must be a multiple of 4 up to {LARGEST_SEGMENT}"
            );
            return Err(Defect::new(Flaw::Segment, size_at, message));
        }
        let segment = Segment {
            offset: at.saturating_add(SEGMENT_HEADER_SIZE),
            address,
            size,
        };
        part.segments.push(segment);
        let data = slice(bytes, segment.offset, size as usize).ok_or_else(|| cut(size_at))?;
        sum = data.iter().fold(sum, |sum, byte| sum ^ byte);
        at = segment.offset.saturating_add(size as usize);
    }
    let sum_at = (at.saturating_sub(part.offset) | (BLOCK - 1)).saturating_add(part.offset);
    let Some([written]) = array(bytes, sum_at) else {
        return Err(Defect::new(
            Flaw::Cut,
            sum_at,
            "it ends before the check sum",
        ));
    };
    part.end = Some(sum_at.saturating_add(1));
    if written != sum {
        let message = format!("the check sum is {written:#04x} and should be {sum:#04x}");
        return Err(Defect::new(Flaw::CheckSum, sum_at, message));
    }
    Ok(())
}
