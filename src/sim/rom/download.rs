//! A download of the loader in RAM to the flash: sectors are erased as data reach them, and data may be compressed.

use flate2::{Decompress, FlushDecompress, Status};

use super::Nor;
use super::stub::error;

const SECTOR: u32 = 4_096;
/// What is unpacked at once.
const PIECE: usize = 4_096;

/// A download under way.
#[derive(Debug)]
pub struct Download {
    /// Where the next word goes.
    at: u32,
    /// Up to where sectors are erased.
    erased: u32,
    /// Bytes that are still to come, unpacked.
    left: u32,
    /// Bytes that do not fill a word yet.
    waiting: Vec<u8>,
    unpacker: Option<Decompress>,
}

impl Download {
    /// Begins one of `size` bytes, unpacked.
    ///
    /// # Errors
    ///
    /// One that the chip has no room for, or that does not begin at a whole word.
    pub fn begin(at: u32, size: u32, is_packed: bool, flash: &dyn Nor) -> Result<Download, u8> {
        let is_within = at.checked_add(size).is_some_and(|end| end <= flash.size());
        if !is_within || !at.is_multiple_of(4) {
            return Err(error::FLASH_FAILED);
        }
        Ok(Download {
            at,
            erased: at / SECTOR * SECTOR,
            left: size,
            waiting: Vec::new(),
            unpacker: is_packed.then(|| Decompress::new(true)),
        })
    }

    /// Whether its blocks are compressed.
    pub fn is_packed(&self) -> bool {
        self.unpacker.is_some()
    }

    /// Bytes that are still to come.
    pub fn left(&self) -> u32 {
        self.left
    }

    /// Takes a block.
    ///
    /// # Errors
    ///
    /// Data that cannot be unpacked or are too many; a flash chip that fails.
    pub fn take(&mut self, data: &[u8], flash: &mut dyn Nor) -> Result<(), u8> {
        let Some(mut unpacker) = self.unpacker.take() else {
            // The last block may be filled up.
            let count = data.len().min(self.left as usize);
            return self.write(data.get(..count).unwrap_or(data), flash);
        };
        let outcome = self.unpack(&mut unpacker, data, flash);
        self.unpacker = Some(unpacker);
        outcome
    }

    fn unpack(
        &mut self,
        unpacker: &mut Decompress,
        data: &[u8],
        flash: &mut dyn Nor,
    ) -> Result<(), u8> {
        let mut rest = data;
        let mut piece = vec![0; PIECE];
        loop {
            let (read, written) = (unpacker.total_in(), unpacker.total_out());
            let status = unpacker
                .decompress(rest, &mut piece, FlushDecompress::None)
                .map_err(|_| error::UNPACK)?;
            let count = |now: u64, before: u64| usize::try_from(now - before).unwrap_or(0);
            let read = count(unpacker.total_in(), read);
            let written = count(unpacker.total_out(), written);
            if written > self.left as usize {
                return Err(error::TOO_MUCH);
            }
            self.write(piece.get(..written).unwrap_or_default(), flash)?;
            rest = rest.get(read..).unwrap_or_default();
            let is_stuck = read == 0 && written == 0;
            if status == Status::StreamEnd || is_stuck || rest.is_empty() && written < PIECE {
                return Ok(());
            }
        }
    }

    /// Writes whole words, and the rest when it is the last.
    fn write(&mut self, data: &[u8], flash: &mut dyn Nor) -> Result<(), u8> {
        self.left -= u32::try_from(data.len()).map_err(|_| error::TOO_MUCH)?;
        self.waiting.extend(data);
        if self.left == 0 {
            while !self.waiting.len().is_multiple_of(4) {
                self.waiting.push(0xFF);
            }
        }
        let whole = self.waiting.len() / 4 * 4;
        let words: Vec<u8> = self.waiting.drain(..whole).collect();
        if words.is_empty() {
            return Ok(());
        }
        let end = self.at + u32::try_from(whole).map_err(|_| error::TOO_MUCH)?;
        while self.erased < end {
            if !flash.erase_sector(self.erased) {
                return Err(error::FLASH_FAILED);
            }
            self.erased += SECTOR;
        }
        if !flash.write(self.at, &words) {
            return Err(error::FLASH_FAILED);
        }
        self.at = end;
        Ok(())
    }
}
