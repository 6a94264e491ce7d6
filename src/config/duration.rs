//! Lengths of time as users write them: `100ms`, `10s`, `5m`, `1h30m`, `1d`.

use std::time::Duration;

use crate::error::{Error, Result};

/// Unit and its length in nanoseconds, longest first. A duration names each unit at most once and
/// in this order.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// Reads a length of time: numbers with their units, longest unit first (`1h30m`). A number may
/// have decimals (`1.5s`).
///
/// # Errors
///
/// [`Kind::Usage`](crate::error::Kind::Usage) when the text is no such length, or longer than
/// about 580 years.
pub fn parse(text: &str) -> Result<Duration> {
    parts(text).ok_or_else(|| {
        let error = Error::usage(format!("`{text}` is not a duration"));
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            error.hint(format!("say the unit: {text}s or {text}m"))
        } else {
            error.hint("write it like 100ms, 10s, 5m or 1h30m")
        }
    })
}

/// As [`parse`], but zero is refused too.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_positive(text: &str) -> Result<Duration> {
    let duration = parse(text)?;
    if duration.is_zero() {
        return Err(Error::usage(format!("`{text}` is too short"))
            .hint("it must be longer than zero, for example 10s"));
    }
    Ok(duration)
}

/// The shortest text for a length of time that [`parse`] reads back.
pub fn display(duration: Duration) -> String {
    let mut rest = duration.as_nanos();
    if rest == 0 {
        return "0s".to_owned();
    }
    let mut text = String::new();
    for (unit, nanos) in UNITS {
        let count = rest / nanos;
        rest %= nanos;
        if count > 0 {
            text.push_str(&count.to_string());
            text.push_str(unit);
        }
    }
    text
}

fn parts(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut units = UNITS.iter();
    let mut total: u128 = 0;
    while !rest.is_empty() {
        let number_end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(number_end);
        let unit_end = after
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(after.len());
        let (name, after) = after.split_at(unit_end);
        // Taking from the same iterator holds the units to their order.
        let (_, nanos) = units.find(|(unit, _)| *unit == name)?;
        total = total.checked_add(scaled(number, *nanos)?)?;
        rest = after;
    }
    if text.is_empty() {
        return None;
    }
    u64::try_from(total).ok().map(Duration::from_nanos)
}

fn scaled(number: &str, nanos: u128) -> Option<u128> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || decimals.is_empty() || decimals.len() > 9 || decimals.contains('.') {
        return None;
    }
    let divisor = 10_u128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let whole = whole.parse::<u128>().ok()?.checked_mul(nanos)?;
    let decimals = decimals.parse::<u128>().ok()?.checked_mul(nanos)? / divisor;
    whole.checked_add(decimals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_documented_forms_are_read() {
        for (text, millis) in [
            ("100ms", 100),
            ("10s", 10_000),
            ("5m", 300_000),
            ("1h30m", 5_400_000),
            ("1d", 86_400_000),
            ("1.5s", 1_500),
            ("0.25h", 900_000),
            ("1m1s1ms", 61_001),
            ("0s", 0),
        ] {
            assert_eq!(
                parse(text).unwrap(),
                Duration::from_millis(millis),
                "{text}"
            );
        }
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        for text in [
            "",
            "10",
            "s",
            "-1s",
            "1 s",
            "10x",
            "1s1h",
            "1s1s",
            "1..5s",
            ".5s",
            "1.s",
            "1.5",
            "99999999999999999999d",
            "1e3s",
            "١s",
        ] {
            let error = parse(text).expect_err(text);
            assert!(!error.hints().is_empty(), "{text}");
        }
        assert_eq!(
            parse("10").unwrap_err().hints(),
            ["say the unit: 10s or 10m"]
        );
        assert!(parse_positive("0s").is_err());
    }

    proptest! {
        #[test]
        fn what_is_displayed_is_read_back(nanos: u64) {
            let duration = Duration::from_nanos(nanos);
            prop_assert_eq!(parse(&display(duration)).unwrap(), duration);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = parse(&text);
        }
    }
}
