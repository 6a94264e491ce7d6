//! The Smart Message Language, version 1 (BSI TR-03109-1, annex IV): messages in their transport.

use super::super::Meter;
use super::super::render;
use super::{Kind, Row, Value};
use crate::decode::crc::crc16_x25;

const ESCAPE: [u8; 4] = [0x1B; 4];
const START: [u8; 4] = [1; 4];
const END: u8 = 0x1A;
const LEFT_OUT: u8 = 0x01;
const OPEN_RESPONSE: u16 = 0x0101;
const CLOSE_RESPONSE: u16 = 0x0201;
const GET_LIST_RESPONSE: u16 = 0x0701;
/// The list of all present values.
const PRESENT_VALUES: [u8; 6] = [1, 0, 98, 10, 255, 255];
/// Seconds that the meter had run before the first telegram here.
const PAST_SECONDS: u32 = 0x0123_4567;

/// Appends one file of three messages.
pub(super) fn write(meter: &Meter, rows: &[Row], out: &mut Vec<u8>) {
    let number = meter.sent.to_be_bytes();
    let server = server(meter);

    let mut open = vec![0x76, LEFT_OUT, LEFT_OUT];
    octets(&mut open, &number);
    octets(&mut open, &server);
    open.extend([LEFT_OUT, LEFT_OUT]);

    let mut list = vec![0x77, LEFT_OUT];
    octets(&mut list, &server);
    octets(&mut list, &PRESENT_VALUES);
    let seconds = i64::from(PAST_SECONDS) + meter.moment.unix - meter.started;
    list.extend([0x72, 0x62, 0x01, 0x65]);
    list.extend(u32::try_from(seconds).unwrap_or(u32::MAX).to_be_bytes());
    list.extend(head(0x70, rows.len()));
    for row in rows {
        entry(&mut list, meter, row);
    }
    list.extend([LEFT_OUT, LEFT_OUT]);

    let messages = [
        message(meter.sent, 1, OPEN_RESPONSE, &open),
        message(meter.sent, 2, GET_LIST_RESPONSE, &list),
        message(meter.sent, 3, CLOSE_RESPONSE, &[0x71, LEFT_OUT]),
    ]
    .concat();
    out.extend(transport(&messages));
}

/// The identity of the meter: its kind, its maker and the equipment number (DIN 43863-5).
pub(super) fn server(meter: &Meter) -> [u8; 10] {
    let [_, _, _, _, d, e, f, g] = meter.serial.to_be_bytes();
    [0x0A, 0x01, b'I', b'S', b'K', 0, d, e, f, g]
}

/// Name, status, time, unit, power of ten, value, signature.
fn entry(out: &mut Vec<u8>, meter: &Meter, row: &Row) {
    out.push(0x77);
    octets(out, &row.code);
    out.extend([LEFT_OUT, LEFT_OUT]);
    match row.value {
        Value::Number(quantity, kind, scale) => {
            let [power] = scale.power.to_be_bytes();
            out.extend([0x62, scale.unit, 0x52, power]);
            let number = scale.steps(meter.quantity(quantity));
            match kind {
                Kind::U64 => {
                    out.push(0x69);
                    out.extend(number.max(0).unsigned_abs().to_be_bytes());
                }
                _ => short(out, number),
            }
        }
        Value::Text(text) => {
            out.extend([LEFT_OUT, LEFT_OUT]);
            octets(out, text.as_bytes());
        }
        Value::Identity(identity) => {
            out.extend([LEFT_OUT, LEFT_OUT]);
            octets(out, &render::identity(meter.serial, &identity));
        }
        Value::Server | Value::Clock => {
            out.extend([LEFT_OUT, LEFT_OUT]);
            octets(out, &server(meter));
        }
    }
    out.push(LEFT_OUT);
}

fn message(telegram: u32, number: u8, kind: u16, body: &[u8]) -> Vec<u8> {
    let mut message = vec![0x76];
    let [.., a, b, c] = telegram.to_be_bytes();
    octets(&mut message, &[a, b, c, number]);
    message.extend([0x62, 0, 0x62, 0, 0x72, 0x63]);
    message.extend(kind.to_be_bytes());
    message.extend(body);
    let check = crc16_x25(&message);
    message.push(0x63);
    message.extend(check.to_le_bytes());
    message.push(0);
    message
}

/// The type and length that an element begins with; a length of more than 15 takes two bytes.
fn head(kind: u8, count: usize) -> Vec<u8> {
    let low = u8::try_from(count & 15).unwrap_or(0);
    match u8::try_from(count >> 4).unwrap_or(7) {
        0 => vec![kind | low],
        high => vec![0x80 | kind | high, low],
    }
}

fn octets(out: &mut Vec<u8>, octets: &[u8]) {
    // The length counts its own bytes as well.
    let own = if octets.len() < 15 { 1 } else { 2 };
    out.extend(head(0, octets.len() + own));
    out.extend(octets);
}

/// A number in as few bytes as it needs.
fn short(out: &mut Vec<u8>, number: i64) {
    let all = number.to_be_bytes();
    let is_enough = |bytes: &usize| {
        let unused = 64 - 8 * bytes;
        number << unused >> unused == number
    };
    let spare = 8 - (1..8).find(is_enough).unwrap_or(8);
    let kept = all.get(spare..).unwrap_or_default();
    out.push(0x51 + u8::try_from(kept.len()).unwrap_or(8));
    out.extend(kept);
}

/// Messages between the marks of the transport; four bytes `1B` within are written twice.
fn transport(messages: &[u8]) -> Vec<u8> {
    let mut frame = [ESCAPE, START].concat();
    let mut rest = messages;
    while let Some(at) = rest.windows(4).position(|four| four == ESCAPE) {
        let (before, after) = rest.split_at(at + ESCAPE.len());
        frame.extend(before);
        frame.extend(ESCAPE);
        rest = after;
    }
    frame.extend(rest);
    let padding = messages.len().wrapping_neg() % 4;
    frame.resize(frame.len() + padding, 0);
    frame.extend(ESCAPE);
    frame.extend([END, u8::try_from(padding).unwrap_or(0)]);
    let check = crc16_x25(&frame);
    frame.extend(check.to_le_bytes());
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_within_messages_are_doubled_and_read_back() {
        let inner = [&[0x76][..], &ESCAPE, &ESCAPE, &[0x1B, 2, 3]].concat();
        let frame = transport(&inner);
        let peer: Vec<Vec<u8>> = sml_rs::transport::decode(&frame)
            .into_iter()
            .map(|message| message.expect("sml-rs takes it"))
            .collect();
        assert_eq!(peer, [inner]);
    }

    #[test]
    fn numbers_take_as_few_bytes_as_they_need() {
        let written = |number| {
            let mut out = Vec::new();
            short(&mut out, number);
            out
        };
        assert_eq!(written(0), [0x52, 0]);
        assert_eq!(written(127), [0x52, 127]);
        assert_eq!(written(128), [0x53, 0, 128]);
        assert_eq!(written(-128), [0x52, 0x80]);
        assert_eq!(written(-129), [0x53, 0xFF, 0x7F]);
        assert_eq!(written(40_000), [0x54, 0, 0x9C, 0x40]);
        assert_eq!(written(i64::MIN).len(), 9);
    }

    #[test]
    fn lengths_of_more_than_fifteen_take_two_bytes() {
        assert_eq!(head(0x70, 15), [0x7F]);
        assert_eq!(head(0x70, 17), [0xF1, 0x01]);
        let mut long = Vec::new();
        octets(&mut long, &[7; 20]);
        assert_eq!(long.get(..3), Some(&[0x81, 0x06, 7][..]));
    }
}
