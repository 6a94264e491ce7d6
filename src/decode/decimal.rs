//! Exact decimal numbers, as meters write them.

use std::fmt;

/// A decimal number `mantissa × 10^-scale`, with exactly the digits that were written after the point.
///
/// Leading zeros are not kept, trailing zeros are: `00.500` is 500 × 10^-3 and prints as `0.500`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

impl Decimal {
    /// The most digits that always fit.
    pub const MAX_DIGITS: usize = 18;
    const MAX_SCALE: u8 = 18;

    /// The number `mantissa × 10^-scale`. `scale` is at most [`Decimal::MAX_DIGITS`]; a larger one is cut to it.
    pub const fn new(mantissa: i64, scale: u8) -> Self {
        let scale = if scale > Self::MAX_SCALE {
            Self::MAX_SCALE
        } else {
            scale
        };
        Decimal { mantissa, scale }
    }

    /// The digits as one integer, without the point.
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// How many digits follow the point, 0 to 18.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// Reads a text of digits with at most one point inside and an optional minus sign.
    ///
    /// `None` for anything else, and for more than 18 digits.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let (negative, digits) = match text {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let mut mantissa: i64 = 0;
        let mut count = 0;
        let mut point = None;
        for (at, byte) in digits.iter().enumerate() {
            match byte {
                b'0'..=b'9' if count < Self::MAX_DIGITS => {
                    mantissa = mantissa * 10 + i64::from(byte - b'0');
                    count += 1;
                }
                b'.' if point.is_none() && at > 0 => point = Some(at),
                _ => return None,
            }
        }
        let scale = match point {
            Some(at) => digits.len() - at - 1,
            None => 0,
        };
        if count == 0 || (point.is_some() && scale == 0) {
            return None;
        }
        let mantissa = if negative { -mantissa } else { mantissa };
        Some(Decimal::new(mantissa, u8::try_from(scale).ok()?))
    }

    /// The same number with `scale` digits after the point, rounded half away from zero where digits are
    /// lost. `None` where it no longer fits.
    pub fn rescaled(self, scale: u8) -> Option<Self> {
        let power = |digits: u8| 10_i64.checked_pow(u32::from(digits));
        let mantissa = if scale >= self.scale {
            self.mantissa.checked_mul(power(scale - self.scale)?)?
        } else {
            let divisor = power(self.scale - scale)?;
            let half = divisor / 2 * self.mantissa.signum();
            self.mantissa.checked_add(half)? / divisor
        };
        Some(Decimal::new(mantissa, scale))
    }

    /// The number times 10^`exponent`, exactly: 1.5 kW is 1500 W for `exponent` = 3. `None` where it does not fit.
    #[inline]
    pub fn shifted(self, exponent: i8) -> Option<Self> {
        let scale = i16::from(self.scale) - i16::from(exponent);
        match u8::try_from(scale) {
            Ok(scale) if usize::from(scale) <= Self::MAX_DIGITS => {
                Some(Decimal::new(self.mantissa, scale))
            }
            Ok(_) => None,
            Err(_) => {
                let factor = 10_i64.checked_pow(u32::from(scale.unsigned_abs()))?;
                Some(Decimal::new(self.mantissa.checked_mul(factor)?, 0))
            }
        }
    }

    /// The sum, exactly, with the longer scale of the two. `None` where it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let sum = self
            .rescaled(scale)?
            .mantissa
            .checked_add(other.rescaled(scale)?.mantissa)?;
        Some(Decimal::new(sum, scale))
    }

    /// The nearest binary floating-point number: for charts, never for output.
    #[expect(
        clippy::cast_precision_loss,
        reason = "charts need no more than 52 bits"
    )]
    pub fn to_f64(self) -> f64 {
        self.mantissa as f64 / 10_f64.powi(i32::from(self.scale))
    }

    /// Whether the number is zero, whatever its scale.
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }
}

impl std::ops::Neg for Decimal {
    type Output = Decimal;

    fn neg(self) -> Decimal {
        Decimal::new(self.mantissa.saturating_neg(), self.scale)
    }
}

impl fmt::Display for Decimal {
    /// The number in plain digits, a valid JSON number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs();
        match 10_u64.checked_pow(u32::from(self.scale)) {
            Some(divisor) if self.scale > 0 => write!(
                f,
                "{sign}{}.{:0width$}",
                digits / divisor,
                digits % divisor,
                width = usize::from(self.scale)
            ),
            _ => write!(f, "{sign}{digits}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<String> {
        Decimal::parse(text.as_bytes()).map(|number| number.to_string())
    }

    #[test]
    fn digits_after_the_point_are_kept_and_leading_zeros_are_not() {
        for (written, printed) in [
            ("000004.426", "4.426"),
            ("00.000", "0.000"),
            ("00015", "15"),
            ("0", "0"),
            ("-063", "-63"),
            ("-0.5", "-0.5"),
            ("00052185.7825309", "52185.7825309"),
            ("999999999999999999", "999999999999999999"),
        ] {
            assert_eq!(shown(written).as_deref(), Some(printed), "{written}");
        }
    }

    #[test]
    fn what_is_not_a_plain_number_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "1.2.3",
            "1e3",
            "+1",
            "1 ",
            "1234567890123456789",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn scaling_is_exact_or_rounds_half_away_from_zero() {
        let power = Decimal::new(1_193, 3);
        assert_eq!(power.shifted(3), Some(Decimal::new(1_193, 0)));
        assert_eq!(power.shifted(-3), Some(Decimal::new(1_193, 6)));
        assert_eq!(Decimal::new(5, 0).shifted(3), Some(Decimal::new(5_000, 0)));
        assert_eq!(power.rescaled(1), Some(Decimal::new(12, 1)));
        assert_eq!(Decimal::new(-25, 1).rescaled(0), Some(Decimal::new(-3, 0)));
        assert_eq!(Decimal::new(i64::MAX, 0).shifted(3), None);
    }

    #[test]
    fn sums_keep_every_digit() {
        let sum = Decimal::new(4_426, 3).checked_add(Decimal::new(24, 1));
        assert_eq!(sum.map(|sum| sum.to_string()).as_deref(), Some("6.826"));
        assert_eq!(
            Decimal::new(i64::MAX, 0).checked_add(Decimal::new(1, 0)),
            None
        );
    }

    proptest! {
        #[test]
        fn a_printed_number_reads_back_as_itself(mantissa in -999_999_999_999_999_999_i64..=999_999_999_999_999_999, scale in 0_u8..=17) {
            let number = Decimal::new(mantissa, scale);
            // A number smaller than one is printed with a zero before the point: one digit more.
            prop_assume!(number.to_string().bytes().filter(u8::is_ascii_digit).count() <= Decimal::MAX_DIGITS);
            prop_assert_eq!(Decimal::parse(number.to_string().as_bytes()), Some(number));
        }
    }
}
