//! Data notifications (IEC 62056-5-3, 4.2.3.9).

use super::super::Meter;
use super::axdr::{ARRAY, LONG_UNSIGNED, STRUCTURE, clock, length, octets, scale, text, value};
use super::{HeadTime, Push, Row, Shape, Value};

const DATA_NOTIFICATION: u8 = 0x0F;
const INTEGER: u8 = 15;
/// Classes of objects (IEC 62056-6-2): data, register, clock, push set-up.
const DATA: u16 = 1;
const REGISTER: u16 = 3;
const CLOCK: u16 = 8;
const PUSH_SETUP: u16 = 40;
/// The code of a push set-up.
const PUSH: [u8; 6] = [0, 8, 25, 9, 0, 255];

/// The notification with these rows.
pub(super) fn unit(meter: &Meter, push: &Push, rows: &[Row]) -> Vec<u8> {
    let mut out = vec![DATA_NOTIFICATION];
    let invocation = 0x4000_0000_u32;
    out.extend(invocation.to_be_bytes());
    match push.head {
        HeadTime::Absent => out.push(0),
        HeadTime::Plain => {
            out.push(12);
            out.extend(clock(&meter.moment));
        }
        HeadTime::Tagged => octets(&mut out, &clock(&meter.moment)),
    }
    body(&mut out, meter, push.shape, rows);
    out
}

fn body(out: &mut Vec<u8>, meter: &Meter, shape: Shape, rows: &[Row]) {
    let start = |out: &mut Vec<u8>, tag, count| {
        out.push(tag);
        out.extend(length(count));
    };
    match shape {
        Shape::Structures => {
            start(out, ARRAY, rows.len());
            for row in rows {
                let unit = scale_of(row);
                start(out, STRUCTURE, 2 + usize::from(unit.is_some()));
                octets(out, &row.code);
                value(out, meter, &row.value);
                if let Some(unit) = unit {
                    scale(out, unit);
                }
            }
        }
        Shape::Positions => {
            start(out, STRUCTURE, rows.len());
            for row in rows {
                value(out, meter, &row.value);
            }
        }
        Shape::Pairs(name) => {
            start(out, STRUCTURE, 1 + 2 * rows.len());
            text(out, name.as_bytes());
            for row in rows {
                octets(out, &row.code);
                value(out, meter, &row.value);
            }
        }
        Shape::Scaled => {
            let scales = rows.iter().filter_map(scale_of).count();
            start(out, STRUCTURE, 1 + 2 * rows.len() + scales);
            octets(out, &clock(&meter.moment));
            for row in rows {
                octets(out, &row.code);
                value(out, meter, &row.value);
                if let Some(unit) = scale_of(row) {
                    scale(out, unit);
                }
            }
        }
        Shape::PushList => {
            start(out, STRUCTURE, 1 + rows.len());
            start(out, ARRAY, 1 + rows.len());
            object(out, PUSH_SETUP, PUSH);
            for row in rows {
                object(out, class(row), row.code);
            }
            for row in rows {
                value(out, meter, &row.value);
            }
        }
    }
}

/// An entry of a list of objects: class, code, second attribute, all of it.
fn object(out: &mut Vec<u8>, class: u16, code: [u8; 6]) {
    let [high, low] = class.to_be_bytes();
    out.extend([STRUCTURE, 4, LONG_UNSIGNED, high, low]);
    octets(out, &code);
    out.extend([INTEGER, 2, LONG_UNSIGNED, 0, 0]);
}

const fn class(row: &Row) -> u16 {
    match row.value {
        Value::Number(..) => REGISTER,
        Value::Clock => CLOCK,
        Value::Text(_) | Value::Identity(_) | Value::Server => DATA,
    }
}

const fn scale_of(row: &Row) -> Option<super::Scale> {
    match row.value {
        Value::Number(_, _, scale) => Some(scale),
        _ => None,
    }
}
