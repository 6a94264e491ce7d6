//! Whether anything comes, and whether it is telegrams.

use super::{counted, damage, shape, signal};
use crate::decode::Check;
use crate::decode::note::NoteCode;
use crate::doctor::evidence::{Evidence, Origin};
use crate::doctor::finding::Finding;
use crate::doctor::table;
use crate::gateway::status::P1;

/// A spike or two when a cable is plugged in are no meter.
const SPIKES: usize = 8;

pub(super) fn look(evidence: &Evidence, findings: &mut Vec<Finding>) {
    if !evidence.losses.is_empty() {
        let last = evidence.losses.last().cloned().unwrap_or_default();
        let times = counted(evidence.losses.len(), "time");
        findings.push(Finding::new(
            &table::LOST,
            format!("{times}, at last: {last}"),
        ));
    }
    if evidence.raw.len() < SPIKES {
        findings.push(nothing(evidence));
        return;
    }
    if evidence.telegrams.is_empty()
        && let Some(found) = signal::turned(evidence)
    {
        findings.push(found);
        return;
    }
    let before = findings.len();
    shape::look(evidence, findings);
    if evidence.telegrams.is_empty() && findings.len() == before {
        findings.push(signal::judge(evidence));
        return;
    }
    damage::look(evidence, findings);
    ciphers(evidence, findings);
}

/// Why nothing comes.
fn nothing(evidence: &Evidence) -> Finding {
    let count = match evidence.raw.len() {
        0 => "nothing".to_owned(),
        count => format!("{count} bytes, which are no more than spikes,"),
    };
    let listened = evidence.listened.as_secs_f32();
    let heard = format!("{count} in {listened:.0} s");
    let status = evidence.gateway.as_ref().and_then(|it| it.status.as_ref());
    match (status.map(|it| &it.model.p1), &evidence.origin) {
        (Some(line), _) => behind_gateway(line, &heard),
        (None, Origin::Serial { settings }) => Finding::new(
            &table::NO_BYTES,
            format!("{heard} at {}, {settings}", evidence.name),
        )
        .advise("is it the right port? smr flash list-ports says which there are"),
        (None, Origin::Recording { .. }) => {
            Finding::new(&table::NO_BYTES, "the recording is empty")
                .advise("see whether the source that was recorded sends: smr doctor SOURCE")
        }
        (None, Origin::Network) => Finding::new(
            &table::NO_BYTES,
            format!("connected to {}, and {heard}", evidence.name),
        )
        .advise("does another program hold the only place? Close it and try again"),
        (None, Origin::Simulated) => Finding::new(&table::NO_BYTES, heard),
    }
}

fn behind_gateway(line: &P1, heard: &str) -> Finding {
    let settings = format!("{} baud {}", line.baud, line.format.escape_debug());
    let level = if line.inverted {
        "inverted"
    } else {
        "not inverted"
    };
    let text = match (line.bytes, line.last_byte_ms) {
        (0, _) => format!(
            "{heard}; the gateway has not heard one byte since its start ({settings}, {level})"
        ),
        (bytes, Some(age)) => format!(
            "{heard}; the gateway has heard {bytes} bytes since its start, the last {} s ago ({settings}, {level})",
            age / 1_000
        ),
        (bytes, None) => format!("{heard}; the gateway has heard {bytes} bytes since its start"),
    };
    Finding::new(&table::METER_SILENT, text)
}

/// Telegrams that are encrypted.
fn ciphers(evidence: &Evidence, findings: &mut Vec<Finding>) {
    for (code, kind) in [
        (NoteCode::NoKey, &table::NO_KEY),
        (NoteCode::WrongKey, &table::WRONG_KEY),
        (NoteCode::NotAuthenticated, &table::NOT_AUTHENTICATED),
    ] {
        let mut notes = evidence.telegrams.iter().filter_map(|arrived| {
            let telegram = &arrived.telegram;
            let note = telegram.notes().iter().find(|note| note.code == code)?;
            Some((telegram, note))
        });
        let Some((telegram, note)) = notes.next() else {
            continue;
        };
        let title = telegram.system_title().map_or_else(String::new, |title| {
            format!(" (system title {})", crate::decode::hex(&title))
        });
        let text = format!(
            "{} of {}{title}: {}",
            notes.count() + 1,
            counted(evidence.telegrams.len(), "telegram"),
            note.message
        );
        findings.push(Finding::new(kind, text));
    }
}

pub(super) fn right(evidence: &Evidence) -> Vec<String> {
    let mut right = Vec::new();
    let telegrams = evidence.telegrams.len();
    if telegrams == 0 {
        if evidence.raw.len() >= SPIKES {
            right.push(format!("bytes come: {}", evidence.raw.len()));
        }
        return right;
    }
    let sound = evidence.sound().count();
    let checked = evidence
        .sound()
        .filter(|arrived| arrived.telegram.check() == Check::Valid)
        .count();
    if sound == telegrams && checked == telegrams {
        right.push(match telegrams {
            1 => "1 telegram came, and its checksum is right".to_owned(),
            count => format!("{count} telegrams came, and all their checksums are right"),
        });
    } else if sound > 0 {
        right.push(format!("{sound} of {telegrams} telegrams arrived well"));
    }
    if let Some(first) = evidence.telegrams.first() {
        let choice = first.telegram.dialect();
        if !["p1", "dlms"].contains(&choice.dialect.id) {
            right.push(format!(
                "the meter: {} ({})",
                choice.dialect.label, choice.reason
            ));
        }
    }
    right
}
