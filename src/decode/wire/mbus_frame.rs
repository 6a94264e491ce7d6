//! M-Bus long frames (EN 13757-2) with DLMS in them (EN 13757-1), alone or in series: the customer interface of Austria.
//!
//! `68 L L 68`, control, address, CI, data, the sum of the `L` bytes, `16`. CI counts the segments of a telegram
//! and marks the last one; the source and destination of the transport layer stand before the data.

use super::super::scan::{Check, MAX_FRAME, Probe};
use super::Missing;

pub(in super::super) const START: u8 = 0x68;
const STOP: u8 = 0x16;
/// `68 L L 68` before, checksum and `16` behind the bytes that `L` counts.
const AROUND: usize = 6;
const HEAD: usize = 4;
/// Control, address, CI and the two addresses of the transport layer.
const FIELDS: usize = 5;
/// CI: the segment number in the lower half, this bit in the last one (EN 13757-1, 8.2).
const LAST_SEGMENT: u8 = 0x10;
/// CI above this announces something else than a DLMS transport.
const LARGEST_CI: u8 = 0x1F;

struct Part<'a> {
    length: usize,
    segment: u8,
    is_last: bool,
    data: &'a [u8],
    check: Check,
}

enum Look<'a> {
    No,
    Open,
    Part(Part<'a>),
}

fn look(bytes: &[u8], at_end: bool) -> Look<'_> {
    let open = || if at_end { Look::No } else { Look::Open };
    let (count, ci) = match bytes {
        [START, count, again, START, control, _, ci, ..] => {
            let is_long_frame = count == again
                && usize::from(*count) >= FIELDS
                && matches!(control, 0x53 | 0x73)
                && *ci <= LARGEST_CI;
            if !is_long_frame {
                return Look::No;
            }
            (usize::from(*count), *ci)
        }
        [] => return open(),
        [START, ..] if bytes.len() < HEAD + 3 => {
            let is_possible = match bytes {
                [_, count, again, rest @ ..] => {
                    count == again && rest.first().is_none_or(|byte| *byte == START)
                }
                _ => true,
            };
            return if is_possible { open() } else { Look::No };
        }
        _ => return Look::No,
    };
    let (Some(covered), Some([written, stop])) = (
        bytes.get(HEAD..HEAD + count),
        bytes.get(HEAD + count..HEAD + count + 2),
    ) else {
        return open();
    };
    if *stop != STOP {
        return Look::No;
    }
    let computed = covered
        .iter()
        .fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    let check = match computed == *written {
        true => Check::Valid,
        false => Check::Invalid {
            written: Some(u16::from(*written)),
            computed: u16::from(computed),
        },
    };
    // Another start inside means that this frame was cut off, and the stop byte stands there by chance.
    let starts_inside = || {
        covered
            .windows(HEAD + 1)
            .any(|five| matches!(five, [START, a, b, START, 0x53 | 0x73] if a == b))
    };
    if check != Check::Valid && starts_inside() {
        return Look::No;
    }
    Look::Part(Part {
        length: count + AROUND,
        segment: ci & !LAST_SEGMENT,
        is_last: ci & LAST_SEGMENT != 0,
        data: covered.get(FIELDS..).unwrap_or_default(),
        check,
    })
}

/// Judges the candidate at the start of `bytes`, which is a `68`.
pub(in super::super) fn probe(bytes: &[u8], at_end: bool) -> Probe {
    let mut length = 0;
    let mut verdict = Check::Valid;
    let mut next_segment = None;
    loop {
        let part = match look(bytes.get(length..).unwrap_or_default(), at_end) {
            Look::Part(part) => part,
            Look::Open => return Probe::Incomplete,
            Look::No => break,
        };
        let fits = next_segment.is_none_or(|next| part.segment == next);
        if !fits || length + part.length > MAX_FRAME {
            break;
        }
        length += part.length;
        if verdict == Check::Valid {
            verdict = part.check;
        }
        if part.is_last {
            break;
        }
        next_segment = Some((part.segment + 1) & !LAST_SEGMENT);
    }
    match length {
        0 => Probe::Reject { skip: 1 },
        length => Probe::Frame {
            length,
            check: verdict,
        },
    }
}

/// Puts the data of all segments into `payload`.
pub(in super::super) fn unwrap(bytes: &[u8], payload: &mut Vec<u8>) -> Option<Missing> {
    let mut missing = None;
    let mut is_complete = false;
    let mut at = 0;
    while let Look::Part(part) = look(bytes.get(at..).unwrap_or_default(), true) {
        if at == 0 && part.segment != 0 {
            missing = Some(Missing::Beginning);
        }
        payload.extend_from_slice(part.data);
        is_complete = part.is_last;
        at += part.length;
    }
    match is_complete {
        true => missing,
        false => missing.or(Some(Missing::End)),
    }
}
