//! ASCII telegrams whose lines or whose CRC are not as they should be.

use super::{Course, Heard};
use crate::decode::crc::{crc16_arc, crc16_modbus};

/// Where the `!` stands.
fn mark(telegram: &[u8]) -> Option<usize> {
    telegram.iter().rposition(|byte| *byte == b'!')
}

/// The telegram without its last line, and what follows the `!` there.
fn split(telegram: &[u8]) -> Option<(&[u8], &[u8])> {
    telegram.split_at_checked(mark(telegram)? + 1)
}

/// The same telegram with the CRC that its bytes give, where it had one.
pub(super) fn with_right_crc(telegram: &[u8]) -> Vec<u8> {
    match split(telegram) {
        Some((body, crc)) if crc.first().is_some_and(u8::is_ascii_hexdigit) => {
            [body, format!("{:04X}\r\n", crc16_arc(body)).as_bytes()].concat()
        }
        _ => telegram.to_vec(),
    }
}

/// Changes the lines of a telegram, which then gets the right CRC again. What is no ASCII telegram stays as it is.
pub(super) fn edit(telegram: &[u8], change: impl FnOnce(&mut Vec<String>)) -> Vec<u8> {
    let Some(text) = std::str::from_utf8(telegram)
        .ok()
        .filter(|text| text.starts_with('/'))
    else {
        return telegram.to_vec();
    };
    let mut lines: Vec<String> = text.split("\r\n").map(str::to_owned).collect();
    change(&mut lines);
    with_right_crc(lines.join("\r\n").as_bytes())
}

pub(super) fn other_crc(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    Heard::now(match split(telegram) {
        Some((body, _)) => [body, format!("{:04X}\r\n", crc16_modbus(body)).as_bytes()].concat(),
        None => telegram.to_vec(),
    })
}

pub(super) fn wrong_crc(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    Heard::now(match split(telegram) {
        Some((body, _)) => [body, b"BAD0\r\n"].concat(),
        None => telegram.to_vec(),
    })
}

pub(super) fn no_crc(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    Heard::now(match split(telegram) {
        Some((body, _)) => [body, b"\r\n"].concat(),
        None => telegram.to_vec(),
    })
}

pub(super) fn line_feeds(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let kept = telegram.iter().filter(|byte| **byte != b'\r');
    Heard::now(kept.copied().collect())
}

pub(super) fn no_line_ends(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let kept = telegram
        .iter()
        .filter(|byte| !matches!(byte, b'\r' | b'\n'));
    Heard::now(kept.copied().collect())
}

pub(super) fn no_empty_line(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    let text = String::from_utf8_lossy(telegram).replacen("\r\n\r\n", "\r\n", 1);
    Heard::now(text.into_bytes())
}

pub(super) fn line_lost(course: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    if !course.count.is_multiple_of(3) {
        return Heard::now(telegram.to_vec());
    }
    let text = String::from_utf8_lossy(telegram);
    let lines: Vec<&str> = text.split("\r\n").collect();
    let lost = lines.len() / 2;
    let kept = lines.iter().enumerate().filter(|(at, _)| *at != lost);
    let kept: Vec<&str> = kept.map(|(_, line)| *line).collect();
    Heard::now(kept.join("\r\n").into_bytes())
}

pub(super) fn long(_: &mut Course, telegram: &[u8]) -> Vec<Heard> {
    // 1,024 characters, as hexadecimal digits: as long as DSMR 5 allows.
    let message = format!("0-0:96.13.0({})", "3F".repeat(1_024));
    let changed = edit(telegram, |lines| {
        let at = lines
            .iter()
            .position(|line| line.starts_with("0-0:96.13.0"));
        match at.and_then(|at| lines.get_mut(at)) {
            Some(line) => *line = message,
            None => lines.insert(3, message),
        }
    });
    Heard::now(changed)
}
