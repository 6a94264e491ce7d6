//! Units and powers of ten of values that are sent without them: by the habits of the manufacturers.

use super::super::obis::Obis;

/// Whose list it is, as far as it matters for the scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Maker {
    /// Currents in mA.
    Kaifa,
    /// Energies in units of 10 Wh.
    Kamstrup,
    /// Everybody else.
    #[default]
    Other,
}

impl Maker {
    /// By the identifier of the list.
    pub(super) fn of(list: &[u8]) -> Option<Maker> {
        if list.starts_with(b"KFM") {
            Some(Maker::Kaifa)
        } else if list.starts_with(b"Kamstrup") {
            Some(Maker::Kamstrup)
        } else {
            None
        }
    }
}

const WATT: u8 = 27;
const VOLT_AMPERE: u8 = 28;
const VAR: u8 = 29;
/// The code of an energy is that of its power and this.
const TIMES_HOURS: u8 = 3;
const AMPERE: u8 = 33;
const VOLT: u8 = 35;
const HERTZ: u8 = 44;

/// The power of ten and the unit code of `value` of the meter's own register `obis`; `None` where none is known.
pub(super) fn scale(maker: Maker, obis: Obis, value: i64) -> Option<(i8, u8)> {
    let [a, _, c, d, _, _] = obis.groups();
    let base = match c {
        // L1 is 20 above the sum of the phases, L2 40, L3 60.
        21..=80 => (c - 1) % 20 + 1,
        c => c,
    };
    let power = match base {
        1 | 2 | 15 | 16 => WATT,
        3..=8 => VAR,
        9 | 10 => VOLT_AMPERE,
        _ => 0,
    };
    match (a, d, base) {
        (1, 7, _) if power != 0 => Some((0, power)),
        (1, 8, _) if power != 0 => Some((i8::from(maker == Maker::Kamstrup), power + TIMES_HOURS)),
        (1, 7, 11) => Some((if maker == Maker::Kaifa { -3 } else { -2 }, AMPERE)),
        (1, 7, 12) => Some((digits_behind(value, 1000), VOLT)),
        (1, 7, 13) => Some((-3, 0)),
        (1, 7, 14) => Some((digits_behind(value, 100), HERTZ)),
        _ => None,
    }
}

/// Meters send voltages with none, one or two digits behind the point; the size of the number tells how many, because
/// the mains have a known voltage and frequency.
fn digits_behind(value: i64, limit: i64) -> i8 {
    match value.saturating_abs() {
        value if value < limit => 0,
        value if value < limit * 10 => -1,
        value if value < limit * 100 => -2,
        _ => -3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_without_a_scale_get_that_of_their_maker() {
        let of = |maker, c, d, value| scale(maker, Obis::new(1, 0, c, d, 0), value);
        assert_eq!(of(Maker::Kamstrup, 1, 8, 5), Some((1, 30)));
        assert_eq!(of(Maker::Kaifa, 1, 8, 5), Some((0, 30)));
        assert_eq!(of(Maker::Kaifa, 51, 7, 5), Some((-3, AMPERE)));
        assert_eq!(of(Maker::Kamstrup, 51, 7, 5), Some((-2, AMPERE)));
        assert_eq!(of(Maker::Other, 63, 7, 5), Some((0, VAR)));
        assert_eq!(of(Maker::Other, 96, 7, 5), None);
        assert_eq!(scale(Maker::Other, Obis::new(0, 0, 1, 8, 0), 5), None);
    }

    #[test]
    fn the_size_of_a_voltage_tells_its_digits_behind_the_point() {
        for (value, exponent) in [(0, 0), (231, 0), (2314, -1), (23_147, -2)] {
            let found = scale(Maker::Other, Obis::new(1, 0, 32, 7, 0), value);
            assert_eq!(found, Some((exponent, VOLT)), "{value}");
        }
    }
}
