//! `smr.telegram/1` and `smr.noise/1`.

use serde::Serialize;
use serde::ser::Serializer;
use serde_json::value::RawValue;

use super::output::Origin;
use crate::decode::quantity::Form;
use crate::decode::view::{Content, Datum, Entry, UnitText, View, When};
use crate::decode::{Decimal, Device, Obis, Telegram, Text, Timestamp, hex};

#[derive(Serialize)]
struct TelegramDocument<'a> {
    schema: &'static str,
    source: &'a str,
    offset: u64,
    length: usize,
    received_at: Option<String>,
    framing: &'static str,
    check: &'static str,
    dialect: &'static str,
    dialect_reason: &'a str,
    meter: Meter<'a>,
    time: Option<String>,
    readings: Vec<Reading<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mbus: Vec<MbusDevice<'a>>,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Meter<'a> {
    ident: Option<Shown<Text<'a>>>,
    manufacturer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    system_title: Option<String>,
    version: Option<Shown<Text<'a>>>,
    equipment_id: Option<Shown<Text<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    equipment_text: Option<String>,
}

#[derive(Serialize)]
struct Reading<'a> {
    obis: Shown<Obis>,
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<u8>,
    #[serde(flatten)]
    content: ReadingContent<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ReadingContent<'a> {
    One(ValueDocument<'a>),
    Many { values: Vec<ValueDocument<'a>> },
}

#[derive(Serialize)]
struct ValueDocument<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<SentTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period_end: Option<SentTime>,
    value: ValueText<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Shown<UnitText<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// A time that belongs to a value: `null` where the meter sent one that was never set.
#[derive(Serialize)]
#[serde(untagged)]
enum SentTime {
    At(String),
    Unset,
}

enum ValueText<'a> {
    Number(Decimal),
    Time(String),
    Text(Text<'a>),
}

#[derive(Serialize)]
struct MbusDevice<'a> {
    channel: u8,
    device_type: Option<i64>,
    medium: Option<&'static str>,
    id: Option<Shown<Text<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valve: Option<Shown<Text<'a>>>,
    reading: Option<Reading<'a>>,
}

#[derive(Serialize)]
struct Note<'a> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    obis: Option<Shown<Obis>>,
    message: &'a str,
}

#[derive(Serialize)]
struct NoiseDocument<'a> {
    schema: &'static str,
    source: &'a str,
    offset: u64,
    length: u64,
}

/// Anything that is printed as the text it displays.
struct Shown<T>(T);

impl<T: std::fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for ValueText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // A number with a point goes out with exactly its digits, not through binary floating point.
            ValueText::Number(number) if number.scale() > 0 => {
                RawValue::from_string(number.to_string())
                    .map_err(serde::ser::Error::custom)?
                    .serialize(serializer)
            }
            ValueText::Number(number) => serializer.serialize_i64(number.mantissa()),
            ValueText::Time(time) => serializer.serialize_str(time),
            ValueText::Text(text) => serializer.collect_str(text),
        }
    }
}

/// Appends a telegram as one JSON object.
pub(super) fn telegram(telegram: &Telegram, origin: &Origin<'_>, pretty: bool, out: &mut Vec<u8>) {
    let dialect = telegram.dialect();
    let show = Show {
        is_typed: telegram.is_typed(),
        standard_hours: dialect.dialect.standard_hours,
    };
    let document = TelegramDocument {
        schema: "smr.telegram/1",
        source: origin.name,
        offset: telegram.offset(),
        length: telegram.bytes().len(),
        received_at: origin.received_at.map(|at| at.to_string()),
        framing: telegram.framing().name(),
        check: telegram.check().name(),
        dialect: dialect.dialect.id,
        dialect_reason: &dialect.reason,
        meter: meter(telegram),
        time: telegram.time().map(|time| show.time(time)),
        readings: telegram.views().map(|view| show.reading(view)).collect(),
        mbus: telegram
            .devices()
            .into_iter()
            .map(|device| show.device(device))
            .collect(),
        notes: telegram
            .notes()
            .iter()
            .map(|note| Note {
                code: note.code.name(),
                obis: note.obis.map(Shown),
                message: &note.message,
            })
            .collect(),
    };
    write(&document, pretty, out);
}

/// Appends a noise record as one JSON object.
pub(super) fn noise(
    offset: u64,
    length: u64,
    origin: &Origin<'_>,
    pretty: bool,
    out: &mut Vec<u8>,
) {
    write(
        &NoiseDocument {
            schema: "smr.noise/1",
            source: origin.name,
            offset,
            length,
        },
        pretty,
        out,
    );
}

fn write(document: &impl Serialize, pretty: bool, out: &mut Vec<u8>) {
    let start = out.len();
    let written = match pretty {
        true => serde_json::to_writer_pretty(&mut *out, document),
        false => serde_json::to_writer(&mut *out, document),
    };
    // Writing to memory cannot fail and these types have no key that is not text.
    debug_assert!(written.is_ok());
    if written.is_err() {
        out.truncate(start);
        return;
    }
    out.push(b'\n');
}

fn meter(telegram: &Telegram) -> Meter<'_> {
    let ident = telegram.ident();
    let equipment_id = telegram.equipment_id();
    Meter {
        ident: (!ident.0.is_empty()).then_some(Shown(ident)),
        manufacturer: telegram.manufacturer(),
        system_title: telegram.system_title().map(|title| hex(&title)),
        version: telegram.said_as("version").map(Shown),
        equipment_id: equipment_id.map(Shown),
        equipment_text: equipment_id
            .filter(|_| !telegram.is_typed())
            .and_then(|id| id.unhex()),
    }
}

/// How times are printed in the dialect at hand.
struct Show {
    is_typed: bool,
    standard_hours: i8,
}

impl Show {
    fn time(&self, time: Timestamp) -> String {
        time.with_offset(self.standard_hours).to_string()
    }

    fn when(&self, when: Option<When>) -> Option<SentTime> {
        when.map(|when| match when {
            When::At(time) => SentTime::At(self.time(time)),
            When::Unset => SentTime::Unset,
        })
    }

    fn reading<'a>(&self, view: View<'a>) -> Reading<'a> {
        let form = view.quantity.map(|quantity| quantity.form);
        Reading {
            obis: Shown(view.obis),
            name: view.quantity.map(|quantity| quantity.name().to_string()),
            channel: view.channel,
            content: match view.content {
                Content::One(entry) => ReadingContent::One(self.value(entry, form)),
                Content::Many(entries) => ReadingContent::Many {
                    values: entries
                        .into_iter()
                        .map(|entry| self.value(entry, form))
                        .collect(),
                },
            },
        }
    }

    fn value<'a>(&self, entry: Entry<'a>, form: Option<Form>) -> ValueDocument<'a> {
        let (value, text) = match entry.value {
            Datum::Number(number) => (ValueText::Number(number), None),
            Datum::Time(time) => (ValueText::Time(self.time(time)), None),
            Datum::Text(text) => (
                ValueText::Text(text),
                text.unhex().filter(|_| form == Some(Form::HexText)),
            ),
        };
        ValueDocument {
            time: self.when(entry.time),
            period_end: self.when(entry.period_end),
            value,
            unit: entry.unit.map(Shown),
            text,
        }
    }

    fn device<'a>(&self, device: Device<'a>) -> MbusDevice<'a> {
        MbusDevice {
            channel: device.channel,
            device_type: device.device_type,
            medium: device.medium.map(crate::decode::quantity::Medium::name),
            id: device.id.map(Shown),
            id_text: device
                .id
                .filter(|_| !self.is_typed)
                .and_then(|id| id.unhex()),
            valve: device.valve.map(Shown),
            reading: device.reading.map(|view| self.reading(view)),
        }
    }
}
