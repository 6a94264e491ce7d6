//! Binary telegrams, made here: what they say, what happens to them on the way, and what their keys open.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says how much it compared"
)]

pub(crate) mod encode;
mod encrypted;
mod framings;
mod hostile;
mod meters;
use crate::witness::packages;
mod peer;
mod peers;
use crate::witness::scripts;

use std::sync::Arc;

use smr::decode::view::Datum;
use smr::decode::{Check, Keys, Obis, Piece, Stream, Telegram};

/// The telegrams of a stream, and how many bytes belong to none. Every byte is in one piece.
fn decoded_with(keys: Keys, bytes: &[u8]) -> (Vec<Telegram>, u64) {
    let (mut telegrams, mut noise, mut at) = (Vec::new(), 0, 0);
    let mut sink = |piece: Piece<'_>| match piece {
        Piece::Telegram(telegram) => {
            assert_eq!(telegram.offset(), at);
            at += telegram.bytes().len() as u64;
            telegrams.push(telegram.clone());
        }
        Piece::Noise { offset, length } => {
            assert_eq!(offset, at);
            at += length;
            noise += length;
        }
    };
    let mut stream = Stream::with_keys(Arc::new(keys));
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
    assert_eq!(at, bytes.len() as u64);
    (telegrams, noise)
}

fn decoded(bytes: &[u8]) -> (Vec<Telegram>, u64) {
    decoded_with(Keys::none(), bytes)
}

/// The only telegram of a stream without noise.
fn one(bytes: &[u8]) -> Telegram {
    let (mut telegrams, noise) = decoded(bytes);
    assert_eq!((telegrams.len(), noise), (1, 0));
    telegrams.remove(0)
}

/// What a telegram says, as code, value and unit.
fn said(telegram: &Telegram) -> Vec<String> {
    let shown = |view: smr::decode::view::View<'_>| {
        let entry = view.first().expect("a value");
        let value = match entry.value {
            Datum::Number(number) => number.to_string(),
            Datum::Time(time) => time.with_offset(1).to_string(),
            Datum::Text(text) => text.to_string(),
        };
        let unit = entry
            .unit
            .map(|unit| format!(" {unit}"))
            .unwrap_or_default();
        format!("{} {value}{unit}", view.obis)
    };
    telegram.views().map(shown).collect()
}

/// What [`encode::REGISTERS`] say.
const SAID: [&str; 7] = [
    "1-0:1.7.0 1234 W",
    "1-0:2.7.0 0 W",
    "1-0:31.7.0 5.3 A",
    "1-0:32.7.0 231.4 V",
    "1-0:16.7.0 -105.5 W",
    "1-0:1.8.0 10049926 Wh",
    "1-0:2.8.0 80 Wh",
];

fn notes(telegram: &Telegram) -> Vec<&'static str> {
    telegram
        .notes()
        .iter()
        .map(|note| note.code.name())
        .collect()
}

fn assert_says_all(telegram: &Telegram) {
    assert_eq!(said(telegram), SAID);
    assert_eq!(telegram.check(), Check::Valid);
    assert!(telegram.notes().is_empty(), "{:?}", telegram.notes());
    assert!(telegram.find(Obis::new(1, 0, 1, 8, 0)).is_some());
}
