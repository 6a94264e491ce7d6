//! What a receiver hears whose line is not as the meter's: levels, speed, format, and bits that change on the way.

use super::{Course, Heard};

/// The usual speed of P1 ports, in bits per second.
const FAST: u32 = 115_200;
/// That of older meters.
const SLOW: u32 = 9_600;

/// How characters are sent.
#[derive(Clone, Copy)]
struct Sender {
    baud: u32,
    data_bits: u64,
    has_even_parity: bool,
    is_inverted: bool,
}

impl Sender {
    const PLAIN: Sender = Sender {
        baud: FAST,
        data_bits: 8,
        has_even_parity: false,
        is_inverted: false,
    };

    /// The levels of a character, without the start bit before and the stop bit behind it.
    fn bits(self, byte: u8) -> impl Iterator<Item = bool> {
        let data = (0..self.data_bits).map(move |bit| byte >> bit & 1 == 1);
        let parity = data.clone().fold(false, |odd, bit| odd ^ bit);
        data.chain(self.has_even_parity.then_some(parity))
    }

    /// The levels on the line, one for each bit, with the idle line before and after.
    fn levels(self, bytes: &[u8]) -> Vec<bool> {
        let idle = [true; 2];
        let characters = bytes.iter().flat_map(|byte| {
            let start_bit = std::iter::once(false);
            let stop_bit = std::iter::once(true);
            start_bit.chain(self.bits(*byte)).chain(stop_bit)
        });
        let all = idle.into_iter().chain(characters).chain(idle);
        all.map(|level| level ^ self.is_inverted).collect()
    }
}

/// What a receiver of 8N1 at `baud` makes of it.
fn heard(bytes: &[u8], sender: Sender, baud: u32) -> Vec<u8> {
    let levels = sender.levels(bytes);
    let idle = !sender.is_inverted;
    let (from, to) = (u64::from(sender.baud), u64::from(baud));
    // Time is counted in half bits of the receiver.
    let level = |time: u64| {
        let bit = usize::try_from(time * from / (2 * to)).ok();
        bit.and_then(|bit| levels.get(bit)).copied().unwrap_or(idle)
    };
    let end = (levels.len() as u64 * 2 * to).div_ceil(from);
    let (mut got, mut time) = (Vec::new(), 1);
    while time < end {
        let is_start = level(time - 1) && !level(time);
        if !is_start {
            time += 1;
            continue;
        }
        got.push((0..8).fold(0, |byte, bit| {
            byte | u8::from(level(time + 3 + 2 * bit)) << bit
        }));
        // The middle of the stop bit.
        time += 19;
    }
    got
}

pub(super) fn inverted(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let sender = Sender {
        is_inverted: true,
        ..Sender::PLAIN
    };
    Heard::now(heard(telegram, sender, FAST))
}

pub(super) fn slower(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let sender = Sender {
        baud: SLOW,
        ..Sender::PLAIN
    };
    Heard::now(heard(telegram, sender, FAST))
}

pub(super) fn faster(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    Heard::now(heard(telegram, Sender::PLAIN, SLOW))
}

pub(super) fn parity(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let sender = Sender {
        data_bits: 7,
        has_even_parity: true,
        ..Sender::PLAIN
    };
    Heard::now(heard(telegram, sender, FAST))
}

pub(super) fn bit_flips(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let mut telegram = telegram.to_vec();
    if course.count % 3 == 2 {
        flip(course, &mut telegram);
    }
    Heard::now(telegram)
}

pub(super) fn wrong_characters(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let mut telegram = telegram.to_vec();
    if course.count.is_multiple_of(2) {
        for _ in 0..5 {
            flip(course, &mut telegram);
        }
    }
    Heard::now(telegram)
}

/// Flips a bit in the values, not in what tells where a telegram starts and ends.
fn flip(course: &mut Course, telegram: &mut [u8]) {
    let bytes = telegram.len();
    let middle = telegram
        .get_mut(bytes / 4..bytes * 3 / 4)
        .unwrap_or_default();
    let places: Vec<&mut u8> = middle
        .iter_mut()
        .filter(|byte| byte.is_ascii_digit())
        .collect();
    let count = u32::try_from(places.len()).unwrap_or(u32::MAX).max(1);
    let place = usize::try_from(course.random.draw() % count).unwrap_or(0);
    if let Some(byte) = places.into_iter().nth(place) {
        *byte ^= 1 << (4 + course.random.draw() % 3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_that_agree_understand_each_other() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(heard(&all, Sender::PLAIN, FAST), all);
    }

    #[test]
    fn parity_is_heard_as_the_top_bit() {
        let text = b"0123";
        let sender = Sender {
            data_bits: 7,
            has_even_parity: true,
            ..Sender::PLAIN
        };
        assert_eq!(heard(text, sender, FAST), [0x30, 0xB1, 0xB2, 0x33]);
    }

    #[test]
    fn ends_that_do_not_agree_hear_something_else() {
        let text = b"/TST5\\TEST\r\n\r\n1-0:1.8.1(000001.500*kWh)\r\n";
        let slow = Sender {
            baud: SLOW,
            ..Sender::PLAIN
        };
        let inverted = Sender {
            is_inverted: true,
            ..Sender::PLAIN
        };
        for (sender, baud) in [(slow, FAST), (Sender::PLAIN, SLOW), (inverted, FAST)] {
            let got = heard(text, sender, baud);
            assert!(!got.is_empty());
            assert_ne!(got, text);
        }
    }
}
