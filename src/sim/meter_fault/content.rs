//! ASCII telegrams that arrive well and say something that is not so.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes128Gcm, KeyInit};

use super::lines::edit;
use super::{Course, Heard, KEY};

/// The lines of an M-Bus device's type and value (DSMR 5.0.2, 6.12).
const GAS_VALUE: &str = "0-1:24.2.1(";
const GAS_TYPE: &str = "0-1:24.1.0(";
const CLOCK: &str = "0-0:1.0.0(";

/// The system title of the meter that encrypts.
const TITLE: &[u8; 8] = b"SMR\0\0\0\0\x01";
/// The authentication key of Luxembourg's meters, which is published.
const AUTHENTICATION: [u8; 16] = [
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF,
];

fn change(telegram: &[u8], with: impl FnOnce(&mut Vec<String>)) -> Vec<Heard> {
    Heard::now(edit(telegram, with))
}

/// Gives the line that starts so to a function that makes another of it.
fn replace(lines: &mut [String], start: &str, with: impl Fn(&str) -> String) {
    for line in lines.iter_mut().filter(|line| line.starts_with(start)) {
        *line = with(line);
    }
}

/// The text with its first twelve digits in a row taken for a time, `seconds` later, and perhaps with another season.
fn shift(line: &str, seconds: i64, season: impl Fn(char) -> char) -> String {
    let shifted = || {
        let open = line.find('(')?;
        let digits = line.get(open + 1..open + 13)?;
        let old = line.get(open + 13..)?.chars().next()?;
        let time = jiff::civil::DateTime::strptime("%y%m%d%H%M%S", digits).ok()?;
        let time = time
            .checked_add(jiff::SignedDuration::from_secs(seconds))
            .ok()?;
        let rest = line.get(open + 13 + old.len_utf8()..)?;
        Some(format!(
            "{}({}{}{rest}",
            line.get(..open)?,
            time.strftime("%y%m%d%H%M%S"),
            season(old)
        ))
    };
    shifted().unwrap_or_else(|| line.to_owned())
}

fn same(season: char) -> char {
    season
}

fn other(season: char) -> char {
    if season == 'W' { 'S' } else { 'W' }
}

pub(super) fn gas_stale(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, GAS_VALUE, |line| shift(line, -3 * 86_400, same));
    })
}

pub(super) fn gas_replaced(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        let new: Vec<String> = lines
            .iter()
            .filter(|line| line.starts_with("0-1:"))
            .map(|line| line.replacen("0-1:", "0-4:", 1))
            .collect();
        replace(lines, GAS_VALUE, |line| shift(line, -40 * 86_400, same));
        let end = lines.iter().position(|line| line.starts_with('!'));
        let end = end.unwrap_or(lines.len());
        lines.splice(end..end, new);
    })
}

pub(super) fn gas_unset(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, GAS_VALUE, |_| {
            format!("{GAS_VALUE}632525252525S)(00000.000)")
        });
    })
}

pub(super) fn gas_type(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, GAS_TYPE, |_| format!("{GAS_TYPE}000)"));
    })
}

pub(super) fn clock_unset(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, CLOCK, |_| format!("{CLOCK}700101000000W)"));
    })
}

pub(super) fn clock_ahead(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, CLOCK, |line| shift(line, 17 * 60, same));
    })
}

pub(super) fn clock_season(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, CLOCK, |line| shift(line, 0, other));
    })
}

pub(super) fn counter_back(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let is_back = course.count > 4;
    change(telegram, |lines| {
        replace(lines, "1-0:1.8.1(", |line| match is_back {
            true => "1-0:1.8.1(000000.017*kWh)".to_owned(),
            false => line.to_owned(),
        });
    })
}

pub(super) fn power_sum(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, "1-0:1.7.0(", |_| "1-0:1.7.0(17.250*kW)".to_owned());
    })
}

pub(super) fn phase_lost(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, "1-0:52.7.0(", |_| "1-0:52.7.0(000.0*V)".to_owned());
    })
}

pub(super) fn voltage(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, "1-0:72.7.0(", |_| "1-0:72.7.0(271.0*V)".to_owned());
    })
}

pub(super) fn foreign(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    change(telegram, |lines| {
        replace(lines, "/", |_| r"/XYZ5\NOBODY".to_owned());
        replace(lines, "1-3:0.2.8(", |_| "1-1:0.250.8(99)".to_owned());
        replace(lines, "1-0:1.8.", |line| {
            line.replacen("1-0:1.8.", "1-0:201.77.", 1)
        });
    })
}

pub(super) fn encrypted(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    Heard::now(encrypt(course, telegram, true))
}

pub(super) fn without_tag(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    Heard::now(encrypt(course, telegram, false))
}

/// A unit of general-glo-ciphering around a telegram (IEC 62056-5-3, 9.2.7), with [`KEY`].
fn encrypt(course: &Course, telegram: &[u8], has_tag: bool) -> Vec<u8> {
    let security = if has_tag { 0x30 } else { 0x20 };
    let counter = u32::try_from(course.count)
        .unwrap_or(u32::MAX)
        .to_be_bytes();
    let mut nonce = [0; 12];
    for (to, from) in nonce.iter_mut().zip(TITLE.iter().chain(&counter)) {
        *to = *from;
    }
    let mut associated = vec![security];
    associated.extend(AUTHENTICATION);
    let mut text = telegram.to_vec();
    let cipher = Aes128Gcm::new(&KEY.into());
    let Ok(tag) =
        cipher.encrypt_inout_detached(&nonce.into(), &associated, text.as_mut_slice().into())
    else {
        return text;
    };
    if has_tag {
        // A meter's tag has twelve bytes.
        text.extend(tag.iter().take(12));
    }
    let length = u16::try_from(text.len() + 5)
        .unwrap_or(u16::MAX)
        .to_be_bytes();
    [
        &[0xDB, 8],
        &TITLE[..],
        &[0x82],
        &length,
        &[security],
        &counter,
        &text,
    ]
    .concat()
}
