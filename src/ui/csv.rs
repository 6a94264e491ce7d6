//! Telegrams as CSV (RFC 4180): one row a value.

use super::output::Origin;
use crate::decode::Telegram;
use crate::decode::view::{Content, Datum, Entry, View, When};

/// The columns.
const HEADER: [&str; 13] = [
    "source",
    "offset",
    "received_at",
    "check",
    "dialect",
    "telegram_time",
    "obis",
    "name",
    "channel",
    "time",
    "period_end",
    "value",
    "unit",
];

/// Appends the header row.
pub(super) fn header(out: &mut Vec<u8>) {
    row(&HEADER, out);
}

/// Appends the rows of a telegram.
pub(super) fn telegram(telegram: &Telegram, origin: &Origin<'_>, out: &mut Vec<u8>) {
    let hours = telegram.dialect().dialect.standard_hours;
    let clock = telegram
        .time()
        .map(|time| time.with_offset(hours).to_string())
        .unwrap_or_default();
    let received = origin
        .received_at
        .map(|at| at.to_string())
        .unwrap_or_default();
    let offset = telegram.offset().to_string();
    let mut push = |view: &View<'_>, entry: &Entry<'_>| {
        let when = |when: Option<When>| match when {
            Some(When::At(time)) => time.with_offset(hours).to_string(),
            Some(When::Unset) | None => String::new(),
        };
        let value = match entry.value {
            Datum::Number(number) => number.to_string(),
            Datum::Time(time) => time.with_offset(hours).to_string(),
            Datum::Text(text) => text.to_string(),
        };
        let fields = [
            origin.name,
            &offset,
            &received,
            telegram.check().name(),
            telegram.dialect().dialect.id,
            &clock,
            &view.obis.to_string(),
            &view
                .quantity
                .map(|quantity| quantity.name().to_string())
                .unwrap_or_default(),
            &view
                .channel
                .map(|channel| channel.to_string())
                .unwrap_or_default(),
            &when(entry.time),
            &when(entry.period_end),
            &value,
            &entry.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        ];
        row(&fields, out);
    };
    for view in telegram.views() {
        match &view.content {
            Content::One(entry) => push(&view, entry),
            Content::Many(entries) => entries.iter().for_each(|entry| push(&view, entry)),
        }
    }
}

fn row(fields: &[&str], out: &mut Vec<u8>) {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(&mut *out);
    // Writing to memory cannot fail.
    let written = writer
        .write_record(fields)
        .and_then(|()| Ok(writer.flush()?));
    debug_assert!(written.is_ok());
}
