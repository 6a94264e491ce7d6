//! Every captured ASCII telegram of the corpus decodes, and says what its index says.
//!
//! The corpus stays outside the repository; `SMR_CORPUS` tells where it is.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

pub(crate) mod binary;
pub(crate) mod expected;

use std::collections::BTreeMap;

use crate::support::corpus_index::{Row, corpus};
use smr::decode::view::{Content, Datum, Entry};
use smr::decode::{Piece, Stream, Telegram, Totals};

fn decode(bytes: &[u8]) -> (Vec<Telegram>, Totals) {
    let (mut telegrams, mut totals) = (Vec::new(), Totals::default());
    let mut stream = Stream::new();
    let mut sink = |piece: Piece<'_>| {
        totals.count(piece);
        if let Piece::Telegram(telegram) = piece {
            telegrams.push(telegram.clone());
        }
    };
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
    (telegrams, totals)
}

/// Every text that the readings of a telegram show, by code: values, times and units.
fn shown(telegram: &Telegram) -> Vec<(String, Vec<String>)> {
    let text = |entry: &Entry<'_>| match entry.value {
        Datum::Number(number) => number.to_string(),
        Datum::Time(time) => time.with_offset(1).to_string(),
        Datum::Text(text) => text.to_string(),
    };
    telegram
        .views()
        .map(|view| {
            let values = match &view.content {
                Content::One(entry) => vec![text(entry)],
                Content::Many(entries) => entries.iter().map(text).collect(),
            };
            (view.obis.to_string(), values)
        })
        .collect()
}

/// The OBIS lines of a file, read independently of the decoder: code as it is shown, and the groups behind it.
fn lines(bytes: &[u8]) -> Vec<(String, Vec<String>)> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.split(['\r', '\n']).filter(|line| line.contains('(')) {
        let (code, rest) = line.split_once('(').expect("a bracket");
        let groups = rest
            .split('(')
            .map(|group| group.split(')').next().unwrap_or_default().to_owned());
        if code.is_empty() {
            lines.last_mut().expect("a line before").1.extend(groups);
        } else if code.contains('-') && code.contains(':') {
            lines.push((canonical(code), groups.collect()));
        }
    }
    lines
}

/// A code as `smr` shows it: dots between the later groups, no unused group F.
fn canonical(code: &str) -> String {
    let (head, tail) = code.split_once(':').expect("a colon");
    let groups: Vec<&str> = tail.split(['.', ':', '*']).collect();
    let f = groups
        .get(3)
        .filter(|f| **f != "255")
        .map(|f| format!("*{f}"))
        .unwrap_or_default();
    format!("{head}:{}{f}", groups[..3].join("."))
}

/// The number that a group holds, as `smr` shows it.
fn number(group: &str) -> Option<String> {
    let digits = group.split('*').next()?;
    let unsigned = digits.trim_start_matches('-');
    let is_number = !unsigned.is_empty()
        && unsigned
            .chars()
            .all(|digit| digit.is_ascii_digit() || digit == '.');
    let trimmed = unsigned.trim_start_matches('0');
    let sign = if digits.starts_with('-') { "-" } else { "" };
    let whole = if trimmed.is_empty() || trimmed.starts_with('.') {
        format!("0{trimmed}")
    } else {
        trimmed.to_owned()
    };
    is_number.then(|| format!("{sign}{whole}"))
}

/// Whether the values that are shown hold what the groups of the line say: all numbers with a unit, and the last group.
fn holds(values: &[String], groups: &[String]) -> bool {
    let has = |text: &str| {
        values
            .iter()
            .any(|value| value == text || number(text).is_some_and(|number| *value == number))
    };
    let is_time = |group: &str| {
        group.len() == 24
            || group.len() >= 12
                && group
                    .trim_end_matches(['S', 'W'])
                    .chars()
                    .all(|digit| digit.is_ascii_digit() || " :-".contains(digit))
    };
    let with_unit = groups
        .iter()
        .flat_map(|group| group.split(','))
        .filter(|group| group.contains('*'));
    let last = groups
        .iter()
        .rev()
        .find(|group| !is_time(group) && !group.contains(':'));
    with_unit.into_iter().all(&has)
        && last.is_none_or(|group| {
            group.is_empty()
                || group.contains(',')
                || has(group)
                || groups.len() > 1 && values.is_empty()
        })
}

fn rows() -> Option<Vec<Row>> {
    let rows = corpus()?;
    Some(
        rows.into_iter()
            .filter(|row| row.framing == "p1-ascii")
            .collect(),
    )
}

#[test]
fn every_ascii_telegram_decodes_as_its_index_says() {
    let Some(rows) = rows() else { return };
    let (mut decoded, mut readings, mut named, mut lines_seen) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    let mut by_dialect: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &rows {
        let bytes = row.read();
        let (telegrams, totals) = decode(&bytes);
        let accounted = totals.noise_bytes
            + telegrams
                .iter()
                .map(|telegram| telegram.bytes().len() as u64)
                .sum::<u64>();
        assert_eq!(
            accounted,
            bytes.len() as u64,
            "{}: every byte is accounted for",
            row.file
        );
        let [telegram] = telegrams.as_slice() else {
            wrong.push(format!("{}: {} telegrams", row.file, telegrams.len()));
            continue;
        };
        decoded += 1;
        *by_dialect.entry(telegram.dialect().dialect.id).or_default() += 1;
        if telegram.check().name() != row.check {
            wrong.push(format!(
                "{}: check {} instead of {}",
                row.file,
                telegram.check().name(),
                row.check
            ));
        }
        let shown = shown(telegram);
        readings += shown.len();
        named += telegram
            .views()
            .filter(|view| view.quantity.is_some())
            .count();
        let expected = lines(telegram.bytes());
        lines_seen += expected.len();
        let codes = |list: &[(String, Vec<String>)]| {
            list.iter()
                .map(|(code, _)| code.clone())
                .collect::<Vec<_>>()
        };
        if codes(&shown) != codes(&expected) {
            wrong.push(format!(
                "{}: codes {:?}\ninstead of {:?}",
                row.file,
                codes(&shown),
                codes(&expected)
            ));
        }
        for ((code, values), (_, groups)) in shown.iter().zip(&expected) {
            if !holds(values, groups) {
                wrong.push(format!(
                    "{}: {code} shows {values:?} for {groups:?}",
                    row.file
                ));
            }
        }
    }
    println!(
        "telegrams decoded: {decoded} of {}; OBIS lines read: {readings} of {lines_seen}; readings named: {named} of {readings}",
        rows.len()
    );
    println!("by dialect: {by_dialect:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(decoded > 50, "the corpus holds more telegrams than that");
}

#[test]
fn expected_values_of_the_origins_are_met() {
    let Some(rows) = rows() else { return };
    let (mut met, mut wrong) = (0, Vec::new());
    for row in &rows {
        let bytes = row.read();
        let (telegrams, _) = decode(&bytes);
        let Some(telegram) = telegrams.first() else {
            continue;
        };
        for outcome in expected::pairs(row, telegram)
            .into_iter()
            .chain(expected::document(row, telegram))
        {
            match outcome {
                Ok(()) => met += 1,
                Err(message) => wrong.push(format!("{}: {message}", row.file)),
            }
        }
    }
    println!("expected values met: {met} of {}", met + wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(met > 100, "the index states more values than that");
}
