//! Whether the gateway runs: in setup it answers Improv on its serial line.
//!
//! Improv Wi-Fi, "serial" (improv-wifi.com): packets of "IMPROV", version, type, length, data, and the sum of all that.

use std::time::{Duration, Instant};

use super::line::{Line, SPEED};
use crate::error::Result;

const MAGIC: &[u8] = b"IMPROV";
const VERSION: u8 = 1;
const COMMAND: u8 = 3;
const RESULT: u8 = 4;
/// "Who are you?"
const IDENTITY: u8 = 3;
/// From one question to the next.
const EACH: Duration = Duration::from_millis(300);

/// What a gateway in setup says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The firmware's name.
    pub firmware: String,
    /// Its version.
    pub version: String,
    /// The board.
    pub board: String,
    /// The gateway's name or id.
    pub name: String,
}

fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

fn question() -> Vec<u8> {
    let mut packet = MAGIC.to_vec();
    packet.extend([VERSION, COMMAND, 2, IDENTITY, 0]);
    packet.push(sum(&packet));
    packet.push(b'\n');
    packet
}

/// The texts of a result, each behind its length.
fn texts(mut data: &[u8]) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    while let [length, rest @ ..] = data {
        let (text, rest) = rest.split_at_checked(usize::from(*length))?;
        texts.push(String::from_utf8(text.to_vec()).ok()?);
        data = rest;
    }
    Some(texts)
}

/// The identity in what was heard, whatever else is in it.
pub fn parse(heard: &[u8]) -> Option<Identity> {
    (0..heard.len()).find_map(|at| {
        let packet = heard.get(at..)?.strip_prefix(MAGIC)?;
        let [VERSION, RESULT, length, rest @ ..] = packet else {
            return None;
        };
        let (data, rest) = rest.split_at_checked(usize::from(*length))?;
        let checked = heard.get(at..at + MAGIC.len() + 3 + data.len())?;
        if rest.first() != Some(&sum(checked)) {
            return None;
        }
        let [IDENTITY, size, strings @ ..] = data else {
            return None;
        };
        let strings = strings.get(..usize::from(*size))?;
        let [firmware, version, board, name] = <[String; 4]>::try_from(texts(strings)?).ok()?;
        Some(Identity {
            firmware,
            version,
            board,
            name,
        })
    })
}

/// Asks for up to `patience` who is there; nothing if nobody answers.
///
/// # Errors
///
/// A port that fails; a wish to stop, from `check`.
pub fn ask(
    line: &mut Line,
    patience: Duration,
    check: &dyn Fn() -> Result<()>,
) -> Result<Option<Identity>> {
    line.set_speed(SPEED);
    let until = Instant::now() + patience;
    while Instant::now() < until {
        check()?;
        line.send(&question())?;
        let heard = line.listen_until(EACH, |heard| parse(heard).is_some())?;
        if let Some(identity) = parse(&heard) {
            return Ok(Some(identity));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Vec<u8> {
        let mut strings = Vec::new();
        for text in ["smr", "1.2.3", "esp8266-1m", "smr-a1b2c3"] {
            strings.push(u8::try_from(text.len()).expect("short"));
            strings.extend(text.as_bytes());
        }
        let size = u8::try_from(strings.len()).expect("short");
        let mut packet = MAGIC.to_vec();
        packet.extend([VERSION, RESULT, size + 2, IDENTITY, size]);
        packet.extend(strings);
        packet.push(sum(&packet));
        packet
    }

    #[test]
    fn a_gateway_is_found_in_whatever_else_comes() {
        let heard = [b"\xFFIMPROV\x01noise", &answer()[..], b"\nmore"].concat();
        let identity = parse(&heard).expect("an identity");
        assert_eq!(identity.version, "1.2.3");
        assert_eq!(identity.board, "esp8266-1m");
        assert_eq!(identity.name, "smr-a1b2c3");
    }

    #[test]
    fn a_damaged_or_cut_answer_is_none() {
        let whole = answer();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x20;
            assert_eq!(parse(&damaged), None, "{at}");
            assert_eq!(parse(&whole[..at]), None, "{at}");
        }
        assert_eq!(parse(b""), None);
    }

    #[test]
    fn the_question_is_a_whole_packet() {
        assert_eq!(question(), b"IMPROV\x01\x03\x02\x03\x00\xE6\n");
    }
}
