//! Points in time as meters write them.

use std::fmt;

/// Which clock a timestamp was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// Standard time, written `W`.
    Winter,
    /// Daylight-saving time, written `S`.
    Summer,
    /// The meter does not say.
    Unsaid,
}

/// A valid local date and time of a meter, to the second. The distance to UTC is a matter of the
/// dialect (see [`Timestamp::with_offset`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    zone: Zone,
}

impl Timestamp {
    /// A date and time; `None` where the calendar has no such one.
    pub fn new(
        year: u16,
        (month, day): (u8, u8),
        (hour, minute, second): (u8, u8, u8),
        zone: Zone,
    ) -> Option<Self> {
        let in_range =
            (1..=12).contains(&month) && day >= 1 && hour < 24 && minute < 60 && second < 60;
        (in_range && day <= days_in_month(year, month)).then_some(Timestamp {
            year,
            month,
            day,
            hour,
            minute,
            second,
            zone,
        })
    }

    /// From the digits `YYMMDDhhmmss` as one number (DSMR P1 companion standard, "TST"). Years 70 to 99
    /// are 1970 to 1999: meters whose clock was never set send those.
    #[inline]
    pub fn from_digits(digits: u64, zone: Zone) -> Option<Self> {
        let pair = |position: u32| u8::try_from((digits / 100_u64.pow(position)) % 100).ok();
        let year = match u16::try_from(digits / 10_000_000_000).ok()? {
            year @ 0..=69 => 2000 + year,
            year @ 70..=99 => 1900 + year,
            _ => return None,
        };
        Timestamp::new(
            year,
            (pair(4)?, pair(3)?),
            (pair(2)?, pair(1)?, pair(0)?),
            zone,
        )
    }

    /// From `YYMMDDhhmmss` or `YY-MM-DD hh:mm:ss`, with an optional `S` or `W` at the end.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let (text, zone) = match text {
            [rest @ .., b'W'] => (rest, Zone::Winter),
            [rest @ .., b'S'] => (rest, Zone::Summer),
            rest => (rest, Zone::Unsaid),
        };
        let plain = text.len() == 12 && text.iter().all(u8::is_ascii_digit);
        let dashed = text.len() == 17
            && text.iter().enumerate().all(|(at, byte)| match at {
                2 | 5 => *byte == b'-',
                8 => *byte == b' ',
                11 | 14 => *byte == b':',
                _ => byte.is_ascii_digit(),
            });
        if !plain && !dashed {
            return None;
        }
        let digits = text
            .iter()
            .filter(|byte| byte.is_ascii_digit())
            .fold(0, |sum, byte| sum * 10 + u64::from(byte - b'0'));
        Timestamp::from_digits(digits, zone)
    }

    /// From the 24 hexadecimal digits of a COSEM date-time (IEC 62056-6-2, 4.1.6.1).
    ///
    /// The deviation from UTC is not used: meters disagree on its sign. Whether daylight-saving time is
    /// in force stands in bit 7 of the clock status.
    pub fn parse_cosem(text: &[u8]) -> Option<Self> {
        if text.len() != 24 {
            return None;
        }
        let mut octets = [0_u8; 12];
        for (octet, pair) in octets.iter_mut().zip(text.chunks_exact(2)) {
            *octet = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Timestamp::from_cosem(&octets)
    }

    /// From the twelve octets of a COSEM date-time; `None` where the calendar has no such one, or parts are left open.
    pub fn from_cosem(octets: &[u8]) -> Option<Self> {
        let &[
            year_high,
            year_low,
            month,
            day,
            _weekday,
            hour,
            minute,
            second,
            _hundredths,
            _,
            _,
            status,
        ] = octets
        else {
            return None;
        };
        let zone = match status {
            0xFF => Zone::Unsaid,
            status if status & 0x80 != 0 => Zone::Summer,
            _ => Zone::Winter,
        };
        Timestamp::new(
            u16::from_be_bytes([year_high, year_low]),
            (month, day),
            (hour, minute, second),
            zone,
        )
    }

    /// From seconds since 1970 in UTC, by the clock that stands `standard_hours` ahead of it.
    pub fn from_unix(seconds: u64, standard_hours: i8) -> Option<Self> {
        let seconds = i64::try_from(seconds).ok()?;
        Timestamp::from_standard_seconds(
            seconds.checked_add(i64::from(standard_hours) * 3600)?,
            Zone::Winter,
        )
    }

    /// From seconds since the start of 1970 on the meter's standard-time clock, as [`Timestamp::standard_seconds`] gives
    /// them, by the clock `zone`.
    pub fn from_standard_seconds(seconds: i64, zone: Zone) -> Option<Self> {
        let daylight = if zone == Zone::Summer { 3600 } else { 0 };
        let local = seconds.checked_add(daylight)?;
        let (days, clock) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        // Years from March on, in eras of 400 years: the leap day comes last in each.
        let days = days.checked_add(719_468)?;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        let small = |value: i64| u8::try_from(value).ok();
        Timestamp::new(
            u16::try_from(year).ok()?,
            (small(month)?, small(day)?),
            (
                small(clock / 3600)?,
                small(clock / 60 % 60)?,
                small(clock % 60)?,
            ),
            zone,
        )
    }

    /// The year, in full.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The hour, 0 to 23.
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59.
    pub const fn second(self) -> u8 {
        self.second
    }

    /// Which clock this was read from.
    pub const fn zone(self) -> Zone {
        self.zone
    }

    /// Whether the clock was ever set: meters start in 1970 or on the first of January 2000.
    pub const fn is_set(self) -> bool {
        self.year > 2000 || (self.year == 2000 && (self.month > 1 || self.day > 1))
    }

    /// Seconds since the start of 1970 on the meter's standard-time clock: differences of two such
    /// numbers are right across the switch to daylight-saving time.
    pub fn standard_seconds(self) -> i64 {
        let daylight = if self.zone == Zone::Summer { 3600 } else { 0 };
        let clock =
            i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        days_since_1970(self.year, self.month, self.day) * 86_400 + clock - daylight
    }

    /// The timestamp as it is printed: RFC 3339 with the offset of the dialect's standard time
    /// (plus one hour in summer), without an offset where the meter does not say which clock it means.
    pub const fn with_offset(self, standard_hours: i8) -> Shown {
        Shown {
            timestamp: self,
            standard_hours,
        }
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the Gregorian calendar, by counting years from March so that the leap day comes last.
fn days_since_1970(year: u16, month: u8, day: u8) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    let year = i64::from(year) - i64::from(month <= 2);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + day_of_year - 719_468
}

/// A [`Timestamp`] with the offset under which it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    timestamp: Timestamp,
    standard_hours: i8,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Timestamp {
            year,
            month,
            day,
            hour,
            minute,
            second,
            zone,
        } = self.timestamp;
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        let hours = match zone {
            Zone::Winter => self.standard_hours,
            Zone::Summer => self.standard_hours + 1,
            Zone::Unsaid => return Ok(()),
        };
        write!(f, "{hours:+03}:00")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<String> {
        Timestamp::parse(text.as_bytes()).map(|time| time.with_offset(1).to_string())
    }

    #[test]
    fn the_letter_gives_the_offset() {
        assert_eq!(
            shown("170102192002W").as_deref(),
            Some("2017-01-02T19:20:02+01:00")
        );
        assert_eq!(
            shown("220927211205S").as_deref(),
            Some("2022-09-27T21:12:05+02:00")
        );
        assert_eq!(
            shown("120517020000").as_deref(),
            Some("2012-05-17T02:00:00")
        );
        assert_eq!(
            shown("19-01-01 13:00:00").as_deref(),
            Some("2019-01-01T13:00:00")
        );
    }

    #[test]
    fn what_the_calendar_does_not_have_is_refused() {
        for text in [
            "632525252525W",
            "35255255255255255S",
            "123412341234W",
            "000000000000W",
            "230229000000W",
            "17010219200W",
            "1701021920020",
            "",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
        assert!(shown("240229000000W").is_some());
    }

    #[test]
    fn a_clock_that_was_never_set_is_told() {
        for (text, set) in [
            ("700101010000W", false),
            ("000101000001W", false),
            ("000102000000W", true),
            ("170102192002W", true),
        ] {
            assert_eq!(
                Timestamp::parse(text.as_bytes()).map(Timestamp::is_set),
                Some(set),
                "{text}"
            );
        }
    }

    #[test]
    fn cosem_octets_take_daylight_saving_from_the_clock_status() {
        let time = Timestamp::parse_cosem(b"07EA080B0208151900007880").expect("a date");
        assert_eq!(time.with_offset(1).to_string(), "2026-08-11T08:21:25+02:00");
        assert_eq!(Timestamp::parse_cosem(b"07EA0D0B0208151900007880"), None);
        assert_eq!(Timestamp::parse_cosem(b"07EA"), None);
    }

    #[test]
    fn seconds_run_on_across_the_switch_to_summer_time() {
        let seconds = |text: &str| {
            Timestamp::parse(text.as_bytes())
                .expect("a date")
                .standard_seconds()
        };
        assert_eq!(seconds("240331030000S") - seconds("240331015959W"), 1);
        assert_eq!(seconds("700101000000W"), 0);
        assert_eq!(seconds("240101000000W"), 1_704_067_200);
    }

    proptest! {
        #[test]
        fn seconds_agree_with_a_calendar_library(seconds in 0_i64..2_500_000_000) {
            let civil = jiff::Timestamp::from_second(seconds).expect("in range").to_zoned(jiff::tz::TimeZone::UTC);
            let part = |value: i8| u8::try_from(value).expect("positive");
            let time = Timestamp::new(
                u16::try_from(civil.year()).expect("positive"),
                (part(civil.month()), part(civil.day())),
                (part(civil.hour()), part(civil.minute()), part(civil.second())),
                Zone::Winter,
            );
            prop_assert_eq!(time.map(Timestamp::standard_seconds), Some(seconds));
            prop_assert_eq!(Timestamp::from_unix(seconds.unsigned_abs(), 0), time);
        }
    }
}
