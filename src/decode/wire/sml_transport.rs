//! The transport protocol of SML, version 1 (BSI TR-03109-1, annex IV, 7): escapes, padding and a checksum.
//!
//! `1B1B1B1B 01010101`, messages filled up to whole groups of four bytes, `1B1B1B1B 1A`, the number of filling bytes and a
//! CRC-16. Four bytes `1B` within the messages are sent twice.

use super::super::crc::{crc16_kermit, crc16_x25};
use super::super::scan::{Check, Probe};

pub(in super::super) const ESCAPE_BYTE: u8 = 0x1B;
const ESCAPE: [u8; 4] = [ESCAPE_BYTE; 4];
const VERSION: [u8; 4] = [1; 4];
const END: u8 = 0x1A;
/// The start: an escape and the version.
const HEAD: usize = 8;
/// The end: an escape, `1A`, the padding, and the checksum.
const TAIL: usize = 8;
const LONGEST_PADDING: u8 = 3;
/// Meters send some hundred bytes; without an end within so many the start was none.
const LONGEST: usize = 16 * 1024;

/// Judges the candidate at the start of `bytes`, which is a `1B`.
pub(in super::super) fn probe(bytes: &[u8], at_end: bool) -> Probe {
    let start = [ESCAPE, VERSION];
    let start = start.as_flattened();
    let reject = Probe::Reject { skip: 1 };
    let Some(head) = bytes.get(..HEAD) else {
        return match start.starts_with(bytes) && !at_end {
            true => Probe::Incomplete,
            false => reject,
        };
    };
    if head != start {
        return reject;
    }
    let window = bytes.get(..LONGEST).unwrap_or(bytes);
    let mut at = HEAD;
    while let Some(escape) = next_escape(window, at) {
        let after = window.get(escape + ESCAPE.len()..).unwrap_or_default();
        match after {
            [END, padding, low, high, ..] if *padding <= LONGEST_PADDING => {
                let length = escape + TAIL;
                let covered = bytes.get(..length - 2).unwrap_or_default();
                let check = judge(covered, u16::from_le_bytes([*low, *high]));
                return Probe::Frame { length, check };
            }
            [a, b, c, d, ..] if [*a, *b, *c, *d] == ESCAPE => at = escape + 2 * ESCAPE.len(),
            // The start of the next one: this one was cut off.
            [a, b, c, d, ..] if [*a, *b, *c, *d] == VERSION => {
                return Probe::Reject { skip: escape };
            }
            [_, _, _, _, ..] => return Probe::Reject { skip: HEAD },
            _ => break,
        }
    }
    match at_end || window.len() == LONGEST {
        true => Probe::Reject { skip: HEAD },
        false => Probe::Incomplete,
    }
}

/// The next four bytes `1B` from `at` on. Of five to seven in a row the last four are meant: the others end the messages.
fn next_escape(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    // Single bytes of this value are rare enough.
    let found = memchr::memchr_iter(ESCAPE_BYTE, rest).find(|position| {
        rest.get(*position..)
            .is_some_and(|rest| rest.starts_with(&ESCAPE))
    });
    let found = at + found?;
    let run = bytes
        .get(found..)?
        .iter()
        .take(2 * ESCAPE.len())
        .take_while(|byte| **byte == ESCAPE_BYTE)
        .count();
    Some(match run {
        5..=7 => found + run - ESCAPE.len(),
        _ => found,
    })
}

/// Most meters use the CRC of X.25; those of Holley use that of Kermit.
fn judge(covered: &[u8], written: u16) -> Check {
    let computed = crc16_x25(covered);
    match written {
        written if written == computed => Check::Valid,
        written if written == crc16_kermit(covered) => Check::Valid,
        written => Check::Invalid {
            written: Some(written),
            computed,
        },
    }
}

/// Puts the messages of a frame into `payload`, without escapes and padding.
pub(in super::super) fn unwrap(bytes: &[u8], payload: &mut Vec<u8>) {
    let end = bytes.len().saturating_sub(TAIL);
    let padding = bytes
        .get(end + ESCAPE.len() + 1)
        .copied()
        .unwrap_or_default();
    let messages = bytes.get(HEAD..end).unwrap_or_default();
    let messages = messages
        .get(..messages.len().saturating_sub(usize::from(padding)))
        .unwrap_or_default();
    let mut rest = messages;
    while let Some(escape) = next_escape(rest, 0) {
        let (literal, behind) = rest.split_at((escape + ESCAPE.len()).min(rest.len()));
        payload.extend_from_slice(literal);
        rest = behind.strip_prefix(&ESCAPE).unwrap_or(behind);
    }
    payload.extend_from_slice(rest);
}
