//! Units of readings.

use std::fmt;

/// What a reading with this unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Active energy, base unit Wh.
    Energy,
    /// Reactive energy, base unit varh.
    ReactiveEnergy,
    /// Apparent energy, base unit VAh.
    ApparentEnergy,
    /// Active power, base unit W.
    Power,
    /// Reactive power, base unit var.
    ReactivePower,
    /// Apparent power, base unit VA.
    ApparentPower,
    /// Voltage, base unit V.
    Voltage,
    /// Current, base unit A.
    Current,
    /// Frequency, base unit Hz.
    Frequency,
    /// Volume of gas or water, base unit m3.
    Volume,
    /// Heat and cold, base unit J.
    Heat,
    /// Duration, base unit s.
    Duration,
    /// Anything else.
    Other,
}

macro_rules! units {
    ($($variant:ident $symbol:literal $dimension:ident $exponent:literal,)*) => {
        /// A unit that meters write behind the `*` of a value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Unit {
            $(#[doc = concat!("`", $symbol, "`")] $variant,)*
            /// A unit outside this table; its text stands in the telegram.
            Unknown,
        }

        impl Unit {
            /// The symbol in its standard spelling; empty for [`Unit::Unknown`].
            pub const fn symbol(self) -> &'static str {
                match self { $(Unit::$variant => $symbol,)* Unit::Unknown => "" }
            }

            /// What the unit measures.
            pub const fn dimension(self) -> Dimension {
                match self { $(Unit::$variant => Dimension::$dimension,)* Unit::Unknown => Dimension::Other }
            }

            /// The power of ten between this unit and the base unit of its dimension: 3 for kW.
            pub const fn exponent(self) -> i8 {
                match self { $(Unit::$variant => $exponent,)* Unit::Unknown => 0 }
            }

            /// The unit written exactly as in the table.
            #[inline]
            #[allow(non_upper_case_globals, reason = "one constant a row, named as the row")]
            pub fn parse(text: &[u8]) -> Option<Unit> {
                $(const $variant: u64 = pack($symbol.as_bytes());)*
                if text.len() > 8 { return None; }
                match pack(text) { $($variant => Some(Unit::$variant),)* _ => None }
            }

            /// The unit whatever its letter case: `kwh`, `KWH`, `kVArh`.
            pub fn parse_any_case(text: &[u8]) -> Option<Unit> {
                $(if text.eq_ignore_ascii_case($symbol.as_bytes()) { return Some(Unit::$variant); })*
                None
            }
        }
    };
}

/// Up to eight bytes as one integer, for a comparison in one step.
#[inline]
const fn pack(text: &[u8]) -> u64 {
    let mut packed = 0;
    let mut rest = text;
    while let [first, after @ ..] = rest {
        packed = packed << 8 | *first as u64;
        rest = after;
    }
    packed
}

units! {
    KilowattHour "kWh" Energy 3,
    WattHour "Wh" Energy 0,
    MegawattHour "MWh" Energy 6,
    KilovarHour "kvarh" ReactiveEnergy 3,
    VarHour "varh" ReactiveEnergy 0,
    KilovoltAmpereHour "kVAh" ApparentEnergy 3,
    VoltAmpereHour "VAh" ApparentEnergy 0,
    Kilowatt "kW" Power 3,
    Watt "W" Power 0,
    Megawatt "MW" Power 6,
    Kilovar "kvar" ReactivePower 3,
    Var "var" ReactivePower 0,
    KilovoltAmpere "kVA" ApparentPower 3,
    VoltAmpere "VA" ApparentPower 0,
    Volt "V" Voltage 0,
    Kilovolt "kV" Voltage 3,
    Millivolt "mV" Voltage -3,
    Ampere "A" Current 0,
    Kiloampere "kA" Current 3,
    Milliampere "mA" Current -3,
    Hertz "Hz" Frequency 0,
    Kilohertz "kHz" Frequency 3,
    CubicMetre "m3" Volume 0,
    Litre "l" Volume -3,
    Gigajoule "GJ" Heat 9,
    Megajoule "MJ" Heat 6,
    Joule "J" Heat 0,
    Second "s" Duration 0,
    Minute "min" Other 0,
    Hour "h" Other 0,
    DegreeCelsius "C" Other 0,
    Degree "deg" Other 0,
    Percent "%" Other 0,
}

impl Unit {
    /// The base unit of a dimension; `None` for [`Dimension::Other`].
    pub const fn base_of(dimension: Dimension) -> Option<Unit> {
        Some(match dimension {
            Dimension::Energy => Unit::WattHour,
            Dimension::ReactiveEnergy => Unit::VarHour,
            Dimension::ApparentEnergy => Unit::VoltAmpereHour,
            Dimension::Power => Unit::Watt,
            Dimension::ReactivePower => Unit::Var,
            Dimension::ApparentPower => Unit::VoltAmpere,
            Dimension::Voltage => Unit::Volt,
            Dimension::Current => Unit::Ampere,
            Dimension::Frequency => Unit::Hertz,
            Dimension::Volume => Unit::CubicMetre,
            Dimension::Heat => Unit::Joule,
            Dimension::Duration => Unit::Second,
            Dimension::Other => return None,
        })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_as_written_and_whatever_their_case() {
        assert_eq!(Unit::parse(b"kWh"), Some(Unit::KilowattHour));
        assert_eq!(Unit::parse(b"kwh"), None);
        assert_eq!(Unit::parse_any_case(b"kwh"), Some(Unit::KilowattHour));
        assert_eq!(Unit::parse_any_case(b"kVArh"), Some(Unit::KilovarHour));
        assert_eq!(Unit::parse_any_case(b"furlong"), None);
        assert_eq!(Unit::parse(b""), None);
    }

    #[test]
    fn the_base_unit_of_a_dimension_measures_it_with_exponent_zero() {
        for unit in [
            Unit::Kilowatt,
            Unit::Kilovolt,
            Unit::Gigajoule,
            Unit::Litre,
            Unit::KilovarHour,
            Unit::Second,
        ] {
            let base = Unit::base_of(unit.dimension()).expect("a physical unit");
            assert_eq!(
                (base.dimension(), base.exponent()),
                (unit.dimension(), 0),
                "{unit}"
            );
        }
    }
}
