//! Cuts a stream of bytes into frames and what lies between them.

use crate::decode::Check;
use crate::decode::scan::{self, Found};

/// Cuts bytes that come in parts of any size. Holds at most one frame of them.
#[derive(Debug, Default)]
pub struct Frames {
    pending: Vec<u8>,
    done: usize,
}

/// A part of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// At least one byte.
    pub data: Vec<u8>,
    /// The state of the checksum if this is a frame; nothing if it is noise.
    pub check: Option<Check>,
}

/// How many frames of each kind a stream held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Frames with a right checksum.
    pub valid: u64,
    /// Frames with a wrong one.
    pub invalid: u64,
    /// Frames without one.
    pub unchecked: u64,
}

impl Frames {
    /// Takes bytes; then [`Frames::next`] is to be called until it gives nothing.
    pub fn push(&mut self, data: &[u8]) {
        self.pending.drain(..self.done);
        self.done = 0;
        self.pending.extend_from_slice(data);
    }

    /// The next part that is settled. With `at_end` no further bytes will come, and all are settled.
    pub fn next(&mut self, at_end: bool) -> Option<Part> {
        let rest = self.pending.get(self.done..).unwrap_or_default();
        if rest.is_empty() {
            return None;
        }
        let (length, check) = match scan::next(rest, at_end) {
            Found::Frame { length, check, .. } => (length, Some(check)),
            Found::Noise { length } => (length, None),
            Found::Incomplete => return None,
        };
        let data = rest.get(..length).unwrap_or(rest).to_vec();
        self.done += data.len();
        Some(Part { data, check })
    }
}

impl Tally {
    /// Counts a part.
    pub fn count(&mut self, part: &Part) {
        match part.check {
            Some(Check::Valid) => self.valid += 1,
            Some(Check::Invalid { .. }) => self.invalid += 1,
            Some(Check::Absent) => self.unchecked += 1,
            None => {}
        }
    }

    /// All frames.
    pub fn total(&self) -> u64 {
        self.valid + self.invalid + self.unchecked
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::decode::crc::crc16_arc;

    /// A short telegram with a right checksum.
    pub(in crate::source) fn telegram() -> Vec<u8> {
        let mut bytes = b"/SIM5\\TEST\r\n\r\n1-0:1.8.1(000123.456*kWh)\r\n!".to_vec();
        let crc = crc16_arc(&bytes);
        bytes.extend_from_slice(format!("{crc:04X}\r\n").as_bytes());
        bytes
    }

    #[test]
    fn frames_are_found_however_the_bytes_are_cut() {
        let mut wrong = telegram();
        wrong[20] ^= 1;
        let stream = [&b"noise"[..], &telegram(), &wrong, b"rest"].concat();
        for size in [1, 7, 64, stream.len()] {
            let (mut frames, mut tally, mut all) =
                (Frames::default(), Tally::default(), Vec::new());
            for cut in stream.chunks(size) {
                frames.push(cut);
                while let Some(part) = frames.next(false) {
                    tally.count(&part);
                    all.extend(part.data);
                }
            }
            while let Some(part) = frames.next(true) {
                tally.count(&part);
                all.extend(part.data);
            }
            assert_eq!(all, stream, "cut by {size}");
            let expected = Tally {
                valid: 1,
                invalid: 1,
                unchecked: 0,
            };
            assert_eq!(tally, expected, "cut by {size}");
            assert_eq!(tally.total(), 2);
        }
    }
}
