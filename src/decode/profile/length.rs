//! Lengths of intervals and where they begin, by the meter's own clock.

use super::super::timestamp::{Timestamp, Zone};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// The length of the intervals of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// A minute: what TAF 14 of German smart meter gateways asks for.
    Minute,
    /// A quarter of an hour: TAF 7.
    Quarter,
    /// An hour.
    Hour,
    /// A day from midnight to midnight: 23 hours long when summer time begins, 25 when it ends.
    Day,
}

/// An interval, in seconds of the meter's standard-time clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Length {
    /// All lengths.
    pub const ALL: [Length; 4] = [Length::Minute, Length::Quarter, Length::Hour, Length::Day];

    /// The name on the command line and in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Length::Minute => "60s",
            Length::Quarter => "15min",
            Length::Hour => "hour",
            Length::Day => "day",
        }
    }

    /// A reading counts for a bound if it was taken no more than so many seconds from it.
    pub const fn tolerance(self) -> i64 {
        match self {
            Length::Minute => 15,
            Length::Quarter => 60,
            Length::Hour => 240,
            Length::Day => HOUR,
        }
    }

    const fn seconds(self) -> i64 {
        match self {
            Length::Minute => 60,
            Length::Quarter => 15 * 60,
            Length::Hour => HOUR,
            Length::Day => DAY,
        }
    }

    /// The interval that a moment lies in. A moment on a bound belongs to the interval that begins with it.
    pub(super) fn around(self, moment: Timestamp, keeps_summer_time: bool) -> Bounds {
        let at = moment.standard_seconds();
        if self != Length::Day {
            // Clocks change by whole hours, which all shorter lengths divide.
            let start = at.div_euclid(self.seconds()) * self.seconds();
            return Bounds {
                start,
                end: start + self.seconds(),
            };
        }
        let local = at + daylight(moment.zone());
        let midnight = local.div_euclid(DAY) * DAY;
        let bound = |local: i64| {
            let is_summer = keeps_summer_time && is_summer_time(local);
            local - if is_summer { HOUR } else { 0 }
        };
        Bounds {
            start: bound(midnight),
            end: bound(midnight + DAY),
        }
    }
}

const fn daylight(zone: Zone) -> i64 {
    match zone {
        Zone::Summer => HOUR,
        Zone::Winter | Zone::Unsaid => 0,
    }
}

/// Whether summer time is in force at a local time outside the hour of the change: from 02:00 on the last Sunday of March
/// until 03:00 on the last Sunday of October (Directive 2000/84/EC).
pub(super) fn is_summer_time(local: i64) -> bool {
    let Some(date) = Timestamp::from_standard_seconds(local, Zone::Unsaid) else {
        return false;
    };
    let month = date.month();
    if matches!(month, 4..=9) {
        return true;
    }
    if !matches!(month, 3 | 10) {
        return false;
    }
    // 1970-01-01 was a Thursday: day 3 a Sunday. Both months have 31 days.
    let day_number = local.div_euclid(DAY);
    let since_sunday = (day_number - 3).rem_euclid(7);
    let last_sunday = {
        let of_the_31st = (since_sunday + 31 - i64::from(date.day())).rem_euclid(7);
        31 - of_the_31st
    };
    let seconds = i64::from(date.day()) * DAY + local.rem_euclid(DAY);
    match month {
        3 => seconds >= last_sunday * DAY + 2 * HOUR,
        _ => seconds < last_sunday * DAY + 3 * HOUR,
    }
}

/// The meter's local time for a moment in UTC, where the meter has no clock of its own.
pub(super) fn local_time(unix: i64, standard_hours: i8) -> Option<Timestamp> {
    let standard = unix.checked_add(i64::from(standard_hours) * HOUR)?;
    // Everywhere in the Union clocks change at 01:00 UTC: at 02:00 and 03:00 by local time in its middle.
    let central = unix.checked_add(HOUR)?;
    let is_summer = is_summer_time(central) && is_summer_time(central + HOUR);
    let zone = if is_summer {
        Zone::Summer
    } else {
        Zone::Winter
    };
    Timestamp::from_standard_seconds(standard, zone)
}

/// A bound as a time of the clock that is in force there.
pub(super) fn bound_time(
    seconds: i64,
    near: Timestamp,
    of: Length,
    keeps_summer_time: bool,
) -> Timestamp {
    let zone = match (of, near.zone()) {
        (Length::Day, Zone::Summer | Zone::Winter) if keeps_summer_time => {
            // A midnight, by either clock.
            match (seconds + HOUR).rem_euclid(DAY) {
                0 => Zone::Summer,
                _ => Zone::Winter,
            }
        }
        (_, zone) => zone,
    };
    Timestamp::from_standard_seconds(seconds, zone).unwrap_or(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> i64 {
        Timestamp::parse(text.as_bytes())
            .unwrap()
            .standard_seconds()
    }

    #[test]
    fn summer_time_is_that_of_the_european_union() {
        for (time, is_summer) in [
            ("260329015959", false),
            ("260329030000", true),
            ("261025015959", true),
            ("261025030000", false),
            ("260115120000", false),
            ("260701120000", true),
            ("270328015959", false),
            ("270328030000", true),
            ("241027025959", true),
            ("310330020000", true),
        ] {
            assert_eq!(is_summer_time(local(time)), is_summer, "{time}");
        }
    }

    #[test]
    fn a_moment_of_the_computer_becomes_the_local_time_of_the_meter() {
        for (unix, expected) in [
            // 2026-03-29T00:59:59Z and a second later, then the end of summer time.
            (1_774_745_999, "260329015959W"),
            (1_774_746_000, "260329030000S"),
            (1_792_889_999, "261025025959S"),
            (1_792_890_000, "261025020000W"),
        ] {
            assert_eq!(
                local_time(unix, 1),
                Timestamp::parse(expected.as_bytes()),
                "{expected}"
            );
        }
    }

    #[test]
    fn days_are_23_and_25_hours_long_when_the_clock_changes() {
        for (noon, hours) in [
            ("260329120000S", 23),
            ("260328120000W", 24),
            ("261025120000W", 25),
            ("261025013000S", 25),
            ("261026120000W", 24),
        ] {
            let moment = Timestamp::parse(noon.as_bytes()).unwrap();
            let bounds = Length::Day.around(moment, true);
            assert_eq!((bounds.end - bounds.start) / HOUR, hours, "{noon}");
            let without = Length::Day.around(moment, false);
            assert_eq!((without.end - without.start) / HOUR, 24, "{noon}");
        }
    }

    #[test]
    fn every_moment_lies_in_its_interval_and_intervals_follow_each_other() {
        for length in Length::ALL {
            let mut at = local("261024200000");
            let mut before: Option<Bounds> = None;
            for _ in 0..400 {
                let unix = at - HOUR;
                let moment = local_time(unix, 1).unwrap();
                let bounds = length.around(moment, true);
                let seconds = moment.standard_seconds();
                assert!((bounds.start..bounds.end).contains(&seconds), "{length:?}");
                if let Some(before) = before {
                    assert!(bounds == before || bounds.start >= before.end, "{length:?}");
                }
                before = Some(bounds);
                at += 600;
            }
        }
    }
}
