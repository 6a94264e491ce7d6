//! Interval energies as text for people, JSON, JSON lines and CSV.

use std::io::Write;

use serde::Serialize;
use serde_json::value::RawValue;

use super::output::Format;
use super::style::{Colour, Role};
use crate::decode::profile::{Book, Kind, Length, Mark, Row};
use crate::decode::{Decimal, Timestamp, Unit};

/// The columns of CSV.
const HEADER: [&str; 17] = [
    "source",
    "interval",
    "kind",
    "start",
    "end",
    "clock",
    "obis",
    "name",
    "channel",
    "meter",
    "value",
    "unit",
    "from_time",
    "from_register",
    "to_time",
    "to_register",
    "marks",
];

/// How wide times are printed for people.
const TIME_WIDTH: usize = 25;
const NAME_WIDTH: usize = 32;
const VALUE_WIDTH: usize = 12;

/// Prints the rows of profiles.
#[derive(Clone, Copy, Debug)]
pub struct Printer {
    format: Format,
    colour: Colour,
    length: Length,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    source: &'a str,
    interval: &'static str,
    kind: &'static str,
    start: String,
    end: String,
    clock: &'static str,
    obis: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<u8>,
    meter: Option<&'a str>,
    value: Option<Box<RawValue>>,
    unit: Option<&'static str>,
    from: Stand,
    to: Stand,
    marks: Vec<&'static str>,
}

/// A register at one moment.
#[derive(Serialize)]
struct Stand {
    time: String,
    register: Option<Box<RawValue>>,
}

impl Printer {
    /// A printer of profiles with intervals of this length.
    pub fn new(format: Format, colour: Colour, length: Length) -> Self {
        Printer {
            format,
            colour,
            length,
        }
    }

    /// An empty profile of the right length.
    pub fn book(self) -> Book {
        Book::new(self.length)
    }

    /// Appends what comes before the first row.
    pub fn begin(self, out: &mut Vec<u8>) {
        match self.format {
            Format::Csv => csv_row(&HEADER, out),
            Format::Human => {
                let head = format!(
                    "{:TIME_WIDTH$}  {:TIME_WIDTH$}  {:NAME_WIDTH$}  {:>VALUE_WIDTH$}",
                    "from", "to", "register", "counted"
                );
                // Writing to memory cannot fail.
                let _ = writeln!(out, "{}", self.colour.paint(Role::Strong, head));
            }
            Format::Json | Format::Jsonl | Format::None => {}
        }
    }

    /// Appends a row.
    pub fn row(self, row: &Row, source: &str, out: &mut Vec<u8>) {
        match self.format {
            Format::Human => self.human(row, out),
            Format::Json => self.json(row, source, true, out),
            Format::Jsonl => self.json(row, source, false, out),
            Format::Csv => self.csv(row, source, out),
            Format::None => {}
        }
    }

    fn human(self, row: &Row, out: &mut Vec<u8>) {
        let time = |time| show(row, time).replacen('T', " ", 1);
        let name = match row.channel {
            Some(channel) => format!("{}, channel {channel}", row.name),
            None => row.name.clone(),
        };
        let value = row
            .value
            .map_or_else(|| "?".to_owned(), |value| value.to_string());
        let unit = row.unit.map(Unit::symbol).unwrap_or_default();
        let marks = marks(row).join(", ");
        let line = format!(
            "{:TIME_WIDTH$}  {:TIME_WIDTH$}  {name:NAME_WIDTH$}  {value:>VALUE_WIDTH$} {unit:<5}",
            time(row.start),
            time(row.end),
        );
        let (role, is_odd) = match row.kind {
            Kind::Gap => (Role::Warning, true),
            Kind::Interval => (Role::Faint, row.marks.contains(&Mark::Partial)),
        };
        let line = match marks.is_empty() {
            true => line.trim_end().to_owned(),
            false => format!("{line}  {marks}"),
        };
        let _ = match is_odd {
            true => writeln!(out, "{}", self.colour.paint(role, line)),
            false => writeln!(out, "{line}"),
        };
    }

    fn json(self, row: &Row, source: &str, pretty: bool, out: &mut Vec<u8>) {
        let stand = |(time, register): (Timestamp, Decimal)| Stand {
            time: show(row, time),
            register: digits(register),
        };
        let document = Document {
            schema: "smr.profile/1",
            source,
            interval: self.length.name(),
            kind: row.kind.name(),
            start: show(row, row.start),
            end: show(row, row.end),
            clock: row.clock.name(),
            obis: row.obis.to_string(),
            name: &row.name,
            channel: row.channel,
            meter: row.meter.as_deref(),
            value: row.value.and_then(digits),
            unit: row.unit.map(Unit::symbol),
            from: stand(row.from),
            to: stand(row.to),
            marks: marks(row),
        };
        let written = match pretty {
            true => serde_json::to_writer_pretty(&mut *out, &document),
            false => serde_json::to_writer(&mut *out, &document),
        };
        debug_assert!(written.is_ok());
        out.push(b'\n');
    }

    fn csv(self, row: &Row, source: &str, out: &mut Vec<u8>) {
        let fields = [
            source,
            self.length.name(),
            row.kind.name(),
            &show(row, row.start),
            &show(row, row.end),
            row.clock.name(),
            &row.obis.to_string(),
            &row.name,
            &row.channel
                .map(|channel| channel.to_string())
                .unwrap_or_default(),
            row.meter.as_deref().unwrap_or_default(),
            &row.value.map(|value| value.to_string()).unwrap_or_default(),
            row.unit.map(Unit::symbol).unwrap_or_default(),
            &show(row, row.from.0),
            &row.from.1.to_string(),
            &show(row, row.to.0),
            &row.to.1.to_string(),
            &marks(row).join(" "),
        ];
        csv_row(&fields, out);
    }
}

/// A number with exactly its digits, not through binary floating point.
fn digits(number: Decimal) -> Option<Box<RawValue>> {
    RawValue::from_string(number.to_string()).ok()
}

fn show(row: &Row, time: Timestamp) -> String {
    time.with_offset(row.standard_hours).to_string()
}

fn marks(row: &Row) -> Vec<&'static str> {
    row.marks.iter().map(|mark| mark.name()).collect()
}

fn csv_row(fields: &[&str], out: &mut Vec<u8>) {
    let mut writer = csv::Writer::from_writer(&mut *out);
    let written = writer
        .write_record(fields)
        .and_then(|()| Ok(writer.flush()?));
    debug_assert!(written.is_ok());
}
