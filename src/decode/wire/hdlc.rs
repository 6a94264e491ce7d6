//! HDLC frames (ISO/IEC 13239 as IEC 62056-46 uses it), alone or in series.
//!
//! `7E`, frame format type 3 with an eleven-bit length, destination and source address, control, header check
//! sequence, information, frame check sequence, `7E`. A telegram is one frame, several segments of one
//! message, or several messages that hold the blocks of a general block transfer.

use super::super::crc::crc16_x25;
use super::super::scan::{Check, MAX_FRAME, Probe};
use super::{Missing, be16, le16};

/// The flag on both sides of a frame.
pub(in super::super) const FLAG: u8 = 0x7E;
/// The upper half of the first byte: frame format type 3.
const FORMAT: u8 = 0xA0;
/// More segments of the same message follow.
const SEGMENTED: u8 = 0x08;
/// An address has at most so many bytes.
const LONGEST_ADDRESS: usize = 4;
const CHECK_BYTES: usize = 2;
/// General block transfer (IEC 62056-5-3, 4.2.3.13).
const BLOCK_TRANSFER: u8 = 0xE0;
const LAST_BLOCK: u8 = 0x80;

/// Whether a frame without a flag before it can start with this byte: two frames may share one flag.
pub(in super::super) const fn is_format(byte: u8) -> bool {
    byte & 0xF0 == FORMAT
}

/// One frame, its flags left out.
#[derive(Clone, Copy)]
struct Part<'a> {
    /// From the frame format up to the frame check sequence.
    length: usize,
    is_segmented: bool,
    addresses: &'a [u8],
    information: &'a [u8],
    header: Header<'a>,
    check: Check,
    /// Whether the closing flag is there.
    is_closed: bool,
}

/// The beginning of a frame that has a check sequence of its own, which is rarely asked for: that of the frame covers it, too.
#[derive(Clone, Copy)]
struct Header<'a> {
    covered: &'a [u8],
    written: u16,
    /// Where that is known already.
    is_right: Option<bool>,
}

impl Header<'_> {
    fn is_right(&self) -> bool {
        self.is_right
            .unwrap_or_else(|| crc16_x25(self.covered) == self.written)
    }
}

enum Look<'a> {
    No,
    /// More bytes are needed to tell.
    Open,
    Part(Part<'a>),
}

/// The length of the address at `at`: its last byte is odd.
fn address(bytes: &[u8], at: usize) -> Option<usize> {
    let field = bytes.get(at..)?;
    let length = field
        .iter()
        .take(LONGEST_ADDRESS)
        .position(|byte| byte & 1 == 1);
    length.map(|last| last + 1)
}

/// Looks at the frame whose format field is at the start of `bytes`.
fn look(bytes: &[u8], at_end: bool) -> Look<'_> {
    look_with(bytes, at_end, crc16_x25)
}

/// Looks at a frame that was judged before: its checks are not computed again.
fn look_again(bytes: &[u8]) -> Look<'_> {
    look_with(bytes, true, |covered| {
        le16(bytes, covered.len()).unwrap_or_default()
    })
}

fn look_with(bytes: &[u8], at_end: bool, checksum: impl Fn(&[u8]) -> u16) -> Look<'_> {
    let open = || if at_end { Look::No } else { Look::Open };
    let Some(format) = be16(bytes, 0) else {
        let is_possible = bytes.first().is_none_or(|byte| is_format(*byte));
        return if is_possible { open() } else { Look::No };
    };
    if !bytes.first().is_some_and(|byte| is_format(*byte)) {
        return Look::No;
    }
    let length = usize::from(format & 0x07FF);
    let addresses = address(bytes, 2).and_then(|destination| {
        let source = address(bytes, 2 + destination)?;
        Some(destination + source)
    });
    let Some(addresses) = addresses else {
        return match bytes.len() < 2 + 2 * LONGEST_ADDRESS {
            true => open(),
            false => Look::No,
        };
    };
    let header = 2 + addresses + 1;
    if length < header + CHECK_BYTES {
        return Look::No;
    }
    // A frame without information has one check sequence only.
    let is_empty = length < header + 2 * CHECK_BYTES;
    let header_check = if is_empty {
        length - CHECK_BYTES
    } else {
        header
    };
    let (Some(covered), Some(written)) = (bytes.get(..header_check), le16(bytes, header_check))
    else {
        return open();
    };
    let start = header + CHECK_BYTES;
    // With a wrong header nothing but the link-layer prefix speaks for a frame.
    let speaks_for_itself = has_llc(bytes.get(start..).unwrap_or_default());
    let header = Header {
        covered,
        written,
        is_right: (!speaks_for_itself).then(|| checksum(covered) == written),
    };
    if header.is_right == Some(false) {
        return match bytes.len() < start + LLC_BYTES {
            true => open(),
            false => Look::No,
        };
    }
    let end = length - CHECK_BYTES;
    let (Some(covered), Some(written)) = (bytes.get(..end), le16(bytes, end)) else {
        return open();
    };
    let closing = bytes.get(length);
    if closing.is_none() && !at_end {
        return Look::Open;
    }
    let computed = checksum(covered);
    let check = match computed == written {
        true => Check::Valid,
        false => Check::Invalid {
            written: Some(written),
            computed,
        },
    };
    let is_closed = closing == Some(&FLAG);
    if check != Check::Valid && !is_closed {
        return Look::No;
    }
    Look::Part(Part {
        length,
        is_segmented: format.to_be_bytes()[0] & SEGMENTED != 0,
        addresses: bytes.get(2..2 + addresses).unwrap_or_default(),
        information: bytes.get(start..end).unwrap_or_default(),
        header,
        check,
        is_closed,
    })
}

const LLC_BYTES: usize = 3;

/// Whether the logical link prefix is there (IEC 62056-46, 5.3.2): destination E6, source E6 or E7, quality 0.
fn has_llc(information: &[u8]) -> bool {
    matches!(information, [0xE6, 0xE6 | 0xE7, 0, ..])
}

/// The information without the logical link prefix.
fn without_llc(information: &[u8]) -> &[u8] {
    match has_llc(information) {
        true => information.get(LLC_BYTES..).unwrap_or_default(),
        false => information,
    }
}

/// The number of the block that a message carries and whether it is the last one; `None` without block transfer.
fn block(message: &[u8]) -> Option<(u16, bool)> {
    match without_llc(message) {
        [BLOCK_TRANSFER, control, high, low, ..] => {
            Some((u16::from_be_bytes([*high, *low]), control & LAST_BLOCK != 0))
        }
        _ => None,
    }
}

/// What the telegram still waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Awaits {
    Nothing,
    Segment,
    Block(u16),
}

/// Follows the parts of a telegram.
struct Series<'a> {
    addresses: &'a [u8],
    /// The first segment of the message at hand.
    message: &'a [u8],
    awaits: Awaits,
}

impl<'a> Series<'a> {
    fn new() -> Self {
        Series {
            addresses: &[],
            message: &[],
            awaits: Awaits::Nothing,
        }
    }

    /// Whether `part` goes on with the telegram.
    fn fits(&self, part: &Part<'_>) -> bool {
        part.header.is_right()
            && part.addresses == self.addresses
            && match self.awaits {
                Awaits::Nothing => false,
                Awaits::Segment => !has_llc(part.information),
                Awaits::Block(number) => {
                    block(part.information).is_some_and(|(found, _)| found == number)
                }
            }
    }

    fn take(&mut self, part: &Part<'a>) {
        self.addresses = part.addresses;
        if self.awaits != Awaits::Segment {
            self.message = part.information;
        }
        self.awaits = if part.is_segmented {
            Awaits::Segment
        } else {
            match block(self.message) {
                Some((number, false)) => Awaits::Block(number.wrapping_add(1)),
                _ => Awaits::Nothing,
            }
        };
    }
}

/// Where the format field of the next frame is: behind flags, at most one frame's worth of them.
fn behind_flags(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| **byte == FLAG).count()
}

/// Judges the candidate at the start of `bytes`, which is a flag or the first byte of a frame.
pub(in super::super) fn probe(bytes: &[u8], at_end: bool) -> Probe {
    let has_flag = bytes.first() == Some(&FLAG);
    let first = usize::from(has_flag);
    let mut series = Series::new();
    let mut length = 0;
    let mut verdict = Check::Valid;
    let mut is_closed = true;
    let mut at = first;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let part = match look(rest, at_end) {
            Look::Part(part) => part,
            Look::Open => return Probe::Incomplete,
            Look::No => break,
        };
        if length > 0 && !series.fits(&part) {
            break;
        }
        let end = at + part.length + usize::from(part.is_closed);
        if end > MAX_FRAME {
            break;
        }
        length = end;
        is_closed &= part.is_closed;
        if verdict == Check::Valid {
            verdict = part.check;
        }
        series.take(&part);
        if series.awaits == Awaits::Nothing {
            break;
        }
        at = behind_flags(bytes, end);
    }
    // Without a flag before it, only right checks and a flag behind it make a frame.
    match length > 0 && (has_flag || (verdict == Check::Valid && is_closed)) {
        true => Probe::Frame {
            length,
            check: verdict,
        },
        false => Probe::Reject { skip: 1 },
    }
}

/// Puts what the frames of a telegram carry into `payload`: one unit of the application layer, with link prefixes
/// and the headers of blocks left out.
pub(in super::super) fn unwrap(bytes: &[u8], payload: &mut Vec<u8>) -> Option<Missing> {
    let mut series = Series::new();
    let mut missing = None;
    let mut message_start = payload.len();
    let mut at = behind_flags(bytes, 0);
    while let Look::Part(part) = look_again(bytes.get(at..).unwrap_or_default()) {
        let is_new_message = series.awaits != Awaits::Segment;
        let is_first = series.addresses.is_empty();
        series.take(&part);
        if is_new_message {
            message_start = payload.len();
            if is_first
                && (!has_llc(part.information)
                    || block(part.information).is_some_and(|(number, _)| number > 1))
            {
                missing = Some(Missing::Beginning);
            }
        }
        let information = match is_new_message {
            true => without_llc(part.information),
            false => part.information,
        };
        payload.extend_from_slice(information);
        if !part.is_segmented {
            strip_block_header(payload, message_start);
        }
        at = behind_flags(bytes, at + part.length);
    }
    if series.awaits == Awaits::Nothing {
        return missing;
    }
    strip_block_header(payload, message_start);
    missing.or(Some(Missing::End))
}

/// Leaves of the message from `start` on only the data of its block.
fn strip_block_header(payload: &mut Vec<u8>, start: usize) {
    let message = payload.get(start..).unwrap_or_default();
    // Behind the tag: control, block number, acknowledged number, length of the data.
    if message.first() == Some(&BLOCK_TRANSFER)
        && let Some((length, at)) = super::length(message, 6)
    {
        payload.truncate((start + at + length).min(payload.len()));
        payload.drain(start..start + at);
    }
}
