//! The meter's clock: local time, daylight saving and the timestamps of telegrams.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::offset;

/// How a country's meters tell the time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Zone {
    /// Hours that winter time is ahead of UTC.
    pub(crate) winter_hours: i8,
    /// Whether the meter follows the summer time of the European Union. Swedish meters do not.
    pub(crate) has_summer_time: bool,
}

/// One moment, as the sun and as the household's clock see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub(crate) unix: i64,
    /// The same in coordinated universal time.
    pub(crate) utc: DateTime,
    /// The same on the meter's own clock.
    pub(crate) local: DateTime,
    /// Whether the meter's clock shows summer time.
    pub(crate) is_summer_time: bool,
}

impl Zone {
    /// This moment in this zone. Moments outside the years -9999 to 9999 become the last one there is.
    pub(crate) fn at(self, unix: i64) -> Moment {
        let timestamp = Timestamp::from_second(unix).unwrap_or(Timestamp::MAX);
        let utc = offset(0).to_datetime(timestamp);
        let is_summer_time = self.has_summer_time && is_summer_time(utc);
        let local = offset(self.winter_hours + i8::from(is_summer_time)).to_datetime(timestamp);
        Moment {
            unix,
            utc,
            local,
            is_summer_time,
        }
    }
}

/// Whether summer time is in force: from 01:00 UTC on the last Sunday of March until 01:00 UTC on
/// the last Sunday of October (Directive 2000/84/EC, articles 2 and 3).
///
/// The rule is written out, and not read from the time zone database, so that a model needs no file
/// of the machine it runs on and yields the same bytes everywhere.
fn is_summer_time(utc: DateTime) -> bool {
    let switch = |month| last_sunday(utc.year(), month).at(1, 0, 0, 0);
    switch(3) <= utc && utc < switch(10)
}

/// The last Sunday of a month that has 31 days.
fn last_sunday(year: i16, month: i8) -> Date {
    let days_past_sunday = date(year, month, 31).weekday().to_sunday_zero_offset();
    date(year, month, 31 - days_past_sunday)
}

impl Moment {
    /// The number of the interval this moment closes, counting intervals of `seconds` since 1970.
    ///
    /// A moment exactly on a boundary closes the interval before it.
    pub(crate) fn interval(&self, seconds: i64) -> i64 {
        (self.unix - 1).div_euclid(seconds)
    }

    /// The timestamp of this moment as telegrams write it.
    pub(crate) fn stamp(&self) -> Stamp {
        Stamp::of(self.local, self.is_summer_time)
    }
}

/// A timestamp as telegrams write it: `YYMMDDhhmmss` and `S` or `W` for summer or winter time
/// (DSMR P1 companion standard 5.0.2, section 6.4, format TST).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp([u8; 13]);

impl Stamp {
    /// What meters write when there is no time to tell: the bytes 255 of an unset date, read as digits.
    pub(crate) const UNSET: Stamp = Stamp(*b"632525252525W");

    /// What some meters write for an event before they knew the time.
    pub(crate) const FIRST_SECOND_OF_2000: Stamp = Stamp(*b"000101000001W");

    fn of(local: DateTime, is_summer_time: bool) -> Self {
        let [year, month, day] =
            [local.year(), local.month().into(), local.day().into()].map(two_digits);
        let [hour, minute, second] = [local.hour(), local.minute(), local.second()]
            .map(i16::from)
            .map(two_digits);
        let season = if is_summer_time { b'S' } else { b'W' };
        Stamp([
            year[0], year[1], month[0], month[1], day[0], day[1], hour[0], hour[1], minute[0],
            minute[1], second[0], second[1], season,
        ])
    }

    /// All 13 characters.
    pub(crate) fn with_season(&self) -> &[u8] {
        &self.0
    }

    /// The 12 digits, as meters without the season letter write it.
    pub(crate) fn digits(&self) -> &[u8] {
        self.0.split_last().map_or(&[], |(_, digits)| digits)
    }

    /// `YY-MM-DD hh:mm:ss`, as the ACE4000 writes it.
    pub(crate) fn spaced(&self) -> [u8; 17] {
        let mut spaced = *b"00-00-00 00:00:00";
        let places = spaced.iter_mut().filter(|place| **place == b'0');
        for (place, digit) in places.zip(self.digits()) {
            *place = *digit;
        }
        spaced
    }
}

/// The last two digits of a year, or the two of anything else in a date.
fn two_digits(value: i16) -> [u8; 2] {
    let value = u8::try_from(value.rem_euclid(100)).unwrap_or(0);
    [b'0' + value / 10, b'0' + value % 10]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    const AMSTERDAM: Zone = Zone {
        winter_hours: 1,
        has_summer_time: true,
    };

    fn text(zone: Zone, time: &str) -> String {
        let unix = time.parse::<Timestamp>().unwrap().as_second();
        String::from_utf8(zone.at(unix).stamp().with_season().to_vec()).unwrap()
    }

    #[test]
    fn the_clock_jumps_ahead_in_march_and_back_in_october() {
        assert_eq!(text(AMSTERDAM, "2026-03-29T00:59:59Z"), "260329015959W");
        assert_eq!(text(AMSTERDAM, "2026-03-29T01:00:00Z"), "260329030000S");
        assert_eq!(text(AMSTERDAM, "2026-10-25T00:59:59Z"), "261025025959S");
        assert_eq!(text(AMSTERDAM, "2026-10-25T01:00:00Z"), "261025020000W");
    }

    #[test]
    fn a_meter_without_summer_time_always_says_winter() {
        let sweden = Zone {
            winter_hours: 1,
            has_summer_time: false,
        };
        assert_eq!(text(sweden, "2026-07-01T10:00:00Z"), "260701110000W");
    }

    #[test]
    fn the_year_turns_on_local_time() {
        assert_eq!(text(AMSTERDAM, "2026-12-31T22:59:59Z"), "261231235959W");
        assert_eq!(text(AMSTERDAM, "2026-12-31T23:00:00Z"), "270101000000W");
    }

    #[test]
    fn agrees_with_the_posix_rule_for_central_europe_in_every_hour_of_two_years() {
        let witness = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let start = "2027-12-31T00:00:00Z"
            .parse::<Timestamp>()
            .unwrap()
            .as_second();
        for unix in (start..start + 2 * 366 * 86_400).step_by(3_600) {
            let timestamp = Timestamp::from_second(unix).unwrap();
            let moment = AMSTERDAM.at(unix);
            assert_eq!(moment.local, witness.to_datetime(timestamp), "{timestamp}");
            assert_eq!(
                moment.is_summer_time,
                witness.to_offset_info(timestamp).dst().is_dst()
            );
        }
    }

    #[test]
    fn a_boundary_closes_the_interval_before_it() {
        assert_eq!(AMSTERDAM.at(900).interval(900), 0);
        assert_eq!(AMSTERDAM.at(901).interval(900), 1);
    }

    #[test]
    fn the_ace4000_form_has_dashes_a_space_and_colons() {
        let stamp = AMSTERDAM.at(0).stamp();
        assert_eq!(&stamp.spaced(), b"70-01-01 01:00:00");
        assert_eq!(stamp.digits(), b"700101010000");
    }
}
