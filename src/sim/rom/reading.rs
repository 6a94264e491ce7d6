//! Reading the flash: frames of data, so many ahead of what the host has confirmed, and the MD5 of all at the end.

use md5::{Digest, Md5};

use super::{Nor, read_any};

/// No frame has more.
const LARGEST_BLOCK: u32 = 0x4000;

/// A reading under way.
#[derive(Clone, Debug)]
pub struct Reading {
    start: u32,
    size: u32,
    /// Bytes in a frame.
    block: u32,
    /// Frames that may be ahead.
    ahead: u32,
    sent: u32,
    confirmed: u32,
    hash: Md5,
}

/// What goes to the host next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// A frame of data.
    Data(Vec<u8>),
    /// The last frame: the MD5 of all data.
    Digest([u8; 16]),
    /// Nothing before the host has confirmed more.
    Wait,
    /// The chip could not be read.
    Broken,
}

impl Reading {
    /// Begins one: address, size, bytes in a frame, frames ahead. None if the chip does not have it.
    pub fn new([start, size, block, ahead]: [u32; 4], flash_size: u32) -> Option<Reading> {
        let is_within = start.checked_add(size)? <= flash_size;
        let is_sane = is_within && (1..=LARGEST_BLOCK).contains(&block) && ahead > 0;
        is_sane.then(|| Reading {
            start,
            size,
            block,
            ahead,
            sent: 0,
            confirmed: 0,
            hash: Md5::new(),
        })
    }

    /// The host has got so many bytes; false if that cannot be.
    pub fn confirm(&mut self, frame: &[u8]) -> bool {
        let count = <[u8; 4]>::try_from(frame).map(u32::from_le_bytes);
        let count = count.ok().filter(|count| *count <= self.sent);
        self.confirmed = count.unwrap_or(self.confirmed);
        count.is_some()
    }

    /// What goes to the host next. After the digest there is nothing more.
    pub fn next(&mut self, flash: &mut dyn Nor) -> Next {
        if self.confirmed == self.size {
            return Next::Digest(self.hash.clone().finalize().into());
        }
        let ahead = (self.sent - self.confirmed).div_ceil(self.block);
        let count = self.block.min(self.size - self.sent);
        if count == 0 || ahead >= self.ahead {
            return Next::Wait;
        }
        let Some(bytes) = read_any(flash, self.start + self.sent, count) else {
            return Next::Broken;
        };
        self.hash.update(&bytes);
        self.sent += count;
        Next::Data(bytes)
    }
}
