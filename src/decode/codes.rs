//! The tables of OBIS codes and their words.

use super::quantity::Form;

/// A name for programs and words for people; `None` where nothing has that code.
pub(super) type Words = Option<(&'static str, &'static str)>;

/// What group C measures, with its words for each group D.
pub(super) struct Measured {
    pub(super) c: u8,
    pub(super) now: Words,
    pub(super) sum: Words,
    pub(super) average: Words,
    pub(super) last_average: Words,
    pub(super) maximum: Words,
    pub(super) minimum: Words,
    pub(super) long_average: Words,
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

pub(super) static MEASURED: [Measured; 18] = measured! {
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

pub(super) struct Fixed {
    /// Groups A, C, D and E.
    pub(super) code: (u8, u8, u8, u8),
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) form: Form,
}

macro_rules! fixed {
    ($(($a:literal, $c:literal, $d:literal, $e:literal) $form:ident $name:literal $label:literal;)*) => {
        [$(Fixed { code: ($a, $c, $d, $e), name: $name, label: $label, form: Form::$form },)*]
    };
}

pub(super) static FIXED: [Fixed; 68] = fixed! {
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
    (1, 0, 2, 129) Text "list_version" "version of the list";
    (0, 96, 1, 7) Text "meter_type" "type of the meter";
    (1, 0, 0, 5) Text "equipment_id" "identity of the meter";
    (1, 0, 0, 9) Text "equipment_id" "identity of the meter";
    (129, 199, 130, 3) Text "manufacturer_id" "manufacturer";
    (129, 199, 130, 5) Text "public_key" "public key of the meter";
    (1, 98, 1, 0) List "billing_history" "values at the end of past months";
};
