//! Cuts a stream of bytes into frames and what lies between them.

use crate::decode::scan::{self, Found};
use crate::decode::{Check, Framing};

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
    /// How the frame is wrapped; nothing if this is noise.
    pub framing: Option<Framing>,
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
        let (length, check, framing) = match scan::next(rest, at_end) {
            Found::Frame {
                length,
                check,
                framing,
            } => (length, Some(check), Some(framing)),
            Found::Noise { length } => (length, None, None),
            Found::Incomplete => return None,
        };
        let data = rest.get(..length).unwrap_or(rest).to_vec();
        self.done += data.len();
        Some(Part {
            data,
            check,
            framing,
        })
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
        let expected = [false, true, true, false];
        for size in [1, 7, 64, stream.len()] {
            let (mut frames, mut found, mut all) = (Frames::default(), Vec::new(), Vec::new());
            let mut take = |part: Part| {
                found.push(part.check.is_some());
                all.extend(part.data);
            };
            for cut in stream.chunks(size) {
                frames.push(cut);
                while let Some(part) = frames.next(false) {
                    take(part);
                }
            }
            while let Some(part) = frames.next(true) {
                take(part);
            }
            assert_eq!(all, stream, "cut by {size}");
            // Noise may come in several parts.
            found.dedup_by(|later, earlier| !*later && !*earlier);
            assert_eq!(found, expected, "cut by {size}");
        }
    }
}
