//! The meaning of a reading: its items put together under the quantity that its code stands for.

use super::obis::Obis;
use super::quantity::{Form, Medium, Quantity};
use super::telegram::{Item, Reading, Telegram, Text, Value};
use super::timestamp::Timestamp;
use super::unit::Unit;

/// A value as it is shown: a number with its digits, or text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datum<'a> {
    /// A number.
    Number(super::decimal::Decimal),
    /// A point in time.
    Time(Timestamp),
    /// Text, as it was sent.
    Text(Text<'a>),
}

/// A point in time that belongs to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// It was measured then.
    At(Timestamp),
    /// A time was sent that is none: the device has never reported.
    Unset,
}

/// One value with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The value.
    pub value: Datum<'a>,
    /// Its unit.
    pub unit: Option<UnitText<'a>>,
    /// When it was measured.
    pub time: Option<When>,
    /// The end of the period that it belongs to, for histories that say both.
    pub period_end: Option<When>,
}

/// A unit of the table, or the text of one that is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitText<'a> {
    /// A unit of the table.
    Known(Unit),
    /// Any other, as it was sent.
    Other(Text<'a>),
}

impl std::fmt::Display for UnitText<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            UnitText::Known(unit) => unit.fmt(f),
            UnitText::Other(text) => text.fmt(f),
        }
    }
}

/// A reading as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View<'a> {
    /// The code, as it was sent.
    pub obis: Obis,
    /// What it stands for; `None` for unknown codes.
    pub quantity: Option<Quantity>,
    /// The M-Bus channel.
    pub channel: Option<u8>,
    /// Its value or values.
    pub content: Content<'a>,
}

/// One value, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// One value.
    One(Entry<'a>),
    /// A log, profile or history, in the order of the telegram.
    Many(Vec<Entry<'a>>),
}

impl<'a> View<'a> {
    /// The first value; `None` for an empty list.
    pub fn first(&self) -> Option<&Entry<'a>> {
        match &self.content {
            Content::One(entry) => Some(entry),
            Content::Many(entries) => entries.first(),
        }
    }
}

impl Telegram {
    /// The medium of the device on an M-Bus channel, by its device type.
    pub fn medium(&self, channel: u8) -> Option<Medium> {
        let item = self.find_item(Obis::new(0, channel, 24, 1, 0))?;
        match item.value {
            Value::Number(number) => Some(Medium::from_type(number.mantissa())),
            _ => None,
        }
    }

    /// A reading as it is shown.
    pub fn view(&self, reading: &Reading) -> View<'_> {
        let obis = reading.obis;
        let channel = obis.mbus_channel();
        let mut quantity = Quantity::of(obis, channel.and_then(|channel| self.medium(channel)));
        if let Some(quantity) = quantity.as_mut()
            && self.is_typed()
            && quantity.form == Form::HexText
        {
            // Only ASCII telegrams spell their texts in hexadecimal digits.
            quantity.form = Form::Text;
        }
        let form = quantity.map(|quantity| quantity.form);
        let mut entries = match self.is_typed() {
            true => self.typed_entries(self.items(reading)),
            false => self.entries(self.items(reading), form),
        };
        let is_list = form == Some(Form::List) || entries.len() > 1;
        let content = match (is_list, entries.pop()) {
            (false, Some(entry)) => Content::One(entry),
            (false, None) => Content::One(self.lone_time(reading)),
            (true, last) => {
                entries.extend(last);
                Content::Many(entries)
            }
        };
        View {
            obis,
            quantity,
            channel,
            content,
        }
    }

    /// The time of the telegram by the meter's clock; `None` where there is none or it was never set.
    pub fn time(&self) -> Option<Timestamp> {
        // Kamstrup's meters have their clock on channel 1.
        let clock = [0, 1].map(|channel| self.find(Obis::new(0, channel, 1, 0, 0)));
        let Some(clock) = clock.into_iter().flatten().next() else {
            return self.head_time.filter(|time| time.is_set());
        };
        match self.view(clock).first()?.value {
            Datum::Time(time) if time.is_set() => Some(time),
            _ => None,
        }
    }

    /// The first text that is not empty under this name of a quantity.
    pub fn said_as(&self, name: &str) -> Option<Text<'_>> {
        self.views()
            .find_map(|view| match (view.quantity, view.first()) {
                (
                    Some(quantity),
                    Some(Entry {
                        value: Datum::Text(text),
                        ..
                    }),
                ) if quantity.name().to_string() == name && !text.0.is_empty() => Some(*text),
                _ => None,
            })
    }

    /// The identity of the meter, as it was sent.
    pub fn equipment_id(&self) -> Option<Text<'_>> {
        ["equipment_id", "logical_device_name", "serial_number"]
            .iter()
            .find_map(|name| self.said_as(name))
    }

    /// Three letters of the manufacturer (FLAG association): of the ident, the system title, or what a binary
    /// telegram says.
    pub fn manufacturer(&self) -> Option<String> {
        let ident = self.ident().0.get(1..4);
        let title = self.system_title();
        let letters = ident.or_else(|| title.as_ref().and_then(|title| title.get(..3)));
        if let Some(letters) = letters.filter(|letters| !letters.is_empty()) {
            return Some(String::from_utf8_lossy(letters).to_ascii_uppercase());
        }
        let said = self
            .said_as("manufacturer_id")
            .or_else(|| self.said_as("logical_device_name"))?;
        let letters = said.0.get(..3)?;
        letters
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| String::from_utf8_lossy(letters).to_ascii_uppercase())
    }

    /// What to call the meter: its ident, or its manufacturer and identity, or how it sends.
    pub fn name(&self) -> String {
        let ident = self.ident();
        if !ident.0.is_empty() {
            return ident.to_string();
        }
        let parts = [
            self.manufacturer(),
            self.equipment_id().map(|id| id.to_string()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        match parts.is_empty() {
            true => format!("meter on {}", self.framing().name()),
            false => parts.join(" "),
        }
    }

    /// All readings as they are shown.
    pub fn views(&self) -> impl Iterator<Item = View<'_>> {
        self.readings().iter().map(|reading| self.view(reading))
    }

    /// A reading that holds nothing but times, or nothing at all.
    fn lone_time(&self, reading: &Reading) -> Entry<'_> {
        let value = match self.items(reading).first() {
            Some(Item {
                value: Value::Time(time),
                ..
            }) => Datum::Time(*time),
            Some(item) => Datum::Text(self.text(item.raw)),
            None => Datum::Text(Text(b"")),
        };
        Entry {
            value,
            unit: None,
            time: None,
            period_end: None,
        }
    }

    /// The values of a binary telegram, which are what they say they are.
    fn typed_entries(&self, items: &[Item]) -> Vec<Entry<'_>> {
        let entry = |item: &Item| Entry {
            value: match item.value {
                Value::Number(number) => Datum::Number(number),
                Value::Time(time) => Datum::Time(time),
                Value::Empty | Value::UnsetTime | Value::Text => Datum::Text(self.text(item.raw)),
            },
            unit: item.unit.map(|unit| match unit {
                Unit::Unknown => UnitText::Other(self.unit_text(item)),
                unit => UnitText::Known(unit),
            }),
            time: None,
            period_end: None,
        };
        items.iter().map(entry).collect()
    }

    /// Puts items together: a time belongs to the value that follows it, or to the one before when it
    /// comes last; codes and counts that only describe the list are left out.
    fn entries(&self, items: &[Item], form: Option<Form>) -> Vec<Entry<'_>> {
        let mut entries: Vec<Entry<'_>> = Vec::new();
        let mut times = Times::default();
        let mut unit_apart = None;
        let describes_list =
            |item: &Item| item.value == Value::Text && is_code(item.raw.of(self.content()));
        let has_header = items.iter().any(describes_list);
        for (at, item) in items.iter().enumerate() {
            if let Some(when) = self.as_time(item, items.len(), form) {
                times.push(when);
                continue;
            }
            let is_header =
                has_header && (describes_list(item) || items.iter().skip(at).any(describes_list));
            if is_header || (form == Some(Form::List) && item.value == Value::Empty) {
                continue;
            }
            if has_header
                && item.value == Value::Text
                && item.unit.is_none()
                && at + 1 < items.len()
            {
                // The gas reading of DSMR 2.2 names its unit in a group of its own.
                unit_apart = Unit::parse(item.raw.of(self.content()));
                continue;
            }
            let unit = match item.unit {
                Some(Unit::Unknown) => Some(UnitText::Other(self.unit_text(item))),
                Some(unit) => Some(UnitText::Known(unit)),
                None => unit_apart.map(UnitText::Known),
            };
            let (time, period_end) = times.take();
            entries.push(Entry {
                value: self.datum(item, form),
                unit,
                time,
                period_end,
            });
        }
        // `(value)(time)`: the time comes last.
        if let ([entry], Some(time)) = (entries.as_mut_slice(), times.late()) {
            entry.time = entry.time.or(Some(time));
        }
        entries
    }

    /// The item as a time that belongs to a value.
    fn as_time(&self, item: &Item, items: usize, form: Option<Form>) -> Option<When> {
        match item.value {
            Value::Time(time) if time.is_set() => Some(When::At(time)),
            Value::Time(_) | Value::UnsetTime => Some(When::Unset),
            // Without the letter of a clock it looks like a number; beside another item it is a time.
            Value::Number(_) if items > 1 && form != Some(Form::Text) => {
                Timestamp::parse(item.raw.of(self.content())).map(When::At)
            }
            _ => None,
        }
    }

    fn datum(&self, item: &Item, form: Option<Form>) -> Datum<'_> {
        let text = self.text(item.raw);
        let is_number = match form {
            Some(Form::Number | Form::List) => true,
            Some(Form::Text | Form::HexText) => false,
            Some(Form::Time) => {
                let time = Timestamp::parse(text.0).or_else(|| Timestamp::parse_cosem(text.0));
                return time.map_or(Datum::Text(text), Datum::Time);
            }
            // A code that is not known: digits may be a name. A unit or a point makes them a number.
            None => item.unit.is_some() || text.0.contains(&b'.'),
        };
        match item.value {
            Value::Number(number) if is_number => Datum::Number(number),
            _ => Datum::Text(text),
        }
    }

    /// The unit of an item as it was sent.
    pub fn unit_text(&self, item: &Item) -> Text<'_> {
        let after = self
            .content()
            .get(item.raw.end as usize + 1..)
            .unwrap_or_default();
        let length = after
            .iter()
            .position(|byte| matches!(byte, b')' | b',' | b'\r' | b'\n'))
            .unwrap_or(after.len());
        Text(after.get(..length).unwrap_or_default())
    }
}

/// Whether a value names another object, as headers of lists do. Some meters leave out the group A there.
fn is_code(text: &[u8]) -> bool {
    let within = |byte: &u8| byte.is_ascii_digit() || b"-:.*".contains(byte);
    text.contains(&b':') && text.iter().all(within)
}

/// The times that wait for their value. They stay in force until others come: a billing list has one
/// time for all of its values.
#[derive(Default)]
struct Times {
    last: Option<When>,
    before: Option<When>,
    fresh: bool,
}

impl Times {
    fn push(&mut self, when: When) {
        self.before = if self.fresh { self.last } else { None };
        self.last = Some(when);
        self.fresh = true;
    }

    fn take(&mut self) -> (Option<When>, Option<When>) {
        self.fresh = false;
        (self.last, self.before)
    }

    /// A time that no value has followed.
    fn late(&self) -> Option<When> {
        self.last.filter(|_| self.fresh)
    }
}
