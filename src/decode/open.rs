//! Unwraps binary frames, decrypts what is encrypted, and reads what comes out.

use std::sync::Arc;

use super::dlms::cipher::{self, Opened, Unproven};
use super::dlms::list::{self, Plan};
use super::dlms::notification::{self, DATA_NOTIFICATION};
use super::hex::hex;
use super::note::{Note, NoteCode};
use super::p1::{self, Lines};
use super::probe_p1;
use super::scan::{Check, Framing, Probe};
use super::sheet::Sheet;
use super::sml;
use super::telegram::{Carried, Span, Telegram};
use super::wire::ciphered::{self, Unit};
use super::wire::{Missing, hdlc, mbus_frame, sml_transport};

/// An empty line ends the ident of an ASCII telegram; some meters encrypt everything behind it.
const EMPTY_LINE: &[u8] = b"\r\n\r\n";

/// Reads a telegram that is not plain ASCII; `telegram` holds the frame and no readings. `false` if it is plain ASCII.
pub(super) fn read(telegram: &mut Telegram) -> bool {
    let mut payload = std::mem::take(&mut telegram.content);
    payload.clear();
    telegram.carried = Carried::Lines;
    telegram.system_title = [0; 8];
    telegram.head_time = None;
    telegram.plan = Plan::default();
    if telegram.framing == Framing::P1 && !has_ciphered_lines(&telegram.bytes, &mut payload) {
        telegram.content = payload;
        return false;
    }
    telegram.ident = Span::default();
    telegram.carried = Carried::Values;
    let missing = match telegram.framing {
        Framing::Hdlc => hdlc::unwrap(&telegram.bytes, &mut payload),
        Framing::Mbus => mbus_frame::unwrap(&telegram.bytes, &mut payload),
        Framing::Sml => {
            sml_transport::unwrap(&telegram.bytes, &mut payload);
            None
        }
        Framing::P1Encrypted | Framing::Apdu => {
            payload.extend_from_slice(&telegram.bytes);
            None
        }
        Framing::P1 => None,
    };
    if let Some(missing) = missing {
        note(telegram, NoteCode::PartsMissing, missing.message());
    }
    let mut rendered = std::mem::take(&mut telegram.rendered);
    if telegram.framing == Framing::Sml {
        let time = sml::read(&mut sheet(telegram, &payload, &mut rendered));
        telegram.head_time = time;
    } else if missing == Some(Missing::Beginning) {
        // What is there starts anywhere.
    } else if open(telegram, &mut payload, missing) {
        application(telegram, &payload, &mut rendered);
    }
    payload.append(&mut rendered);
    telegram.rendered = rendered;
    telegram.content = payload;
    true
}

fn note(telegram: &mut Telegram, code: NoteCode, message: &str) {
    telegram.notes.push(Note::new(code, None, message));
}

fn sheet<'a>(
    telegram: &'a mut Telegram,
    content: &'a [u8],
    rendered: &'a mut Vec<u8>,
) -> Sheet<'a> {
    Sheet {
        content,
        rendered,
        readings: &mut telegram.readings,
        items: &mut telegram.items,
        notes: &mut telegram.notes,
    }
}

/// Takes the ciphered unit that stands in place of the lines of an ASCII telegram.
fn has_ciphered_lines(bytes: &[u8], payload: &mut Vec<u8>) -> bool {
    let line = memchr::memchr(b'\r', bytes).unwrap_or(bytes.len());
    let behind = bytes
        .get(line..)
        .and_then(|rest| rest.strip_prefix(EMPTY_LINE));
    let unit = behind.filter(|rest| {
        // A line of text starts with a digit: neither with a tag nor with the length of an empty title.
        matches!(rest.first(), Some(&ciphered::TAG | 0))
            && ciphered::parse(rest).is_some_and(|unit| !unit.is_cut)
    });
    payload.extend_from_slice(unit.unwrap_or_default());
    unit.is_some()
}

/// Replaces a ciphered unit by its text; `false` if it stays closed.
fn open(telegram: &mut Telegram, payload: &mut Vec<u8>, missing: Option<Missing>) -> bool {
    let is_in_ascii = telegram.framing == Framing::P1;
    if payload.first() != Some(&ciphered::TAG) && !is_in_ascii {
        return true;
    }
    let Some(unit) = ciphered::parse(payload) else {
        return true;
    };
    if let Ok(title) = unit.title.try_into() {
        telegram.system_title = title;
    }
    let keys = Arc::clone(&telegram.keys);
    let mut text = Vec::with_capacity(unit.text.len());
    // Without all of the ciphertext there is no tag, and what is there can still be read.
    let opened = cipher::open(&unit, &keys, &mut text);
    let told = tell(
        &unit,
        opened,
        !keys.is_empty(),
        missing.is_some() || unit.is_cut,
    );
    if let Some((code, message)) = told {
        note(telegram, code, &message);
    }
    let is_locked = matches!(opened, Opened::NoKey | Opened::WrongKey { .. });
    if is_locked {
        telegram.carried = Carried::Locked;
    }
    if is_in_ascii || telegram.framing == Framing::P1Encrypted {
        let is_ascii = is_locked || text.first() == Some(&b'/');
        telegram.framing = match is_ascii {
            true => Framing::P1Encrypted,
            false => Framing::Apdu,
        };
    }
    if opened == Opened::Proven && telegram.check == Check::Absent {
        telegram.check = Check::Valid;
    }
    *payload = text;
    !is_locked
}

/// What is to be said about the key and the tag.
fn tell(
    unit: &Unit<'_>,
    opened: Opened,
    has_keys: bool,
    is_cut: bool,
) -> Option<(NoteCode, String)> {
    let meter = meter(unit.title);
    let told = match opened {
        Opened::Proven => return None,
        Opened::Unproven(_) if is_cut => return None,
        Opened::Plain => (
            NoteCode::NotEncrypted,
            format!("the content of {meter} stands there in plain"),
        ),
        Opened::NoKey if has_keys => (
            NoteCode::NoKey,
            format!("none of the keys is for {meter}: add it to the key file"),
        ),
        Opened::NoKey => (
            NoteCode::NoKey,
            format!(
                "{meter} encrypts: ask the grid operator for the key and give it with --key or --key-file"
            ),
        ),
        Opened::WrongKey { tag_failed: true } => (
            NoteCode::WrongKey,
            format!(
                "the tag does not match and the content of {meter} makes no sense: is it the encryption key of this meter?"
            ),
        ),
        Opened::WrongKey { tag_failed: false } => (
            NoteCode::WrongKey,
            format!(
                "the content of {meter} makes no sense: is it the encryption key of this meter?"
            ),
        ),
        Opened::Unproven(Unproven::NoTag) => (
            NoteCode::NotAuthenticated,
            format!("{meter} sends no authentication tag"),
        ),
        Opened::Unproven(Unproven::NoKey) => (
            NoteCode::NotAuthenticated,
            format!(
                "the tag of {meter} was not checked: give its authentication key with --auth-key"
            ),
        ),
        Opened::Unproven(Unproven::TagFailed) => (
            NoteCode::NotAuthenticated,
            format!(
                "the tag of {meter} does not match: is it the authentication key of this meter?"
            ),
        ),
    };
    Some(told)
}

/// A meter by its system title, as people can compare it.
fn meter(title: &[u8]) -> String {
    if title.is_empty() {
        return "the meter (it sends no system title)".to_owned();
    }
    let digits = hex(title);
    let letters = title.get(..3).unwrap_or_default();
    match letters.iter().all(u8::is_ascii_alphanumeric) {
        true => format!("meter {digits} ({})", String::from_utf8_lossy(letters)),
        false => format!("meter {digits}"),
    }
}

/// Reads the unit of the application layer that was unwrapped.
fn application(telegram: &mut Telegram, content: &[u8], rendered: &mut Vec<u8>) {
    match content.first() {
        Some(b'/') => lines(telegram, content),
        Some(&DATA_NOTIFICATION | 1 | 2) => {
            let body = match notification::header(content) {
                Some((time, body)) => {
                    telegram.head_time = time;
                    body
                }
                None => 0,
            };
            let plan = list::read(&mut sheet(telegram, content, rendered), body).0;
            telegram.plan = plan;
        }
        Some(tag) => {
            let message = format!("the unit has the tag {tag:#04x}, which is no data notification");
            note(telegram, NoteCode::ContentUnknown, &message);
        }
        None => note(
            telegram,
            NoteCode::ContentUnknown,
            "the frame carries nothing",
        ),
    }
}

/// Reads an ASCII telegram that was encrypted. It has a checksum of its own.
fn lines(telegram: &mut Telegram, content: &[u8]) {
    telegram.carried = Carried::HiddenLines;
    if let Probe::Frame { check, .. } = probe_p1::probe(content, true)
        && check != Check::Absent
    {
        telegram.check = check;
    }
    let mut lines = Lines {
        readings: &mut telegram.readings,
        items: &mut telegram.items,
        notes: &mut telegram.notes,
    };
    (telegram.ident, telegram.seen) = p1::read(content, &mut lines);
}
