//! Bytes that look like something.

use std::fmt::Write as _;

/// How many codes of meters, such as `1-0:1.8.`, stand in a text.
pub(super) fn codes(text: &[u8]) -> usize {
    text.windows(5)
        .filter(|window| {
            matches!(window, [a, b'-', b, b':', c]
                if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit())
        })
        .count()
}

/// As many codes are no chance.
pub(super) const ENOUGH_CODES: usize = 3;

/// Whether this is text with lines of a meter.
pub(super) fn is_meter_text(text: &[u8]) -> bool {
    codes(text) >= ENOUGH_CODES
}

/// Whether a telegram seems to start here: `/ISK5`.
fn is_start(text: &[u8]) -> bool {
    matches!(text, [b'/', a, b, c, digit, ..]
        if [a, b, c].iter().all(|letter| letter.is_ascii_alphabetic()) && digit.is_ascii_digit())
}

/// From each start of a telegram to the next one, or to the end.
pub(super) fn attempts(text: &[u8]) -> Vec<&[u8]> {
    let mut starts: Vec<usize> = memchr::memchr_iter(b'/', text)
        .filter(|at| text.get(*at..).is_some_and(is_start))
        .collect();
    starts.push(text.len());
    starts
        .windows(2)
        .filter_map(|pair| match pair {
            [start, end] => text.get(*start..*end),
            _ => None,
        })
        .collect()
}

/// The line of a text around a byte, without its end, and the byte's place in it.
pub(super) fn line_around(text: &[u8], at: usize) -> (&[u8], usize) {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let before = text.get(..at).unwrap_or_default();
    let start = before.iter().rposition(is_end).map_or(0, |end| end + 1);
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.iter().position(is_end).unwrap_or(rest.len());
    (rest.get(..length).unwrap_or_default(), at - start)
}

/// Bytes as a terminal may show them.
pub(super) fn shown(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        match byte {
            b'\r' => text.push_str("\\r"),
            b'\n' => text.push_str("\\n"),
            b' '..=b'~' => text.push(char::from(*byte)),
            // Writing to memory cannot fail.
            byte => drop(write!(text, "\\x{byte:02x}")),
        }
        text
    })
}
