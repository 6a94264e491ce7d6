//! What is known about a gateway: as a page, and as `smr.diag/1`.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::value::RawValue;
use unicode_width::UnicodeWidthStr;

use super::style::{Colour, Role};
use super::table::{Cell, table};
use crate::discovery::{clean, is_unfit};
use crate::gateway::document::{Events, Info};
use crate::gateway::judge::{Figure, Judgement, Rating};
use crate::gateway::{Findings, Frame, words};

/// How wide a page is.
const WIDTH: usize = 80;
/// How wide what is before a figure is.
const LABEL: usize = 15;
/// How wide a rating is.
const RATING: usize = 4;

#[derive(Serialize)]
struct Diagnosis<'a> {
    schema: &'static str,
    at: String,
    address: &'a str,
    info: &'a RawValue,
    status: Option<&'a RawValue>,
    events: Option<&'a RawValue>,
    frame: Option<FrameDocument>,
    judgement: &'a Judgement,
}

#[derive(Serialize)]
struct FrameDocument {
    check: &'static str,
    age_ms: Option<u64>,
    length: usize,
    hex: String,
}

/// Appends `smr.diag/1`: the documents of the gateway as they came, and what they mean; indented, or on one line.
pub fn json(findings: &Findings, is_indented: bool, out: &mut Vec<u8>) {
    let document = Diagnosis {
        schema: "smr.diag/1",
        at: format!("{:.3}", findings.at),
        address: &findings.place,
        info: &findings.info.raw,
        status: findings.status.as_ref().map(|it| &*it.raw),
        events: findings.events.as_ref().map(|it| &*it.raw),
        frame: findings.frame.as_ref().map(|frame| FrameDocument {
            check: frame.check.word(),
            age_ms: frame.age_ms,
            length: frame.bytes.len(),
            hex: hex(&frame.bytes),
        }),
        judgement: &findings.judgement(),
    };
    // Neither texts and numbers nor writing to memory can fail.
    let _ = match is_indented {
        true => serde_json::to_writer_pretty(&mut *out, &document),
        false => serde_json::to_writer(&mut *out, &document),
    };
    out.push(b'\n');
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Appends a page: who it is, how it is, and every figure with what it means.
pub fn page(findings: &Findings, colour: Colour, out: &mut Vec<u8>) {
    let judgement = findings.judgement();
    let mut text = String::new();
    head(&findings.info.model, &findings.place, colour, &mut text);
    if findings.status.is_some() {
        verdict(&judgement, colour, &mut text);
    }
    let mut group = None;
    for figure in &judgement.figures {
        if group != Some(figure.group) {
            group = Some(figure.group);
            let _ = writeln!(
                text,
                "\n{}",
                colour.paint(Role::Strong, figure.group.title())
            );
        }
        line(figure, colour, &mut text);
    }
    out.extend_from_slice(text.as_bytes());
}

fn head(info: &Info, place: &str, colour: Colour, text: &mut String) {
    let shown = |text: &str| clean(text.as_bytes()).unwrap_or_else(|| "?".to_owned());
    let name = shown(&info.name);
    let id = match info.name == info.id {
        true => String::new(),
        false => format!("  {}", shown(&info.id)),
    };
    let _ = writeln!(
        text,
        "{}{id}  http://{place}",
        colour.paint(Role::Strong, name)
    );
    let facts = format!(
        "firmware {} ({}), board {}; {}",
        shown(&info.firmware.version),
        shown(&info.firmware.build),
        shown(&info.board),
        shown(words::state(&info.state))
    );
    let _ = writeln!(text, "{}", colour.paint(Role::Faint, facts));
}

fn verdict(judgement: &Judgement, colour: Colour, text: &mut String) {
    let Some(overall) = judgement.overall else {
        return;
    };
    let counts: Vec<String> = [Rating::Poor, Rating::Fair]
        .into_iter()
        .map(|rating| (judgement.count(rating), rating.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let why = match counts.is_empty() {
        true => "nothing to complain about".to_owned(),
        false => counts.join(", "),
    };
    let word = overall.word().to_uppercase();
    let _ = writeln!(text, "{}: {why}", colour.paint(role(overall), word));
}

fn role(rating: Rating) -> Role {
    match rating {
        Rating::Good => Role::Good,
        Rating::Fair => Role::Warning,
        Rating::Poor => Role::Bad,
    }
}

/// A figure, its rating at the right edge, and below what to do about it.
fn line(figure: &Figure, colour: Colour, text: &mut String) {
    // A figure may quote the gateway, which may say anything.
    let value: String = figure.text.chars().map(fit).collect();
    let indent = 2 + LABEL + 1;
    let room = WIDTH - indent - 2 - RATING;
    let mut pieces = wrapped(&value, room).into_iter();
    let first = pieces.next().unwrap_or_default();
    let _ = write!(text, "  {:<LABEL$} {first}", figure.label);
    if let Some(rating) = figure.rating {
        let gap = room.saturating_sub(first.width()) + 2;
        let _ = write!(
            text,
            "{:gap$}{}",
            "",
            colour.paint(role(rating), rating.word())
        );
    }
    text.push('\n');
    for piece in pieces {
        let _ = writeln!(text, "{:indent$}{piece}", "");
    }
    if let Some(advice) = figure.advice {
        for (index, piece) in wrapped(advice, WIDTH - indent - 3).iter().enumerate() {
            let arrow = if index == 0 { "->" } else { "  " };
            let piece = format!("{arrow} {piece}");
            let _ = writeln!(text, "{:indent$}{}", "", colour.paint(Role::Faint, piece));
        }
    }
}

/// A text in lines of at most `width` columns, unless a word is longer.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

pub(super) fn fit(letter: char) -> char {
    match is_unfit(letter) {
        true => char::REPLACEMENT_CHARACTER,
        false => letter,
    }
}

/// Appends what happened, with the time of this computer's clock and how long the gateway had run then.
pub fn events(events: &Events, at: Timestamp, zone: &TimeZone, colour: Colour, out: &mut Vec<u8>) {
    if events.events.is_empty() {
        out.extend_from_slice(b"nothing has happened since the start\n");
        return;
    }
    let headings = ["TIME", "UPTIME", "EVENT"];
    let mut rows = vec![Vec::from(
        headings.map(|text| Cell::new(text).with_role(Role::Faint)),
    )];
    rows.extend(events.events.iter().map(|event| {
        let age = events.uptime_s.saturating_sub(event.uptime_s);
        let time = at.checked_sub(SignedDuration::from_secs(age.into()));
        let time = time.map_or_else(
            |_| "?".to_owned(),
            |time| {
                time.to_zoned(zone.clone())
                    .strftime("%Y-%m-%d %H:%M:%S")
                    .to_string()
            },
        );
        let told: String = words::event(event).chars().map(fit).collect();
        vec![
            Cell::new(time),
            Cell::new(clock(event.uptime_s)),
            Cell::new(told),
        ]
    }));
    table(&rows, colour, out);
}

/// Seconds as `3d 04:05:06`.
fn clock(seconds: u32) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let time = format!("{:02}:{:02}:{:02}", rest / 3_600, rest / 60 % 60, rest % 60);
    match days {
        0 => time,
        days => format!("{days}d {time}"),
    }
}

/// A telegram as a terminal may show it: without anything that it obeys but the ends of lines.
pub fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let mut text: String = text
        .chars()
        .map(|letter| match letter {
            '\n' => letter,
            letter => fit(letter),
        })
        .collect();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// What is to be said about a telegram.
pub fn about(frame: &Frame) -> String {
    let check = match frame.check.word() {
        "valid" => "CRC valid",
        "invalid" => "CRC INVALID",
        _ => "no CRC",
    };
    let age = frame.age_ms.map_or_else(String::new, |age| {
        format!(", {}.{} s old", age / 1_000, age / 100 % 10)
    });
    format!("{} bytes, {check}{age}", frame.bytes.len())
}

#[cfg(test)]
#[path = "diag_tests.rs"]
mod tests;
