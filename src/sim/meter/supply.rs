//! The other meters in the cupboard: gas, water and heat, read over M-Bus now and then.

use super::clock::{Moment, Stamp, Zone};
use super::random::{Random, whole};
use super::wave::cosine;

/// How often the electricity meter reads the meters beside it, in seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadEvery(pub(crate) u32);

/// What a meter beside the electricity meter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Supply {
    /// Cubic metres.
    Gas,
    /// Cubic metres.
    Water,
    /// Gigajoules.
    Heat,
}

/// Degrees Celsius outside from which on nobody heats.
const MILD: f64 = 13.0;

/// A counter with the value that was last read from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counter {
    /// Millionths of the unit.
    present: u64,
    /// Millionths of the unit, when it was last read.
    pub(crate) read: u64,
    /// The moment of that reading.
    pub(crate) read_at: Stamp,
}

impl Counter {
    fn new(present: u64, read_at: Stamp) -> Self {
        Counter {
            present,
            read: present,
            read_at,
        }
    }
}

/// Gas, water and heat of one household.
#[derive(Clone, Debug)]
pub(crate) struct Supplies {
    random: Random,
    zone: Zone,
    every: ReadEvery,
    minute: i64,
    reading: i64,
    gas: Counter,
    water: Counter,
    heat: Counter,
    /// Gas at each full hour of the day, for meters that list them.
    gas_by_hour: [(u64, Stamp); 24],
    /// Degrees that this spell of weather is off the season.
    spell: f64,
    /// How badly the house holds its heat, around 1.
    leakage: f64,
    /// Minutes that a tap or shower still runs hot.
    hot_water: u64,
}

impl Supplies {
    pub(crate) fn new(mut random: Random, zone: Zone, every: ReadEvery, start: &Moment) -> Self {
        let seconds = i64::from(every.0.max(1));
        let reading = start.unix.div_euclid(seconds);
        let read_at = zone.at(reading * seconds).stamp();
        let mut past =
            |low: u64, high: u64| low * 1_000_000 + random.below((high - low) * 1_000_000);
        let gas = past(600, 9_000);
        let hour = start.unix.div_euclid(3_600) * 3_600;
        let mut gas_by_hour = [(0, Stamp::UNSET); 24];
        for ago in 0..24 {
            let moment = zone.at(hour - ago * 3_600);
            // Guessed: 0.06 m³ an hour.
            let volume = gas.saturating_sub(60_000 * ago.unsigned_abs());
            if let Some(slot) = slot(&mut gas_by_hour, &moment) {
                *slot = (volume, moment.stamp());
            }
        }
        Supplies {
            zone,
            every,
            minute: start.unix.div_euclid(60),
            reading,
            gas: Counter::new(gas, read_at),
            water: Counter::new(past(40, 900), read_at),
            heat: Counter::new(past(30, 400), read_at),
            gas_by_hour,
            spell: random.between(-4.0, 4.0),
            leakage: random.between(0.6, 1.4),
            hot_water: 0,
            random,
        }
    }

    /// Lets time pass up to this moment.
    pub(crate) fn advance(&mut self, moment: &Moment) {
        let minute = moment.unix.div_euclid(60);
        if minute == self.minute && self.every.0 >= 60 {
            return;
        }
        while self.minute < minute {
            self.minute += 1;
            let at = self.zone.at(self.minute * 60);
            self.pass_minute(&at);
        }
        let seconds = i64::from(self.every.0.max(1));
        let reading = moment.unix.div_euclid(seconds);
        if reading != self.reading {
            self.reading = reading;
            let at = self.zone.at(reading * seconds).stamp();
            for counter in [&mut self.gas, &mut self.water, &mut self.heat] {
                counter.read = counter.present;
                counter.read_at = at;
            }
        }
    }

    /// The counter of this supply.
    pub(crate) fn counter(&self, supply: Supply) -> &Counter {
        match supply {
            Supply::Gas => &self.gas,
            Supply::Water => &self.water,
            Supply::Heat => &self.heat,
        }
    }

    /// Gas (in millionths of a cubic metre) at each hour of the day, from midnight on; hours that
    /// have not come today are those of yesterday.
    pub(crate) fn gas_by_hour(&self) -> &[(u64, Stamp); 24] {
        &self.gas_by_hour
    }

    fn pass_minute(&mut self, at: &Moment) {
        let hour = at.local.hour();
        let is_awake = (6..23).contains(&hour);
        self.spell = self.random.wander(self.spell, 0.0, 0.000_5, 0.06);

        // Kilowatts through the walls while the thermostat asks for it; on mild days it does not.
        let target = if is_awake { 19.5 } else { 15.0 };
        let outside = self.outside(at);
        let warmth = if outside < MILD {
            (target - 2.0 - outside).max(0.0)
        } else {
            0.0
        };
        let kilowatts = warmth * 0.35 * self.leakage * self.random.between(0.6, 1.4);

        let is_busy = matches!(hour, 6..=8 | 18..=21);
        let chance = if is_busy { 0.012 } else { 0.003 };
        if is_awake && self.random.happens(chance) {
            self.hot_water = 2 + self.random.below(7);
        }
        let hot_kilowatts = if self.hot_water > 0 { 15.0 } else { 0.0 };
        let litres = if self.hot_water > 0 {
            self.random.between(5.0, 9.0)
        } else if is_awake && self.random.happens(0.03) {
            self.random.between(1.0, 8.0)
        } else {
            0.0
        };
        self.hot_water = self.hot_water.saturating_sub(1);

        let kilojoules = (kilowatts + hot_kilowatts) * 60.0;
        // A kilojoule is a millionth of a gigajoule; a cubic metre of gas gives about 33 MJ.
        self.heat.present += whole(kilojoules).unsigned_abs();
        self.gas.present += whole(kilojoules / 33_000.0 * 1_000_000.0).unsigned_abs();
        self.water.present += whole(litres * 1_000.0).unsigned_abs();

        if at.local.minute() == 0 {
            let entry = (self.gas.present, at.stamp());
            if let Some(slot) = slot(&mut self.gas_by_hour, at) {
                *slot = entry;
            }
        }
    }

    /// Degrees Celsius outside: coldest in the middle of January and before sunrise.
    fn outside(&self, at: &Moment) -> f64 {
        let season = cosine((f64::from(at.local.day_of_year()) - 15.0) / 365.0);
        let day = cosine((f64::from(at.local.hour()) - 4.0) / 24.0);
        10.5 - 8.0 * season - 3.5 * day + self.spell
    }
}

fn slot<'a>(hours: &'a mut [(u64, Stamp); 24], moment: &Moment) -> Option<&'a mut (u64, Stamp)> {
    hours.get_mut(usize::try_from(moment.local.hour()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    const AMSTERDAM: Zone = Zone {
        winter_hours: 1,
        has_summer_time: true,
    };

    fn day(from: &str, every: u32, mut each_minute: impl FnMut(&Moment, &Supplies)) -> Supplies {
        let start = AMSTERDAM.at(from.parse::<Timestamp>().unwrap().as_second());
        let mut supplies = Supplies::new(Random::new(5), AMSTERDAM, ReadEvery(every), &start);
        for minute in 1..=1_440 {
            let moment = AMSTERDAM.at(start.unix + minute * 60);
            supplies.advance(&moment);
            each_minute(&moment, &supplies);
        }
        supplies
    }

    #[test]
    fn a_reading_stands_until_the_next_one_is_due() {
        day("2026-01-15T11:00:00Z", 3_600, |moment, supplies| {
            let gas = supplies.counter(Supply::Gas);
            let stamp = std::str::from_utf8(gas.read_at.with_season())
                .unwrap()
                .to_owned();
            assert_eq!(&stamp[8..12], "0000");
            assert_eq!(
                stamp[6..8],
                moment.stamp().with_season()[6..8]
                    .escape_ascii()
                    .to_string()
            );
        });
    }

    #[test]
    fn a_winter_day_takes_more_gas_than_a_summer_day() {
        let taken = |from: &str| {
            let mut first = None;
            let after = day(from, 300, |_, supplies| {
                first.get_or_insert(supplies.counter(Supply::Gas).read);
            });
            after.counter(Supply::Gas).read - first.unwrap()
        };
        let (winter, summer) = (taken("2026-01-15T11:00:00Z"), taken("2026-07-15T11:00:00Z"));
        assert!(winter > 4_000_000, "{winter}");
        assert!((100_000..2_000_000).contains(&summer), "{summer}");
    }

    #[test]
    fn the_hours_of_the_day_are_of_the_last_24_hours_and_never_fall() {
        let supplies = day("2026-01-15T11:00:00Z", 3_600, |_, _| ());
        let mut hours = supplies.gas_by_hour().to_vec();
        hours.sort_by_key(|(_, stamp)| stamp.digits().to_vec());
        assert!(hours.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        assert_eq!(hours.last().unwrap().1.digits(), b"260116120000");
    }
}
