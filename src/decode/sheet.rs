//! Where the readings of binary telegrams are written down.
//!
//! Values point to the bytes they were read from. What has no text there (octets that are no letters, numbers that are too
//! large) gets one of its own behind the content.

use std::ops::Range;

use super::decimal::Decimal;
use super::dlms::unit_code;
use super::hex;
use super::note::{Note, NoteCode};
use super::obis::Obis;
use super::telegram::{Item, Reading, Span, Value};
use super::timestamp::Timestamp;
use super::unit::Unit;

/// Later years are no dates but text that looks like one.
const LAST_YEAR: u16 = 2199;
/// A decimal holds 18 digits in every form.
pub(super) const TOO_LARGE: u64 = 10_u64.pow(18);

/// A telegram that is being read.
pub(super) struct Sheet<'a> {
    pub content: &'a [u8],
    /// The texts that stand behind the content.
    pub rendered: &'a mut Vec<u8>,
    pub readings: &'a mut Vec<Reading>,
    pub items: &'a mut Vec<Item>,
    pub notes: &'a mut Vec<Note>,
}

/// A number with all that is said about it.
#[derive(Clone, Copy)]
pub(super) struct Measured {
    pub obis: Obis,
    pub mantissa: i64,
    /// The power of ten.
    pub exponent: i8,
    /// The code of the unit.
    pub unit: Option<u8>,
    /// Where the reading starts, the number in it, and where both end.
    pub start: usize,
    pub number_at: usize,
    pub end: usize,
}

impl Sheet<'_> {
    /// Begins a reading that was read from `line` and has no value yet.
    pub(super) fn begin(&mut self, obis: Obis, line: Range<usize>) {
        self.readings.push(Reading {
            obis,
            line: Span::new(line.start, line.end),
            first_item: index(self.items.len()),
            items: 0,
        });
    }

    /// Adds a reading of one number in one step, if it is like nearly all: one that needs no text of its own. `false`, and
    /// nothing was added, if it is not.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "handing over what is known of a number takes longer than writing it down"
    )]
    pub(super) fn measured(&mut self, number: Measured) -> bool {
        let unit = number.unit.and_then(unit_code::unit);
        let Some(value) = scaled(Decimal::new(number.mantissa, 0), number.exponent) else {
            return false;
        };
        if unit == Some(Unit::Unknown) {
            return false;
        }
        self.readings.push(Reading {
            obis: number.obis,
            line: Span::new(number.start, number.end),
            first_item: index(self.items.len()),
            items: 1,
        });
        self.items.push(Item {
            value: Value::Number(value),
            unit,
            raw: Span::new(number.number_at, number.end),
        });
        true
    }

    /// Adds a reading of one value.
    #[inline]
    pub(super) fn put(&mut self, obis: Obis, line: Range<usize>, value: Value, raw: Span) {
        self.readings.push(Reading {
            obis,
            line: Span::new(line.start, line.end),
            first_item: index(self.items.len()),
            items: 1,
        });
        self.items.push(Item {
            value,
            unit: None,
            raw,
        });
    }

    /// Adds a value to the last reading, which extends to `end`.
    pub(super) fn add(&mut self, value: Value, raw: Span, end: usize) {
        if let Some(reading) = self.readings.last_mut() {
            reading.items += 1;
            reading.line.end = index(end);
            self.items.push(Item {
                value,
                unit: None,
                raw,
            });
        }
    }

    /// A number of any size.
    pub(super) fn integer(&mut self, number: i64, raw: Range<usize>) -> (Value, Span) {
        match number.unsigned_abs() < TOO_LARGE {
            true => (
                Value::Number(Decimal::new(number, 0)),
                Span::new(raw.start, raw.end),
            ),
            false => (Value::Text, self.render(&number.to_string())),
        }
    }

    /// A text that stands nowhere in the content.
    pub(super) fn render(&mut self, text: &str) -> Span {
        let start = self.content.len() + self.rendered.len();
        self.rendered.extend_from_slice(text.as_bytes());
        Span::new(start, start + text.len())
    }

    /// What octets stand for: nothing, a date and time, text, or just octets.
    pub(super) fn octets(&mut self, range: Range<usize>) -> (Value, Span) {
        let octets = self.content.get(range.clone()).unwrap_or_default();
        let time = Timestamp::from_cosem(octets).filter(|time| time.year() <= LAST_YEAR);
        match time {
            Some(time) => (Value::Time(time), Span::new(range.start, range.end)),
            None => self.text(range),
        }
    }

    /// What octets stand for that are no time.
    pub(super) fn text(&mut self, range: Range<usize>) -> (Value, Span) {
        let octets = self.content.get(range.clone()).unwrap_or_default();
        // Fields of fixed length are filled up with zeros.
        let filled = octets.iter().rev().take_while(|octet| **octet == 0).count();
        let length = octets.len() - filled;
        let text = octets.get(..length).unwrap_or_default();
        if octets.is_empty() {
            return (Value::Empty, Span::new(range.start, range.start));
        }
        if is_printable(text) {
            return (Value::Text, Span::new(range.start, range.start + length));
        }
        (Value::Text, self.digits(range))
    }

    /// Octets in hexadecimal digits.
    pub(super) fn digits(&mut self, range: Range<usize>) -> Span {
        let octets = self.content.get(range).unwrap_or_default();
        let start = self.content.len() + self.rendered.len();
        hex::append(octets, self.rendered);
        Span::new(start, self.content.len() + self.rendered.len())
    }

    /// Applies a power of ten and a unit to the numbers of a reading.
    pub(super) fn scale(&mut self, reading: usize, exponent: i8, unit: Option<u8>) {
        let Some(reading) = self.readings.get(reading).copied() else {
            return;
        };
        for at in reading.first_item..reading.first_item + reading.items {
            let Some(item) = self.items.get(at as usize).copied() else {
                return;
            };
            let Value::Number(number) = item.value else {
                continue;
            };
            let scaled = scaled(number, exponent);
            let known = unit.and_then(unit_code::unit);
            let item = match (scaled, known) {
                (Some(number), Some(Unit::Unknown)) => {
                    // The text of the unit is found behind that of the value.
                    let symbol = unit_code::symbol(unit.unwrap_or_default());
                    let digits = number.to_string();
                    let text = self.render(&format!("{digits}*{symbol})"));
                    let start = text.range().start;
                    Item {
                        value: Value::Number(number),
                        unit: Some(Unit::Unknown),
                        raw: Span::new(start, start + digits.len()),
                    }
                }
                (Some(number), unit) => Item {
                    value: Value::Number(number),
                    unit,
                    raw: item.raw,
                },
                (None, unit) => {
                    let raw = self.render(&format!("{number}e{exponent}"));
                    Item {
                        value: Value::Text,
                        unit: unit.filter(|unit| *unit != Unit::Unknown),
                        raw,
                    }
                }
            };
            if let Some(place) = self.items.get_mut(at as usize) {
                *place = item;
            }
        }
    }

    pub(super) fn note(&mut self, code: NoteCode, obis: Option<Obis>, message: impl Into<String>) {
        self.notes.push(Note::new(code, obis, message));
    }
}

/// A number times a power of ten, as long as it stays one that prints with at most 18 digits.
#[inline]
fn scaled(number: Decimal, exponent: i8) -> Option<Decimal> {
    let shifted = number.shifted(exponent)?;
    (shifted.mantissa().unsigned_abs() < TOO_LARGE).then_some(shifted)
}

/// Whether all of a text can be read by people.
fn is_printable(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a telegram is at most 64 KiB long"
)]
const fn index(position: usize) -> u32 {
    position as u32
}
