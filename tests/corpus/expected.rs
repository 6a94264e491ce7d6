//! The values that the origins of the telegrams expect, in their own naming.

use smr::decode::quantity::Medium;
use smr::decode::view::{Content, Datum, Entry};
use smr::decode::{Decimal, Obis, Telegram};

use crate::support::corpus_index::Row;

/// The names of Python's `dsmr_parser`, and the codes they mean; the first that is there counts.
const NAMES: &[(&str, &[&str])] = &[
    ("P1_MESSAGE_HEADER", &["1-3:0.2.8"]),
    ("P1_MESSAGE_TIMESTAMP", &["0-0:1.0.0"]),
    ("ELECTRICITY_USED_TARIFF_1", &["1-0:1.8.1"]),
    ("ELECTRICITY_USED_TARIFF_2", &["1-0:1.8.2"]),
    ("ELECTRICITY_USED_TARIFF_3", &["1-0:1.8.3"]),
    ("ELECTRICITY_USED_TARIFF_4", &["1-0:1.8.4"]),
    ("ELECTRICITY_DELIVERED_TARIFF_1", &["1-0:2.8.1"]),
    ("ELECTRICITY_DELIVERED_TARIFF_2", &["1-0:2.8.2"]),
    ("ELECTRICITY_DELIVERED_TARIFF_3", &["1-0:2.8.3"]),
    ("ELECTRICITY_DELIVERED_TARIFF_4", &["1-0:2.8.4"]),
    ("ELECTRICITY_IMPORTED_TOTAL", &["1-0:1.8.0"]),
    ("ELECTRICITY_EXPORTED_TOTAL", &["1-0:2.8.0"]),
    ("ELECTRICITY_COMBINED", &["1-0:15.8.0"]),
    ("ELECTRICITY_REACTIVE_IMPORTED_TOTAL", &["1-0:3.8.0"]),
    ("ELECTRICITY_REACTIVE_EXPORTED_TOTAL", &["1-0:4.8.0"]),
    ("ELECTRICITY_REACTIVE_TOTAL_Q1", &["1-0:5.8.0"]),
    ("ELECTRICITY_REACTIVE_TOTAL_Q2", &["1-0:6.8.0"]),
    ("ELECTRICITY_REACTIVE_TOTAL_Q3", &["1-0:7.8.0"]),
    ("ELECTRICITY_REACTIVE_TOTAL_Q4", &["1-0:8.8.0"]),
    ("ELECTRICITY_ACTIVE_TARIFF", &["0-0:96.14.0"]),
    ("CURRENT_ELECTRICITY_USAGE", &["1-0:1.7.0"]),
    ("CURRENT_ELECTRICITY_DELIVERY", &["1-0:2.7.0"]),
    ("INSTANTANEOUS_REACTIVE_POWER_Q1", &["1-0:5.7.0"]),
    ("INSTANTANEOUS_REACTIVE_POWER_Q2", &["1-0:6.7.0"]),
    ("INSTANTANEOUS_REACTIVE_POWER_Q3", &["1-0:7.7.0"]),
    ("INSTANTANEOUS_REACTIVE_POWER_Q4", &["1-0:8.7.0"]),
    ("INSTANTANEOUS_ACTIVE_POWER_L1_POSITIVE", &["1-0:21.7.0"]),
    ("INSTANTANEOUS_ACTIVE_POWER_L2_POSITIVE", &["1-0:41.7.0"]),
    ("INSTANTANEOUS_ACTIVE_POWER_L3_POSITIVE", &["1-0:61.7.0"]),
    ("INSTANTANEOUS_ACTIVE_POWER_L1_NEGATIVE", &["1-0:22.7.0"]),
    ("INSTANTANEOUS_ACTIVE_POWER_L2_NEGATIVE", &["1-0:42.7.0"]),
    ("INSTANTANEOUS_ACTIVE_POWER_L3_NEGATIVE", &["1-0:62.7.0"]),
    ("INSTANTANEOUS_VOLTAGE_L1", &["1-0:32.7.0"]),
    ("INSTANTANEOUS_VOLTAGE_L2", &["1-0:52.7.0"]),
    ("INSTANTANEOUS_VOLTAGE_L3", &["1-0:72.7.0"]),
    ("INSTANTANEOUS_CURRENT_L1", &["1-0:31.7.0"]),
    ("INSTANTANEOUS_CURRENT_L2", &["1-0:51.7.0"]),
    ("INSTANTANEOUS_CURRENT_L3", &["1-0:71.7.0"]),
    ("INSTANTANEOUS_POWER_FACTOR_TOTAL", &["1-0:13.7.0"]),
    ("INSTANTANEOUS_POWER_FACTOR_L1", &["1-0:33.7.0"]),
    ("INSTANTANEOUS_POWER_FACTOR_L2", &["1-0:53.7.0"]),
    ("INSTANTANEOUS_POWER_FACTOR_L3", &["1-0:73.7.0"]),
    ("FREQUENCY", &["1-0:14.7.0"]),
    ("SHORT_POWER_FAILURE_COUNT", &["0-0:96.7.21"]),
    ("LONG_POWER_FAILURE_COUNT", &["0-0:96.7.9"]),
    ("VOLTAGE_SAG_L1_COUNT", &["1-0:32.32.0"]),
    ("VOLTAGE_SAG_L2_COUNT", &["1-0:52.32.0"]),
    ("VOLTAGE_SAG_L3_COUNT", &["1-0:72.32.0"]),
    ("VOLTAGE_SWELL_L1_COUNT", &["1-0:32.36.0"]),
    ("VOLTAGE_SWELL_L2_COUNT", &["1-0:52.36.0"]),
    ("VOLTAGE_SWELL_L3_COUNT", &["1-0:72.36.0"]),
    ("ACTUAL_SWITCH_POSITION", &["0-0:96.3.10"]),
    ("ACTUAL_TRESHOLD_ELECTRICITY", &["0-0:17.0.0"]),
    ("FUSE_THRESHOLD_L1", &["1-0:31.4.0"]),
    ("FUSE_THRESHOLD_L2", &["1-0:51.4.0"]),
    ("FUSE_THRESHOLD_L3", &["1-0:71.4.0"]),
    ("BELGIUM_VERSION_INFORMATION", &["0-0:96.1.4"]),
    ("BELGIUM_EQUIPMENT_IDENTIFIER", &["0-0:96.1.1"]),
    ("BELGIUM_CURRENT_AVERAGE_DEMAND", &["1-0:1.4.0"]),
    ("BELGIUM_MAXIMUM_DEMAND_MONTH", &["1-0:1.6.0"]),
    ("EQUIPMENT_IDENTIFIER", &["0-0:96.1.1"]),
    ("EQUIPMENT_IDENTIFIER_GAS", &["0-1:96.1.0"]),
    ("EQUIPMENT_SERIAL_NUMBER", &["0-0:96.1.0"]),
    ("COSEM_LOGICAL_DEVICE_NAME", &["0-0:42.0.0"]),
    ("GAS_METER_READING", &["0-1:24.3.0"]),
    ("DEVICE_TYPE", &["0-1:24.1.0"]),
    ("MBUS_VALVE_POSITION", &["0-1:24.4.0", "0-2:24.4.0"]),
    ("TEXT_MESSAGE", &["0-0:96.13.0"]),
    ("TEXT_MESSAGE_CODE", &["0-0:96.13.1"]),
];

/// Where the origin expects something that its own telegram does not say.
const EXPLAINED: &[(&str, &str, &str)] = &[
    (
        "be/TELEGRAM-FLUVIUS-V171.txt",
        "P1_MESSAGE_TIMESTAMP",
        "the origin takes the digits of local summer time for UTC",
    ),
    (
        "hu/TELEGRAM-V5-EON-HU.txt",
        "P1_MESSAGE_TIMESTAMP",
        "the origin takes the digits of local summer time for UTC",
    ),
    (
        "lu/dsmr-luxembourgh-spec-example.txt",
        "check",
        "the line ends were restored since, which made the CRC right",
    ),
];

/// Whether this expectation is known to be wrong, and why.
fn is_explained(file: &str, name: &str) -> bool {
    EXPLAINED.iter().any(|(at, what, why)| {
        let found = *at == file && *what == name;
        if found {
            println!("not held against us: {file}: {name}: {why}");
        }
        found
    })
}

type Outcomes = Vec<Result<(), String>>;

fn first<'a>(telegram: &'a Telegram, codes: &[&str]) -> Option<Entry<'a>> {
    let views = codes.iter().filter_map(|code| {
        let reading = telegram.find(Obis::parse(code.as_bytes()).expect("a code"))?;
        Some(telegram.view(reading))
    });
    views.into_iter().find_map(|view| match view.content {
        Content::One(entry) => Some(entry),
        Content::Many(entries) => entries.first().copied(),
    })
}

/// Checks the `NAME=value` pairs of the index.
pub(crate) fn pairs(row: &Row, telegram: &Telegram) -> Outcomes {
    let pairs = row
        .expected
        .split(' ')
        .filter_map(|pair| pair.split_once('='));
    pairs
        .filter(|(name, _)| *name != "expected-file" && !is_explained(&row.file, name))
        .map(|(name, value)| pair(telegram, name, value))
        .collect()
}

fn pair(telegram: &Telegram, name: &str, expected: &str) -> Result<(), String> {
    let (_, codes) = NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| format!("no code is known for {name}"))?;
    let entry = first(telegram, codes).ok_or_else(|| format!("{name}: no reading {codes:?}"))?;
    let hours = telegram.dialect().dialect.standard_hours;
    let met = match entry.value {
        Datum::Number(number) => same_number(number, expected),
        Datum::Text(text) => same_text(&text.to_string(), expected),
        Datum::Time(time) => {
            let at: jiff::Timestamp = time
                .with_offset(hours)
                .to_string()
                .parse()
                .map_err(|error| format!("{name}: {error}"))?;
            let utc = at.to_zoned(jiff::tz::TimeZone::UTC);
            let parts = [
                utc.year().into(),
                i32::from(utc.month()),
                utc.day().into(),
                utc.hour().into(),
                utc.minute().into(),
                utc.second().into(),
            ];
            let parts: Vec<String> = parts.iter().map(i32::to_string).collect();
            expected == format!("UTC:{}", parts.join(","))
        }
    };
    met.then_some(())
        .ok_or_else(|| format!("{name}: {:?} instead of {expected}", entry.value))
}

fn same_number(number: Decimal, expected: &str) -> bool {
    let Some(expected) = Decimal::parse(expected.as_bytes()) else {
        return false;
    };
    let scale = number.scale().max(expected.scale());
    number.rescaled(scale) == expected.rescaled(scale)
}

/// Codes may be stated without leading zeros, and long messages by their beginning.
fn same_text(text: &str, expected: &str) -> bool {
    text == expected
        || text.trim_start_matches('0') == expected.trim_start_matches('0')
        || (expected.len() >= 60 && text.starts_with(expected))
}

/// Checks the JSON document of the origin: energy in Wh, power in W, M-Bus readings, the checksum.
pub(crate) fn document(row: &Row, telegram: &Telegram) -> Outcomes {
    let Some(document) = row.document() else {
        return Vec::new();
    };
    let mut outcomes = Vec::new();
    let electricity = &document["electricity"];
    for tariff in 1..=2_u8 {
        for (field, c) in [("received", 1), ("returned", 2)] {
            let expected = &electricity["tariffs"][tariff.to_string()][field];
            outcomes.extend(in_base_unit(
                telegram,
                Obis::new(1, 0, c, 8, tariff),
                expected,
            ));
        }
    }
    for (field, c) in [("powerReceivedTotal", 1), ("powerReturnedTotal", 2)] {
        outcomes.extend(in_base_unit(
            telegram,
            Obis::new(1, 0, c, 7, 0),
            &electricity[field],
        ));
    }
    for (phase, step) in [("l1", 20), ("l2", 40), ("l3", 60)] {
        for (field, c) in [
            ("powerReceived", 1),
            ("powerReturned", 2),
            ("voltage", 12),
            ("current", 11),
        ] {
            outcomes.extend(in_base_unit(
                telegram,
                Obis::new(1, 0, c + step, 7, 0),
                &electricity[field][phase],
            ));
        }
    }
    if let Some(valid) = document["dsmr"]["crc"]["valid"].as_bool()
        && !is_explained(&row.file, "check")
    {
        let found = telegram.check().name();
        outcomes.push(
            (valid == (found == "valid"))
                .then_some(())
                .ok_or_else(|| format!("check {found}")),
        );
    }
    for (channel, device) in document["mBus"].as_object().into_iter().flatten() {
        outcomes.extend(device_value(telegram, channel, device));
    }
    outcomes
}

fn in_base_unit(
    telegram: &Telegram,
    obis: Obis,
    expected: &serde_json::Value,
) -> Option<Result<(), String>> {
    let expected = expected.as_number()?.to_string();
    // Some meters count their own registers under B = 1.
    let [a, _, c, d, e, _] = obis.groups();
    let item = telegram
        .find_item(obis)
        .or_else(|| telegram.find_item(Obis::new(a, 1, c, d, e)));
    let found = item.and_then(|item| match item.value {
        smr::decode::Value::Number(number) => {
            number.shifted(item.unit.map_or(0, smr::decode::Unit::exponent))
        }
        _ => None,
    });
    // The origin computes in binary floating point.
    let is_near = |found: Decimal| {
        let expected: Option<f64> = expected.parse().ok();
        expected.is_some_and(|expected| (found.to_f64() - expected).abs() < 1e-9)
    };
    let met = found.is_some_and(|found| same_number(found, &expected) || is_near(found));
    Some(
        met.then_some(())
            .ok_or_else(|| format!("{obis}: {found:?} instead of {expected} in the base unit")),
    )
}

fn device_value(
    telegram: &Telegram,
    channel: &str,
    expected: &serde_json::Value,
) -> Option<Result<(), String>> {
    let value = expected["value"].as_number()?.to_string();
    let channel: u8 = channel.parse().ok()?;
    let devices = telegram.devices();
    let device = devices.iter().find(|device| device.channel == channel)?;
    let entry = device
        .reading
        .as_ref()
        .and_then(|view| view.first().copied());
    let met = match entry.map(|entry| entry.value) {
        Some(Datum::Number(number)) => same_number(number, &value),
        _ => false,
    };
    let medium = expected["deviceType"].as_i64().map(Medium::from_type);
    let same_medium = medium.is_none() || medium == device.medium;
    Some(
        (met && same_medium)
            .then_some(())
            .ok_or_else(|| format!("channel {channel}: {device:?} instead of {expected}")),
    )
}
