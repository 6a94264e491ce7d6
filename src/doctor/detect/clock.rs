//! Whether the meter's clock is right.

use super::span;
use crate::decode::note::NoteCode;
use crate::decode::timestamp::Zone;
use crate::doctor::evidence::{Arrived, Evidence};
use crate::doctor::finding::Finding;
use crate::doctor::table;

/// A clock may be so far off, in seconds: meters are set over slow radio links.
const TOLERANCE: i64 = 60;
/// So close to a whole hour nobody comes by chance, in seconds.
const CLOSE_TO_HOUR: i64 = 30;
const HOUR: i64 = 3_600;
/// Telegrams of Finland and Sweden look alike, and their clocks are an hour apart.
const TWO_ZONES: &str = "se-p1";

pub(super) fn look(evidence: &Evidence, findings: &mut Vec<Finding>) {
    let unset = evidence.read().find_map(|arrived| {
        let mut notes = arrived.telegram.notes().iter();
        notes.find(|note| note.code == NoteCode::ClockUnset)
    });
    if let Some(note) = unset {
        findings.push(Finding::new(&table::CLOCK_UNSET, note.message.clone()));
        return;
    }
    let Some(off) = offset(evidence).filter(|off| off.abs() > TOLERANCE) else {
        return;
    };
    let way = if off > 0 { "ahead of" } else { "behind" };
    let text = format!("it is {} {way} this computer's", span(off));
    let from_hour = off.rem_euclid(HOUR);
    let is_hours = from_hour.min(HOUR - from_hour) <= CLOSE_TO_HOUR;
    findings.push(match is_hours && off.abs() < 15 * HOUR {
        true => {
            let hours = (off + off.signum() * HOUR / 2) / HOUR;
            let text = format!("it is {} h {way} this computer's", hours.abs());
            let season = season(evidence).map_or_else(String::new, |said| format!("; {said}"));
            Finding::new(&table::CLOCK_HOURS, text + &season)
        }
        false => Finding::new(&table::CLOCK_OFF, text),
    });
}

/// What the last telegram says about summer time.
fn season(evidence: &Evidence) -> Option<String> {
    let last = evidence.read().last()?;
    match last.telegram.time()?.zone() {
        Zone::Summer => Some("it says that it is summer time".to_owned()),
        Zone::Winter => Some("it says that it is standard time".to_owned()),
        Zone::Unsaid => None,
    }
}

/// How many seconds the meter's clock is ahead, by the telegram that was least delayed; nothing where nothing can be said.
fn offset(evidence: &Evidence) -> Option<i64> {
    if !evidence.is_timed() {
        return None;
    }
    let offsets: Vec<i64> = evidence.read().filter_map(offset_of).collect();
    offsets.iter().copied().min_by_key(|off| off.abs())
}

fn offset_of(arrived: &Arrived) -> Option<i64> {
    let telegram = &arrived.telegram;
    let time = telegram.time()?;
    let dialect = telegram.dialect().dialect;
    let standard = time.standard_seconds() - i64::from(dialect.standard_hours) * HOUR;
    let off = standard - arrived.at.as_second();
    // Where a clock does not say what it means, it may mean summer time; or the other zone.
    let may_be_hour_ahead = time.zone() == Zone::Unsaid || dialect.id == TWO_ZONES;
    match may_be_hour_ahead && (off - HOUR).abs() <= TOLERANCE {
        true => Some(off - HOUR),
        false => Some(off),
    }
}

pub(super) fn right(evidence: &Evidence) -> Vec<String> {
    let off = offset(evidence).filter(|off| off.abs() <= TOLERANCE);
    off.map(|off| format!("the meter's clock is right, to {} s", off.abs().max(1)))
        .into_iter()
        .collect()
}
