//! Values as A-XDR writes them (IEC 62056-6-2, 4.1.5).

use super::super::Meter;
use super::super::clock::Moment;
use super::super::render;
use super::{Kind, Value};

pub(super) const ARRAY: u8 = 1;
pub(super) const STRUCTURE: u8 = 2;
const OCTET_STRING: u8 = 9;
const VISIBLE_STRING: u8 = 10;
const INTEGER: u8 = 15;
pub(super) const LONG_UNSIGNED: u8 = 18;
const ENUMERATION: u8 = 22;

/// A length in the shortest form.
pub(super) fn length(count: usize) -> Vec<u8> {
    let [.., high, low] = count.to_be_bytes();
    match count {
        0..=0x7F => vec![low],
        0x80..=0xFF => vec![0x81, low],
        _ => vec![0x82, high, low],
    }
}

pub(super) fn octets(out: &mut Vec<u8>, octets: &[u8]) {
    out.push(OCTET_STRING);
    out.extend(length(octets.len()));
    out.extend(octets);
}

pub(super) fn text(out: &mut Vec<u8>, text: &[u8]) {
    out.push(VISIBLE_STRING);
    out.extend(length(text.len()));
    out.extend(text);
}

/// A structure of a power of ten and a unit.
pub(super) fn scale(out: &mut Vec<u8>, scale: super::Scale) {
    let [power] = scale.power.to_be_bytes();
    out.extend([STRUCTURE, 2, INTEGER, power, ENUMERATION, scale.unit]);
}

/// The value of a row now.
pub(super) fn value(out: &mut Vec<u8>, meter: &Meter, value: &Value) {
    match value {
        Value::Text(said) => text(out, said.as_bytes()),
        Value::Identity(identity) => text(out, &render::identity(meter.serial, identity)),
        Value::Server => octets(out, &super::sml::server(meter)),
        Value::Clock => octets(out, &clock(&meter.moment)),
        Value::Number(quantity, kind, scale) => {
            number(out, scale.steps(meter.quantity(*quantity)), *kind);
        }
    }
}

/// A number that does not fit becomes the nearest that does.
fn number(out: &mut Vec<u8>, number: i64, kind: Kind) {
    let unsigned = number.max(0).unsigned_abs();
    match kind {
        Kind::Short => {
            let limit = number.clamp(i32::MIN.into(), i32::MAX.into());
            out.push(5);
            out.extend(i32::try_from(limit).unwrap_or(0).to_be_bytes());
        }
        Kind::U32 => {
            out.push(6);
            out.extend(u32::try_from(unsigned).unwrap_or(u32::MAX).to_be_bytes());
        }
        Kind::I16 => {
            let limit = number.clamp(i16::MIN.into(), i16::MAX.into());
            out.push(16);
            out.extend(i16::try_from(limit).unwrap_or(0).to_be_bytes());
        }
        Kind::U16 => {
            out.push(LONG_UNSIGNED);
            out.extend(u16::try_from(unsigned).unwrap_or(u16::MAX).to_be_bytes());
        }
        Kind::U64 => {
            out.push(21);
            out.extend(unsigned.to_be_bytes());
        }
    }
}

/// A COSEM date-time (IEC 62056-6-2, 4.1.6.1): the deviation counts from local time to UTC, bit 7 of the status is
/// summer time.
pub(super) fn clock(moment: &Moment) -> [u8; 12] {
    let local = moment.local;
    let [year_high, year_low] = local.year().to_be_bytes();
    let small = |value: i8| value.unsigned_abs();
    let minutes = (moment.utc.duration_until(local).as_mins()).clamp(-720, 840);
    let [deviation_high, deviation_low] = i16::try_from(-minutes).unwrap_or(0).to_be_bytes();
    let status = if moment.is_summer_time { 0x80 } else { 0 };
    [
        year_high,
        year_low,
        small(local.month()),
        small(local.day()),
        small(local.date().weekday().to_monday_one_offset()),
        small(local.hour()),
        small(local.minute()),
        small(local.second()),
        0,
        deviation_high,
        deviation_low,
        status,
    ]
}
