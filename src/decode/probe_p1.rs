//! Tells whether a P1 telegram starts at a `/` and where it ends.
//!
//! DSMR P1 companion standard 5.0.2, section 6.2, and IEC 62056-21, 6.3.2: `/XXX5ident CR LF`, lines,
//! `!`, then four hexadecimal digits of CRC-16 (since DSMR 4) and CR LF. Real meters leave out the
//! empty line, zeros of the CRC or the CRC itself.

use super::crc::crc16_arc;
use super::scan::{Check, MAX_FRAME, Probe};

/// `/`, three letters of the manufacturer and at least one more character.
const SHORTEST_IDENT: usize = 5;
/// The standard allows 16 characters behind the manufacturer; some meters write more.
const LONGEST_IDENT: usize = 64;
/// How far behind a `!` the end of its line is looked for.
const LONGEST_CHECK_LINE: usize = 8;

/// Judges the candidate at the start of `bytes`, which is a `/`.
pub(super) fn probe(bytes: &[u8], at_end: bool) -> Probe {
    match ident(bytes) {
        Ident::No => return Probe::Reject { skip: 1 },
        Ident::Open if at_end => return Probe::Reject { skip: 1 },
        Ident::Open => return Probe::Incomplete,
        Ident::Yes => {}
    }
    let window = bytes.get(..MAX_FRAME).unwrap_or(bytes);
    for mark in memchr::memchr_iter(b'!', window) {
        match end_at(bytes, mark, at_end) {
            End::No => {}
            End::Open => return Probe::Incomplete,
            End::At { length, field } => return judge(bytes, mark, length, field),
        }
    }
    if at_end || window.len() == MAX_FRAME {
        // Without an end, only the last start in the window can still become a telegram.
        let skip = last_start_within(window).unwrap_or(window.len());
        return Probe::Reject { skip };
    }
    Probe::Incomplete
}

/// The border behind the check line that starts at `mark`, if it is one that every open frame ends with.
pub(super) fn border_after(bytes: &[u8], mark: usize) -> Option<usize> {
    if !starts_line(bytes, mark) {
        return None;
    }
    match end_at(bytes, mark, false) {
        End::At { length, .. } => Some(length),
        _ => None,
    }
}

enum Ident {
    Yes,
    No,
    /// The bytes so far can become one.
    Open,
}

fn ident(bytes: &[u8]) -> Ident {
    for (at, byte) in bytes.iter().enumerate().skip(1).take(LONGEST_IDENT) {
        match (at, byte) {
            (1..=3, letter) if letter.is_ascii_alphabetic() => {}
            (1..=3, _) => return Ident::No,
            (_, b'\r' | b'\n') if at >= SHORTEST_IDENT => return Ident::Yes,
            (_, b'\r' | b'\n' | b'/' | b'!' | b'(' | b')') => return Ident::No,
            _ => {}
        }
    }
    match bytes.len() > LONGEST_IDENT {
        true => Ident::No,
        false => Ident::Open,
    }
}

enum End<'a> {
    No,
    /// More bytes are needed to tell.
    Open,
    /// The frame is `length` bytes long; `field` is what stands in place of the CRC.
    At {
        length: usize,
        field: &'a [u8],
    },
}

fn starts_line(bytes: &[u8], at: usize) -> bool {
    matches!(
        at.checked_sub(1).and_then(|before| bytes.get(before)),
        Some(b'\n' | b'\r')
    )
}

/// Whether the `!` at `mark` ends a telegram. It does at the start of a line, and elsewhere only when a CRC
/// and a line end follow: a `!` may stand in a text.
fn end_at(bytes: &[u8], mark: usize, at_end: bool) -> End<'_> {
    let after = bytes.get(mark + 1..).unwrap_or_default();
    let near = after.get(..LONGEST_CHECK_LINE).unwrap_or(after);
    let line_end = near.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    let at_line_start = starts_line(bytes, mark);
    let Some(width) = line_end else {
        if near.len() < LONGEST_CHECK_LINE && !at_end {
            return End::Open;
        }
        // No line end in reach: four digits are a CRC, anything else is junk behind the mark.
        let field = near
            .get(..4)
            .filter(|field| is_hex(field))
            .unwrap_or_default();
        return match at_line_start {
            true => End::At {
                length: mark + 1 + field.len(),
                field,
            },
            false => End::No,
        };
    };
    let field = near.get(..width).unwrap_or_default();
    let field = match (width, field.get(..4)) {
        (0..=4, _) => field,
        (_, Some(digits)) if is_hex(digits) => digits,
        _ => &[],
    };
    let is_end = at_line_start || width == 0 || (width == 4 && is_hex(field));
    if !is_end {
        return End::No;
    }
    if field.len() < width {
        return End::At {
            length: mark + 1 + field.len(),
            field,
        };
    }
    let length = mark + 1 + width;
    match (bytes.get(length), bytes.get(length + 1)) {
        (Some(b'\r'), Some(b'\n')) => End::At {
            length: length + 2,
            field,
        },
        (Some(b'\r'), None) if !at_end => End::Open,
        _ => End::At {
            length: length + 1,
            field,
        },
    }
}

fn judge(bytes: &[u8], mark: usize, length: usize, field: &[u8]) -> Probe {
    let covered = bytes.get(..=mark).unwrap_or(bytes);
    let check = match field {
        [] => Check::Absent,
        field => {
            let computed = crc16_arc(covered);
            match hex(field) {
                Some(written) if written == computed => {
                    return Probe::Frame {
                        length,
                        check: Check::Valid,
                    };
                }
                written => Check::Invalid { written, computed },
            }
        }
    };
    // Without a valid CRC a later start means that the first telegram was cut off before its end.
    match last_start_within(covered) {
        Some(skip) => Probe::Reject { skip },
        None => Probe::Frame { length, check },
    }
}

/// The last position behind the first byte at which a telegram can start.
fn last_start_within(bytes: &[u8]) -> Option<usize> {
    memchr::memrchr_iter(b'/', bytes)
        .take_while(|start| *start > 0)
        .find(|start| {
            bytes
                .get(*start..)
                .is_some_and(|rest| !matches!(ident(rest), Ident::No))
        })
}

fn is_hex(field: &[u8]) -> bool {
    field.iter().all(u8::is_ascii_hexdigit)
}

/// The value of one to four hexadecimal digits; meters leave out leading zeros.
fn hex(field: &[u8]) -> Option<u16> {
    if !is_hex(field) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(field).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::super::scan::{self, Found, Framing};
    use super::*;

    /// A telegram with the CRC that its bytes give.
    fn telegram(body: &str) -> Vec<u8> {
        let covered = format!("/TST5\\model\r\n\r\n{body}!");
        format!("{covered}{:04X}\r\n", crc16_arc(covered.as_bytes())).into_bytes()
    }

    fn frame(length: usize, check: Check) -> Found {
        Found::Frame {
            length,
            framing: Framing::P1,
            check,
        }
    }

    fn pieces(bytes: &[u8]) -> Vec<Found> {
        let mut rest = bytes;
        let mut found = Vec::new();
        while !rest.is_empty() {
            let piece = scan::next(rest, true);
            let length = match piece {
                Found::Frame { length, .. } | Found::Noise { length } => length,
                Found::Incomplete => panic!("incomplete at the end"),
            };
            assert!(length > 0, "a piece without bytes");
            rest = &rest[length..];
            found.push(piece);
        }
        found
    }

    #[test]
    fn a_telegram_with_its_crc_is_a_valid_frame() {
        let bytes = telegram("1-0:1.8.1(000001.000*kWh)\r\n");
        assert_eq!(pieces(&bytes), [frame(bytes.len(), Check::Valid)]);
    }

    #[test]
    fn the_crc_may_be_short_lower_case_or_left_out() {
        let covered = b"/TST5\\model\r\n\r\n!";
        let crc = crc16_arc(covered);
        for (field, check) in [
            (format!("{crc:x}"), Check::Valid),
            (String::new(), Check::Absent),
            (
                "0000".to_owned(),
                Check::Invalid {
                    written: Some(0),
                    computed: crc,
                },
            ),
            (
                "12G4".to_owned(),
                Check::Invalid {
                    written: None,
                    computed: crc,
                },
            ),
        ] {
            let bytes = [covered.as_slice(), field.as_bytes(), b"\r\n"].concat();
            assert_eq!(pieces(&bytes), [frame(bytes.len(), check)], "{field}");
        }
    }

    #[test]
    fn junk_behind_the_mark_is_noise_and_the_telegram_is_kept() {
        let bytes = b"/TST5\\model\r\n\r\n1.8.0(1*kWh)\r\n!\0\0\0\0\0\0\0\0\0\0";
        assert_eq!(
            pieces(bytes),
            [
                frame(bytes.len() - 10, Check::Absent),
                Found::Noise { length: 10 }
            ]
        );
    }

    #[test]
    fn a_mark_inside_a_text_does_not_end_the_telegram() {
        let bytes = telegram("0-0:96.13.0(Storing! Bel 112)\r\n");
        assert_eq!(pieces(&bytes), [frame(bytes.len(), Check::Valid)]);
    }

    #[test]
    fn a_telegram_that_was_cut_off_is_noise_and_the_next_one_is_kept() {
        let whole = telegram("1-0:1.8.1(000001.000*kWh)\r\n");
        for cut in 1..whole.len() - 8 {
            let bytes = [&whole[..cut], &whole[..]].concat();
            let expected = [
                Found::Noise { length: cut },
                frame(whole.len(), Check::Valid),
            ];
            assert_eq!(pieces(&bytes), expected, "cut at {cut}");
        }
    }

    #[test]
    fn a_start_inside_a_valid_telegram_is_text() {
        let bytes = telegram("0-0:96.13.0(see\r\n/ABC5 here\r\n)\r\n");
        assert_eq!(pieces(&bytes), [frame(bytes.len(), Check::Valid)]);
    }

    #[test]
    fn a_frame_is_incomplete_until_its_line_end_is_there() {
        let bytes = telegram("1-0:1.8.1(000001.000*kWh)\r\n");
        for length in 1..bytes.len() {
            assert_eq!(
                scan::next(&bytes[..length], false),
                Found::Incomplete,
                "{length} bytes"
            );
        }
    }

    #[test]
    fn a_start_without_an_end_is_given_up_after_the_longest_frame() {
        let mut bytes = b"/TST5\\model\r\n".to_vec();
        bytes.resize(MAX_FRAME - 1, b'x');
        assert_eq!(scan::next(&bytes, false), Found::Incomplete);
        bytes.push(b'x');
        assert_eq!(
            scan::next(&bytes, false),
            Found::Noise { length: MAX_FRAME }
        );
    }

    #[test]
    fn a_border_is_never_inside_a_frame() {
        let one = telegram("1-0:1.8.1(000001.000*kWh)\r\n");
        let bytes = [&one[..], &one[..], &one[..20]].concat();
        assert_eq!(scan::last_border(&bytes), Some(one.len() * 2));
        assert_eq!(scan::last_border(&bytes[..one.len() - 1]), None);
        assert_eq!(scan::last_border(b"no border here!"), None);
    }
}
