//! Telegrams that come at another time, in pieces, or among other bytes.

use super::{Course, Heard};

/// What a small receive buffer holds.
const BUFFER: usize = 256;
/// A piece that another reader takes.
const PIECE: usize = 70;

pub(super) fn noise(course: &mut Course, telegram: Vec<u8>) -> Vec<Heard> {
    let count = telegram.len().min(200);
    Heard::now(chance(course, count))
}

pub(super) fn spikes(course: &mut Course, telegram: Vec<u8>) -> Vec<Heard> {
    let bytes = [chance(course, 5), telegram].concat();
    Heard::now(bytes)
}

/// Bytes that start nothing.
fn chance(course: &mut Course, count: usize) -> Vec<u8> {
    let byte = |_| (course.random.draw() % 0x20 + 0xE0).to_le_bytes()[0];
    (0..count).map(byte).collect()
}

pub(super) fn cut(_: &mut Course, mut telegram: Vec<u8>) -> Vec<Heard> {
    telegram.truncate(BUFFER);
    Heard::now(telegram)
}

pub(super) fn broken_off(course: &mut Course, mut telegram: Vec<u8>) -> Vec<Heard> {
    let part = usize::from(course.random.draw().to_le_bytes()[0]);
    telegram.truncate(telegram.len() / 4 + part);
    Heard::now(telegram)
}

pub(super) fn no_end(_: &mut Course, mut telegram: Vec<u8>) -> Vec<Heard> {
    let end = telegram.iter().rposition(|byte| *byte == b'!');
    telegram.truncate(end.unwrap_or(telegram.len()));
    Heard::now(telegram)
}

pub(super) fn pieces_lost(course: &mut Course, mut telegram: Vec<u8>) -> Vec<Heard> {
    if course.count % 2 == 0 {
        let start = telegram.len() / 3 + usize::from(course.random.draw().to_le_bytes()[0]) % 100;
        let end = (start + PIECE).min(telegram.len());
        telegram.drain(start.min(end)..end);
    }
    Heard::now(telegram)
}

/// A telegram of another meter of the same kind.
fn of_another(telegram: &[u8]) -> Vec<u8> {
    let mut other = telegram.to_vec();
    for (byte, new) in other.iter_mut().skip(1).zip(*b"KFM") {
        *byte = new;
    }
    super::lines::with_right_crc(&other)
}

pub(super) fn mixed(_: &mut Course, telegram: Vec<u8>) -> Vec<Heard> {
    let other = of_another(&telegram);
    let pairs = telegram.chunks(PIECE).zip(other.chunks(PIECE));
    let bytes = pairs.flat_map(|(one, other)| [one, other].concat());
    Heard::now(bytes.collect())
}

pub(super) fn two_meters(_: &mut Course, telegram: Vec<u8>) -> Vec<Heard> {
    let other = of_another(&telegram);
    Heard::now([telegram, other].concat())
}

pub(super) fn duplicates(_: &mut Course, telegram: Vec<u8>) -> Vec<Heard> {
    Heard::now([telegram.clone(), telegram].concat())
}

pub(super) fn gaps(course: &mut Course, telegram: Vec<u8>) -> Vec<Heard> {
    match course.count % 3 {
        0 => Vec::new(),
        _ => Heard::now(telegram),
    }
}

pub(super) fn jitter(course: &mut Course, bytes: Vec<u8>) -> Vec<Heard> {
    let late = if course.count % 2 == 0 { 80 } else { 0 };
    vec![Heard { bytes, late }]
}
