//! Messages of the Smart Message Language, version 1 (BSI TR-03109-1, annex IV): the lists of values in them.

use std::ops::Range;

use super::decimal::Decimal;
use super::note::NoteCode;
use super::obis::Obis;
use super::sheet::{Measured, Sheet, TOO_LARGE};
use super::telegram::{Span, Value};
use super::timestamp::Timestamp;

/// The body of a message that answers with a list of values.
const GET_LIST_RESPONSE: i64 = 0x0701;
/// Transaction, group, abort on error, body, checksum, end.
const MESSAGE_ELEMENTS: u8 = 6;
/// Client, server, list, sensor time, values, signature, gateway time.
const LIST_ELEMENTS: u8 = 7;
/// Name, status, time, unit, power of ten, value, signature.
const ENTRY_ELEMENTS: u8 = 7;
const WATT: u8 = 27;
/// Some meters of this maker send 327.68 W to 655.35 W as two bytes that read as negative.
const DOUBTFUL_MAKER: &[u8] = b"DZG";
/// In winter; German meters count UTC.
const STANDARD_HOURS: i8 = 1;

/// Why reading has stopped.
struct Broken;

/// One element: a value, or the start of a list.
enum Element {
    Octets(Range<usize>),
    Signed(i64, Range<usize>),
    Unsigned(u64, Range<usize>),
    List(usize),
    /// The byte 0 that ends a message.
    End,
}

/// Reads all messages of the sheet's content; gives the time that the meter says in them.
pub(super) fn read(sheet: &mut Sheet<'_>) -> Option<Timestamp> {
    let mut reader = Reader {
        bytes: sheet.content,
        at: 0,
        time: None,
        is_doubtful: false,
    };
    while reader.at < reader.bytes.len() {
        if reader.message(sheet).is_err() {
            let message = format!(
                "no message can be read at byte {} of the content",
                reader.at
            );
            sheet.note(NoteCode::Unreadable, None, message);
            break;
        }
    }
    reader.time
}

const INTEGER: u8 = 0x50;
const UNSIGNED: u8 = 0x60;
const BOOLEAN: u8 = 0x40;
const LIST: u8 = 0x70;

/// The kind and the octets of an element whose kind and length take one byte, and what follows it; `None` for lists and all else.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "handing over the parts takes longer than finding them"
)]
fn short(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let kind = first & 0xF0;
    // The length counts its own byte as well.
    let (octets, rest) = rest.split_at_checked(usize::from(first & 0x0F).checked_sub(1)?)?;
    let is_value = match kind {
        0 => true,
        INTEGER | UNSIGNED | BOOLEAN => matches!(octets.len(), 1..=8),
        _ => false,
    };
    is_value.then_some((kind, octets, rest))
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    time: Option<Timestamp>,
    /// The signs of this meter's values can be wrong.
    is_doubtful: bool,
}

impl Reader<'_> {
    fn element(&mut self) -> Result<Element, Broken> {
        let first = *self.bytes.get(self.at).ok_or(Broken)?;
        let start = self.at;
        let mut at = start + 1;
        let mut length = usize::from(first & 0x0F);
        let mut more = first & 0x80 != 0;
        while more {
            let next = *self.bytes.get(at).ok_or(Broken)?;
            length = length << 4 | usize::from(next & 0x0F);
            more = next & 0x80 != 0;
            at += 1;
            // Four bytes of length are more than a frame can hold.
            if at - start > 4 {
                return Err(Broken);
            }
        }
        let kind = first & 0x70;
        if kind == LIST {
            self.at = at;
            return Ok(Element::List(length));
        }
        if first == 0 {
            self.at = at;
            return Ok(Element::End);
        }
        // The length counts its own bytes as well.
        let end = start + length;
        if end < at || end > self.bytes.len() {
            return Err(Broken);
        }
        let range = at..end;
        let octets = self.bytes.get(range.clone()).ok_or(Broken)?;
        self.at = end;
        match (kind, octets.len()) {
            (0, _) => Ok(Element::Octets(range)),
            (INTEGER, 1..=8) => Ok(Element::Signed(
                super::dlms::axdr::sign_extended(octets),
                range,
            )),
            (BOOLEAN | UNSIGNED, 1..=8) => {
                let value = octets
                    .iter()
                    .fold(0, |sum, octet| sum << 8 | u64::from(*octet));
                Ok(Element::Unsigned(value, range))
            }
            _ => Err(Broken),
        }
    }

    /// Passes over one element and all that is in it.
    #[inline]
    fn skip(&mut self) -> Result<(), Broken> {
        let mut left = 1_usize;
        while left > 0 {
            left -= 1;
            if self.skip_short() {
                continue;
            }
            if let Element::List(count) = self.element()? {
                left = left.checked_add(count).ok_or(Broken)?;
            }
        }
        Ok(())
    }

    /// Passes over an element that is no list and whose kind and length take one byte; `false` if it is another one.
    #[inline]
    fn skip_short(&mut self) -> bool {
        let element = self.bytes.get(self.at..).and_then(short);
        if let Some((_, octets, _)) = element {
            self.at += 1 + octets.len();
        }
        element.is_some()
    }

    #[inline]
    fn list(&mut self, count: u8) -> Result<(), Broken> {
        if self.bytes.get(self.at) == Some(&(LIST | count)) {
            self.at += 1;
            return Ok(());
        }
        match self.element()? {
            Element::List(found) if found == usize::from(count) => Ok(()),
            _ => Err(Broken),
        }
    }

    fn octets(&mut self) -> Result<Range<usize>, Broken> {
        match self.element()? {
            Element::Octets(range) => Ok(range),
            _ => Err(Broken),
        }
    }

    /// A small number; nothing where it is left out.
    fn small(&mut self) -> Result<Option<i64>, Broken> {
        match self.element()? {
            Element::Signed(value, _) => Ok(Some(value)),
            Element::Unsigned(value, _) => i64::try_from(value).map(Some).map_err(|_| Broken),
            Element::Octets(range) if range.is_empty() => Ok(None),
            _ => Err(Broken),
        }
    }

    fn message(&mut self, sheet: &mut Sheet<'_>) -> Result<(), Broken> {
        if self.bytes.get(self.at) == Some(&0) {
            // More filling bytes than the transport says.
            self.at += 1;
            return Ok(());
        }
        self.list(MESSAGE_ELEMENTS)?;
        for _ in 0..3 {
            self.skip()?;
        }
        self.list(2)?;
        match self.small()? {
            Some(GET_LIST_RESPONSE) => self.list_response(sheet)?,
            _ => self.skip()?,
        }
        self.skip()?;
        match self.element()? {
            Element::End => Ok(()),
            _ => Err(Broken),
        }
    }

    fn list_response(&mut self, sheet: &mut Sheet<'_>) -> Result<(), Broken> {
        self.list(LIST_ELEMENTS)?;
        self.skip()?;
        let server = self.octets()?;
        let server = self.bytes.get(server);
        self.is_doubtful = server.is_some_and(|server| {
            let mut parts = server.windows(DOUBTFUL_MAKER.len());
            parts.any(|part| part == DOUBTFUL_MAKER)
        });
        self.skip()?;
        self.time = self.time()?;
        let Element::List(count) = self.element()? else {
            return Err(Broken);
        };
        for _ in 0..count {
            if self.register(sheet).is_none() {
                self.entry(sheet)?;
            }
        }
        self.skip()?;
        self.skip()
    }

    /// A time is a count of seconds since an event, which says nothing here, or since 1970.
    fn time(&mut self) -> Result<Option<Timestamp>, Broken> {
        match self.element()? {
            Element::Octets(range) if range.is_empty() => Ok(None),
            // An old firmware leaves out what kind of time it is.
            Element::Unsigned(..) => Ok(None),
            Element::List(2) => {
                let kind = self.small()?;
                match (kind, self.element()?) {
                    (Some(2), Element::Unsigned(seconds, _)) => {
                        Ok(Timestamp::from_unix(seconds, STANDARD_HOURS))
                    }
                    (Some(2 | 3), Element::List(count)) => {
                        let mut seconds = None;
                        for at in 0..count {
                            match (at, self.element()?) {
                                (0, Element::Unsigned(value, _)) => seconds = Some(value),
                                (_, Element::List(_)) => return Err(Broken),
                                _ => {}
                            }
                        }
                        Ok(seconds
                            .and_then(|seconds| Timestamp::from_unix(seconds, STANDARD_HOURS)))
                    }
                    (_, Element::List(_)) => Err(Broken),
                    _ => Ok(None),
                }
            }
            _ => Err(Broken),
        }
    }

    /// Reads an entry that holds a number, in one step, if every element in it has one byte of kind and length: nearly all of
    /// what meters send. Whatever is different is left to [`Reader::entry`], which gives the same.
    fn register(&mut self, sheet: &mut Sheet<'_>) -> Option<()> {
        let all = self.bytes.get(self.at..)?;
        let &[0x77, 0x07, a, b, c, d, e, f, ref rest @ ..] = all else {
            return None;
        };
        // Status and time are left out mostly.
        let rest = match *rest {
            [0x01, 0x01, ref rest @ ..] => rest,
            _ => short(short(rest)?.2)?.2,
        };
        let (unit, rest) = match *rest {
            [0x01, ref rest @ ..] => (None, rest),
            [0x62, unit, ref rest @ ..] => (Some(unit), rest),
            _ => return None,
        };
        let (exponent, rest) = match *rest {
            [0x01, ref rest @ ..] => (0, rest),
            [0x52, exponent, ref rest @ ..] => (exponent.cast_signed(), rest),
            _ => return None,
        };
        let (kind, octets, behind) = short(rest)?;
        let (_, _, after) = short(behind)?;
        // What follows the number fills the eight bytes up, and is shifted out again.
        let eight = u64::from_be_bytes(*rest.get(1..)?.first_chunk()?);
        let unused = 64_u32.checked_sub(8 * u32::try_from(octets.len()).ok()?)?;
        let mantissa = match kind {
            INTEGER => eight.cast_signed() >> unused,
            UNSIGNED | BOOLEAN => i64::try_from(eight >> unused).ok()?,
            _ => return None,
        };
        if self.is_doubtful && mantissa < 0 {
            return None;
        }
        let end = self.bytes.len() - behind.len();
        let is_taken = sheet.measured(Measured {
            obis: Obis::with_f(a, b, c, d, e, f),
            mantissa,
            exponent,
            unit,
            start: self.at,
            number_at: end - octets.len(),
            end,
        });
        is_taken.then(|| self.at = self.bytes.len() - after.len())
    }

    fn entry(&mut self, sheet: &mut Sheet<'_>) -> Result<(), Broken> {
        let start = self.at;
        self.list(ENTRY_ELEMENTS)?;
        let name = self.octets()?;
        let obis = match self.bytes.get(name) {
            Some(&[a, b, c, d, e, f]) => Obis::with_f(a, b, c, d, e, f),
            _ => return Err(Broken),
        };
        self.skip()?;
        self.skip()?;
        let unit = self.small()?.and_then(|unit| u8::try_from(unit).ok());
        let exponent = self
            .small()?
            .and_then(|exponent| i8::try_from(exponent).ok());
        let value_at = self.at;
        let value = self.element()?;
        if let Element::Octets(range) = value {
            let (value, raw) = sheet.text(range);
            sheet.put(obis, start..self.at, value, raw);
            return self.skip();
        }
        sheet.begin(obis, start..self.at);
        let reading = sheet.readings.len() - 1;
        match value {
            Element::Signed(number, range) => {
                if range.len() == 2 && number < 0 && unit == Some(WATT) && self.is_doubtful {
                    sheet.note(
                        NoteCode::SignDoubtful,
                        Some(obis),
                        "some meters of this maker send 327.68 W to 655.35 W as a negative number",
                    );
                }
                self.number(sheet, Decimal::new(number, 0), number.unsigned_abs(), range);
            }
            Element::Unsigned(number, range) => {
                let whole = Decimal::new(i64::try_from(number).unwrap_or(i64::MAX), 0);
                self.number(sheet, whole, number, range);
            }
            Element::List(count) => {
                for _ in 0..count {
                    self.skip()?;
                }
                let raw = sheet.digits(value_at..self.at);
                sheet.add(Value::Text, raw, self.at);
            }
            Element::Octets(_) | Element::End => return Err(Broken),
        }
        sheet.scale(reading, exponent.unwrap_or(0), unit);
        self.skip()
    }

    fn number(&self, sheet: &mut Sheet<'_>, number: Decimal, size: u64, range: Range<usize>) {
        let (value, raw) = match size < TOO_LARGE {
            true => (Value::Number(number), Span::new(range.start, range.end)),
            false if number.mantissa() < 0 => (Value::Text, sheet.render(&format!("-{size}"))),
            false => (Value::Text, sheet.render(&size.to_string())),
        };
        sheet.add(value, raw, self.at);
    }
}
