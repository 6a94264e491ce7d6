//! Whether a signal comes upside down: a P1 port gives it so, and a cable without an inverter leaves it so.
//!
//! Read as 8N1, an inverted line that sends characters without a pause between makes of each ASCII character another
//! one: the stop bit looks like a start bit, and behind it comes the inverted start bit as the lowest bit, a one, then the
//! inverted bits of the character. Turning that back must give the text of a telegram.

/// Fewer bytes say nothing.
const FEWEST: usize = 64;
/// Of so many bytes, one may be something else: the first behind a pause is cut.
const ONE_IN: usize = 10;
/// What every P1 telegram has in its lines.
const CODES: [&[u8]; 2] = [b"-0:", b"1-1:"];

/// Whether these bytes are those of a P1 telegram that came upside down.
pub(super) fn looks_inverted(bytes: &[u8]) -> bool {
    let turned: Vec<u8> = bytes.iter().map(|byte| !(byte >> 1) & 0x7F).collect();
    let is_text = |byte: &u8| matches!(byte, b' '..=b'~' | b'\r' | b'\n');
    let odd = bytes.iter().filter(|byte| **byte & 1 == 1).count();
    let text = turned.iter().filter(|byte| is_text(byte)).count();
    let most = bytes.len() - bytes.len() / ONE_IN;
    bytes.len() >= FEWEST
        && odd >= most
        && text >= most
        && CODES
            .iter()
            .any(|code| memchr::memmem::find(&turned, code).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::meter::{Meter, Profile};

    fn telegram() -> Vec<u8> {
        let start = "2026-01-31T12:00:00Z".parse().unwrap();
        Meter::new(Profile::find("nl-dsmr-5.0").unwrap(), 1, start).next_telegram()
    }

    /// What a receiver makes of a line whose levels are exchanged, bit by bit.
    fn received(text: &[u8]) -> Vec<u8> {
        let level = |byte: &u8| {
            let data = (0..8).map(|bit| byte >> bit & 1 == 1).collect::<Vec<_>>();
            [vec![false], data, vec![true]].concat()
        };
        let idle = [true; 30];
        let sent: Vec<bool> = idle
            .into_iter()
            .chain(text.iter().flat_map(level))
            .chain(idle)
            .collect();
        let line: Vec<bool> = sent.iter().map(|level| !level).collect();
        let (mut at, mut bytes) = (0, Vec::new());
        while at + 10 <= line.len() {
            // A start bit is a fall from high to low.
            let falls = at > 0 && line[at - 1] && !line[at];
            if !falls {
                at += 1;
                continue;
            }
            let byte = (0..8).fold(0_u8, |byte, bit| byte | u8::from(line[at + 1 + bit]) << bit);
            // Without a stop bit the character is damaged and dropped.
            if line[at + 9] {
                bytes.push(byte);
            }
            at += 9;
        }
        bytes
    }

    #[test]
    fn a_telegram_upside_down_is_recognised() {
        let bytes = received(&telegram());
        assert!(bytes.len() > telegram().len() - 20, "{}", bytes.len());
        assert!(looks_inverted(&bytes));
    }

    #[test]
    fn nothing_else_is_taken_for_one() {
        assert!(!looks_inverted(&telegram()));
        for byte in [0x00, 0xA5, 0xFF, 0xF5] {
            assert!(!looks_inverted(&[byte; 500]));
        }
        assert!(!looks_inverted(&received(b"short -0:")));
    }
}
