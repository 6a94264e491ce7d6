//! The codes of units (IEC 62056-6-2, table 4), which SML uses as well.

use super::super::unit::Unit;

/// The unit with this code; `None` for counts, [`Unit::Unknown`] for what meters hardly send.
#[inline]
pub(in super::super) fn unit(code: u8) -> Option<Unit> {
    // Looked up in a table: jumping to one of so many places is hard to foresee for a processor.
    UNITS.get(usize::from(code)).copied().flatten()
}

static UNITS: [Option<Unit>; 256] = {
    let mut table = [None; 256];
    let mut code = u8::MAX;
    loop {
        if let Some(place) = table.split_at_mut(code as usize).1.first_mut() {
            *place = known(code);
        }
        if code == 0 {
            break table;
        }
        code -= 1;
    }
};

const fn known(code: u8) -> Option<Unit> {
    let unit = match code {
        // "No unit" and "a count".
        0 | 255 => return None,
        5 => Unit::Hour,
        6 => Unit::Minute,
        7 => Unit::Second,
        8 => Unit::Degree,
        9 => Unit::DegreeCelsius,
        13 | 14 => Unit::CubicMetre,
        19 => Unit::Litre,
        25 => Unit::Joule,
        27 => Unit::Watt,
        28 => Unit::VoltAmpere,
        29 => Unit::Var,
        30 => Unit::WattHour,
        31 => Unit::VoltAmpereHour,
        32 => Unit::VarHour,
        33 => Unit::Ampere,
        35 => Unit::Volt,
        44 => Unit::Hertz,
        _ => Unit::Unknown,
    };
    Some(unit)
}

/// The symbol of a code that has no [`Unit`].
pub(in super::super) fn symbol(code: u8) -> String {
    let other = OTHERS.iter().find(|(known, _)| *known == code);
    other.map_or_else(
        || format!("unit {code}"),
        |(_, symbol)| (*symbol).to_owned(),
    )
}

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
