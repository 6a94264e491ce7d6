//! Telegrams that are not whole: cut, without their end, without line ends, mixed, or with something between them.

use super::counted;
use crate::decode::{Check, Framing};
use crate::doctor::alike::{attempts, codes, is_meter_text};
use crate::doctor::evidence::Evidence;
use crate::doctor::finding::Finding;
use crate::doctor::table;

/// Where an attempt at a telegram ended without being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stump {
    /// In the middle of a line.
    Cut(usize),
    /// Behind a line, but not the last.
    NoEnd(usize),
    /// Nowhere: it has no lines.
    NoLineEnds,
}

pub(super) fn look(evidence: &Evidence, findings: &mut Vec<Finding>) {
    if let Some(mixed) = mixed(evidence) {
        findings.push(mixed);
        return;
    }
    let stumps = stumps(evidence);
    if let Some(found) = judged(&stumps) {
        findings.push(found);
    }
    let between: Vec<&[u8]> = evidence
        .noise_between()
        .filter(|noise| attempts(noise).is_empty() && codes(noise) == 0)
        .collect();
    if !between.is_empty() && stumps.is_empty() {
        let bytes = between.iter().map(|noise| noise.len()).sum();
        let places = counted(between.len(), "place");
        let text = format!("{} in {places} between telegrams", counted(bytes, "byte"));
        findings.push(Finding::new(&table::BETWEEN, text));
    }
    without_crc(evidence, findings);
}

/// All attempts at telegrams that are none.
fn stumps(evidence: &Evidence) -> Vec<Stump> {
    let raw = evidence.raw.as_slice();
    let noise = evidence.noise.iter().flat_map(|(start, length)| {
        let end = start + length;
        let attempts = attempts(raw.get(*start..end).unwrap_or_default());
        // The last of a stream was cut by the end of listening, unless the stream has ended by itself.
        let is_open = end >= raw.len() && !evidence.has_ended;
        let whole = attempts.len() - usize::from(is_open && !attempts.is_empty());
        attempts.into_iter().take(whole)
    });
    noise.filter_map(stump).collect()
}

fn stump(text: &[u8]) -> Option<Stump> {
    let has_lines = text.iter().any(|byte| matches!(byte, b'\r' | b'\n'));
    if !has_lines {
        return is_meter_text(text).then_some(Stump::NoLineEnds);
    }
    let ends_with_line = matches!(text.last(), Some(b'\r' | b'\n'));
    Some(match ends_with_line {
        true => Stump::NoEnd(text.len()),
        false => Stump::Cut(text.len()),
    })
}

fn judged(stumps: &[Stump]) -> Option<Finding> {
    let count = stumps.len();
    let told = counted(count, "telegram");
    let no_lines = stumps.iter().filter(|stump| **stump == Stump::NoLineEnds);
    let no_lines = no_lines.count();
    if no_lines * 2 > count {
        let text = format!("{told} on one line each");
        return Some(Finding::new(&table::NO_LINE_ENDS, text));
    }
    let lengths: Vec<usize> = stumps
        .iter()
        .filter_map(|stump| match stump {
            Stump::Cut(length) | Stump::NoEnd(length) => Some(*length),
            Stump::NoLineEnds => None,
        })
        .collect();
    let (shortest, longest) = (lengths.iter().min()?, lengths.iter().max()?);
    let is_constant = shortest == longest && count > 1;
    if is_constant && longest.is_power_of_two() {
        let text = format!("{told}, each of {longest} bytes, a usual size of a buffer");
        return Some(Finding::new(&table::CUT, text));
    }
    let behind_lines = stumps
        .iter()
        .filter(|stump| matches!(stump, Stump::NoEnd(_)));
    if behind_lines.count() == count && count > 1 {
        let text =
            format!("{told} of {shortest} to {longest} bytes, all ending behind a whole line");
        return Some(Finding::new(&table::NO_END, text));
    }
    if is_constant {
        let text = format!("{told}, each of {longest} bytes");
        return Some(Finding::new(&table::CUT, text));
    }
    let text = match shortest == longest {
        true => format!("{told}, after {longest} bytes"),
        false => format!("{told}, after {shortest} to {longest} bytes"),
    };
    Some(Finding::new(&table::BROKEN_OFF, text))
}

/// The start of one telegram, then one with a wrong CRC, then the end of another, again and again.
fn mixed(evidence: &Evidence) -> Option<Finding> {
    let noise = |at: usize, is_before: bool| {
        evidence.noise.iter().find_map(|(start, length)| {
            let meets = if is_before {
                start + length == at
            } else {
                *start == at
            };
            let bytes = evidence.raw.get(*start..start + length)?;
            meets.then_some(bytes)
        })
    };
    let damaged: Vec<_> = evidence.damaged().collect();
    let between = damaged.iter().filter(|arrived| {
        let telegram = &arrived.telegram;
        let start = usize::try_from(telegram.offset()).unwrap_or(usize::MAX);
        let before = noise(start, true).unwrap_or_default();
        let after = noise(start.saturating_add(telegram.bytes().len()), false);
        let after = after.unwrap_or_default();
        !attempts(before).is_empty() && (codes(after) > 0 || after.contains(&b'!'))
    });
    let between = between.count();
    (between >= 2 && between * 2 >= damaged.len()).then_some(())?;
    let text = format!(
        "{} begin before the one before has ended, and go on behind the end of another",
        counted(between, "telegram")
    );
    Some(Finding::new(&table::MIXED, text))
}

/// Telegrams of a kind that has a CRC.
fn without_crc(evidence: &Evidence, findings: &mut Vec<Finding>) {
    let bare = |arrived: &&crate::doctor::Arrived| {
        let telegram = &arrived.telegram;
        telegram.framing() == Framing::P1
            && !telegram.is_locked()
            && telegram.check() == Check::Absent
    };
    // Where others have one, it was damaged.
    if evidence
        .telegrams
        .iter()
        .any(|arrived| arrived.telegram.check() != Check::Absent)
    {
        return;
    }
    let count = evidence.telegrams.iter().filter(bare).count();
    let Some(first) = evidence.telegrams.iter().find(bare) else {
        return;
    };
    let dialect = first.telegram.dialect().dialect;
    let bare = format!("{} of {}", counted(count, "telegram"), dialect.label);
    let sends_none = ["nl-dsmr-2.2", "nl-ace4000", "de-d0", "p1"].contains(&dialect.id);
    findings.push(match sends_none {
        true => Finding::new(
            &table::UNCHECKED,
            format!("{bare}, as it is with these meters"),
        ),
        false => Finding::new(&table::NO_CRC, format!("{bare}, which sends a CRC")),
    });
}
