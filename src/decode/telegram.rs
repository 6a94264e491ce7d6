//! A decoded telegram.

use std::fmt;
use std::sync::Arc;

use super::decimal::Decimal;
use super::dialect::Choice;
use super::dlms::keys::Keys;
use super::dlms::list::Plan;
use super::landmarks::Landmarks;
use super::note::Note;
use super::obis::Obis;
use super::p1::Seen;
use super::scan::{Check, Framing};
use super::timestamp::Timestamp;
use super::unit::Unit;

/// A range of bytes within a telegram.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Span {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a telegram is at most 64 KiB long"
    )]
    pub(super) const fn new(start: usize, end: usize) -> Self {
        Span {
            start: start as u32,
            end: end as u32,
        }
    }

    /// Where it lies, in bytes from the start of the telegram.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The bytes of the span within `bytes`; empty where it does not lie within.
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        bytes
            .get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

/// What stands between two brackets, as its shape tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A number of at most 18 digits.
    Number(Decimal),
    /// A point in time.
    Time(Timestamp),
    /// Digits with `S` or `W` behind them that are no point in time: a clock or device that was never set.
    UnsetTime,
    /// Anything else.
    Text,
}

/// One bracketed group of a line, or one part of a group that holds several, separated by commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The value, typed by its shape.
    pub value: Value,
    /// The unit behind `*`.
    pub unit: Option<Unit>,
    /// The value's bytes as they were sent, without brackets and unit.
    pub raw: Span,
}

/// One OBIS line of a telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The code, in the form in which it was sent.
    pub obis: Obis,
    /// The line (or two lines, for the gas reading of DSMR 2.2) as it was sent.
    pub line: Span,
    pub(super) first_item: u32,
    pub(super) items: u32,
}

/// What a frame carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Carried {
    /// Lines of ASCII, and nothing is around them: readings point into the frame itself.
    #[default]
    Lines,
    /// Lines of ASCII that were unwrapped.
    HiddenLines,
    /// Values that have types of their own, so that none needs to be guessed from a text.
    Values,
    /// What could not be decrypted.
    Locked,
}

/// A telegram: its bytes, what they say, and what is remarkable about them.
///
/// It can be used again for the next one, which saves allocating.
#[derive(Clone, Debug)]
pub struct Telegram {
    pub(super) bytes: Vec<u8>,
    pub(super) offset: u64,
    pub(super) framing: Framing,
    pub(super) check: Check,
    pub(super) ident: Span,
    /// What the frame carries, where that is not the frame itself: without headers, decrypted, and with texts behind it.
    pub(super) content: Vec<u8>,
    /// Texts on their way there; empty between telegrams.
    pub(super) rendered: Vec<u8>,
    pub(super) carried: Carried,
    /// The system title of a meter that encrypts; all zeros elsewhere.
    pub(super) system_title: [u8; 8],
    /// The time in the head of a binary telegram.
    pub(super) head_time: Option<Timestamp>,
    pub(super) plan: Plan,
    pub(super) keys: Arc<Keys>,
    pub(super) readings: Vec<Reading>,
    pub(super) items: Vec<Item>,
    pub(super) notes: Vec<Note>,
    pub(super) dialect: Arc<Choice>,
    pub(super) seen: Seen,
    pub(super) landmarks: Landmarks,
    /// Every line was well formed, so that the layout can serve for the next telegram.
    pub(super) layout_is_plain: bool,
}

impl Telegram {
    /// The whole frame as it was received.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the frame starts in its stream, in bytes from the start.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// What the readings' spans point into: the frame, or what was unwrapped from it.
    pub fn content(&self) -> &[u8] {
        match self.carried {
            Carried::Lines => &self.bytes,
            _ => &self.content,
        }
    }

    /// Whether the telegram is encrypted and was not opened.
    pub fn is_locked(&self) -> bool {
        self.carried == Carried::Locked
    }

    /// Whether the telegram is binary, and so says itself which of its values are numbers.
    pub fn is_typed(&self) -> bool {
        matches!(self.carried, Carried::Values | Carried::Locked)
    }

    /// The system title of a meter that encrypts.
    pub fn system_title(&self) -> Option<[u8; 8]> {
        (self.system_title != [0; 8]).then_some(self.system_title)
    }

    /// How the telegram was wrapped.
    pub fn framing(&self) -> Framing {
        self.framing
    }

    /// Whether the checksum is right.
    pub fn check(&self) -> Check {
        self.check
    }

    /// The identification line, with its leading `/`; empty in binary telegrams.
    pub fn ident(&self) -> Text<'_> {
        Text(self.ident.of(self.content()))
    }

    /// The dialect and why it was chosen.
    pub fn dialect(&self) -> &Choice {
        &self.dialect
    }

    /// All OBIS lines in their order.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The bracketed groups of a reading.
    pub fn items(&self, reading: &Reading) -> &[Item] {
        let first = reading.first_item as usize;
        self.items
            .get(first..first + reading.items as usize)
            .unwrap_or_default()
    }

    /// The text of a span of this telegram.
    pub fn text(&self, span: Span) -> Text<'_> {
        Text(span.of(self.content()))
    }

    /// What is remarkable about the telegram, in the order of its lines.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The first reading with this code, whatever form it was written in.
    pub fn find(&self, obis: Obis) -> Option<&Reading> {
        self.readings
            .iter()
            .find(|reading| reading.obis.reduced() == obis)
    }

    /// The first value of the first reading with this code.
    pub fn find_item(&self, obis: Obis) -> Option<&Item> {
        self.items(self.find(obis)?).first()
    }

    /// The item that stands at this place among all.
    pub(super) fn item(&self, index: u32) -> Option<&Item> {
        self.items.get(index as usize)
    }
}

/// Bytes of a meter as text: ASCII in every standard, in practice sometimes UTF-8 or Latin-1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text<'a>(pub &'a [u8]);

impl Text<'_> {
    /// The text; bytes that are not UTF-8 are read as Latin-1, so that none is lost.
    pub fn to_str(&self) -> std::borrow::Cow<'_, str> {
        match std::str::from_utf8(self.0) {
            Ok(text) => text.into(),
            Err(_) => self.0.iter().map(|byte| char::from(*byte)).collect(),
        }
    }

    /// The text that these hexadecimal digits spell: `None` unless all of it is printable.
    pub fn unhex(&self) -> Option<String> {
        if self.0.is_empty() || !self.0.len().is_multiple_of(2) {
            return None;
        }
        self.0
            .chunks_exact(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .map(|byte| {
                byte.filter(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'))
                    .map(char::from)
            })
            .collect()
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_str())
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn text_that_is_not_utf8_loses_no_byte() {
        assert_eq!(Text(b"caf\xe9").to_string(), "caf\u{e9}");
        assert_eq!(Text("café".as_bytes()).to_string(), "café");
    }

    #[test]
    fn hexadecimal_digits_become_text_only_where_all_of_it_is_printable() {
        assert_eq!(Text(b"303132").unhex().as_deref(), Some("012"));
        assert_eq!(Text(b"0001").unhex(), None);
        assert_eq!(Text(b"303").unhex(), None);
        assert_eq!(Text(b"").unhex(), None);
        assert_eq!(Text(b"zz").unhex(), None);
    }
}
