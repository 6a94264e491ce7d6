//! The codes of units (IEC 62056-6-2, table 4), which SML uses as well.

use super::super::unit::Unit;

/// "No unit" and "a count".
const NONE: [u8; 2] = [0, 255];

/// The unit with this code; `None` for counts, [`Unit::Unknown`] for what meters hardly send.
pub(in super::super) fn unit(code: u8) -> Option<Unit> {
    if NONE.contains(&code) {
        return None;
    }
    let known = KNOWN.iter().find(|(known, _)| *known == code);
    Some(known.map_or(Unit::Unknown, |(_, unit)| *unit))
}

/// The symbol of a code that has no [`Unit`].
pub(in super::super) fn symbol(code: u8) -> String {
    let other = OTHERS.iter().find(|(known, _)| *known == code);
    other.map_or_else(
        || format!("unit {code}"),
        |(_, symbol)| (*symbol).to_owned(),
    )
}

/// Those that most readings have come first.
static KNOWN: [(u8, Unit); 18] = [
    (27, Unit::Watt),
    (30, Unit::WattHour),
    (35, Unit::Volt),
    (33, Unit::Ampere),
    (29, Unit::Var),
    (32, Unit::VarHour),
    (28, Unit::VoltAmpere),
    (31, Unit::VoltAmpereHour),
    (44, Unit::Hertz),
    (8, Unit::Degree),
    (13, Unit::CubicMetre),
    (14, Unit::CubicMetre),
    (19, Unit::Litre),
    (25, Unit::Joule),
    (7, Unit::Second),
    (6, Unit::Minute),
    (5, Unit::Hour),
    (9, Unit::DegreeCelsius),
];

static OTHERS: [(u8, &str); 26] = [
    (1, "a"),
    (2, "mo"),
    (3, "wk"),
    (4, "d"),
    (11, "m"),
    (12, "m/s"),
    (15, "m3/h"),
    (16, "m3/h"),
    (17, "m3/d"),
    (18, "m3/d"),
    (20, "kg"),
    (23, "Pa"),
    (24, "bar"),
    (26, "J/h"),
    (34, "C"),
    (38, "Ohm"),
    (45, "1/Wh"),
    (46, "1/varh"),
    (47, "1/VAh"),
    (50, "kg/s"),
    (52, "K"),
    (55, "1/m3"),
    (56, "%"),
    (57, "Ah"),
    (70, "dBm"),
    (72, "dB"),
];
