//! How fast time runs in a replay or a simulation.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{Error, Result};

/// The pace of a replay or a simulation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// So many times as fast as the original; made by [`Speed::times`].
    Times(Factor),
    /// Without any pauses.
    Max,
}

/// A factor of time: finite and greater than zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor(f64);

impl Speed {
    /// As fast as the original.
    pub const ORIGINAL: Speed = Speed::Times(Factor(1.0));

    /// `factor` times as fast as the original; nothing unless it is finite and at least 0.000001.
    pub fn times(factor: f64) -> Option<Speed> {
        (factor.is_finite() && factor >= 1e-6).then_some(Speed::Times(Factor(factor)))
    }

    /// How long a pause of the original lasts at this speed.
    pub fn pause(self, original: Duration) -> Duration {
        match self {
            Speed::Max => Duration::ZERO,
            Speed::Times(Factor(factor)) => {
                Duration::try_from_secs_f64(original.as_secs_f64() / factor)
                    .unwrap_or(Duration::MAX)
            }
        }
    }
}

impl Default for Speed {
    fn default() -> Self {
        Speed::ORIGINAL
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Speed::Max => f.write_str("max"),
            Speed::Times(Factor(factor)) => write!(f, "{factor}"),
        }
    }
}

impl FromStr for Speed {
    type Err = Error;

    fn from_str(text: &str) -> Result<Speed> {
        if text == "max" {
            return Ok(Speed::Max);
        }
        text.parse().ok().and_then(Speed::times).ok_or_else(|| {
            Error::usage(format!("`{text}` is not a speed"))
                .hint("give a factor such as 1, 10 or 0.5, or max")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_divides_pauses() {
        let second = Duration::from_secs(1);
        let cases = [("1", 1_000), ("10", 100), ("0.5", 2_000), ("max", 0)];
        for (text, millis) in cases {
            let speed: Speed = text.parse().unwrap();
            assert_eq!(speed.pause(second), Duration::from_millis(millis), "{text}");
            assert_eq!(speed.to_string(), text);
        }
    }

    #[test]
    fn a_speed_that_would_stop_time_is_refused() {
        for text in ["0", "-1", "NaN", "inf", "fast", "", "1e-9"] {
            assert!(text.parse::<Speed>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_pause_too_long_to_say_does_not_panic() {
        let slow = Speed::times(1e-6).unwrap();
        assert_eq!(slow.pause(Duration::MAX), Duration::MAX);
    }
}
