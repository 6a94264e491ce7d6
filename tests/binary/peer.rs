//! What sml-rs reads in messages, and whether a telegram says the same.

#![allow(
    clippy::panic,
    reason = "a difference stops whatever program looks for one"
)]

use sml_rs::parser::common::{ListEntry, Value};
use sml_rs::parser::complete::{self, MessageBody};
use smr::decode::{Decimal, Item, Telegram, Unit, hex};

/// Larger numbers are kept as text here.
const TOO_LARGE: u128 = 10_u128.pow(18);
const WATT: u8 = 27;
const WATT_HOUR: u8 = 30;

/// Holds that every entry that sml-rs reads is in the telegram with the same code, value, power of ten and unit, in the same
/// order, and nothing else; gives how many there are. `None` where sml-rs turns the messages down, or takes a name that is no code.
pub(crate) fn agrees(messages: &[u8], telegram: &Telegram) -> Option<usize> {
    let file = complete::parse(messages).ok()?;
    let lists = file
        .messages
        .into_iter()
        .filter_map(|message| match message.message_body {
            MessageBody::GetListResponse(list) => Some(list.val_list),
            _ => None,
        });
    let entries: Vec<ListEntry<'_>> = lists.flatten().collect();
    if entries.iter().any(|entry| entry.obj_name.len() != 6) {
        return None;
    }
    let names: Vec<&[u8]> = entries.iter().map(|entry| entry.obj_name).collect();
    let readings = telegram.readings();
    let codes: Vec<_> = readings
        .iter()
        .map(|reading| reading.obis.groups())
        .collect();
    assert_eq!(codes, names);
    for (entry, reading) in entries.iter().zip(readings) {
        match telegram.items(reading) {
            [item] => assert_same(entry, item, telegram),
            items => panic!("{entry:?} has {} values", items.len()),
        }
    }
    Some(entries.len())
}

fn assert_same(entry: &ListEntry<'_>, item: &Item, telegram: &Telegram) {
    let text = telegram.text(item.raw).to_string();
    let shown = format!("{item:?} {text:?} for {entry:?}");
    let number = match &entry.value {
        Value::Bool(value) => {
            // Any number but 0 is true.
            let is_true = matches!(item.value, smr::decode::Value::Number(it) if !it.is_zero());
            let is_large = item.value == smr::decode::Value::Text;
            assert!(*value == (is_true || is_large), "{shown}");
            return;
        }
        Value::Bytes(octets) => {
            let expected = octets_as_text(octets);
            assert_eq!(text, expected, "{shown}");
            return;
        }
        Value::List(_) => {
            assert_eq!(item.value, smr::decode::Value::Text, "{shown}");
            return;
        }
        Value::I8(value) => i128::from(*value),
        Value::I16(value) => i128::from(*value),
        Value::I32(value) => i128::from(*value),
        Value::I64(value) => i128::from(*value),
        Value::U8(value) => i128::from(*value),
        Value::U16(value) => i128::from(*value),
        Value::U32(value) => i128::from(*value),
        Value::U64(value) => i128::from(*value),
    };
    let exponent = entry.scaler.unwrap_or_default();
    if let Some(expected) = scaled(number, exponent) {
        assert_eq!(item.value, smr::decode::Value::Number(expected), "{shown}");
    } else {
        let in_full = number.to_string();
        let with_exponent = format!("{number}e{exponent}");
        assert!(text == in_full || text == with_exponent, "{shown}");
    }
    for (code, unit) in [(WATT, Unit::Watt), (WATT_HOUR, Unit::WattHour)] {
        let is_number = matches!(item.value, smr::decode::Value::Number(_));
        assert!(
            !is_number || (entry.unit == Some(code)) == (item.unit == Some(unit)),
            "{shown}"
        );
    }
}

/// The number times a power of ten, if 18 digits hold it before and behind.
fn scaled(number: i128, exponent: i8) -> Option<Decimal> {
    let digits = u32::from(exponent.unsigned_abs());
    let shifted = match exponent > 0 {
        true => number.checked_mul(10_i128.checked_pow(digits)?)?,
        false => number,
    };
    let is_small = |number: i128| number.unsigned_abs() < TOO_LARGE;
    let scale = if exponent < 0 { digits } else { 0 };
    if !is_small(number) || !is_small(shifted) || scale > 18 {
        return None;
    }
    Some(Decimal::new(
        i64::try_from(shifted).ok()?,
        u8::try_from(scale).ok()?,
    ))
}

/// Text where it is one, without the zeros that fill it up, and else digits.
fn octets_as_text(octets: &[u8]) -> String {
    let filled = octets.iter().rev().take_while(|octet| **octet == 0).count();
    let text: String = octets
        .iter()
        .take(octets.len() - filled)
        .map(|octet| char::from(*octet))
        .collect();
    let is_text = !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_text { text } else { hex(octets) }
}
