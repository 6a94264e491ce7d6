//! Finds frames in a stream of bytes.
//!
//! A byte that can start a frame makes a candidate; a probe for its framing confirms it or turns it
//! down. Whatever no probe confirms is noise. Every byte belongs to exactly one piece.

use super::probe_p1;
use super::wire::{bare, ciphered, hdlc, mbus_frame, sml_transport};

/// How a telegram is wrapped for the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Framing {
    /// ASCII from `/` through `!`, with or without a CRC (IEC 62056-21 mode D and DSMR P1).
    P1,
    /// ASCII lines inside a unit of general-glo-ciphering (Luxembourg).
    P1Encrypted,
    /// HDLC frames with DLMS in them.
    Hdlc,
    /// M-Bus long frames with DLMS in them.
    Mbus,
    /// The transport protocol of SML.
    Sml,
    /// A unit of the DLMS application layer and nothing around it.
    Apdu,
}

impl Framing {
    /// The name in the `framing` field of `smr.telegram/1`.
    pub const fn name(self) -> &'static str {
        match self {
            Framing::P1 => "p1",
            Framing::P1Encrypted => "p1-encrypted",
            Framing::Hdlc => "hdlc",
            Framing::Mbus => "mbus",
            Framing::Sml => "sml",
            Framing::Apdu => "apdu",
        }
    }
}

/// Whether the checksum of a frame is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// It is there and right.
    Valid,
    /// It is there and wrong, or unreadable (`written` is then `None`).
    Invalid {
        /// What the meter sent.
        written: Option<u16>,
        /// What the bytes give.
        computed: u16,
    },
    /// The dialect has none, or it was left out.
    Absent,
}

impl Check {
    /// The name in the `check` field of `smr.telegram/1`.
    pub const fn name(self) -> &'static str {
        match self {
            Check::Valid => "valid",
            Check::Invalid { .. } => "invalid",
            Check::Absent => "absent",
        }
    }
}

/// What stands at the start of the bytes that were looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A whole frame.
    Frame {
        /// Its length in bytes, with the line end behind the checksum.
        length: usize,
        /// How it is wrapped.
        framing: Framing,
        /// Whether its checksum is right.
        check: Check,
    },
    /// Bytes that belong to no frame.
    Noise {
        /// How many.
        length: usize,
    },
    /// It takes more bytes to tell. Never given when the bytes are said to be the last ones.
    Incomplete,
}

/// What a probe says of a candidate at the start of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Probe {
    /// A frame of this length.
    Frame { length: usize, check: Check },
    /// No frame starts before this position (at least 1).
    Reject { skip: usize },
    /// More bytes are needed.
    Incomplete,
}

/// The longest frame. A candidate that has no end within as many bytes is noise.
pub const MAX_FRAME: usize = 64 * 1024;

/// As many bytes as it takes at most to tell what stands at their start: a frame and what follows its end.
pub const ENOUGH: usize = MAX_FRAME + 16;

type ProbeFunction = fn(&[u8], bool) -> Probe;

/// The framing that can start with a byte, and the probe that judges it. A framing that is added here is found by
/// everything above.
const fn candidate(start: u8) -> Option<(Framing, ProbeFunction)> {
    match start {
        b'/' => Some((Framing::P1, probe_p1::probe)),
        hdlc::FLAG => Some((Framing::Hdlc, hdlc::probe)),
        start if hdlc::is_format(start) => Some((Framing::Hdlc, hdlc::probe)),
        mbus_frame::START => Some((Framing::Mbus, mbus_frame::probe)),
        sml_transport::ESCAPE_BYTE => Some((Framing::Sml, sml_transport::probe)),
        ciphered::TAG => Some((Framing::P1Encrypted, ciphered::probe)),
        _ => None,
    }
}

/// Which bytes start a candidate.
static IS_START: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = u8::MAX;
    loop {
        if let Some(place) = table.split_at_mut(byte as usize).1.first_mut() {
            *place = candidate(byte).is_some();
        }
        if byte == 0 {
            break table;
        }
        byte -= 1;
    }
};

/// As [`next`], where a unit without any framing may stand at the start of `bytes` as well.
pub fn bare_or_next(bytes: &[u8], at_end: bool) -> Found {
    match bare::probe(bytes, at_end) {
        Probe::Frame { length, check } => Found::Frame {
            length,
            framing: Framing::Apdu,
            check,
        },
        Probe::Incomplete => Found::Incomplete,
        Probe::Reject { .. } => next(bytes, at_end),
    }
}

/// Tells what stands at the start of `bytes`. With `at_end`, no further bytes will come.
///
/// `bytes` may be longer than one frame. [`Found::Incomplete`] is given only for fewer than
/// [`ENOUGH`] bytes, so a buffer of that size always makes progress.
pub fn next(bytes: &[u8], at_end: bool) -> Found {
    let mut at = 0;
    loop {
        let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) else {
            return noise_or_incomplete(at);
        };
        let Some((position, (framing, probe))) = next_candidate(rest) else {
            return Found::Noise {
                length: bytes.len(),
            };
        };
        at += position;
        let Some(rest) = bytes.get(at..) else {
            return noise_or_incomplete(at);
        };
        match probe(rest, at_end) {
            Probe::Reject { skip } => at += skip.max(1),
            // What comes before the candidate is settled whatever becomes of the candidate.
            _ if at > 0 => return Found::Noise { length: at },
            Probe::Frame { length, check } => {
                return Found::Frame {
                    length,
                    framing,
                    check,
                };
            }
            Probe::Incomplete => return Found::Incomplete,
        }
    }
}

fn noise_or_incomplete(length: usize) -> Found {
    match length {
        0 => Found::Incomplete,
        length => Found::Noise { length },
    }
}

fn next_candidate(bytes: &[u8]) -> Option<(usize, (Framing, ProbeFunction))> {
    let position = first_start(bytes)?;
    Some((position, candidate(*bytes.get(position)?)?))
}

/// How many bytes of noise are looked at together.
const BLOCK: usize = 64;

fn first_start(bytes: &[u8]) -> Option<usize> {
    let is_start = |byte: &u8| IS_START.get(usize::from(*byte)).is_some_and(|start| *start);
    // Between telegrams the next one starts at once. In noise, whole blocks are passed over by comparisons
    // that a processor can do for many bytes at a time.
    let mut at = 0;
    if !bytes.first().is_some_and(is_start) {
        let (blocks, _) = bytes.as_chunks::<BLOCK>();
        let passed = blocks.iter().take_while(|block| {
            !block
                .iter()
                .fold(false, |found, byte| found | could_start(*byte))
        });
        at = passed.count() * BLOCK;
    }
    let rest = bytes.get(at..)?;
    Some(at + rest.iter().position(is_start)?)
}

/// The same as the table says, without looking into it.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches a block is judged at once"
)]
const fn could_start(byte: u8) -> bool {
    (byte == b'/')
        | (byte == hdlc::FLAG)
        | hdlc::is_format(byte)
        | (byte == mbus_frame::START)
        | (byte == sml_transport::ESCAPE_BYTE)
        | (byte == ciphered::TAG)
}

/// A position in `bytes` that is the border of a piece whatever stands before it, as late as possible.
///
/// It is the end of a line that starts with `!`: any ASCII frame that is open there ends there. Pieces on
/// both sides of such a border can be scanned apart with the same result. In binary frames a line can end anywhere, so
/// there is no such border among bytes that are not all ASCII.
pub fn last_border(bytes: &[u8]) -> Option<usize> {
    if !bytes.is_ascii() || memchr::memchr2(sml_transport::ESCAPE_BYTE, hdlc::FLAG, bytes).is_some()
    {
        return None;
    }
    let mut end = bytes.len();
    while let Some(mark) = memchr::memrchr(b'!', bytes.get(..end)?) {
        if let Some(border) = probe_p1::border_after(bytes, mark) {
            return Some(border);
        }
        end = mark;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_find_a_start_agree() {
        for byte in 0..=u8::MAX {
            assert_eq!(could_start(byte), candidate(byte).is_some(), "{byte:#04x}");
            for place in [0, 1, 63, 64, 65, 200] {
                let mut bytes = vec![0; 256];
                bytes[place] = byte;
                let expected = candidate(byte).map(|_| place);
                assert_eq!(first_start(&bytes), expected, "{byte:#04x} at {place}");
            }
        }
    }
}
