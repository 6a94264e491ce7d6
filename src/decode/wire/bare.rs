//! Application-layer units without any framing, as other tools write them to files.
//!
//! They have neither a start to look for nor a checksum, so they are taken only where nothing else can stand:
//! at the very start of a stream, or directly behind another one, and only when every byte of them reads well.

use super::super::dlms::axdr::{Stop, skip_value};
use super::super::dlms::notification::{self, DATA_NOTIFICATION};
use super::super::scan::{Check, MAX_FRAME, Probe};

/// Array and structure, with which the body of every known notification starts.
const GROUPS: std::ops::RangeInclusive<u8> = 1..=2;
/// Shorter ones say too little to be told from noise.
const SHORTEST: usize = 16;

/// Judges whether a unit stands at the start of `bytes`.
pub(in super::super) fn probe(bytes: &[u8], at_end: bool) -> Probe {
    let reject = Probe::Reject { skip: 1 };
    let window = bytes.get(..MAX_FRAME).unwrap_or(bytes);
    let open = match at_end || window.len() == MAX_FRAME {
        true => reject,
        false => Probe::Incomplete,
    };
    let body = match window.first() {
        Some(&DATA_NOTIFICATION) => match notification::header(window) {
            Some((_, body)) => body,
            None if window.len() < notification::LONGEST_HEADER => return open,
            None => return reject,
        },
        Some(first) if GROUPS.contains(first) => 0,
        _ => return reject,
    };
    match window.get(body) {
        Some(first) if GROUPS.contains(first) => {}
        Some(_) => return reject,
        None => return open,
    }
    match skip_value(window, body) {
        Ok(length) if length >= SHORTEST => Probe::Frame {
            length,
            check: Check::Absent,
        },
        Ok(_) | Err(Stop::Unreadable { .. }) => reject,
        Err(Stop::Cut) => open,
    }
}
