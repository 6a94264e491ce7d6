//! Finds frames in a stream of bytes.
//!
//! A byte that can start a frame makes a candidate; a probe for its framing confirms it or turns it
//! down. Whatever no probe confirms is noise. Every byte belongs to exactly one piece.

use super::probe_p1;

/// How a telegram is wrapped for the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Framing {
    /// ASCII from `/` through `!`, with or without a CRC (IEC 62056-21 mode D and DSMR P1).
    P1,
}

impl Framing {
    /// The name in the `framing` field of `smr.telegram/1`.
    pub const fn name(self) -> &'static str {
        match self {
            Framing::P1 => "p1",
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

/// One row a framing: the byte that starts a candidate, and the probe that judges it.
struct Candidate {
    start: u8,
    framing: Framing,
    probe: fn(&[u8], bool) -> Probe,
}

/// The framings that are looked for. A framing that is added here is found by everything above.
const CANDIDATES: [Candidate; 1] = [Candidate {
    start: b'/',
    framing: Framing::P1,
    probe: probe_p1::probe,
}];

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
        let Some((position, candidate)) = next_candidate(rest) else {
            return Found::Noise {
                length: bytes.len(),
            };
        };
        at += position;
        let Some(rest) = bytes.get(at..) else {
            return noise_or_incomplete(at);
        };
        match (candidate.probe)(rest, at_end) {
            Probe::Reject { skip } => at += skip.max(1),
            // What comes before the candidate is settled whatever becomes of the candidate.
            _ if at > 0 => return Found::Noise { length: at },
            Probe::Frame { length, check } => {
                return Found::Frame {
                    length,
                    framing: candidate.framing,
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

fn next_candidate(bytes: &[u8]) -> Option<(usize, &'static Candidate)> {
    CANDIDATES
        .iter()
        .filter_map(|candidate| Some((memchr::memchr(candidate.start, bytes)?, candidate)))
        .min_by_key(|(position, _)| *position)
}

/// A position in `bytes` that is the border of a piece whatever stands before it, as late as possible.
///
/// It is the end of a line that starts with `!`: any frame that is open there ends there. Pieces on
/// both sides of such a border can be scanned apart with the same result.
pub fn last_border(bytes: &[u8]) -> Option<usize> {
    let mut end = bytes.len();
    while let Some(mark) = memchr::memrchr(b'!', bytes.get(..end)?) {
        if let Some(border) = probe_p1::border_after(bytes, mark) {
            return Some(border);
        }
        end = mark;
    }
    None
}
