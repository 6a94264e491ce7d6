//! How telegrams follow each other: lost, twice, irregularly, or of several meters.

use std::collections::{BTreeMap, BTreeSet};

use super::counted;
use crate::decode::Telegram;
use crate::doctor::evidence::{Arrived, Evidence};
use crate::doctor::finding::Finding;
use crate::doctor::table;

/// Fewer telegrams say nothing about how they follow each other.
const ENOUGH: usize = 5;
/// The shortest step from one telegram to the next is the meter's period if at least so many percent are like that.
const USUAL: usize = 25;
/// A telegram is late when it comes by so many percent of a period earlier or later than it should.
const LATE: i64 = 60;
/// The meter's time and this computer's run alike up to so many percent.
const SAME_TIME: i64 = 30;
/// So many late ones are no chance.
const MANY_LATE: usize = 3;

pub(super) fn look(evidence: &Evidence, findings: &mut Vec<Finding>) {
    if let Some(found) = several(evidence) {
        findings.push(found);
        return;
    }
    duplicates(evidence, findings);
    let Some(rhythm) = Rhythm::of(evidence) else {
        return;
    };
    if rhythm.lost > 0 {
        let text = format!(
            "{} of {} did not come: the meter sends one every {} s, and {} times there was a longer step",
            rhythm.lost, rhythm.sent, rhythm.period, rhythm.gaps
        );
        findings.push(Finding::new(&table::GAPS, text));
    }
    jitter(evidence, rhythm, findings);
}

/// What the meter's own times say about its telegrams.
#[derive(Clone, Copy)]
struct Rhythm {
    /// Seconds from one to the next.
    period: i64,
    lost: i64,
    gaps: usize,
    sent: i64,
}

impl Rhythm {
    fn of(evidence: &Evidence) -> Option<Rhythm> {
        let times = evidence
            .read()
            .filter_map(|arrived| seconds(&arrived.telegram));
        let mut times: Vec<i64> = times.collect();
        times.dedup();
        if times.len() < ENOUGH {
            return None;
        }
        let steps: Vec<i64> = times
            .windows(2)
            .filter_map(|pair| match pair {
                [one, next] => Some(next - one),
                _ => None,
            })
            .collect();
        let period = *steps.iter().min().filter(|period| **period > 0)?;
        let usual = steps.iter().filter(|step| **step == period).count();
        let is_regular = steps.iter().all(|step| step % period == 0);
        (is_regular && usual * 100 >= steps.len() * USUAL).then_some(())?;
        let lost: i64 = steps.iter().map(|step| step / period - 1).sum();
        Some(Rhythm {
            period,
            lost,
            gaps: steps.iter().filter(|step| **step > period).count(),
            sent: lost + i64::try_from(times.len()).unwrap_or(i64::MAX),
        })
    }
}

/// The meter's time, in seconds that pass as others do.
fn seconds(telegram: &Telegram) -> Option<i64> {
    telegram
        .time()
        .map(crate::decode::Timestamp::standard_seconds)
}

/// Telegrams with the meter's time that are equal to the byte.
fn duplicates(evidence: &Evidence, findings: &mut Vec<Finding>) {
    let all: Vec<&Arrived> = evidence.read().collect();
    let twice = all.windows(2).filter(|pair| match pair {
        [one, next] => {
            seconds(&one.telegram).is_some() && one.telegram.bytes() == next.telegram.bytes()
        }
        _ => false,
    });
    let twice = twice.count();
    if twice > 0 {
        let text = format!(
            "{twice} of {} are the same as the one before, with the same time",
            counted(all.len(), "telegram")
        );
        findings.push(Finding::new(&table::DUPLICATES, text));
    }
}

/// Compares when telegrams came with when the meter says it made them.
fn jitter(evidence: &Evidence, rhythm: Rhythm, findings: &mut Vec<Finding>) {
    if !evidence.is_timed() {
        return;
    }
    let delays = evidence.read().filter_map(|arrived| {
        let made = seconds(&arrived.telegram)? * 1_000;
        Some(arrived.at.as_millisecond() - made)
    });
    let delays: Vec<i64> = delays.collect();
    // A meter whose time runs otherwise, as a simulated one may, says nothing about delays.
    let (Some(first), Some(last)) = (delays.first(), delays.last()) else {
        return;
    };
    let made = rhythm.period * 1_000 * i64::try_from(delays.len()).unwrap_or(i64::MAX);
    if (last - first).abs() * 100 > made * SAME_TIME {
        return;
    }
    let limit = rhythm.period * 10 * LATE;
    let changes = delays.windows(2).filter(|pair| match pair {
        [one, next] => (next - one).abs() > limit,
        _ => false,
    });
    let changes = changes.count();
    if changes < MANY_LATE {
        return;
    }
    let (least, most) = (delays.iter().min(), delays.iter().max());
    let spread = most.unwrap_or(&0) - least.unwrap_or(&0);
    let text = format!(
        "the meter makes one every {} s, and they arrive up to {}.{} s apart from that, {changes} times",
        rhythm.period,
        spread / 1_000,
        spread / 100 % 10
    );
    findings.push(Finding::new(&table::JITTER, text));
}

/// The meters that telegrams come from.
fn several(evidence: &Evidence) -> Option<Finding> {
    let mut meters: BTreeMap<String, usize> = BTreeMap::new();
    for arrived in evidence.read() {
        let telegram = &arrived.telegram;
        // A binary telegram need not say in each whose it is.
        if !telegram.ident().0.is_empty() {
            *meters.entry(telegram.ident().to_string()).or_default() += 1;
        }
    }
    (meters.len() > 1).then_some(())?;
    let told: Vec<String> = meters
        .iter()
        .map(|(name, count)| format!("{count} of {}", name.escape_debug()))
        .collect();
    Some(Finding::new(&table::SEVERAL, told.join(", ")))
}

pub(super) fn right(evidence: &Evidence) -> Vec<String> {
    let meters: BTreeSet<_> = evidence
        .read()
        .map(|arrived| arrived.telegram.ident().to_string())
        .collect();
    match Rhythm::of(evidence) {
        Some(Rhythm {
            period, lost: 0, ..
        }) if meters.len() == 1 => vec![format!("one comes every {period} s, and none is lost")],
        _ => Vec::new(),
    }
}
