//! Averages over the quarter of an hour, and the peaks by which Belgium bills (e-MUCS P1, section 5).

use std::collections::VecDeque;

use super::clock::{Moment, Stamp, Zone};
use super::electricity::Measured;
use super::phases::{Flow, PerFlow};
use super::random::{Random, whole};

/// Seconds over which demand is averaged.
const BLOCK: u32 = 900;
/// Months that the history of peaks holds.
const MONTHS: usize = 12;

/// The highest average of some time and when its quarter of an hour ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peak {
    pub(crate) at: Stamp,
    /// Milliwatts.
    pub(crate) power: u64,
}

impl Peak {
    /// No quarter of an hour has been measured yet.
    const NONE: Peak = Peak {
        at: Stamp::UNSET,
        power: 0,
    };
}

/// One closed month in the history of peaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Month {
    /// The moment that closed it: midnight of the first day after it.
    pub(crate) closed: Stamp,
    pub(crate) peak: Peak,
}

/// Averages and peaks of demand.
#[derive(Clone, Debug)]
pub(crate) struct Demand {
    zone: Zone,
    block: i64,
    /// Milliwatt-seconds since the block began.
    energy: PerFlow<u64>,
    /// Averages of the block before, in milliwatts.
    last: PerFlow<u64>,
    month: (i16, i8),
    peak: Peak,
    history: VecDeque<Month>,
}

impl Demand {
    /// The demand of a meter that was hung up eleven months before `start`: its oldest month is empty.
    pub(crate) fn new(random: &mut Random, zone: Zone, start: &Moment) -> Self {
        let mut history = VecDeque::with_capacity(MONTHS + 1);
        let mut closing = month_start(zone, start.unix);
        // From the newest closed month back to the oldest.
        for _ in 1..MONTHS {
            let begin = month_start(zone, closing - 1);
            history.push_front(Month {
                closed: zone.at(closing).stamp(),
                peak: some_peak(random, zone, begin, closing),
            });
            closing = begin;
        }
        history.push_front(Month {
            closed: zone.at(closing).stamp(),
            peak: Peak::NONE,
        });
        let peak = some_peak(random, zone, month_start(zone, start.unix), start.unix);
        Demand {
            zone,
            block: start.interval(BLOCK.into()),
            energy: PerFlow::default(),
            last: PerFlow::default(),
            month: (start.local.year(), start.local.month()),
            peak,
            history,
        }
    }

    /// Counts the `seconds` that end at this moment.
    ///
    /// Returns the end of the quarter of an hour before, when these seconds are the first after it.
    pub(crate) fn count(
        &mut self,
        moment: &Moment,
        measured: &Measured,
        seconds: u32,
    ) -> Option<Moment> {
        let block = moment.interval(BLOCK.into());
        let closed = (block != self.block).then(|| self.close_block(block * i64::from(BLOCK)));
        self.block = block;
        for flow in Flow::ALL {
            *self.energy.get_mut(flow) += measured.power(flow) * u64::from(seconds);
        }
        closed
    }

    /// Average power of the block so far, in milliwatts. It climbs from nothing: energy so far is
    /// spread over the whole quarter of an hour, as meters do it.
    pub(crate) fn now(&self, flow: Flow) -> u64 {
        self.energy.get(flow) / u64::from(BLOCK)
    }

    /// Average power of the block before, in milliwatts.
    pub(crate) fn last(&self, flow: Flow) -> u64 {
        self.last.get(flow)
    }

    /// The peak of the month so far.
    pub(crate) fn peak(&self) -> Peak {
        self.peak
    }

    /// The months before, oldest first.
    pub(crate) fn history(&self) -> impl ExactSizeIterator<Item = &Month> {
        self.history.iter()
    }

    fn close_block(&mut self, end: i64) -> Moment {
        self.last = PerFlow::each(|flow| self.now(flow));
        self.energy = PerFlow::default();
        let end = self.zone.at(end);
        // A month without any peak yet takes the first, whatever it is.
        if self.last.import > self.peak.power || self.peak.at == Stamp::UNSET {
            self.peak = Peak {
                at: end.stamp(),
                power: self.last.import,
            };
        }
        let month = (end.local.year(), end.local.month());
        if month != self.month {
            self.month = month;
            self.history.push_back(Month {
                closed: end.stamp(),
                peak: self.peak,
            });
            if self.history.len() > MONTHS {
                self.history.pop_front();
            }
            self.peak = Peak::NONE;
        }
        end
    }
}

/// The moment at which the month of this moment began on the local clock.
pub(crate) fn month_start(zone: Zone, unix: i64) -> i64 {
    let local = zone.at(unix).local;
    let into_month = i64::from(local.day() - 1) * 86_400
        + i64::from(local.hour()) * 3_600
        + i64::from(local.minute()) * 60
        + i64::from(local.second());
    let start = unix - into_month;
    // Where the clock was changed since, that is an hour beside midnight of the first.
    match zone.at(start).local.hour() {
        0 => start,
        23 => start + 3_600,
        hour => start - i64::from(hour) * 3_600,
    }
}

/// A peak such as a household has, at the end of some quarter of an hour between two moments.
fn some_peak(random: &mut Random, zone: Zone, from: i64, until: i64) -> Peak {
    let power = whole(random.between(2_400.0, 6_200.0)).unsigned_abs() * 1_000;
    let blocks = (until - from) / i64::from(BLOCK);
    if blocks < 1 {
        return Peak::NONE;
    }
    let block = 1 + random.below(blocks.unsigned_abs()).cast_signed();
    Peak {
        at: zone.at(from + block * i64::from(BLOCK)).stamp(),
        power,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::meter::phases::PerPhase;
    use jiff::Timestamp;

    const BRUSSELS: Zone = Zone {
        winter_hours: 1,
        has_summer_time: true,
    };

    fn unix(time: &str) -> i64 {
        time.parse::<Timestamp>().unwrap().as_second()
    }

    fn drawing(watts: i64) -> Measured {
        Measured {
            active: PerPhase {
                l1: watts * 1_000,
                l2: 0,
                l3: 0,
            },
            ..Measured::default()
        }
    }

    fn text(stamp: Stamp) -> String {
        String::from_utf8(stamp.with_season().to_vec()).unwrap()
    }

    #[test]
    fn demand_climbs_through_the_quarter_and_starts_again() {
        let start = unix("2026-05-05T10:00:00Z");
        let mut demand = Demand::new(&mut Random::new(1), BRUSSELS, &BRUSSELS.at(start));
        for second in 1..=450 {
            demand.count(&BRUSSELS.at(start + second), &drawing(2_000), 1);
        }
        assert_eq!(demand.now(Flow::Import), 1_000_000);
        for second in 451..=900 {
            demand.count(&BRUSSELS.at(start + second), &drawing(2_000), 1);
        }
        assert_eq!(demand.now(Flow::Import), 2_000_000);
        demand.count(&BRUSSELS.at(start + 901), &drawing(900), 1);
        assert_eq!(demand.now(Flow::Import), 1_000);
        assert_eq!(demand.last(Flow::Import), 2_000_000);
    }

    #[test]
    fn a_new_month_closes_the_old_one_and_forgets_its_peak() {
        let start = unix("2026-10-31T22:45:00Z");
        let mut demand = Demand::new(&mut Random::new(1), BRUSSELS, &BRUSSELS.at(start));
        for second in 1..=901 {
            demand.count(&BRUSSELS.at(start + second), &drawing(9_000), 1);
        }
        let newest = *demand.history().last().unwrap();
        assert_eq!(text(newest.closed), "261101000000W");
        assert_eq!(text(newest.peak.at), "261101000000W");
        assert_eq!(newest.peak.power, 9_000_000);
        assert_eq!(demand.history().len(), MONTHS);
        assert_eq!(demand.peak().at, Stamp::UNSET);
    }

    #[test]
    fn the_history_names_the_twelve_months_before_and_the_oldest_is_empty() {
        let start = BRUSSELS.at(unix("2026-05-05T10:00:00Z"));
        let demand = Demand::new(&mut Random::new(1), BRUSSELS, &start);
        let closed: Vec<String> = demand.history().map(|month| text(month.closed)).collect();
        assert_eq!(closed.first().unwrap(), "250601000000S");
        assert_eq!(closed[5], "251101000000W");
        assert_eq!(closed.last().unwrap(), "260501000000S");
        assert_eq!(demand.history().next().unwrap().peak.at, Stamp::UNSET);
    }

    #[test]
    fn months_start_at_local_midnight_also_across_a_change_of_the_clock() {
        for (time, start) in [
            ("2026-03-31T12:00:00Z", "260301000000W"),
            ("2026-10-31T12:00:00Z", "261001000000S"),
            ("2026-10-01T00:30:00Z", "261001000000S"),
            ("2025-12-31T23:00:00Z", "260101000000W"),
        ] {
            let began = month_start(BRUSSELS, unix(time));
            assert_eq!(text(BRUSSELS.at(began).stamp()), start);
        }
    }
}
