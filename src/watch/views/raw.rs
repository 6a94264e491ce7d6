//! The last telegram as it was sent, each line explained.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel;
use crate::decode::quantity::Form;
use crate::decode::view::{Content, Datum, Entry, View, When};
use crate::decode::{Check, Reading, Telegram, Text, hex};
use crate::watch::app::App;
use crate::watch::tab::{Tab, is_invalid};
use crate::watch::theme::{Role, Theme};

/// A line as sent, with its explanation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    mark: Mark,
    sent: String,
    says: String,
    value: String,
}

/// What stands in front of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mark {
    #[default]
    None,
    /// There is a note about it.
    Noted,
    /// It cannot be read.
    Unreadable,
    /// It is a note.
    Note,
}

/// How many lines a filter leaves.
pub fn count(tab: &Tab, filter: &str) -> usize {
    rows(tab, filter).len()
}

/// Which lines of a list are in sight.
pub(super) fn position(first: usize, rows: usize, all: usize) -> String {
    let last = (first + rows).min(all);
    match all {
        0 => "no lines".to_owned(),
        _ if all <= rows => format!("{all} lines"),
        _ => format!("lines {} to {last} of {all}", first + 1),
    }
}

fn rows(tab: &Tab, filter: &str) -> Vec<Row> {
    let Some(received) = &tab.last else {
        return Vec::new();
    };
    let filter = filter.to_lowercase();
    let matches = |row: &Row| {
        [&row.sent, &row.says, &row.value]
            .iter()
            .any(|text| text.to_lowercase().contains(&filter))
    };
    explained(&received.telegram)
        .into_iter()
        .filter(matches)
        .collect()
}

fn explained(telegram: &Telegram) -> Vec<Row> {
    let mut rows = Vec::new();
    if telegram.is_typed() {
        for reading in telegram.readings() {
            let sent = hex(reading.line.of(telegram.content()));
            reading_rows(telegram, reading, sent, &mut rows);
        }
        return rows;
    }
    let bytes = telegram.content();
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let range = at..at + line.len();
        at = range.end;
        let reading = telegram
            .readings()
            .iter()
            .find(|reading| range.contains(&reading.line.range().start));
        let within = telegram
            .readings()
            .iter()
            .any(|reading| reading.line.range().contains(&range.start));
        let sent = shown(line);
        match reading {
            Some(reading) => reading_rows(telegram, reading, sent, &mut rows),
            None => rows.push(other(telegram, line, sent, within)),
        }
    }
    rows
}

/// The line without its end; what cannot be printed as a dot.
fn shown(line: &[u8]) -> String {
    let text = Text(line).to_string();
    let text = text.trim_end_matches(['\r', '\n']);
    text.chars()
        .map(|c| if c.is_control() { '·' } else { c })
        .collect()
}

/// A line that is no reading: the ident, the end, an empty one, or damage.
fn other(telegram: &Telegram, line: &[u8], sent: String, within: bool) -> Row {
    let check = || match telegram.check() {
        Check::Valid => (Mark::None, "CRC valid".to_owned()),
        Check::Invalid { computed, .. } => (
            Mark::Unreadable,
            format!("CRC INVALID, the bytes give {computed:04X}"),
        ),
        Check::Absent => (Mark::None, "no CRC".to_owned()),
    };
    let nothing = || (Mark::None, String::new());
    let (says, (mark, value)) = match line.first() {
        _ if within => ("(belongs to the line above)", nothing()),
        Some(b'/') => ("identification of the meter", nothing()),
        Some(b'!') => ("end of the telegram", check()),
        _ if line.trim_ascii().is_empty() => ("", nothing()),
        _ => ("cannot be read", (Mark::Unreadable, String::new())),
    };
    Row {
        mark,
        sent,
        says: says.to_owned(),
        value,
    }
}

fn reading_rows(telegram: &Telegram, reading: &Reading, sent: String, rows: &mut Vec<Row>) {
    let view = telegram.view(reading);
    let notes: Vec<_> = telegram
        .notes()
        .iter()
        .filter(|note| note.obis == Some(reading.obis))
        .collect();
    let mut row = Row {
        mark: if notes.is_empty() {
            Mark::None
        } else {
            Mark::Noted
        },
        sent,
        says: label(&view),
        value: String::new(),
    };
    let form = view.quantity.map(|quantity| quantity.form);
    let mut more = Vec::new();
    match &view.content {
        Content::One(entry) => row.value = value(entry, form),
        Content::Many(entries) => {
            row.value = format!("{} values", entries.len());
            more = entries
                .iter()
                .map(|entry| Row {
                    value: value(entry, form),
                    ..Row::default()
                })
                .collect();
        }
    }
    rows.push(row);
    rows.extend(more);
    rows.extend(notes.into_iter().map(|note| Row {
        mark: Mark::Note,
        says: note.message.clone(),
        ..Row::default()
    }));
}

fn label(view: &View<'_>) -> String {
    match (view.quantity, view.channel) {
        (Some(quantity), Some(channel)) => format!("{}, channel {channel}", quantity.label()),
        (Some(quantity), None) => quantity.label().to_string(),
        (None, _) => "unknown code".to_owned(),
    }
}

fn value(entry: &Entry<'_>, form: Option<Form>) -> String {
    let time = |time: crate::decode::Timestamp| {
        format!(
            "{} {}",
            crate::watch::text::meter_date(time),
            crate::watch::text::meter_clock(time)
        )
    };
    let mut text = match entry.value {
        Datum::Number(number) => number.to_string(),
        Datum::Time(at) => time(at),
        Datum::Text(text) if text.0.is_empty() => "(empty)".to_owned(),
        Datum::Text(text) => match text.unhex().filter(|_| form == Some(Form::HexText)) {
            Some(readable) => format!("\"{}\"", readable.trim_end()),
            None => text.to_string(),
        },
    };
    if let Some(unit) = entry.unit {
        text.push(' ');
        text.push_str(&unit.to_string());
    }
    match entry.time {
        Some(When::At(at)) => {
            text.push_str("  at ");
            text.push_str(&time(at));
        }
        Some(When::Unset) => text.push_str("  never reported"),
        None => {}
    }
    text
}

/// Draws the lines that are in sight.
pub(super) fn draw(app: &App, tab: &Tab, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let all = rows(tab, &app.filter.text);
    let height = usize::from(area.height.saturating_sub(2));
    let first = app.first_line(all.len(), height);
    let filter = if app.filter.text.is_empty() {
        String::new()
    } else {
        format!(" with \"{}\"", app.filter.text)
    };
    let check = if tab
        .last
        .as_ref()
        .is_some_and(|last| is_invalid(&last.telegram))
    {
        ", CRC INVALID"
    } else {
        ""
    };
    let title = format!(
        "Raw telegram{check}{filter}, {}",
        position(first, height, all.len())
    );
    let inside = panel::frame(&title, Role::Title, theme, area, buffer);
    let widths = Widths::of(&all, usize::from(inside.width));
    for (place, row) in inside.rows().zip(all.iter().skip(first)) {
        let line = panel::truncated(widths.line(row, theme), usize::from(place.width));
        buffer.set_line(place.x, place.y, &line, place.width);
    }
}

/// Columns of the parts of a row.
struct Widths {
    sent: usize,
    says: usize,
}

impl Widths {
    fn of(rows: &[Row], width: usize) -> Widths {
        let longest = |of: fn(&Row) -> &String| {
            rows.iter()
                .map(|row| of(row).chars().count())
                .max()
                .unwrap_or(0)
        };
        let sent = longest(|row| &row.sent).clamp(8, (width * 9 / 25).max(8));
        let rest = width.saturating_sub(sent + 4);
        let says = longest(|row| &row.says).min(rest * 3 / 5);
        Widths { sent, says }
    }

    fn line(&self, row: &Row, theme: Theme) -> Line<'static> {
        let (role, mark) = match row.mark {
            Mark::None => (Role::Plain, " "),
            Mark::Noted => (Role::Warning, "!"),
            Mark::Unreadable => (Role::Bad, "✗"),
            Mark::Note => (Role::Warning, " "),
        };
        let mut line = Line::from(theme.span(role, format!("{mark} ")));
        line.push_span(theme.span(
            if row.mark == Mark::Unreadable {
                Role::Bad
            } else {
                Role::Plain
            },
            column(&row.sent, self.sent),
        ));
        if row.mark == Mark::Note {
            line.push_span(theme.span(role, format!(" {}", row.says)));
            return line;
        }
        line.push_span(theme.span(Role::Faint, format!(" {} ", column(&row.says, self.says))));
        line.push_span(theme.span(Role::Strong, row.value.clone()));
        line
    }
}

/// The text in exactly so many columns.
fn column(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return format!("{text:<width$}");
    }
    text.chars()
        .take(width.saturating_sub(1))
        .chain(['…'])
        .collect()
}
