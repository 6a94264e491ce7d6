//! What is remarkable about a telegram whose lines have been read.

use super::landmarks::CLOCK;
use super::note::{Note, NoteCode};
use super::obis::Obis;
use super::scan::Check;
use super::telegram::{Item, Reading, Telegram, Value};
use super::timestamp::Timestamp;
use super::unit::Unit;

/// A device may be this much ahead of the meter's clock before it is remarkable, in seconds.
const AHEAD: i64 = 3600;
/// A device reports at least once an hour; after this many seconds it is out of touch.
const STALE: i64 = 24 * 3600;

/// Adds notes to `telegram`.
pub(super) fn judge(telegram: &mut Telegram) {
    let seen = telegram.seen;
    let mut notes = std::mem::take(&mut telegram.notes);
    if let Check::Invalid { written, computed } = telegram.check {
        let written =
            written.map_or_else(|| "no number".to_owned(), |crc| format!("CRC {crc:04X}"));
        let message = format!("{written} was sent, the bytes give {computed:04X}");
        notes.push(Note::new(NoteCode::CheckFailed, None, message));
    }
    // A note that says why there are none is there already in other cases.
    if telegram.readings.is_empty()
        && (!telegram.is_typed() || notes.is_empty())
        && !telegram.is_locked()
    {
        let message = match telegram.is_typed() {
            true => "there is no value in it",
            false => "only the ident line was sent",
        };
        notes.push(Note::new(NoteCode::NoReadings, None, message));
    }
    if seen.not_ascii {
        let count = telegram
            .content()
            .iter()
            .filter(|byte| !byte.is_ascii())
            .count();
        notes.push(Note::new(
            NoteCode::NotAscii,
            None,
            format!("{count} bytes outside ASCII"),
        ));
    }
    if seen.odd_spelling {
        notes.extend(
            telegram
                .readings
                .iter()
                .flat_map(|reading| spelling(telegram, reading)),
        );
    }
    let clock = clock(telegram, &mut notes);
    // Only devices have times that can be old; any reading can have one that was never set.
    let timed = if seen.unset_time {
        0..telegram.readings.len()
    } else {
        telegram.landmarks.devices.clone()
    };
    let timed = telegram.readings.get(timed).unwrap_or_default();
    notes.extend(
        timed
            .iter()
            .filter_map(|reading| time_of(telegram, reading, clock)),
    );
    telegram.notes = notes;
}

/// The telegram's time, if it is set; notes if it is not.
fn clock(telegram: &Telegram, notes: &mut Vec<Note>) -> Option<Timestamp> {
    let item = telegram.landmarks.clock;
    let Some(item) = item.and_then(|index| telegram.item(index)) else {
        return telegram.head_time.filter(|time| time.is_set());
    };
    let raw = telegram.text(item.raw);
    let time = match item.value {
        Value::Time(time) => Some(time),
        _ => Timestamp::parse(raw.0).or_else(|| Timestamp::parse_cosem(raw.0)),
    };
    let set = time.filter(|time| time.is_set());
    if set.is_none() {
        notes.push(Note::new(
            NoteCode::ClockUnset,
            Some(CLOCK),
            format!("the meter's clock says \"{raw}\""),
        ));
    }
    set
}

/// A remark about the times of a reading; at most one, however many there are.
fn time_of(telegram: &Telegram, reading: &Reading, clock: Option<Timestamp>) -> Option<Note> {
    if reading.obis == CLOCK {
        return None;
    }
    let items = telegram.items(reading);
    let note = |code, message: String| Some(Note::new(code, Some(reading.obis), message));
    for item in items {
        let unset = match item.value {
            Value::UnsetTime => true,
            Value::Time(time) => !time.is_set(),
            _ => false,
        };
        if unset {
            return note(
                NoteCode::TimestampUnset,
                format!("\"{}\" is no time", telegram.text(item.raw)),
            );
        }
    }
    reading.obis.mbus_channel()?;
    let time = items.iter().find_map(|item| match item.value {
        Value::Time(time) => Some(time),
        _ => None,
    })?;
    let age = clock?.standard_seconds() - time.standard_seconds();
    if age > STALE {
        return note(
            NoteCode::MbusStale,
            format!("the last report is {} hours old", age / 3600),
        );
    }
    if age < -AHEAD {
        return note(
            NoteCode::TimestampAhead,
            format!("{} minutes ahead of the telegram", -age / 60),
        );
    }
    None
}

/// Remarks about how the code and the units of a reading are written.
fn spelling(telegram: &Telegram, reading: &Reading) -> Vec<Note> {
    let line = reading.line.of(telegram.content());
    let code = line.split(|byte| *byte == b'(').next().unwrap_or_default();
    let mut notes = Vec::new();
    let note = |code, message: String| Note::new(code, Some(reading.obis), message);
    if code.contains(&b':')
        && Obis::parse_standard(code).is_none_or(|(_, length)| length != code.len())
    {
        notes.push(note(
            NoteCode::ObisSpelling,
            format!("written as {}", String::from_utf8_lossy(code)),
        ));
    }
    notes.extend(
        telegram
            .items(reading)
            .iter()
            .filter_map(|item| unit_spelling(telegram, reading.obis, item)),
    );
    notes
}

fn unit_spelling(telegram: &Telegram, obis: Obis, item: &Item) -> Option<Note> {
    let unit = item.unit?;
    let written = telegram.unit_text(item);
    if unit == Unit::Unknown {
        return Some(Note::new(
            NoteCode::UnitUnknown,
            Some(obis),
            format!("unit \"{written}\""),
        ));
    }
    // Swedish meters write kVArh and kVAr throughout: a habit of the dialect, not a fault.
    let is_habit = written.0.windows(3).any(|part| part == b"VAr");
    if written.0 == unit.symbol().as_bytes() || is_habit {
        return None;
    }
    Some(Note::new(
        NoteCode::UnitSpelling,
        Some(obis),
        format!("\"{written}\" for {unit}"),
    ))
}
