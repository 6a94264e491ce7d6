//! Reads the lines of a P1 telegram into typed readings.
//!
//! The syntax is that of IEC 62056-21 data lines: an OBIS code and bracketed groups, each with a value and an
//! optional unit behind `*`. Only shape is judged here; what a code means is told elsewhere.

use super::decimal::Decimal;
use super::note::{Note, NoteCode};
use super::obis::Obis;
use super::telegram::{Item, Reading, Span, Text, Value};
use super::timestamp::{Timestamp, Zone};
use super::unit::Unit;

/// What the lines of one telegram hold. Its vectors are used again for the next telegram.
pub(super) struct Lines<'a> {
    pub readings: &'a mut Vec<Reading>,
    pub items: &'a mut Vec<Item>,
    pub notes: &'a mut Vec<Note>,
}

/// What was seen on the way, so that judging need not look at every telegram again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// A time that is no point in time.
    pub unset_time: bool,
    /// A code or a unit that is not written as the standard says.
    pub odd_spelling: bool,
    /// Bytes outside ASCII.
    pub not_ascii: bool,
}

/// Reads the frame `bytes`; gives the ident line.
pub(super) fn read(bytes: &[u8], lines: &mut Lines<'_>) -> (Span, Seen) {
    let ident_end = memchr::memchr2(b'\r', b'\n', bytes).unwrap_or(bytes.len());
    let mut reader = Reader {
        bytes,
        at: ident_end,
        lines,
        seen: Seen {
            not_ascii: !bytes.is_ascii(),
            ..Seen::default()
        },
    };
    while reader.line() {}
    let seen = reader.seen;
    (Span::new(0, ident_end), seen)
}

struct Reader<'a, 'b> {
    bytes: &'a [u8],
    at: usize,
    lines: &'a mut Lines<'b>,
    seen: Seen,
}

impl<'a> Reader<'a, '_> {
    /// Reads one line; `false` at the end of the telegram.
    #[inline]
    fn line(&mut self) -> bool {
        match self.bytes.get(self.at) {
            Some(b'\r' | b'\n') => self.at += 1,
            Some(b'(') => self.continuation(),
            Some(b'!') | None => return false,
            Some(_) => self.reading(),
        }
        true
    }

    #[inline]
    fn reading(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let code = Obis::parse_standard(rest)
            .filter(|(_, length)| rest.get(*length) == Some(&b'('))
            .or_else(|| self.odd_code(rest));
        match code {
            Some((obis, length)) if rest.get(length) == Some(&b'(') => {
                self.at += length;
                let first_item = self.lines.items.len();
                self.groups(Some(obis));
                self.lines.readings.push(Reading {
                    obis,
                    line: Span::new(start, self.at),
                    first_item: index(first_item),
                    items: index(self.lines.items.len() - first_item),
                });
                if self.bytes.get(self.at) != Some(&b'\r') {
                    self.trailing(Some(obis));
                }
            }
            _ => {
                let line = self.rest_of_line();
                self.note(
                    NoteCode::UnreadableLine,
                    None,
                    &format!("\"{}\"", Text(line)),
                );
            }
        }
    }

    /// A code in another form than the standard's full one.
    #[cold]
    fn odd_code(&mut self, rest: &[u8]) -> Option<(Obis, usize)> {
        let (obis, length) = Obis::parse_prefix(rest)?;
        let is_full = rest.get(..length).is_some_and(|code| code.contains(&b':'));
        self.seen.odd_spelling |= is_full;
        Some((obis, length))
    }

    /// The second line of a DSMR 2.2 gas reading: its groups belong to the reading before.
    fn continuation(&mut self) {
        let Some(obis) = self.lines.readings.last().map(|reading| reading.obis) else {
            let line = self.rest_of_line();
            self.note(
                NoteCode::UnreadableLine,
                None,
                &format!("\"{}\"", Text(line)),
            );
            return;
        };
        let before = self.lines.items.len();
        self.groups(Some(obis));
        let added = index(self.lines.items.len() - before);
        let end = self.at;
        if let Some(reading) = self.lines.readings.last_mut() {
            reading.items += added;
            reading.line.end = index(end);
        }
        self.trailing(Some(obis));
    }

    /// Notes what stands between the last bracket and the end of the line.
    fn trailing(&mut self, obis: Option<Obis>) {
        let text = self.rest_of_line();
        if !text.trim_ascii().is_empty() {
            self.note(NoteCode::TrailingText, obis, &format!("\"{}\"", Text(text)));
        }
    }

    /// Takes everything up to the end of the line.
    fn rest_of_line(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Reads bracketed groups, from an opening bracket on.
    #[inline]
    fn groups(&mut self, obis: Option<Obis>) {
        while self.bytes.get(self.at) == Some(&b'(') {
            self.at += 1;
            if !self.number() {
                self.other(obis);
            }
        }
    }

    /// Reads a group that is a plain number with a known unit or none, or a time: nearly all of them.
    /// Leaves everything else untouched and gives `false`.
    #[inline]
    fn number(&mut self) -> bool {
        let start = self.at;
        let mut at = start;
        let mut mantissa: u64 = 0;
        let mut point = None;
        let end = loop {
            let Some(byte) = self.bytes.get(at) else {
                return false;
            };
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            } else if *byte == b'.' && point.is_none() {
                point = Some(at);
            } else {
                break *byte;
            }
            at += 1;
        };
        let digits = at - start - usize::from(point.is_some());
        let scale = point.map_or(0, |point| at - point - 1);
        let well_formed =
            digits <= Decimal::MAX_DIGITS && digits > scale && (point.is_none() || scale > 0);
        if !well_formed {
            return false;
        }
        let raw = Span::new(start, at);
        let (Ok(mantissa_signed), Ok(scale)) = (i64::try_from(mantissa), u8::try_from(scale))
        else {
            return false;
        };
        let number = Decimal::new(mantissa_signed, scale);
        let unit = match end {
            b')' => None,
            b'*' => {
                let text = self.bytes.get(at + 1..).unwrap_or_default();
                let Some(length) = text.iter().take(9).position(|byte| *byte == b')') else {
                    return false;
                };
                let Some(unit) = Unit::parse(text.get(..length).unwrap_or_default()) else {
                    return false;
                };
                at += 1 + length;
                Some(unit)
            }
            b'S' | b'W'
                if point.is_none() && digits == 12 && self.bytes.get(at + 1) == Some(&b')') =>
            {
                let zone = if end == b'S' {
                    Zone::Summer
                } else {
                    Zone::Winter
                };
                let Some(time) = Timestamp::from_digits(mantissa, zone) else {
                    return false;
                };
                self.lines.items.push(Item {
                    value: Value::Time(time),
                    unit: None,
                    raw: Span::new(start, at + 1),
                });
                self.at = at + 2;
                return true;
            }
            _ => return false,
        };
        self.lines.items.push(Item {
            value: Value::Number(number),
            unit,
            raw,
        });
        self.at = at + 1;
        true
    }

    /// Reads any group, from behind its bracket on.
    #[cold]
    fn other(&mut self, obis: Option<Obis>) {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = memchr::memchr3(b')', b'\r', b'\n', rest).unwrap_or(rest.len());
        let closed = rest.get(length) == Some(&b')');
        self.at = start + length + usize::from(closed);
        if !closed {
            self.note(
                NoteCode::OpenBracket,
                obis,
                "the value is taken up to the end of the line",
            );
        }
        let group = rest.get(..length).unwrap_or_default();
        let parts: Vec<&[u8]> = group.split(|byte| *byte == b',').collect();
        let several = parts.len() > 1
            && parts
                .iter()
                .all(|part| matches!(value(part).0, Value::Number(_)));
        let mut position = start;
        for part in if several { parts } else { vec![group] } {
            self.push_part(part, position);
            position += part.len() + 1;
        }
    }

    fn push_part(&mut self, part: &[u8], position: usize) {
        let (value, raw_length, unit_text) = value(part);
        self.seen.unset_time |= value == Value::UnsetTime;
        let unit = unit_text.map(|text| {
            Unit::parse(text).unwrap_or_else(|| {
                self.seen.odd_spelling = true;
                Unit::parse_any_case(text).unwrap_or(Unit::Unknown)
            })
        });
        self.lines.items.push(Item {
            value,
            unit,
            raw: Span::new(position, position + raw_length),
        });
    }

    fn note(&mut self, code: NoteCode, obis: Option<Obis>, message: &str) {
        self.lines.notes.push(Note::new(code, obis, message));
    }
}

/// The value of a group, the length of its text and the unit behind it.
pub(super) fn value(group: &[u8]) -> (Value, usize, Option<&[u8]>) {
    if group.is_empty() {
        return (Value::Empty, 0, None);
    }
    if let Some(star) = memchr::memchr(b'*', group) {
        let (number, unit) = (group.get(..star), group.get(star + 1..));
        if let (Some(number), Some(unit)) = (number.and_then(Decimal::parse), unit) {
            return (Value::Number(number), star, Some(unit));
        }
    }
    let value = if let Some(number) = Decimal::parse(group) {
        Value::Number(number)
    } else if let Some(time) = Timestamp::parse(group) {
        Value::Time(time)
    } else if is_unset_time(group) {
        Value::UnsetTime
    } else {
        Value::Text
    };
    (value, group.len(), None)
}

/// Digits with the letter of a clock behind them, but no point in time: `632525252525W`.
fn is_unset_time(group: &[u8]) -> bool {
    match group {
        [digits @ .., b'S' | b'W'] => digits.len() >= 12 && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a telegram is at most 64 KiB long"
)]
const fn index(position: usize) -> u32 {
    position as u32
}
