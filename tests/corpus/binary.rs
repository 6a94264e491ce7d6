//! What the index and the origins say of binary telegrams.

use smr::decode::view::Datum;
use smr::decode::{Decimal, Key, KeyPair, Keys, Obis, Telegram, Totals, hex};

use crate::support::corpus_index::Row;

type Outcome = Result<(), String>;

/// The value of `NAME=value` among words.
fn pair<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.split([' ', '('])
        .find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
}

fn count(text: &str, name: &str) -> Option<u64> {
    pair(text, name)?.parse().ok()
}

/// The keys that the index states.
pub(crate) fn keys(row: &Row) -> Keys {
    let expected = &row.expected;
    // One origin has two files and one line about both.
    let is_told = !row.file.contains("without-aad");
    let mut keys = Keys::none();
    if let Some(key) = pair(expected, "key").and_then(Key::parse) {
        keys.set_for_all(KeyPair {
            encryption: key,
            authentication: pair(expected, "auth")
                .or(pair(expected, "aad"))
                .filter(|_| is_told)
                .and_then(Key::parse),
        });
    }
    keys
}

/// Whether as many checks hold as the index says.
pub(crate) fn checks(row: &Row, totals: Totals) -> Outcome {
    let text = &row.check;
    let is_met = if let Some(ok) = count(text, "frames_ok") {
        totals.valid == ok && totals.invalid == count(text, "bad").unwrap_or_default()
    } else if let (Some(all), Some(right)) = (count(text, "frames"), count(text, "fcs_ok")) {
        // Several frames can make one telegram.
        totals.telegrams() <= all && (totals.invalid == 0) == (all == right)
    } else if let (Some(all), Some(right)) = (count(text, "mbus_frames"), count(text, "cs_ok")) {
        totals.telegrams() <= all && (totals.invalid == 0) == (all == right)
    } else {
        true
    };
    is_met
        .then_some(())
        .ok_or_else(|| format!("{totals} for {text}"))
}

/// The values that the origin expects.
pub(crate) fn values(row: &Row, telegrams: &[Telegram]) -> Vec<Outcome> {
    if row.has_expected("snap") {
        return messages(&row.snapshot(), telegrams);
    }
    if row.framing == "p1-ascii" {
        return Vec::new();
    }
    let Some(telegram) = telegrams.first() else {
        return Vec::new();
    };
    let mut outcomes = inline(row, telegram);
    if let Some(document) = row.has_expected("json").then(|| row.document()).flatten() {
        let objects = ["knownObjects", "unknownObjects"].iter().flat_map(|list| {
            document["cosem"][*list]
                .as_array()
                .cloned()
                .unwrap_or_default()
        });
        outcomes
            .extend(objects.map(|object| self::object(telegram, object.as_str().expect("text"))));
        let is_valid = telegram.check().name() == "valid";
        let same = document["crcValid"].as_bool() == Some(is_valid);
        outcomes.push(
            same.then_some(())
                .ok_or_else(|| "the check differs".to_owned()),
        );
    }
    outcomes
}

/// Codes with values in the index itself: `32.7.0=0x0904e-1V`.
fn inline(row: &Row, telegram: &Telegram) -> Vec<Outcome> {
    let words = row
        .expected
        .split(' ')
        .filter_map(|word| word.split_once('='));
    let codes = words.filter(|(name, _)| name.starts_with(|digit: char| digit.is_ascii_digit()));
    codes
        .map(|(name, value)| {
            let (digits, exponent) = match value.split_once('e') {
                Some((digits, rest)) => (
                    digits,
                    rest.trim_end_matches(['A', 'V'])
                        .parse()
                        .expect("an exponent"),
                ),
                None => (value.split('W').next().unwrap_or_default(), 0),
            };
            let mantissa = match digits.strip_prefix("0x") {
                Some(hex) => i64::from_str_radix(hex, 16).expect("hexadecimal digits"),
                None if exponent != 0 => {
                    i64::from_str_radix(digits, 16).expect("hexadecimal digits")
                }
                None => digits.parse().expect("digits"),
            };
            let expected = Decimal::new(mantissa, 0)
                .shifted(exponent)
                .expect("it fits");
            let found = number(telegram, &format!("1-0:{name}"));
            (found == Some(expected))
                .then_some(())
                .ok_or_else(|| format!("{name}: {found:?} for {value}"))
        })
        .collect()
}

fn number(telegram: &Telegram, code: &str) -> Option<Decimal> {
    match datum(telegram, code)? {
        Datum::Number(number) => Some(number),
        _ => None,
    }
}

fn datum<'a>(telegram: &'a Telegram, code: &str) -> Option<Datum<'a>> {
    let reading = telegram.find(Obis::parse(code.as_bytes())?)?;
    Some(telegram.view(reading).first()?.value)
}

/// An object as the origin writes it, `1-0:1.7.0(1122*W)`. It does not scale what is sent without a scale.
fn object(telegram: &Telegram, object: &str) -> Outcome {
    let (code, rest) = object.split_once('(').expect("a bracket");
    let value = rest.trim_end_matches(')');
    let (value, unit) = value
        .split_once('*')
        .map_or((value, None), |(value, unit)| (value, Some(unit)));
    let found = datum(telegram, code).ok_or_else(|| format!("no {code}"))?;
    let is_met = match found {
        Datum::Time(_) => value.len() == 24,
        Datum::Text(text) => {
            let text = text.to_string();
            let hex = hex(text.as_bytes()).to_lowercase();
            // Numbers in octets are texts here.
            text == value || hex == value || text.trim_start_matches('0') == value
        }
        Datum::Number(found) => {
            let expected: f64 = value
                .parse()
                .map_err(|error| format!("{object}: {error}"))?;
            let ratio = match found.is_zero() || expected == 0.0 {
                true if found.is_zero() && expected == 0.0 => 1.0,
                true => 0.0,
                false => found.to_f64() / expected,
            };
            let steps: &[f64] = if unit.is_some() {
                &[1.0]
            } else {
                &[1.0, 0.1, 0.01, 0.001, 10.0]
            };
            steps.iter().any(|step| (ratio / step - 1.0).abs() < 1e-9)
        }
    };
    is_met
        .then_some(())
        .ok_or_else(|| format!("{object}: found {found:?}"))
}

/// The entries of an SML snapshot, one after another, beside the readings of all telegrams with a right check.
fn messages(snapshot: &str, telegrams: &[Telegram]) -> Vec<Outcome> {
    let readings = telegrams
        .iter()
        .filter(|telegram| telegram.check().name() == "valid")
        .flat_map(|telegram| {
            telegram
                .views()
                .map(move |view| (view.obis.groups(), shown(&view)))
        });
    let readings: Vec<_> = readings.collect();
    let entries: Vec<_> = entries(snapshot).collect();
    let mut outcomes = vec![];
    if readings.len() != entries.len() {
        outcomes.push(Err(format!(
            "{} readings for {} entries",
            readings.len(),
            entries.len()
        )));
    }
    for ((code, found), (name, expected)) in readings.iter().zip(&entries) {
        let is_met = code == name && found == expected;
        outcomes.push(
            is_met
                .then_some(())
                .ok_or_else(|| format!("{code:?} {found} for {name:?} {expected}")),
        );
    }
    outcomes
}

fn shown(view: &smr::decode::view::View<'_>) -> String {
    view.first()
        .map_or_else(String::new, |entry| match entry.value {
            Datum::Number(number) => number.to_string(),
            Datum::Time(time) => time.with_offset(1).to_string(),
            Datum::Text(text) => text.to_string(),
        })
}

/// Name and value of each entry, the value as it is shown.
fn entries(snapshot: &str) -> impl Iterator<Item = ([u8; 6], String)> {
    snapshot.split("ListEntry {").skip(1).map(|text| {
        let field = |name: &str| {
            text.lines()
                .find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(": "))
                .map(|value| value.trim_end_matches(','))
        };
        let name = bytes(field("obj_name").expect("a name"))
            .try_into()
            .expect("six groups");
        let scaler: i8 = field("scaler").map_or(0, |scaler| scaler.parse().expect("a number"));
        let value = field("value").expect("a value");
        let shown = if value.starts_with('[') {
            octets(&bytes(value))
        } else {
            let digits = value
                .trim_end_matches(|letter: char| letter != 'u' && letter != 'i')
                .trim_end_matches(['u', 'i']);
            let number = Decimal::parse(digits.as_bytes()).expect("a number");
            number.shifted(scaler).expect("it fits").to_string()
        };
        (name, shown)
    })
}

fn bytes(list: &str) -> Vec<u8> {
    let inside = list.trim_matches(['[', ']']);
    inside
        .split(',')
        .map(str::trim)
        .filter(|number| !number.is_empty())
        .map(|number| number.parse::<u8>().expect("a byte"))
        .collect()
}

fn octets(octets: &[u8]) -> String {
    let filled = octets.iter().rev().take_while(|octet| **octet == 0).count();
    let text = &octets[..octets.len() - filled];
    match !text.is_empty() && text.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        true => String::from_utf8(text.to_vec()).expect("ASCII"),
        false => hex(octets),
    }
}
