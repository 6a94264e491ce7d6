//! Numbers of gateways as users write them: `5`, `20%`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A number of gateways, or a share of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Amount {
    /// So many.
    Count(usize),
    /// So many of a hundred: 0 to 100.
    Percent(u8),
}

impl Amount {
    /// How many of `total` that is; a share is rounded up. May be more than `total`.
    pub fn of(self, total: usize) -> usize {
        match self {
            Amount::Count(count) => count,
            Amount::Percent(percent) => total.saturating_mul(percent.into()).div_ceil(100),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Count(count) => write!(f, "{count}"),
            Amount::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}

impl FromStr for Amount {
    type Err = Error;

    fn from_str(text: &str) -> Result<Amount, Error> {
        let wrong = || {
            Error::usage(format!("{text:?} is no number of gateways"))
                .hint("write a number, such as 5, or a share, such as 20%")
        };
        let (digits, is_percent) = match text.strip_suffix('%') {
            Some(digits) => (digits, true),
            None => (text, false),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        match is_percent {
            true => digits
                .parse()
                .ok()
                .filter(|percent| *percent <= 100)
                .map(Amount::Percent),
            false => digits.parse().ok().map(Amount::Count),
        }
        .ok_or_else(wrong)
    }
}

impl TryFrom<String> for Amount {
    type Error = Error;

    fn try_from(text: String) -> Result<Amount, Error> {
        text.parse()
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> String {
        amount.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_up() {
        for (text, total, expected) in [
            ("5", 500, 5),
            ("5", 2, 5),
            ("0", 9, 0),
            ("20%", 500, 100),
            ("20%", 1, 1),
            ("1%", 101, 2),
            ("0%", 500, 0),
            ("100%", 7, 7),
        ] {
            let amount: Amount = text.parse().expect(text);
            assert_eq!(amount.of(total), expected, "{text} of {total}");
            assert_eq!(amount.to_string(), text);
        }
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        for text in [
            "",
            "%",
            "-1",
            "101%",
            "1.5",
            "20 %",
            "many",
            "99999999999999999999999",
        ] {
            let error = text.parse::<Amount>().expect_err(text);
            assert!(!error.hints().is_empty(), "{text}");
        }
    }
}
