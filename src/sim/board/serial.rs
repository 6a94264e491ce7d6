//! The serial line of a board: a meter whose levels are inverted, and a pseudo-terminal whose levels are not.
//!
//! Which of the two is heard depends on how the firmware has set up its receiver, as it does on a chip with both wired to it.
//! A computer that is slow for a moment must not make the board lose bytes: the meter waits until they are fetched.

use std::collections::VecDeque;
use std::time::Duration;

use super::feed::Feed;
use super::random::Random;
use super::wire::Wire;
use crate::sim::core::LineSettings;

/// What P1 ports send at.
pub const P1_BAUD: u32 = 115_200;
/// Bits of a character with start and stop bit.
const BITS: u64 = 10;
/// A meter does not get further ahead of its line than this.
const MOST_WAITING: usize = 64 * 1_024;

/// The serial line of one board. Times are in microseconds.
#[derive(Debug)]
pub struct Line {
    feed: Option<Feed>,
    /// When the next telegram begins.
    telegram_at: u64,
    waiting: VecDeque<u8>,
    /// When the next waiting byte is complete.
    byte_at: u64,
    /// From one byte to the next.
    byte_time: u64,
    wire: Option<Wire>,
    /// Whether a person has the board on the bench: the line idles as that of an adapter.
    on_bench: bool,
    inverted: bool,
    silent_from: Option<u64>,
    corrupt: Option<(f64, Random)>,
    sent: u64,
}

impl Line {
    /// A line with what is wired to it; bytes of the meter come at `baud` bits per second, 8N1.
    pub fn new(feed: Option<Feed>, wire: Option<Wire>, baud: u32) -> Line {
        Line {
            feed,
            telegram_at: 0,
            waiting: VecDeque::new(),
            byte_at: 0,
            byte_time: (BITS * 1_000_000).div_ceil(u64::from(baud.max(1))),
            wire,
            on_bench: false,
            inverted: true,
            silent_from: None,
            corrupt: None,
            sent: 0,
        }
    }

    /// From this time on the meter says nothing.
    pub fn fall_silent(&mut self, from: u64) {
        self.silent_from = Some(from);
    }

    /// Each byte of the meter is damaged with this probability.
    pub fn corrupt(&mut self, rate: f64, random: Random) {
        self.corrupt = Some((rate, random));
    }

    /// Sets whether somebody is about to talk to the board over the pseudo-terminal.
    pub fn set_on_bench(&mut self, on_bench: bool) {
        self.on_bench = on_bench && self.wire.is_some();
    }

    /// The path of the pseudo-terminal.
    pub fn path(&self) -> Option<String> {
        self.wire.as_ref().map(Wire::path)
    }

    /// The wire to whoever has the board on the bench.
    pub fn wire_mut(&mut self) -> Option<&mut Wire> {
        self.wire.as_mut()
    }

    /// Bytes that the meter has sent.
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// Sets up the receiver.
    pub fn configure(&mut self, settings: LineSettings) {
        self.inverted = settings.inverted;
    }

    /// Whether the idle line is high.
    pub fn idles_high(&self) -> bool {
        self.on_bench
    }

    /// Moves what has come until `now` into `to`.
    pub fn receive(&mut self, now: u64, to: &mut [u8]) -> usize {
        self.advance(now);
        if self.on_bench || !self.inverted {
            self.waiting.clear();
            return match &mut self.wire {
                Some(wire) if !self.inverted => wire.receive(to),
                _ => 0,
            };
        }
        let mut count = 0;
        for room in to {
            if self.byte_at > now {
                break;
            }
            let Some(byte) = self.waiting.pop_front() else {
                break;
            };
            *room = self.damaged(byte);
            self.byte_at += self.byte_time;
            count += 1;
        }
        self.sent += count as u64;
        count
    }

    /// Sends to the pseudo-terminal; to the meter nothing is wired.
    pub fn send(&mut self, from: &[u8]) -> usize {
        match &mut self.wire {
            Some(wire) => wire.send(from),
            None => from.len(),
        }
    }

    /// The meter says this as soon as the line is free, besides what its feed says.
    pub fn say(&mut self, now: u64, bytes: &[u8]) {
        if self.waiting.is_empty() {
            self.byte_at = now;
        }
        self.waiting.extend(bytes);
    }

    /// When the next byte of the meter comes, if there is a meter.
    pub fn next_byte_at(&self) -> Option<u64> {
        if self.waiting.is_empty() {
            self.feed.as_ref().map(|_| self.telegram_at)
        } else {
            Some(self.byte_at)
        }
    }

    /// When the meter has said what it is saying, or begins to say something, if there is a meter.
    pub fn next_change_at(&self) -> Option<u64> {
        let Some(more) = self.waiting.len().checked_sub(1) else {
            return self.feed.as_ref().map(|_| self.telegram_at);
        };
        Some(self.byte_at + more as u64 * self.byte_time)
    }

    /// Begins the telegrams that are due. A meter that was not looked at for long leaves out what it would have said.
    fn advance(&mut self, now: u64) {
        let Some(feed) = &mut self.feed else { return };
        if now < self.telegram_at {
            return;
        }
        let interval = micros(feed.interval()).max(1);
        let missed = (now - self.telegram_at) / interval;
        let began = self.telegram_at + missed * interval;
        self.telegram_at = began + interval;
        if self.silent_from.is_some_and(|from| began >= from) || self.waiting.len() > MOST_WAITING {
            return;
        }
        if self.waiting.is_empty() {
            self.byte_at = began + self.byte_time;
        }
        self.waiting.extend(feed.next_telegram());
    }

    fn damaged(&mut self, byte: u8) -> u8 {
        let Some((rate, random)) = &mut self.corrupt else {
            return byte;
        };
        if random.fraction() < *rate {
            byte ^ (1 << (random.draw() % 8))
        } else {
            byte
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TELEGRAM: &[u8] = b"/TST5\r\n\r\n1-0:1.7.0(00.100*kW)\r\n!0000\r\n";

    fn line(baud: u32) -> Line {
        let all: Vec<Vec<u8>> = vec![TELEGRAM.to_vec()];
        let feed = Feed::recorded(all.into(), Duration::from_secs(1));
        Line::new(Some(feed), None, baud)
    }

    fn until(line: &mut Line, from_ms: u64, to_ms: u64) -> Vec<u8> {
        let mut got = Vec::new();
        for now in from_ms..to_ms {
            let mut bytes = [0; 256];
            let count = line.receive(now * 1_000, &mut bytes);
            got.extend_from_slice(&bytes[..count]);
        }
        got
    }

    #[test]
    fn bytes_come_no_faster_than_the_line_carries_them() {
        let mut line = line(9_600);
        let first = until(&mut line, 0, 11);
        assert_eq!(first, &TELEGRAM[..9]);
        assert_eq!(until(&mut line, 11, 1_000), &TELEGRAM[9..]);
    }

    #[test]
    fn a_slow_reader_loses_nothing_of_a_telegram() {
        let mut line = line(P1_BAUD);
        line.receive(0, &mut [0; 1]);
        assert_eq!(until(&mut line, 900, 902), TELEGRAM);
    }

    #[test]
    fn it_is_known_when_a_telegram_begins_and_when_it_is_over() {
        let mut line = line(P1_BAUD);
        assert_eq!(line.next_change_at(), Some(0));
        line.receive(0, &mut [0; 1]);
        let end = line.next_change_at().expect("a meter");
        let whole = TELEGRAM.len() as u64 * line.byte_time;
        assert_eq!(end, whole);
        assert_eq!(line.receive(end, &mut [0; 256]), TELEGRAM.len());
        assert_eq!(line.next_change_at(), Some(1_000_000));
    }

    #[test]
    fn a_meter_that_falls_silent_ends_its_telegram() {
        let mut line = line(P1_BAUD);
        line.fall_silent(500_000);
        assert_eq!(until(&mut line, 0, 5_000), TELEGRAM);
    }

    #[test]
    fn damaged_bytes_are_as_many_as_was_said() {
        let mut line = line(P1_BAUD);
        line.corrupt(0.1, Random::new(7));
        let got = until(&mut line, 0, 100_000);
        let wrong = got
            .iter()
            .zip(TELEGRAM.iter().cycle())
            .filter(|(left, right)| left != right)
            .count();
        let share = f64::from(u32::try_from(wrong * 1_000 / got.len()).expect("small")) / 1_000.0;
        assert!((0.08..0.12).contains(&share), "{share}");
    }

    #[test]
    fn a_receiver_that_does_not_invert_hears_no_meter() {
        let mut line = line(P1_BAUD);
        line.configure(LineSettings {
            baud: P1_BAUD,
            data_bits: 8,
            parity: 'n',
            stop_bits: 1,
            inverted: false,
        });
        assert_eq!(until(&mut line, 0, 3_000), b"");
    }
}
