//! How well a source works: what came, how regularly, and what did not.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use crate::decode::{Piece, Totals};

/// Intervals between telegrams that are remembered.
const INTERVALS: usize = 61;
/// Intervals that it takes to call something a period.
const ENOUGH: usize = 3;
/// Without a known period, data is stale after this.
const STALE_WITHOUT_PERIOD: Duration = Duration::from_secs(15);
/// A replay may come in many times its speed: what is not that old is not stale.
const NEVER_STALE_BEFORE: Duration = Duration::from_secs(3);

/// What is counted about a source.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// Telegrams by their check, and noise.
    pub totals: Totals,
    /// All bytes.
    pub bytes: u64,
    /// Pauses of more than two and a half periods.
    pub gaps: u64,
    /// How often a lost connection came back.
    pub reconnects: u64,
    /// When the last telegram came.
    pub last_telegram: Option<Timestamp>,
    /// When the last byte came.
    pub last_byte: Option<Timestamp>,
    /// Milliseconds between telegrams.
    intervals: VecDeque<u64>,
}

impl Health {
    /// Counts bytes.
    pub fn bytes(&mut self, at: Timestamp, count: usize) {
        self.bytes += count as u64;
        self.last_byte = Some(at);
    }

    /// Counts a telegram or noise; gives the length of the pause if one has just ended.
    pub fn piece(&mut self, at: Timestamp, piece: Piece<'_>) -> Option<Duration> {
        self.totals.count(piece);
        if !matches!(piece, Piece::Telegram(_)) {
            return None;
        }
        let last = self.last_telegram.replace(at)?;
        let interval = Duration::try_from(at.duration_since(last)).ok()?;
        let is_gap = self
            .period()
            .is_some_and(|period| interval * 2 > period * 5);
        self.gaps += u64::from(is_gap);
        if self.intervals.len() == INTERVALS {
            self.intervals.pop_front();
        }
        self.intervals
            .push_back(u64::try_from(interval.as_millis()).unwrap_or(u64::MAX));
        is_gap.then_some(interval)
    }

    /// Counts a connection; the first one after telegrams have come is a reconnection.
    pub fn connected(&mut self) {
        self.reconnects += u64::from(self.last_telegram.is_some());
    }

    /// Starts counting anew; what tells whether data is stale stays.
    pub fn clear(&mut self) {
        *self = Health {
            last_telegram: self.last_telegram,
            last_byte: self.last_byte,
            intervals: std::mem::take(&mut self.intervals),
            ..Health::default()
        };
    }

    /// The time between telegrams: the median of the last minute's. `None` as long as there are too few, or
    /// where they all came at once.
    pub fn period(&self) -> Option<Duration> {
        let millis = median(self.intervals.iter().copied())?;
        (self.intervals.len() >= ENOUGH && millis > 0).then(|| Duration::from_millis(millis))
    }

    /// How far telegrams come from their period, as the median of the distances.
    pub fn jitter(&self) -> Option<Duration> {
        let period = u64::try_from(self.period()?.as_millis()).ok()?;
        let distances = self
            .intervals
            .iter()
            .map(|interval| interval.abs_diff(period));
        median(distances).map(Duration::from_millis)
    }

    /// How long after the last telegram its figures are old.
    pub fn stale_after(&self) -> Duration {
        self.period().map_or(STALE_WITHOUT_PERIOD, |period| {
            (period * 3).max(NEVER_STALE_BEFORE)
        })
    }

    /// How long the last telegram has been there; `None` if there was none.
    pub fn age(&self, now: Timestamp) -> Option<Duration> {
        // A clock that was set back makes an age of zero.
        Some(Duration::try_from(now.duration_since(self.last_telegram?)).unwrap_or_default())
    }

    /// Whether telegrams came and have stopped.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.age(now).is_some_and(|age| age > self.stale_after())
    }
}

fn median(numbers: impl Iterator<Item = u64>) -> Option<u64> {
    let mut sorted: Vec<u64> = numbers.collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Telegram;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_800_000_000_000 + millis).unwrap()
    }

    fn health(arrivals: &[i64]) -> Health {
        let mut health = Health::default();
        for millis in arrivals {
            health.piece(at(*millis), Piece::Telegram(&Telegram::empty()));
        }
        health
    }

    #[test]
    fn the_period_is_the_median_and_the_jitter_the_distance_from_it() {
        let health = health(&[0, 1000, 2010, 2990, 3990, 9000]);
        assert_eq!(health.period(), Some(Duration::from_secs(1)));
        assert_eq!(health.jitter(), Some(Duration::from_millis(10)));
    }

    #[test]
    fn a_period_needs_three_intervals_that_are_longer_than_nothing() {
        assert_eq!(health(&[0, 1000, 2000]).period(), None);
        assert_eq!(health(&[0, 0, 0, 0, 0]).period(), None);
    }

    #[test]
    fn a_pause_of_more_than_two_and_a_half_periods_is_a_gap() {
        let mut health = health(&[0, 1000, 2000, 3000, 5500]);
        assert_eq!(health.gaps, 0);
        let pause = health.piece(at(8001), Piece::Telegram(&Telegram::empty()));
        assert_eq!(pause, Some(Duration::from_millis(2501)));
        assert_eq!(health.gaps, 1);
    }

    #[test]
    fn data_is_stale_after_three_periods_or_fifteen_seconds() {
        assert!(!health(&[]).is_stale(at(99_999)));
        assert!(!health(&[0]).is_stale(at(15_000)));
        assert!(health(&[0]).is_stale(at(15_001)));
        let slow = health(&[0, 10_000, 20_000, 30_000]);
        assert!(!slow.is_stale(at(60_000)));
        assert!(slow.is_stale(at(60_001)));
        let fast = health(&[0, 100, 200, 300]);
        assert!(!fast.is_stale(at(3_300)), "not before three seconds");
        assert!(fast.is_stale(at(3_301)));
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nothing_stale() {
        let mut health = health(&[10_000, 11_000, 12_000, 13_000]);
        assert!(!health.is_stale(at(0)));
        assert_eq!(
            health.piece(at(0), Piece::Telegram(&Telegram::empty())),
            None
        );
    }

    #[test]
    fn clearing_counts_anew_and_keeps_the_period() {
        let mut health = health(&[0, 1000, 2000, 3000]);
        health.bytes(at(3000), 500);
        health.clear();
        assert_eq!((health.totals, health.bytes), (Totals::default(), 0));
        assert_eq!(health.period(), Some(Duration::from_secs(1)));
        assert!(health.is_stale(at(6001)));
    }
}
