//! Telegrams that come at another time, in pieces, or among other bytes.

use super::{Course, Heard};

/// What a small receive buffer holds.
const BUFFER: usize = 256;
/// A piece that another reader takes.
const PIECE: usize = 70;

pub(super) fn noise(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let count = telegram.len().min(200);
    Heard::now(chance(course, count))
}

pub(super) fn spikes(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let bytes = [&chance(course, 5), telegram].concat();
    Heard::now(bytes)
}

/// Bytes that start nothing.
fn chance(course: &mut Course, count: usize) -> Vec<u8> {
    let byte = |_| (course.random.draw() % 0x20 + 0xE0).to_le_bytes()[0];
    (0..count).map(byte).collect()
}

pub(super) fn cut(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    Heard::now(telegram.iter().take(BUFFER).copied().collect())
}

pub(super) fn broken_off(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let part = usize::from(course.random.draw().to_le_bytes()[0]);
    let kept = telegram.iter().take(telegram.len() / 4 + part);
    Heard::now(kept.copied().collect())
}

pub(super) fn no_end(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let end = telegram.iter().rposition(|byte| *byte == b'!');
    let kept = telegram.iter().take(end.unwrap_or(telegram.len()));
    Heard::now(kept.copied().collect())
}

pub(super) fn pieces_lost(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let mut telegram = telegram.to_vec();
    if course.count.is_multiple_of(2) {
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

pub(super) fn mixed(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let other = of_another(telegram);
    let pairs = telegram.chunks(PIECE).zip(other.chunks(PIECE));
    let bytes = pairs.flat_map(|(one, other)| [one, other].concat());
    Heard::now(bytes.collect())
}

pub(super) fn two_meters(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let other = of_another(telegram);
    Heard::now([telegram, &other].concat())
}

pub(super) fn duplicates(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    Heard::now([telegram, telegram].concat())
}

pub(super) fn gaps(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    match course.count % 3 {
        0 => Vec::new(),
        _ => Heard::now(telegram.to_vec()),
    }
}

pub(super) fn jitter(course: &mut Course, bytes: &[u8]) -> Vec<Heard> {
    let late = if course.count.is_multiple_of(2) {
        80
    } else {
        0
    };
    let bytes = bytes.to_vec();
    vec![Heard { bytes, late }]
}
