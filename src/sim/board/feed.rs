//! What a meter on the line sends, and when.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::sim::meter::{Meter, Profile};
use crate::sim::meter_fault::{MeterFault, Spoiler};

/// Where telegrams come from.
#[derive(Clone, Debug)]
enum Telegrams {
    Simulated(Box<Meter>),
    /// The same ones again and again.
    Recorded {
        all: Arc<[Vec<u8>]>,
        next: usize,
    },
}

/// Telegrams with the time from one to the next.
#[derive(Clone, Debug)]
pub struct Feed {
    telegrams: Telegrams,
    interval: Duration,
    spoiler: Spoiler,
}

impl Feed {
    /// A simulated meter, at its own pace unless another is given.
    pub fn simulated(
        profile: &'static Profile,
        seed: u64,
        start: Timestamp,
        interval: Option<Duration>,
    ) -> Feed {
        Feed {
            telegrams: Telegrams::Simulated(Box::new(Meter::new(profile, seed, start))),
            interval: interval.unwrap_or(profile.period()),
            spoiler: Spoiler::default(),
        }
    }

    /// Recorded telegrams, from the first again after the last.
    pub fn recorded(all: Arc<[Vec<u8>]>, interval: Duration) -> Feed {
        Feed {
            telegrams: Telegrams::Recorded { all, next: 0 },
            interval,
            spoiler: Spoiler::default(),
        }
    }

    /// From now on these faults happen to its telegrams. All come in time.
    pub fn spoil(&mut self, faults: impl IntoIterator<Item = &'static MeterFault>, seed: u64) {
        self.spoiler = Spoiler::new(faults, seed);
    }

    /// Time from one telegram to the next.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// What is heard of the next telegram.
    pub fn next_telegram(&mut self) -> Vec<u8> {
        let telegram = self.next_sent();
        let heard = self.spoiler.hear(telegram).into_iter();
        heard.flat_map(|part| part.bytes).collect()
    }

    fn next_sent(&mut self) -> Vec<u8> {
        match &mut self.telegrams {
            Telegrams::Simulated(meter) => meter.next_telegram(),
            Telegrams::Recorded { all, next } => {
                let telegram = all.get(*next).cloned().unwrap_or_default();
                *next = (*next + 1) % all.len().max(1);
                telegram
            }
        }
    }
}
