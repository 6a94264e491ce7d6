//! Why the checksum of a telegram is wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::counted;
use crate::decode::crc::{
    crc16_arc, crc16_ccitt_false, crc16_kermit, crc16_modbus, crc16_x25, crc16_xmodem,
};
use crate::decode::note::NoteCode;
use crate::decode::{Check, Framing, Telegram};
use crate::doctor::alike::{line_around, shown};
use crate::doctor::evidence::Evidence;
use crate::doctor::finding::{Finding, Kind};
use crate::doctor::table;

/// Computes a checksum.
type Sum = fn(&[u8]) -> u16;

/// Checksums that are taken for that of P1.
const OTHERS: [(&str, Sum); 5] = [
    ("Modbus", crc16_modbus),
    ("X.25", crc16_x25),
    ("Kermit", crc16_kermit),
    ("XMODEM", crc16_xmodem),
    ("CCITT", crc16_ccitt_false),
];

/// CR LF.
const LINE_END: usize = 2;
/// As many examples are shown.
const EXAMPLES: usize = 3;
/// More characters than this do not change at once: something else is wrong.
const MOST_CHANGED: usize = 40;

/// What happened to one telegram.
struct Cause {
    kind: &'static Kind,
    detail: String,
}

impl Cause {
    fn new(kind: &'static Kind, detail: impl Into<String>) -> Cause {
        let detail = detail.into();
        Cause { kind, detail }
    }
}

pub(super) fn look(evidence: &Evidence, findings: &mut Vec<Finding>) {
    if findings.iter().any(|finding| *finding.kind == table::MIXED) {
        return;
    }
    let sound: Vec<&Telegram> = evidence.read().map(|arrived| &arrived.telegram).collect();
    let mut causes: BTreeMap<usize, (&'static Kind, Vec<String>)> = BTreeMap::new();
    for arrived in evidence.damaged() {
        let cause = cause(&arrived.telegram, &sound);
        let entry = causes.entry(cause.kind.place());
        entry
            .or_insert((cause.kind, Vec::new()))
            .1
            .push(cause.detail);
    }
    // A line that is missing is a piece that is missing.
    let (pieces, lines) = (table::PIECES.place(), table::LINE_LOST.place());
    if causes.contains_key(&pieces)
        && let Some((_, lost)) = causes.remove(&lines)
        && let Some((_, details)) = causes.get_mut(&pieces)
    {
        details.extend(lost);
    }
    for (kind, details) in causes.into_values() {
        let of = counted(evidence.telegrams.len(), "telegram");
        let mut examples: Vec<&String> = Vec::new();
        for detail in details.iter().filter(|detail| !detail.is_empty()) {
            if !examples.contains(&detail) && examples.len() < EXAMPLES {
                examples.push(detail);
            }
        }
        let examples: String = examples.into_iter().fold(String::new(), |text, example| {
            let sign = if text.is_empty() { ": " } else { "; " };
            text + sign + example
        });
        let text = format!("{} of {of}{examples}", details.len());
        findings.push(Finding::new(kind, text));
    }
}

fn cause(telegram: &Telegram, sound: &[&Telegram]) -> Cause {
    let Check::Invalid { written, computed } = telegram.check() else {
        return Cause {
            kind: &table::FLIPPED,
            detail: "the telegram ends too early, at a \"!\" that does not belong there".to_owned(),
        };
    };
    if telegram.framing() != Framing::P1 {
        return unexplained(telegram);
    }
    let (bytes, written) = (telegram.bytes(), written.unwrap_or(!computed));
    let end = bytes
        .iter()
        .rposition(|byte| *byte == b'!')
        .map_or(0, |at| at + 1);
    let body = bytes.get(..end).unwrap_or_default();
    let found = changed_lines(body, written)
        .or_else(|| other_crc(body, written))
        .or_else(|| lost(telegram, sound))
        .or_else(|| flipped_crc(written, computed))
        .or_else(|| flipped_bit(body, written, sound))
        .or_else(|| changed_characters(telegram, sound));
    found.unwrap_or_else(|| unexplained(telegram))
}

fn unexplained(telegram: &Telegram) -> Cause {
    let note = telegram.notes().iter();
    let mut note = note.filter(|note| note.code == NoteCode::CheckFailed);
    let detail = note.next().map(|note| note.message.clone());
    Cause {
        kind: &table::DAMAGED,
        detail: detail.unwrap_or_default(),
    }
}

/// What text modes do to lines.
fn changed_lines(body: &[u8], written: u16) -> Option<Cause> {
    let text: String = body.iter().map(|byte| char::from(*byte)).collect();
    let fits = |text: &str| {
        let bytes: Option<Vec<u8>> = text
            .chars()
            .map(|letter| u8::try_from(letter).ok())
            .collect();
        bytes.is_some_and(|bytes| crc16_arc(&bytes) == written)
    };
    let with_blank = |text: &str| text.replacen("\r\n", "\r\n\r\n", 1);
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    let restored = plain.replace('\n', "\r\n");
    let doubled = plain.replace("\n\n", "\n").replace('\n', "\r\n");
    if restored != text {
        for candidate in [&restored, &with_blank(&restored)] {
            if fits(candidate) {
                return Some(Cause::new(
                    &table::LINE_ENDS,
                    "with CR LF at the end of each line the CRC is right",
                ));
            }
        }
    }
    if fits(&with_blank(&text)) {
        return Some(Cause::new(
            &table::BLANKS,
            "with an empty line behind the first one the CRC is right",
        ));
    }
    if fits(&with_blank(&doubled)) || fits(&doubled) {
        return Some(Cause::new(
            &table::LINE_ENDS,
            "with one CR LF at the end of each line the CRC is right",
        ));
    }
    None
}

fn other_crc(body: &[u8], written: u16) -> Option<Cause> {
    let fits = |sum: u16| sum == written || sum.swap_bytes() == written;
    if crc16_arc(body).swap_bytes() == written {
        return Some(Cause::new(
            &table::OTHER_CRC,
            "its two bytes are in the wrong order",
        ));
    }
    let without_mark = body.get(..body.len().saturating_sub(1)).unwrap_or_default();
    if fits(crc16_arc(without_mark)) {
        return Some(Cause::new(
            &table::OTHER_CRC,
            "it leaves the exclamation mark out",
        ));
    }
    let other = OTHERS.iter().find(|(_, sum)| fits(sum(body)));
    let (name, _) = other?;
    Some(Cause::new(
        &table::OTHER_CRC,
        format!("it is that of {name}"),
    ))
}

/// The lines of a telegram, without the first and the last.
fn lines(bytes: &[u8]) -> Vec<&str> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let lines = text.split("\r\n").skip(1);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('!'))
        .collect()
}

/// What stands before the values of a line.
fn head(line: &str) -> &str {
    line.split('(').next().unwrap_or_default()
}

/// How much in a line cannot be: characters that none has, and numbers with a unit that are none.
fn oddness(line: &[u8]) -> usize {
    let foreign = line
        .iter()
        .filter(|byte| !byte.is_ascii_graphic() && **byte != b' ');
    let is_number = |group: &&[u8]| {
        let number = group.split(|byte| *byte == b'*').next().unwrap_or_default();
        number
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
    };
    let groups = line.split(|byte| matches!(byte, b'(' | b')' | b','));
    let odd = groups.filter(|group| group.contains(&b'*') && !is_number(group));
    foreign.count() + odd.count()
}

/// What is missing beside a sound telegram of the same meter.
fn lost(telegram: &Telegram, sound: &[&Telegram]) -> Option<Cause> {
    let closest = sound.last()?;
    let (there, expected) = (lines(telegram.bytes()), lines(closest.bytes()));
    let fewer = closest.bytes().len().checked_sub(telegram.bytes().len())?;
    (fewer > 1).then_some(())?;
    let is_known = |line: &&str| expected.iter().any(|other| head(other) == head(line));
    let missing: Vec<&&str> = expected
        .iter()
        .filter(|line| !there.iter().any(|other| head(other) == head(line)))
        .collect();
    let missing_bytes: usize = missing.iter().map(|line| line.len() + LINE_END).sum();
    let are_whole = there.iter().all(is_known);
    if are_whole && missing_bytes == fewer {
        let names: Vec<&str> = missing
            .iter()
            .take(EXAMPLES)
            .map(|line| head(line))
            .collect();
        return Some(Cause::new(
            &table::LINE_LOST,
            format!("without {}", names.join(", ")),
        ));
    }
    Some(Cause::new(
        &table::PIECES,
        format!("{fewer} bytes fewer than the others"),
    ))
}

/// A digit of the CRC itself that changed by one bit.
fn flipped_crc(written: u16, computed: u16) -> Option<Cause> {
    let (is, was) = (format!("{written:04X}"), format!("{computed:04X}"));
    let changed: Vec<u8> = is
        .bytes()
        .zip(was.bytes())
        .map(|(is, was)| is ^ was)
        .collect();
    let bits: u32 = changed.iter().map(|byte| byte.count_ones()).sum();
    (bits == 1).then_some(())?;
    Some(Cause::new(
        &table::FLIPPED,
        format!("the CRC {is} must be {was}"),
    ))
}

/// The bit that would make the CRC right, if there is one that makes sense.
fn flipped_bit(body: &[u8], written: u16, sound: &[&Telegram]) -> Option<Cause> {
    // A CRC is linear: what one wrong bit does to it depends only on how many bytes follow.
    let wanted = crc16_arc(body) ^ written;
    let mut effect: [u16; 8] = std::array::from_fn(|bit| crc16_arc(&[1 << bit]));
    let mut candidates = Vec::new();
    for (at, byte) in body.iter().enumerate().rev() {
        for (bit, effect) in effect.iter_mut().enumerate() {
            if *effect == wanted {
                candidates.push((at, *byte, byte ^ (1 << bit)));
            }
            *effect = crc16_step(*effect);
        }
    }
    let makes_sense = |(at, _, was): &(usize, u8, u8)| {
        let alike = sound.iter().filter(|other| {
            other
                .bytes()
                .iter()
                .rposition(|byte| *byte == b'!')
                .map(|at| at + 1)
                == Some(body.len())
        });
        let there: BTreeSet<u8> = alike
            .filter_map(|other| other.bytes().get(*at).copied())
            .collect();
        match there.is_empty() {
            true => {
                let (line, place) = line_around(body, *at);
                let mut repaired = line.to_vec();
                if let Some(byte) = repaired.get_mut(place) {
                    *byte = *was;
                }
                was.is_ascii_graphic() && oddness(&repaired) < oddness(line)
            }
            // In the same place other telegrams have the same kind of character.
            false => there.iter().all(|other| {
                class(*other) == class(*was) && (*other == *was || was.is_ascii_digit())
            }),
        }
    };
    let (at, is, was) = candidates.into_iter().find(makes_sense)?;
    let (line, place) = line_around(body, at);
    Some(Cause::new(
        &table::FLIPPED,
        format!(
            "\"{}\" must be \"{}\" at character {} of the line {}",
            shown(&[is]),
            shown(&[was]),
            place + 1,
            shown(line)
        ),
    ))
}

/// What another zero byte behind does to a CRC-16/ARC that began with zero.
fn crc16_step(crc: u16) -> u16 {
    crc >> 8 ^ crc16_arc(&[crc.to_le_bytes()[0]])
}

/// Characters that stand for each other.
fn class(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => b'0',
        b'A'..=b'Z' | b'a'..=b'z' => b'a',
        byte => byte,
    }
}

/// Characters that cannot stand where they do.
fn changed_characters(telegram: &Telegram, sound: &[&Telegram]) -> Option<Cause> {
    let bytes = telegram.bytes();
    let alike = sound
        .iter()
        .rev()
        .find(|other| other.bytes().len() == bytes.len());
    let odd: Vec<(usize, Option<u8>)> = match alike {
        Some(other) => bytes
            .iter()
            .zip(other.bytes())
            .enumerate()
            .filter(|(_, (is, was))| class(**is) != class(**was))
            .map(|(at, (_, was))| (at, (!was.is_ascii_digit()).then_some(*was)))
            .collect(),
        None => bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| !byte.is_ascii_graphic() && !matches!(byte, b' ' | b'\r' | b'\n'))
            .map(|(at, _)| (at, None))
            .collect(),
    };
    let (at, was) = *odd.first()?;
    (odd.len() <= MOST_CHANGED).then_some(())?;
    let is = bytes.get(at).copied()?;
    let (line, place) = line_around(bytes, at);
    let expected = match was {
        Some(was) => format!("must be \"{}\"", shown(&[was])),
        None => "must be a digit or letter".to_owned(),
    };
    Some(Cause::new(
        &table::FLIPPED,
        format!(
            "{}, the first: \"{}\" {expected} at character {} of the line {}",
            counted(odd.len(), "wrong character"),
            shown(&[is]),
            place + 1,
            shown(line)
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_what_a_zero_byte_does() {
        let crc = crc16_arc(b"123456789");
        assert_eq!(crc16_step(crc), crc16_arc(b"123456789\0"));
    }
}
