//! The time of a world: that of the computer, less what the computer did not give it.
//!
//! A computer with more to do than it can lets a program wait. To boards that live by its clock that would be a fault: telegrams that come
//! all at once, clients that seem to say nothing for seconds, watchdogs. So their time goes on only while they have their turn.

use std::time::{Duration, Instant};

/// In one round of all boards, and in what waiting takes longer than it should, so much time passes at most, in microseconds.
const MOST: u64 = 50_000;

/// The clock of a world, in microseconds since its beginning.
#[derive(Debug)]
pub(super) struct Pace {
    began: Instant,
    count: Count,
}

/// What it counts by. All times are in microseconds.
#[derive(Debug)]
struct Count {
    now: u64,
    /// The time of the computer at the last look.
    seen: u64,
    /// What may still pass in this round.
    left: u64,
}

impl Count {
    const fn new() -> Count {
        Count {
            now: 0,
            seen: 0,
            left: MOST,
        }
    }

    /// The time of the world when the computer's is `time`.
    fn read(&mut self, time: u64) -> u64 {
        let passed = time.saturating_sub(self.seen).min(self.left);
        self.left -= passed;
        self.now += passed;
        self.seen = time;
        self.now
    }

    /// A round begins, after the world has waited for at most `rest`.
    fn begin_round(&mut self, time: u64, rest: u64) {
        self.left = MOST.saturating_add(rest);
        self.read(time);
        self.left = MOST;
    }
}

impl Pace {
    pub(super) fn new() -> Pace {
        Pace {
            began: Instant::now(),
            count: Count::new(),
        }
    }

    /// What it shows.
    pub(super) fn now(&mut self) -> u64 {
        self.count.read(micros(self.began.elapsed()))
    }

    /// The next round begins, after the world has waited for at most `rest`.
    pub(super) fn begin_round(&mut self, rest: Duration) {
        self.count
            .begin_round(micros(self.began.elapsed()), micros(rest));
    }
}

pub(super) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_the_computer_did_not_give_does_not_pass() {
        let mut count = Count::new();
        assert_eq!(count.read(5_000), 5_000);
        // It waited for a second, as it wanted to, and a little longer.
        count.begin_round(1_015_000, 1_000_000);
        assert_eq!(count.read(1_015_000), 1_015_000);
        // It was woken before that.
        count.begin_round(1_016_000, 1_000_000);
        assert_eq!(count.read(1_016_000), 1_016_000);
        // Half a second was taken, or many boards had much to do.
        assert_eq!(count.read(1_026_000), 1_026_000);
        assert_eq!(count.read(1_516_000), 1_016_000 + MOST);
        assert_eq!(count.read(1_517_000), 1_016_000 + MOST);
        // As much, while it waited.
        count.begin_round(2_027_000, 10_000);
        let now = count.read(2_027_000);
        assert_eq!(now, 1_016_000 + MOST + 10_000 + MOST);
        assert_eq!(count.read(2_028_000), now + 1_000);
    }

    #[test]
    fn it_never_goes_back_nor_faster_than_the_computer() {
        let mut count = Count::new();
        let (mut time, mut last) = (0, 0);
        for step in 0..2_000_u64 {
            let passed = step * 7_919 % 90_000;
            time += passed;
            if step % 3 == 0 {
                count.begin_round(time, step * 104_729 % 30_000);
            }
            let now = count.read(time);
            assert!(now >= last && now - last <= passed, "step {step}");
            last = now;
        }
    }
}
