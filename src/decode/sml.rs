//! Messages of the Smart Message Language, version 1 (BSI TR-03109-1, annex IV): the lists of values in them.

use std::ops::Range;

use super::decimal::Decimal;
use super::note::NoteCode;
use super::obis::Obis;
use super::sheet::Sheet;
use super::telegram::{Span, Value};
use super::timestamp::Timestamp;

/// The body of a message that answers with a list of values.
const GET_LIST_RESPONSE: i64 = 0x0701;
/// Transaction, group, abort on error, body, checksum, end.
const MESSAGE_ELEMENTS: usize = 6;
/// Client, server, list, sensor time, values, signature, gateway time.
const LIST_ELEMENTS: usize = 7;
/// Name, status, time, unit, power of ten, value, signature.
const ENTRY_ELEMENTS: usize = 7;
const WATT: u8 = 27;
/// Some meters of this maker send 327.68 W to 655.35 W as two bytes that read as negative.
const DOUBTFUL_MAKER: &[u8] = b"DZG";
/// In winter; German meters count UTC.
const STANDARD_HOURS: i8 = 1;

/// What a file of messages says beside its readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The identity of the meter.
    pub server: Range<usize>,
    pub time: Option<Timestamp>,
}

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

/// Reads all messages of the sheet's content.
pub(super) fn read(sheet: &mut Sheet<'_>) -> Head {
    let mut reader = Reader {
        bytes: sheet.content,
        at: 0,
        head: Head::default(),
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
    reader.head
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    head: Head,
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
        if kind == 0x70 {
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
            (0x50, 1..=8) => Ok(Element::Signed(
                super::dlms::axdr::sign_extended(octets),
                range,
            )),
            (0x40 | 0x60, 1..=8) => {
                let value = octets
                    .iter()
                    .fold(0, |sum, octet| sum << 8 | u64::from(*octet));
                Ok(Element::Unsigned(value, range))
            }
            _ => Err(Broken),
        }
    }

    /// Passes over one element and all that is in it.
    fn skip(&mut self) -> Result<(), Broken> {
        let mut left = 1_usize;
        while left > 0 {
            left -= 1;
            if let Element::List(count) = self.element()? {
                left = left.checked_add(count).ok_or(Broken)?;
            }
        }
        Ok(())
    }

    fn list(&mut self, count: usize) -> Result<(), Broken> {
        match self.element()? {
            Element::List(found) if found == count => Ok(()),
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
        self.head.server = self.octets()?;
        self.skip()?;
        self.head.time = self.time()?;
        let Element::List(count) = self.element()? else {
            return Err(Broken);
        };
        for _ in 0..count {
            self.entry(sheet)?;
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
        sheet.begin(obis, start..self.at);
        let reading = sheet.readings.len() - 1;
        match value {
            Element::Octets(range) => {
                let (value, raw) = sheet.text(range);
                sheet.add(value, raw, self.at);
            }
            Element::Signed(number, range) => {
                if range.len() == 2 && number < 0 && unit == Some(WATT) && self.is_doubtful() {
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
            Element::End => return Err(Broken),
        }
        sheet.scale(reading, exponent.unwrap_or(0), unit);
        self.skip()
    }

    fn number(&self, sheet: &mut Sheet<'_>, number: Decimal, size: u64, range: Range<usize>) {
        // A decimal holds 18 digits in every form.
        let (value, raw) = match size < 10_u64.pow(18) {
            true => (Value::Number(number), Span::new(range.start, range.end)),
            false if number.mantissa() < 0 => (Value::Text, sheet.render(&format!("-{size}"))),
            false => (Value::Text, sheet.render(&size.to_string())),
        };
        sheet.add(value, raw, self.at);
    }

    fn is_doubtful(&self) -> bool {
        let server = self.bytes.get(self.head.server.clone()).unwrap_or_default();
        memchr::memmem::find(server, DOUBTFUL_MAKER).is_some()
    }
}
