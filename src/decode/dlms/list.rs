//! The body of a data notification to readings.
//!
//! However the lists of manufacturers and countries are nested, they say a code, then its value, then perhaps its power of ten and unit.
//! So the elements are taken one after another; only push object lists and lists without codes need a plan.

use std::ops::Range;

use super::super::note::NoteCode;
use super::super::obis::Obis;
use super::super::sheet::{Measured, Sheet};
use super::super::telegram::{Span, Value};
use super::axdr::{self, Stop, Token, Walk};
use super::loose::Loose;
use super::positional::{self, CLOCK, LIST_VERSION, List, METER_NUMBER};
use super::push_list::{self, Object};
use super::unscaled::{self, Maker};

const CODE_BYTES: usize = 6;
/// With its tag and length.
const CODE_ELEMENT_BYTES: usize = 2 + CODE_BYTES;
/// A structure of a power of ten and a unit.
const SCALE_BYTES: usize = 6;
/// A code, a number, and the structure of its power of ten and unit.
const REGISTER_ELEMENTS: usize = 3;

/// How the readings of a body were told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum Plan {
    /// Each came with its code.
    #[default]
    Codes,
    /// The first element names the objects.
    PushList,
    /// By their position.
    Positions(&'static List),
}

/// Reads the value at `body`; gives how, and where it ends. Whatever cannot be read leaves a note.
pub(in super::super) fn read(sheet: &mut Sheet<'_>, body: usize) -> (Plan, usize) {
    let mut reader = Reader {
        walk: Walk::new(sheet.content, body),
        sheet,
        pending: None,
        group: None,
        is_unscaled: false,
        loose: Loose::default(),
        unnamed: 0,
        columns: Vec::new(),
        column: 0,
        maker: Maker::Other,
    };
    let stop = reader.run();
    reader.apply_habits();
    let plan = reader.finish();
    let end = reader.walk.at;
    match stop {
        None => {}
        Some(Stop::Cut) => sheet.note(
            NoteCode::Unreadable,
            None,
            "the telegram ends within a value",
        ),
        Some(Stop::Unreadable { at }) => {
            let tag = sheet.content.get(at).copied().unwrap_or_default();
            let message = format!("no value has the tag {tag:#04x} (at byte {at} of the content)");
            sheet.note(NoteCode::Unreadable, None, message);
        }
    }
    (plan, end)
}

struct Reader<'s, 'b> {
    walk: Walk<'b>,
    sheet: &'s mut Sheet<'b>,
    /// A code whose value comes next, and where it started.
    pending: Option<(Obis, usize)>,
    /// The depth above a group that is the value of the last reading.
    group: Option<usize>,
    /// The last reading has a number without a power of ten and a unit.
    is_unscaled: bool,
    loose: Loose,
    /// Values that nothing says the meaning of.
    unnamed: usize,
    columns: Vec<Object>,
    /// The column of the next element.
    column: usize,
    maker: Maker,
}

impl Reader<'_, '_> {
    fn run(&mut self) -> Option<Stop> {
        loop {
            if self.group.is_some_and(|depth| self.walk.depth() <= depth) {
                self.group = None;
            }
            if self.pending.is_none() && self.passes_scale() {
                continue;
            }
            self.apply_habits();
            if self.passes_register() || self.passes_loose_numbers() {
                continue;
            }
            if self.sheet.readings.is_empty()
                && let Some((object, length)) = push_list::entry(self.walk.rest())
            {
                self.columns.push(object);
                self.column = usize::from(self.columns.first().is_some_and(Object::is_the_list));
                self.walk.pass(1, length);
                continue;
            }
            let start = self.walk.at;
            match self.walk.next()? {
                Ok(token) => self.take(token, start),
                Err(stop) => return Some(stop),
            }
        }
    }

    /// Takes a code, its number, and its power of ten and unit in one step, where they stand so next to each other: nearly all
    /// of what meters send. Whatever is different is left to the general way, which gives the same.
    fn passes_register(&mut self) -> bool {
        if self.pending.is_some() || self.group.is_some() || !self.columns.is_empty() {
            return false;
        }
        // Alone in a structure, or beside others.
        let (head, elements, register) = match self.walk.rest() {
            [2, 3, register @ ..] if self.walk.can_nest() => (2, 1, register),
            register => (0, REGISTER_ELEMENTS, register),
        };
        let &[9, 6, a, b, c, d, e, f, tag, ref number @ ..] = register else {
            return false;
        };
        let (Some(obis), Some((mantissa, width))) =
            (code(&[a, b, c, d, e, f]), axdr::integer(tag, number))
        else {
            return false;
        };
        let start = self.walk.at + head;
        let number_at = start + CODE_ELEMENT_BYTES;
        let mut end = number_at + 1 + width;
        let place = (start..end, number_at);
        let sent = match number.get(width..) {
            Some(&[2, 2, 15, exponent, 22, unit, ..]) => Some((exponent.cast_signed(), unit)),
            // A structure holds something else.
            _ if head > 0 => return false,
            _ => None,
        };
        let elements = match sent {
            Some(_) => elements,
            None => REGISTER_ELEMENTS - 1,
        };
        if self.walk.left() < elements {
            return false;
        }
        // What comes before tells the maker, and so the scale.
        self.settle_loose();
        let scale = sent.or_else(|| unscaled::scale(self.maker, obis, mantissa));
        if sent.is_some() {
            end += SCALE_BYTES;
        }
        let is_taken = self.measured(obis, mantissa, scale, place);
        if is_taken {
            self.walk.pass(elements, end - self.walk.at);
        }
        is_taken
    }

    /// Takes the numbers before the first code that stand next to each other.
    fn passes_loose_numbers(&mut self) -> bool {
        let is_first = self.sheet.readings.is_empty() && self.columns.is_empty();
        if self.pending.is_some() || self.group.is_some() || !is_first {
            return false;
        }
        let start = self.walk.at;
        while self.walk.left() > 0
            && let [tag, octets @ ..] = self.walk.rest()
            && let Some((_, width)) = axdr::integer(*tag, octets)
            && self.loose.push(self.walk.at)
        {
            self.walk.pass(1, 1 + width);
        }
        self.walk.at > start
    }

    /// Adds a reading of a number that stands in `place`: from its code on, and where itself starts.
    #[inline]
    fn measured(
        &mut self,
        obis: Obis,
        mantissa: i64,
        scale: Option<(i8, u8)>,
        (line, number_at): (Range<usize>, usize),
    ) -> bool {
        self.sheet.measured(Measured {
            obis,
            mantissa,
            exponent: scale.map_or(0, |(exponent, _)| exponent),
            unit: scale.map(|(_, unit)| unit),
            start: line.start,
            number_at,
            end: line.end,
        })
    }

    /// Takes a structure of a power of ten and a unit, if there is one.
    fn passes_scale(&mut self) -> bool {
        let &[2, 2, 15, exponent, 22, unit, ..] = self.walk.rest() else {
            return false;
        };
        let of_column = self
            .columns
            .get(self.column)
            .filter(|object| object.is_scaler())
            .map(|object| object.obis);
        let reading = match of_column {
            Some(obis) => {
                self.column += 1;
                self.sheet
                    .readings
                    .iter()
                    .position(|reading| reading.obis == obis)
            }
            None => self.sheet.readings.len().checked_sub(1),
        };
        if let Some(reading) = reading {
            self.sheet
                .scale(reading, exponent.cast_signed(), Some(unit));
        }
        self.is_unscaled = false;
        self.walk.pass(1, SCALE_BYTES);
        true
    }

    fn take(&mut self, token: Token, start: usize) {
        let end = self.walk.at;
        if self.group.is_some() {
            if !matches!(token, Token::Group(_) | Token::Null) {
                self.add(token, start..end);
            }
            return;
        }
        if self.pending.is_none() {
            self.pending = self.of_column(&token).map(|obis| (obis, start));
        }
        match (self.pending.take(), token) {
            (Some((obis, from)), Token::Group(_)) => {
                // What is in the group are the values of this reading.
                self.sheet.begin(obis, from..end);
                self.group = Some(self.walk.depth().saturating_sub(1));
            }
            (Some((obis, from)), token) => self.put(obis, from..end, token, start..end),
            (None, Token::Group(_)) => {}
            (None, Token::Octets(range)) => match code(self.octets(&range)) {
                Some(obis) => {
                    self.settle_loose();
                    self.pending = Some((obis, start));
                }
                None => self.take_loose(Token::Octets(range), start..end),
            },
            (None, Token::Null) if !self.sheet.readings.is_empty() => {}
            (None, token) => self.take_loose(token, start..end),
        }
    }

    fn octets(&self, range: &Range<usize>) -> &[u8] {
        self.sheet.content.get(range.clone()).unwrap_or_default()
    }

    /// The object of the next element in a push list. Its list and the structure around it are none.
    fn of_column(&mut self, token: &Token) -> Option<Obis> {
        let object = self.columns.get(self.column)?;
        let is_around = matches!(token, Token::Group(_)) && self.walk.depth() < 2;
        if is_around {
            return None;
        }
        self.column += 1;
        Some(object.obis)
    }

    /// Adds a reading of one value, or of none where nothing is sent.
    fn put(&mut self, obis: Obis, line: Range<usize>, token: Token, at: Range<usize>) {
        match self.value(token, at) {
            Some((value, raw)) => self.sheet.put(obis, line, value, raw),
            None => self.sheet.begin(obis, line),
        }
    }

    /// Adds a value to the last reading.
    fn add(&mut self, token: Token, at: Range<usize>) {
        let end = at.end;
        if let Some((value, raw)) = self.value(token, at) {
            self.sheet.add(value, raw, end);
        }
    }

    /// What a token stands for.
    fn value(&mut self, token: Token, at: Range<usize>) -> Option<(Value, Span)> {
        let (value, raw) = match token {
            Token::Null | Token::Group(_) => return None,
            Token::Integer(number) => self.sheet.integer(number, at),
            Token::Large(number) => (Value::Text, self.sheet.render(&number.to_string())),
            Token::Float(number) => self.float(number),
            Token::Octets(range) => self.sheet.octets(range),
            Token::Opaque(range) => (Value::Text, self.sheet.digits(range)),
        };
        self.is_unscaled = matches!(value, Value::Number(_));
        if value == Value::Text
            && let Some(maker) = Maker::of(raw.of(self.sheet.content))
        {
            self.maker = maker;
        }
        Some((value, raw))
    }

    fn float(&mut self, number: f64) -> (Value, Span) {
        let text = number.to_string();
        let raw = self.sheet.render(&text);
        match super::super::decimal::Decimal::parse(text.as_bytes()) {
            Some(decimal) => (Value::Number(decimal), raw),
            None => (Value::Text, raw),
        }
    }

    /// Gives the last reading the scale that its maker is known to use, if none was sent.
    fn apply_habits(&mut self) {
        if !std::mem::take(&mut self.is_unscaled) || self.group.is_some() {
            return;
        }
        let Some(at) = self.sheet.readings.len().checked_sub(1) else {
            return;
        };
        let number = self.sheet.items.last().and_then(|item| match item.value {
            Value::Number(number) if number.scale() == 0 => Some(number.mantissa()),
            _ => None,
        });
        let obis = self.sheet.readings.get(at).map(|reading| reading.obis);
        if let (Some(number), Some(obis)) = (number, obis)
            && let Some((exponent, unit)) = unscaled::scale(self.maker, obis, number)
        {
            self.sheet.scale(at, exponent, Some(unit));
        }
    }

    fn take_loose(&mut self, token: Token, at: Range<usize>) {
        if !self.sheet.readings.is_empty() || !self.loose.push(at.start) {
            self.name_loose(token, at, METER_NUMBER);
        }
    }

    /// Values before the first code: the identifier of the list, or the clock.
    fn settle_loose(&mut self) {
        // So it is for nearly every code.
        if self.loose.count() == 0 {
            return;
        }
        for start in self.loose.take() {
            if let Ok((token, end)) = axdr::token(self.sheet.content, start) {
                self.name_loose(token, start..end, LIST_VERSION);
            }
        }
    }

    /// Times without a code are the clock, texts are `text`, and numbers could be anything.
    fn name_loose(&mut self, token: Token, at: Range<usize>, text: Obis) {
        let Token::Octets(range) = &token else {
            self.unnamed += usize::from(token != Token::Null);
            return;
        };
        let is_time = matches!(self.sheet.octets(range.clone()).0, Value::Time(_));
        let obis = if is_time { CLOCK } else { text };
        self.put(obis, at.clone(), token, at);
    }

    /// Reads the value at `start`, which has no code: its position in a list says that it is `obis`.
    fn put_named(&mut self, obis: Obis, start: usize) {
        let content = self.sheet.content;
        let number = match content.get(start..) {
            Some([tag, octets @ ..]) => axdr::integer(*tag, octets),
            _ => None,
        };
        if let Some((mantissa, width)) = number {
            let scale = unscaled::scale(self.maker, obis, mantissa);
            let line = start..start + 1 + width;
            if self.measured(obis, mantissa, scale, (line, start)) {
                return;
            }
        }
        if let Ok((token, end)) = axdr::token(content, start) {
            self.put(obis, start..end, token, start..end);
            self.apply_habits();
        }
    }

    /// Names what is left over.
    fn finish(&mut self) -> Plan {
        if let Some((obis, from)) = self.pending.take() {
            self.sheet.begin(obis, from..self.walk.at);
        }
        let count = self.loose.count();
        let mut loose = self.loose.take().peekable();
        let list = loose.peek().and_then(|start| {
            let first = axdr::token(self.sheet.content, *start).ok()?.0;
            let text = match &first {
                Token::Octets(range) => Some(self.octets(range)),
                _ => None,
            };
            positional::find(count, text)
        });
        match list {
            Some(list) => {
                for (start, obis) in loose.zip(list.codes) {
                    self.put_named(*obis, start);
                }
            }
            None => self.unnamed += count,
        }
        if self.unnamed > 0 {
            let message = match self.unnamed {
                1 => "one value has no code and no known place".to_owned(),
                count => format!("{count} values have no codes and stand in no known list"),
            };
            self.sheet.note(NoteCode::ValueWithoutCode, None, message);
        }
        match list {
            Some(list) => Plan::Positions(list),
            None if self.columns.is_empty() => Plan::Codes,
            None => Plan::PushList,
        }
    }
}

/// The code that six octets are: group A is a medium, or the mark of a manufacturer's own code.
fn code(octets: &[u8]) -> Option<Obis> {
    match octets {
        [a @ (0..=15 | 128..=199), b, c, d, e, f] if octets.len() == CODE_BYTES => {
            Some(Obis::with_f(*a, *b, *c, *d, *e, *f))
        }
        _ => None,
    }
}
