//! The pauses between attempts to connect.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Pauses that double from `first` up to `cap`. Each is shortened by chance to between half of it
/// and the whole, so that many readers of one gateway do not come back all at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// The longest the first pause can be.
    pub first: Duration,
    /// The longest any pause can be.
    pub cap: Duration,
}

impl Default for Backoff {
    /// From 500 ms up to 30 s.
    fn default() -> Self {
        Backoff {
            first: Duration::from_millis(500),
            cap: Duration::from_secs(30),
        }
    }
}

impl Backoff {
    /// The pause after failed attempt number `attempt`, counted from 0. `random` is from 0 up to 1.
    pub fn pause(self, attempt: u32, random: f64) -> Duration {
        let factor = 2_u32.saturating_pow(attempt);
        let whole = self.first.saturating_mul(factor).min(self.cap);
        let share = if random.is_nan() {
            1.0
        } else {
            random.clamp(0.0, 1.0)
        };
        whole / 2 + (whole / 2).mul_f64(share)
    }
}

/// A number by chance, from 0 up to but not including 1. Good enough for spreading, not for secrets.
pub(super) fn random() -> f64 {
    // Every `RandomState` has other keys, so that hashing nothing gives another number.
    let bits = RandomState::new().hash_one(());
    f64::from((bits >> 32) as u32) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pauses_double_up_to_the_cap() {
        let backoff = Backoff::default();
        let longest: Vec<u128> = (0..9)
            .map(|attempt| backoff.pause(attempt, 1.0).as_millis())
            .collect();
        let expected = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000];
        assert_eq!(longest, expected);
        assert_eq!(backoff.pause(0, 0.0), Duration::from_millis(250));
        assert_eq!(backoff.pause(6, 0.5), Duration::from_millis(22_500));
    }

    #[test]
    fn chance_is_spread_over_the_whole_range() {
        let samples: Vec<f64> = (0..1000).map(|_| random()).collect();
        assert!(samples.iter().all(|sample| (0.0..1.0).contains(sample)));
        assert!(samples.iter().any(|sample| *sample < 0.2));
        assert!(samples.iter().any(|sample| *sample > 0.8));
    }

    proptest! {
        #[test]
        fn no_pause_is_longer_than_the_cap_or_shorter_than_half_the_first(
            attempt: u32, random: f64, first in 1_u64..1_000_000, more in 0_u64..1_000_000,
        ) {
            let backoff = Backoff {
                first: Duration::from_micros(first),
                cap: Duration::from_micros(first + more),
            };
            let pause = backoff.pause(attempt, random);
            prop_assert!(pause <= backoff.cap);
            prop_assert!(pause >= backoff.first / 2);
        }
    }
}
