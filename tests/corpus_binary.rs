//! Every binary telegram of the corpus decodes and says what its index says, or there is a reason why not.
//!
//! The corpus stays outside the repository; `SMR_CORPUS` tells where it is.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::corpus::{binary, expected};
use crate::support::corpus_index::{Row, corpus};
use smr::decode::note::NoteCode;
use smr::decode::{Check, Piece, Stream, Telegram, Totals};

/// Files that give no readings, and why.
const WITHOUT_READINGS: &[(&str, Reason)] = &[
    (
        "at/nooxnet-multi-telegram-reader.test-0.bin",
        Reason::Note(NoteCode::NoKey),
    ),
    (
        "at/nooxnet-telegram-reader.test-0.bin",
        Reason::Note(NoteCode::NoKey),
    ),
    (
        "at/nooxnet-telegram-reader.test-1.bin",
        Reason::Note(NoteCode::PartsMissing),
    ),
    ("ch/LG-encrypted-lng2.bin", Reason::Note(NoteCode::NoKey)),
    ("ch/lng-len141.bin", Reason::Note(NoteCode::PartsMissing)),
    ("ch/lng-len38.bin", Reason::Note(NoteCode::PartsMissing)),
    ("de/DZG_DVS-7420.2V.G2_mtr1_error.bin", Reason::OnlyNoise),
    (
        "dk/Kamstrup-Omnipower-Bornholm-enc.bin",
        Reason::Note(NoteCode::NoKey),
    ),
    ("xx/EGM5G35-encrypted-p1.bin", Reason::Note(NoteCode::NoKey)),
];

#[derive(Clone, Copy)]
enum Reason {
    /// The telegrams say it in a note.
    Note(NoteCode),
    /// Not one frame is whole.
    OnlyNoise,
}

fn decode(bytes: &[u8], row: &Row) -> (Vec<Telegram>, Totals) {
    let (mut telegrams, mut totals) = (Vec::new(), Totals::default());
    let mut stream = Stream::with_keys(Arc::new(binary::keys(row)));
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

/// What the files of a dialect hold.
#[derive(Default)]
struct Figures {
    files: usize,
    telegrams: usize,
    valid: usize,
    invalid: usize,
    unchecked: usize,
    readings: usize,
    met: usize,
}

#[test]
fn every_file_decodes_as_its_index_says_or_there_is_a_reason() {
    let Some(rows) = corpus() else { return };
    let mut by_dialect: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in &rows {
        let bytes = row.read();
        let (telegrams, totals) = decode(&bytes, row);
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
        let mut complain = |what: String| wrong.push(format!("{}: {what}", row.file));
        match WITHOUT_READINGS.iter().find(|(file, _)| *file == row.file) {
            Some((_, Reason::OnlyNoise)) if telegrams.is_empty() => {}
            Some((_, Reason::Note(code)))
                if !telegrams.is_empty()
                    && telegrams.iter().all(|telegram| {
                        telegram.readings().is_empty()
                            && telegram.notes().iter().any(|note| note.code == *code)
                    }) => {}
            None if telegrams
                .iter()
                .any(|telegram| !telegram.readings().is_empty()) => {}
            _ => complain(format!("{totals}, which is not what its reason says")),
        }
        binary::checks(row, totals).unwrap_or_else(&mut complain);
        let mut met = 0;
        let mut outcomes = binary::values(row, &telegrams);
        if let Some(telegram) = telegrams.first() {
            if row.framing == "p1-ascii" {
                outcomes.extend(expected::pairs(row, telegram));
            }
            if row.has_expected("json") {
                outcomes.extend(expected::document(row, telegram));
            }
        }
        for outcome in outcomes {
            match outcome {
                Ok(()) => met += 1,
                Err(message) => complain(message),
            }
        }
        let dialect = telegrams
            .last()
            .map_or("(none)", |telegram| telegram.dialect().dialect.id);
        let figures = by_dialect.entry(dialect).or_default();
        figures.files += 1;
        figures.met += met;
        for telegram in &telegrams {
            figures.telegrams += 1;
            figures.readings += telegram.readings().len();
            match telegram.check() {
                Check::Valid => figures.valid += 1,
                Check::Invalid { .. } => figures.invalid += 1,
                Check::Absent => figures.unchecked += 1,
            }
        }
    }
    println!("dialect            files telegrams valid invalid unchecked readings expected-met");
    for (dialect, it) in &by_dialect {
        println!(
            "{dialect:18} {:5} {:9} {:5} {:7} {:9} {:8} {:12}",
            it.files, it.telegrams, it.valid, it.invalid, it.unchecked, it.readings, it.met
        );
    }
    let files: usize = by_dialect.values().map(|it| it.files).sum();
    let met: usize = by_dialect.values().map(|it| it.met).sum();
    println!("{files} files; {met} expected values met");
    assert!(
        wrong.is_empty(),
        "{} differences:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(files, rows.len());
    assert!(met > 1000, "the origins state more values than that");
}

#[test]
fn luxembourg_opens_with_its_key_and_fails_the_tag_with_another() {
    let Some(rows) = corpus() else { return };
    let rows = rows
        .iter()
        .filter(|row| row.file.starts_with("lu/") && row.framing.contains("gcm"));
    let mut count = 0;
    for row in rows {
        let bytes = row.read();
        let (telegrams, _) = decode(&bytes, row);
        let [telegram] = telegrams.as_slice() else {
            panic!("{}: {} telegrams", row.file, telegrams.len())
        };
        assert!(
            !telegram.is_locked() && telegram.ident().0.starts_with(b"/"),
            "{}",
            row.file
        );
        let is_proven = telegram
            .notes()
            .iter()
            .all(|note| note.code != NoteCode::NotAuthenticated);
        assert!(is_proven, "{}: {:?}", row.file, telegram.notes());
        let mut other = row.clone();
        "key=FF00FF00FF00FF00FF00FF00FF00FF00".clone_into(&mut other.expected);
        let (telegrams, _) = decode(&bytes, &other);
        let notes = telegrams[0].notes();
        assert!(telegrams[0].is_locked() && telegrams[0].readings().is_empty());
        assert!(
            notes
                .iter()
                .any(|note| note.code == NoteCode::WrongKey && note.message.contains("tag")),
            "{}: {notes:?}",
            row.file
        );
        count += 1;
    }
    assert_eq!(count, 3);
}
