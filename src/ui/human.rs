//! Telegrams for people.

use std::io::Write;

use super::output::Origin;
use super::style::{Colour, Role};
use crate::decode::quantity::Form;
use crate::decode::view::{Content, Datum, Entry, View, When};
use crate::decode::{Check, Telegram};

/// How wide codes are written.
const OBIS_WIDTH: usize = 13;
/// How wide names are written.
const LABEL_WIDTH: usize = 42;

/// Appends a telegram as a block of lines with an empty line behind.
pub(super) fn telegram(
    telegram: &Telegram,
    origin: &Origin<'_>,
    colour: Colour,
    out: &mut Vec<u8>,
) {
    // Writing to memory cannot fail.
    let _ = try_telegram(telegram, origin, colour, out);
}

/// Appends a line about bytes that belong to no telegram.
pub(super) fn noise(offset: u64, length: u64, colour: Colour, out: &mut Vec<u8>) {
    let text = format!("noise: {length} bytes at offset {offset}");
    let _ = writeln!(out, "{}\n", colour.paint(Role::Warning, text));
}

fn try_telegram(
    telegram: &Telegram,
    origin: &Origin<'_>,
    colour: Colour,
    out: &mut Vec<u8>,
) -> std::io::Result<()> {
    let hours = telegram.dialect().dialect.standard_hours;
    let (role, check) = match telegram.check() {
        Check::Valid => (Role::Good, "CRC valid"),
        Check::Invalid { .. } => (Role::Bad, "CRC INVALID"),
        Check::Absent if telegram.is_locked() => (Role::Warning, "encrypted"),
        Check::Absent => (Role::Faint, "no CRC"),
    };
    let time = telegram.time().map_or_else(
        || "no time".to_owned(),
        |time| spaced(&time.with_offset(hours).to_string()),
    );
    writeln!(
        out,
        "{}  {time}  {}",
        colour.paint(Role::Strong, telegram.name()),
        colour.paint(role, check)
    )?;
    let dialect = telegram.dialect();
    let place = format!(
        "{} ({})  {} at {}",
        dialect.dialect.label,
        dialect.reason,
        origin.name,
        telegram.offset()
    );
    writeln!(out, "{}", colour.paint(Role::Faint, place))?;
    for view in telegram.views() {
        reading(&view, hours, colour, out)?;
    }
    for note in telegram.notes() {
        let about = note
            .obis
            .map(|obis| format!("{obis}: "))
            .unwrap_or_default();
        let text = format!("note: {} ({about}{})", note.code.name(), note.message);
        writeln!(out, "  {}", colour.paint(Role::Warning, text))?;
    }
    writeln!(out)
}

fn reading(view: &View<'_>, hours: i8, colour: Colour, out: &mut Vec<u8>) -> std::io::Result<()> {
    let label = match (view.quantity, view.channel) {
        (Some(quantity), Some(channel)) => format!("{} [{channel}]", quantity.label()),
        (Some(quantity), None) => quantity.label().to_string(),
        (None, _) => "?".to_owned(),
    };
    let obis = view.obis.to_string();
    let head = format!("{obis:<OBIS_WIDTH$} {label:<LABEL_WIDTH$}");
    let form = view.quantity.map(|quantity| quantity.form);
    match &view.content {
        Content::One(entry) => writeln!(out, "  {head} {}", value(entry, form, hours, colour)),
        Content::Many(entries) if entries.is_empty() => writeln!(out, "  {head} none"),
        Content::Many(entries) => {
            let plural = if entries.len() == 1 { "" } else { "s" };
            writeln!(out, "  {head} {} value{plural}", entries.len())?;
            let indent = OBIS_WIDTH + 1;
            entries.iter().try_for_each(|entry| {
                writeln!(out, "  {:indent$}{}", "", value(entry, form, hours, colour))
            })
        }
    }
}

fn value(entry: &Entry<'_>, form: Option<Form>, hours: i8, colour: Colour) -> String {
    let mut text = match entry.value {
        Datum::Number(number) => number.to_string(),
        Datum::Time(time) => spaced(&time.with_offset(hours).to_string()),
        Datum::Text(text) if text.0.is_empty() => "(empty)".to_owned(),
        Datum::Text(text) => match text.unhex().filter(|_| form == Some(Form::HexText)) {
            Some(readable) => format!("{text} \"{}\"", readable.trim_end()),
            None => text.to_string(),
        },
    };
    if let Some(unit) = entry.unit {
        text.push(' ');
        text.push_str(&unit.to_string());
    }
    let when = |when: When| match when {
        When::At(time) => spaced(&time.with_offset(hours).to_string()),
        When::Unset => "never".to_owned(),
    };
    let times = match (entry.time, entry.period_end) {
        (None, _) => return text,
        (Some(time), None) => when(time),
        (Some(time), Some(end)) => format!("{}, period to {}", when(time), when(end)),
    };
    format!("{text}  {}", colour.paint(Role::Faint, times))
}

/// RFC 3339 with spaces, which people read more easily.
fn spaced(time: &str) -> String {
    match time.split_once('T') {
        Some((date, clock)) => format!("{date} {}", clock.replacen('+', " +", 1)),
        None => time.to_owned(),
    }
}
