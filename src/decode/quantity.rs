//! What an OBIS code stands for: names for programs, labels for people.
//!
//! Electricity codes (A = 1) follow a system (IEC 62056-61): C says what is measured and on which phase, D how (now,
//! average, maximum, sum), E in which tariff. Everything else stands in a table.

use std::fmt;

use super::codes::{FIXED, MEASURED};
use super::dialect::VERSION;
use super::obis::Obis;

/// How the value of a reading is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A number, with or without a unit.
    Number,
    /// A code or name, kept as it was written: `0002` is not the number 2.
    Text,
    /// Text that meters write as hexadecimal digits.
    HexText,
    /// A point in time.
    Time,
    /// A log or profile: several values.
    List,
}

/// The kinds of M-Bus devices (EN 13757-3, table 8) that report through an electricity meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Medium {
    /// Type 2.
    Electricity,
    /// Type 3.
    Gas,
    /// Types 4, 12 and 13.
    Heat,
    /// Types 6 and 21.
    HotWater,
    /// Types 7 and 22.
    Water,
    /// Types 10 and 11.
    Cooling,
    /// Any other type.
    Other,
}

impl Medium {
    /// The medium of a device type.
    pub const fn from_type(device_type: i64) -> Self {
        match device_type {
            2 => Medium::Electricity,
            3 => Medium::Gas,
            4 | 12 | 13 => Medium::Heat,
            6 | 21 => Medium::HotWater,
            7 | 22 => Medium::Water,
            10 | 11 => Medium::Cooling,
            _ => Medium::Other,
        }
    }

    /// Its name in JSON and, as it is one word or two, for people.
    pub const fn name(self) -> &'static str {
        match self {
            Medium::Electricity => "electricity",
            Medium::Gas => "gas",
            Medium::Heat => "heat",
            Medium::HotWater => "hot_water",
            Medium::Water => "water",
            Medium::Cooling => "cooling",
            Medium::Other => "other",
        }
    }

    const fn reading(self) -> (&'static str, &'static str) {
        match self {
            Medium::Electricity => ("submeter_energy", "energy of the submeter"),
            Medium::Gas => ("gas_volume", "gas"),
            Medium::Heat => ("heat_energy", "heat"),
            Medium::HotWater => ("hot_water_volume", "hot water"),
            Medium::Water => ("water_volume", "water"),
            Medium::Cooling => ("cooling_energy", "cooling"),
            Medium::Other => ("device_reading", "reading of the device"),
        }
    }
}

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    name: &'static str,
    label: &'static str,
    /// How its value is to be taken.
    pub form: Form,
    phase: Option<u8>,
    tariff: Option<u8>,
}

impl Quantity {
    const fn plain((name, label): (&'static str, &'static str), form: Form) -> Self {
        Quantity {
            name,
            label,
            form,
            phase: None,
            tariff: None,
        }
    }

    /// What `obis` stands for; `medium` is that of its M-Bus channel. `None` for unknown codes.
    pub fn of(obis: Obis, medium: Option<Medium>) -> Option<Quantity> {
        let [a, _, c, d, e, _] = obis.groups();
        if obis.reduced() == VERSION {
            return Some(Quantity::plain(
                ("version", "version of the P1 interface"),
                Form::Text,
            ));
        }
        if obis.mbus_channel().is_some() {
            return of_device((c, d, e), medium);
        }
        let fixed = FIXED.iter().find(|row| row.code == (a, c, d, e));
        match fixed {
            Some(row) => Some(Quantity::plain((row.name, row.label), row.form)),
            None if a == 1 => of_electricity(c, d, e),
            None if a == 7 && (c, d) == (23, 1) => {
                Some(Quantity::plain(Medium::Gas.reading(), Form::Number))
            }
            None => None,
        }
    }

    /// The name for programs, such as `energy_import_tariff_1`.
    pub fn name(self) -> impl fmt::Display {
        Name(self)
    }

    /// The words for people, such as `energy imported, tariff 1`.
    pub fn label(self) -> impl fmt::Display {
        Label(self)
    }
}

struct Name(Quantity);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)?;
        if let Some(phase) = self.0.phase {
            write!(f, "_l{phase}")?;
        }
        if let Some(tariff) = self.0.tariff {
            write!(f, "_tariff_{tariff}")?;
        }
        Ok(())
    }
}

struct Label(Quantity);

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.label)?;
        if let Some(phase) = self.0.phase {
            write!(f, " L{phase}")?;
        }
        if let Some(tariff) = self.0.tariff {
            write!(f, ", tariff {tariff}")?;
        }
        Ok(())
    }
}

/// Codes of an M-Bus device, `0-n:C.D.E`.
fn of_device((c, d, e): (u8, u8, u8), medium: Option<Medium>) -> Option<Quantity> {
    let reading = medium.unwrap_or(Medium::Other).reading();
    Some(match (c, d, e) {
        (24, 1, 0) => Quantity::plain(("device_type", "kind of M-Bus device"), Form::Text),
        (24, 2, _) => Quantity::plain(reading, Form::Number),
        // The hourly value of DSMR 2.2 and 3.0; those know gas first of all.
        (24, 3, _) => Quantity::plain(medium.unwrap_or(Medium::Gas).reading(), Form::Number),
        (24, 4, 0) => Quantity::plain(("valve_state", "valve position"), Form::Text),
        (96, 1, 0 | 1) => {
            Quantity::plain(("device_id", "identity of the M-Bus device"), Form::HexText)
        }
        (96, 1, 2) => Quantity::plain(("device_ean", "EAN of the M-Bus device"), Form::HexText),
        (96, 3, 10) => Quantity::plain(("relay_state", "relay position"), Form::Text),
        _ => return None,
    })
}

/// Codes of the meter's own electricity, by the system of groups C, D and E.
fn of_electricity(c: u8, d: u8, e: u8) -> Option<Quantity> {
    // L1 is 20 above the sum of the phases, L2 40, L3 60.
    let (base, phase) = match c {
        1..=20 | 90 | 91 => (c, None),
        21..=80 => ((c - 1) % 20 + 1, Some((c - 1) / 20)),
        _ => return None,
    };
    let row = MEASURED.iter().find(|row| row.c == base)?;
    let (name, label) = match d {
        4 => row.average?,
        5 => row.last_average?,
        6 => row.maximum?,
        7 => row.now?,
        8 => row.sum?,
        3 => row.minimum?,
        24 => row.long_average?,
        32..=39 => return of_voltage_quality(base, phase, d),
        _ => return None,
    };
    let tariff = match (d, e) {
        (_, 0) => None,
        (6 | 8, tariff @ 1..=8) => Some(tariff),
        _ => return None,
    };
    Some(Quantity {
        name,
        label,
        form: Form::Number,
        phase,
        tariff,
    })
}

fn of_voltage_quality(base: u8, phase: Option<u8>, d: u8) -> Option<Quantity> {
    let (name, label) = match (base, d) {
        (12, 32) => ("voltage_sags", "voltage sags"),
        (12, 33) => ("voltage_sag_duration", "duration of voltage sags"),
        (12, 34) => ("voltage_sag_magnitude", "depth of the last voltage sag"),
        (12, 36) => ("voltage_swells", "voltage swells"),
        (12, 37) => ("voltage_swell_duration", "duration of voltage swells"),
        (12, 38) => (
            "voltage_swell_magnitude",
            "height of the last voltage swell",
        ),
        _ => return None,
    };
    Some(Quantity {
        name,
        label,
        form: Form::Number,
        phase,
        tariff: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(code: &str, medium: Option<Medium>) -> Option<String> {
        let obis = Obis::parse(code.as_bytes()).expect("a code");
        Quantity::of(obis, medium).map(|quantity| quantity.name().to_string())
    }

    #[test]
    fn electricity_codes_are_named_by_their_groups() {
        for (code, expected) in [
            ("1-0:1.8.1", "energy_import_tariff_1"),
            ("1-1:2.8.2", "energy_export_tariff_2"),
            ("1-0:1.8.0", "energy_import"),
            ("1.8.0", "energy_import"),
            ("1-0:3.8.4", "reactive_energy_import_tariff_4"),
            ("1-0:1.7.0", "power_import"),
            ("1-0:41.7.0", "power_import_l2"),
            ("1-0:62.7.0", "power_export_l3"),
            ("1-0:32.7.0", "voltage_l1"),
            ("1-0:71.7.0", "current_l3"),
            ("1-0:52.36.0", "voltage_swells_l2"),
            ("1-0:1.4.0", "demand_import"),
            ("1-0:1.6.0", "demand_import_max"),
            ("1-0:33.7.0", "power_factor_l1"),
            ("1-0:14.7.0", "frequency"),
            ("1-0:91.7.0", "current_neutral"),
            ("1-1:31.4.0", "current_limit_l1"),
            ("1-3:0.2.8", "version"),
        ] {
            assert_eq!(name(code, None).as_deref(), Some(expected), "{code}");
        }
    }

    #[test]
    fn a_device_reading_is_named_after_the_medium_of_its_channel() {
        assert_eq!(
            name("0-1:24.2.1", Some(Medium::Gas)).as_deref(),
            Some("gas_volume")
        );
        assert_eq!(
            name("0-2:24.2.3", Some(Medium::Gas)).as_deref(),
            Some("gas_volume")
        );
        assert_eq!(
            name("0-2:24.2.1", Some(Medium::Water)).as_deref(),
            Some("water_volume")
        );
        assert_eq!(
            name("0-1:24.2.1", Some(Medium::Heat)).as_deref(),
            Some("heat_energy")
        );
        assert_eq!(name("0-1:24.2.1", None).as_deref(), Some("device_reading"));
        assert_eq!(name("0-1:96.1.0", None).as_deref(), Some("device_id"));
        assert_eq!(name("0-0:96.1.1", None).as_deref(), Some("equipment_id"));
    }

    #[test]
    fn unknown_codes_have_no_name() {
        for code in ["1-0:200.7.0", "9-9:1.2.3", "1-0:1.9.0", "0-1:24.99.0"] {
            assert_eq!(name(code, None), None, "{code}");
        }
    }

    #[test]
    fn no_code_is_listed_twice() {
        for (at, row) in FIXED.iter().enumerate() {
            assert!(
                FIXED
                    .iter()
                    .skip(at + 1)
                    .all(|other| other.code != row.code),
                "{:?}",
                row.code
            );
        }
    }
}
