//! Numbers, durations and times as they stand on the screen.

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::decode::{Decimal, Timestamp};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A length of time in one or two units: `12 ms`, `1.00 s`, `42 s`, `3 min 12 s`, `5 h`, `3 days`.
pub fn duration(length: Duration) -> String {
    let seconds = length.as_secs();
    let two = |count: u64, unit: &str, rest: u64, small: &str| match rest {
        0 => format!("{count} {unit}"),
        rest => format!("{count} {unit} {rest} {small}"),
    };
    match seconds {
        0 => format!("{} ms", length.as_millis()),
        1..60 => format!("{seconds} s"),
        60..3600 => two(seconds / 60, "min", seconds % 60, "s"),
        3600..172_800 => two(seconds / 3600, "h", seconds % 3600 / 60, "min"),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// A period to a hundredth of a second: `1.00 s`, `10.0 s`.
pub fn period(length: Duration) -> String {
    let seconds = length.as_secs_f64();
    match seconds {
        ..9.995 => format!("{seconds:.2} s"),
        ..99.95 => format!("{seconds:.1} s"),
        _ => duration(Duration::from_secs(length.as_secs())),
    }
}

/// How long ago, in the largest unit: `now`, `5 s ago`, `3 min ago`, `2 h ago`, `4 days ago`.
pub fn ago(seconds: i64) -> String {
    match seconds {
        ..0 => "in the future".to_owned(),
        0 => "now".to_owned(),
        1..60 => format!("{seconds} s ago"),
        60..3600 => format!("{} min ago", seconds / 60),
        3600..172_800 => format!("{} h ago", seconds / 3600),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

/// A whole number with spaces between groups of three digits.
pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// A number with all of its digits, with spaces between groups of three before the point.
pub fn decimal(number: Decimal) -> String {
    let text = number.to_string();
    match text.split_once('.') {
        Some((whole, decimals)) => format!("{}.{decimals}", grouped(whole)),
        None => grouped(&text),
    }
}

/// Power in whole watts, such as `1 234 W`.
pub fn watts(power: Decimal) -> String {
    match power.rescaled(0) {
        Some(whole) => format!("{} W", decimal(whole)),
        None => format!("{power} W"),
    }
}

/// Power in kW with three decimals, such as `1.234 kW`.
pub fn kilowatts(power: Decimal) -> String {
    match power.shifted(-3).and_then(|power| power.rescaled(3)) {
        Some(power) => format!("{power} kW"),
        None => format!("{power} W"),
    }
}

/// A number cut to `decimals` places at most.
pub fn rounded(number: Decimal, decimals: u8) -> String {
    let shown = if number.scale() > decimals {
        number.rescaled(decimals)
    } else {
        Some(number)
    };
    shown.unwrap_or(number).to_string()
}

fn grouped(digits: &str) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits),
    };
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// The day and minute of a meter's time: `31 Jan 12:05`.
pub fn meter_minute(time: Timestamp) -> String {
    let month = MONTHS
        .get(usize::from(time.month()).wrapping_sub(1))
        .unwrap_or(&"?");
    format!(
        "{} {month} {:02}:{:02}",
        time.day(),
        time.hour(),
        time.minute()
    )
}

/// As [`meter_minute`], with the year.
pub fn meter_date(time: Timestamp) -> String {
    let month = MONTHS
        .get(usize::from(time.month()).wrapping_sub(1))
        .unwrap_or(&"?");
    format!("{} {month} {}", time.day(), time.year())
}

/// A meter's time of day: `12:05:30`.
pub fn meter_clock(time: Timestamp) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// The time of day here: `12:05:30`.
pub fn clock(at: jiff::Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string()
}

/// The day and time of day here: `Sat 31 Jan 12:05:30`.
pub fn day_and_clock(at: jiff::Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%a %-d %b %H:%M:%S")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_at_most_two_units() {
        for (millis, expected) in [
            (12, "12 ms"),
            (1000, "1 s"),
            (59_999, "59 s"),
            (60_000, "1 min"),
            (192_000, "3 min 12 s"),
            (7_500_000, "2 h 5 min"),
            (259_200_000, "3 days"),
        ] {
            assert_eq!(duration(Duration::from_millis(millis)), expected);
        }
        assert_eq!(period(Duration::from_millis(1003)), "1.00 s");
        assert_eq!(period(Duration::from_millis(9_998)), "10.0 s");
        assert_eq!(period(Duration::from_secs(3600)), "1 h");
    }

    #[test]
    fn ages_are_told_in_their_largest_unit() {
        for (seconds, expected) in [
            (-1, "in the future"),
            (0, "now"),
            (59, "59 s ago"),
            (3599, "59 min ago"),
            (90_000, "25 h ago"),
            (400_000, "4 days ago"),
        ] {
            assert_eq!(ago(seconds), expected);
        }
    }

    #[test]
    fn digits_stand_in_groups_of_three_and_none_is_lost() {
        for (text, expected) in [
            ("1234567.890", "1 234 567.890"),
            ("-1234", "-1 234"),
            ("123", "123"),
            ("-123.5", "-123.5"),
        ] {
            assert_eq!(decimal(Decimal::parse(text.as_bytes()).unwrap()), expected);
        }
        assert_eq!(watts(Decimal::new(12_345_678, 3)), "12 346 W");
        assert_eq!(kilowatts(Decimal::new(1_234, 0)), "1.234 kW");
    }
}
