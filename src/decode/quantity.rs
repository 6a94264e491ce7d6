//! What an OBIS code stands for: names for programs, labels for people.
//!
//! Electricity codes (A = 1) follow a system (IEC 62056-61): C says what is measured and on which phase, D how (now,
//! average, maximum, sum), E in which tariff. Everything else stands in a table.

use std::fmt;

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

type Words = Option<(&'static str, &'static str)>;

/// What group C measures, with its words for each group D.
struct Measured {
    c: u8,
    now: Words,
    sum: Words,
    average: Words,
    last_average: Words,
    maximum: Words,
    minimum: Words,
    long_average: Words,
}

macro_rules! measured {
    ($($c:literal $now:expr, $sum:expr, $demand:literal $what:literal;)*) => {
        [$(Measured {
            c: $c,
            now: $now,
            sum: $sum,
            average: Some((concat!("demand_", $demand), concat!("average ", $what, " of this period"))),
            last_average: Some((concat!("demand_", $demand, "_last"), concat!("average ", $what, " of the last period"))),
            maximum: Some((concat!("demand_", $demand, "_max"), concat!("highest average ", $what))),
            minimum: Some((concat!("minimum_", $demand), concat!("lowest ", $what))),
            long_average: Some((concat!("average_", $demand), concat!("long average of ", $what))),
        },)*]
    };
}

static MEASURED: [Measured; 18] = measured! {
    1 Some(("power_import", "power imported")), Some(("energy_import", "energy imported")), "import" "power imported";
    2 Some(("power_export", "power exported")), Some(("energy_export", "energy exported")), "export" "power exported";
    3 Some(("reactive_power_import", "reactive power imported")), Some(("reactive_energy_import", "reactive energy imported")), "reactive_import" "reactive power imported";
    4 Some(("reactive_power_export", "reactive power exported")), Some(("reactive_energy_export", "reactive energy exported")), "reactive_export" "reactive power exported";
    5 Some(("reactive_power_q1", "reactive power, quadrant 1")), Some(("reactive_energy_q1", "reactive energy, quadrant 1")), "reactive_q1" "reactive power, quadrant 1";
    6 Some(("reactive_power_q2", "reactive power, quadrant 2")), Some(("reactive_energy_q2", "reactive energy, quadrant 2")), "reactive_q2" "reactive power, quadrant 2";
    7 Some(("reactive_power_q3", "reactive power, quadrant 3")), Some(("reactive_energy_q3", "reactive energy, quadrant 3")), "reactive_q3" "reactive power, quadrant 3";
    8 Some(("reactive_power_q4", "reactive power, quadrant 4")), Some(("reactive_energy_q4", "reactive energy, quadrant 4")), "reactive_q4" "reactive power, quadrant 4";
    9 Some(("apparent_power_import", "apparent power imported")), Some(("apparent_energy_import", "apparent energy imported")), "apparent_import" "apparent power imported";
    10 Some(("apparent_power_export", "apparent power exported")), Some(("apparent_energy_export", "apparent energy exported")), "apparent_export" "apparent power exported";
    11 Some(("current", "current")), None, "current" "current";
    12 Some(("voltage", "voltage")), None, "voltage" "voltage";
    13 Some(("power_factor", "power factor")), None, "power_factor" "power factor";
    14 Some(("frequency", "mains frequency")), None, "frequency" "frequency";
    15 Some(("power_absolute", "power, import plus export")), Some(("energy_absolute", "energy, import plus export")), "absolute" "power, import plus export";
    16 Some(("power_net", "power, import less export")), Some(("energy_net", "energy, import less export")), "net" "power, import less export";
    90 Some(("current_sum", "sum of currents")), None, "current_sum" "sum of currents";
    91 Some(("current_neutral", "current in the neutral wire")), None, "current_neutral" "current in the neutral wire";
};

struct Fixed {
    /// Groups A, C, D and E.
    code: (u8, u8, u8, u8),
    name: &'static str,
    label: &'static str,
    form: Form,
}

macro_rules! fixed {
    ($(($a:literal, $c:literal, $d:literal, $e:literal) $form:ident $name:literal $label:literal;)*) => {
        [$(Fixed { code: ($a, $c, $d, $e), name: $name, label: $label, form: Form::$form },)*]
    };
}

static FIXED: [Fixed; 62] = fixed! {
    (0, 1, 0, 0) Time "timestamp" "time of the telegram";
    (1, 0, 2, 8) Text "firmware_signature" "signature of the firmware";
    (0, 96, 1, 4) HexText "version" "version of the P1 interface";
    (0, 0, 0, 0) Text "device_address" "address of the meter";
    (1, 0, 0, 0) Text "equipment_id" "identity of the meter";
    (1, 96, 1, 0) Text "equipment_id" "identity of the meter";
    (0, 96, 1, 0) HexText "equipment_id" "identity of the meter";
    (0, 96, 1, 1) HexText "equipment_id" "identity of the meter";
    (0, 96, 1, 255) Text "serial_number" "serial number";
    (0, 96, 1, 2) HexText "connection_ean" "EAN of the connection";
    (0, 42, 0, 0) HexText "logical_device_name" "logical device name";
    (0, 96, 14, 0) Text "tariff" "tariff in force";
    (0, 96, 13, 0) HexText "text_message" "text message";
    (0, 96, 13, 1) HexText "text_message_code" "code of the text message";
    (0, 96, 13, 2) HexText "text_message_2" "text message 2";
    (0, 96, 13, 3) HexText "text_message_3" "text message 3";
    (0, 96, 13, 4) HexText "text_message_4" "text message 4";
    (0, 96, 13, 5) HexText "text_message_5" "text message 5";
    (0, 96, 3, 10) Text "breaker_state" "position of the breaker";
    (0, 96, 7, 21) Number "power_failures" "power failures";
    (0, 96, 7, 9) Number "power_failures_long" "long power failures";
    (1, 99, 97, 0) List "power_failure_log" "log of long power failures";
    (0, 98, 1, 0) List "billing_history" "values at the end of past months";
    (0, 17, 0, 0) Number "power_limit" "limit of power";
    (1, 31, 4, 0) Number "current_limit_l1" "fuse supervision L1";
    (1, 51, 4, 0) Number "current_limit_l2" "fuse supervision L2";
    (1, 71, 4, 0) Number "current_limit_l3" "fuse supervision L3";
    (1, 94, 32, 1) Number "grid_voltage" "voltage of the grid connection";
    (1, 0, 4, 2) Number "current_transformer_ratio" "ratio of the current transformer";
    (1, 0, 4, 3) Number "voltage_transformer_ratio" "ratio of the voltage transformer";
    (1, 0, 8, 2) Number "demand_period" "length of a demand period";
    (1, 0, 2, 0) Text "firmware_version" "firmware version";
    (0, 0, 2, 0) Text "firmware_version" "firmware version";
    (1, 96, 5, 5) Text "status" "status word";
    (0, 97, 97, 0) Text "error_register" "error register";
    (1, 97, 97, 0) Text "error_register" "error register";
    (1, 97, 0, 0) Text "error_register" "error register";
    (1, 0, 9, 1) Text "clock_time" "time of day";
    (1, 0, 9, 2) Text "clock_date" "date";
    (0, 0, 9, 1) Text "clock_time" "time of day";
    (0, 0, 9, 2) Text "clock_date" "date";
    (0, 2, 0, 0) Text "parameter_version" "version of the parameters";
    (1, 96, 1, 1) Text "serial_number" "serial number";
    (1, 96, 50, 1) Text "manufacturer_id" "manufacturer";
    (0, 96, 50, 1) Text "manufacturer_id" "manufacturer";
    (0, 96, 2, 0) Number "configuration_changes" "changes of the configuration";
    (0, 96, 7, 0) Number "power_failures" "power failures";
    (0, 96, 7, 1) Number "power_failures_l1" "power failures L1";
    (0, 96, 7, 2) Number "power_failures_l2" "power failures L2";
    (0, 96, 7, 3) Number "power_failures_l3" "power failures L3";
    (0, 96, 8, 0) Number "operating_time" "time in operation";
    (1, 96, 7, 0) Number "power_failures" "power failures";
    (1, 96, 7, 21) Number "power_failures" "power failures";
    (0, 96, 4, 0) Text "control_state" "state of the control outputs";
    (0, 96, 3, 1) Text "control_state" "state of the control outputs";
    (0, 96, 3, 2) Text "control_state" "state of the control outputs";
    (1, 96, 55, 0) Text "status" "status word";
    (0, 96, 5, 0) Text "status" "status word";
    (7, 24, 4, 0) Text "valve_state" "valve position";
    (7, 0, 0, 0) Text "device_id" "identity of the gas meter";
    (0, 96, 14, 1) Text "tariff" "tariff in force";
    (1, 98, 1, 0) List "billing_history" "values at the end of past months";
};

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
