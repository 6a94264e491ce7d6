//! Maintenance windows: the hours of a day in which updates may begin.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// From one minute of each day to another, which may be on the next day: `22:00-05:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Window {
    from: Time,
    to: Time,
}

impl Window {
    /// When it is next open: `now` if it is.
    pub fn next(self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        let here = zone.to_datetime(now);
        let time = here.time();
        let is_open = match self.from < self.to {
            true => self.from <= time && time < self.to,
            false => self.from <= time || time < self.to,
        };
        if is_open {
            return now;
        }
        let today = here.date().to_datetime(self.from);
        let opens = if today > here {
            Ok(today)
        } else {
            today.checked_add(1.day())
        };
        // The end of time is no moment for updates.
        opens
            .and_then(|opens| zone.to_timestamp(opens))
            .map_or(now, |opens| opens.max(now))
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        write!(
            f,
            "{:02}:{:02}-{:02}:{:02}",
            from.hour(),
            from.minute(),
            to.hour(),
            to.minute()
        )
    }
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let is_number = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hour) || !is_number(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

impl FromStr for Window {
    type Err = Error;

    fn from_str(text: &str) -> Result<Window, Error> {
        text.split_once('-')
            .and_then(|(from, to)| {
                Some(Window {
                    from: time(from)?,
                    to: time(to)?,
                })
            })
            .filter(|window| window.from != window.to)
            .ok_or_else(|| {
                Error::usage(format!("{text:?} is no window of time"))
                    .hint("write it like 22:00-05:30, in the time of this computer")
            })
    }
}

impl TryFrom<String> for Window {
    type Error = Error;

    fn try_from(text: String) -> Result<Window, Error> {
        text.parse()
    }
}

impl From<Window> for String {
    fn from(window: Window) -> String {
        window.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(window: &str, now: &str) -> String {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let window: Window = window.parse().expect(window);
        let next = window.next(now.parse().expect(now), &zone);
        zone.to_datetime(next).strftime("%d %H:%M").to_string()
    }

    #[test]
    fn it_opens_again_each_day_and_may_last_over_midnight() {
        for (window, now, expected) in [
            ("01:00-05:00", "2026-01-10T00:30:00Z", "10 01:30"),
            ("01:00-05:00", "2026-01-10T04:00:00Z", "11 01:00"),
            ("01:00-05:00", "2026-01-09T23:30:00Z", "10 01:00"),
            ("22:00-05:30", "2026-01-10T03:00:00Z", "10 04:00"),
            ("22:00-05:30", "2026-01-10T04:30:00Z", "10 22:00"),
            ("22:00-05:30", "2026-01-10T22:00:00Z", "10 23:00"),
        ] {
            assert_eq!(next(window, now), expected, "{window} at {now}");
        }
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for text in [
            "",
            "1-5",
            "01:00",
            "25:00-26:00",
            "01:00-01:00",
            "1:00-5:00",
            "01:60-02:00",
        ] {
            assert!(text.parse::<Window>().is_err(), "{text}");
        }
        let window: Window = "22:00-05:30".parse().expect("a window");
        assert_eq!(window.to_string(), "22:00-05:30");
    }
}
