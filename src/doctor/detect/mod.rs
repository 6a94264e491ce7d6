//! From evidence to findings.
//!
//! The chain of causes is followed: where nothing comes, nothing is said about telegrams; where no telegram comes, the signal is
//! judged; only telegrams that arrive well are asked what they say.

mod channels;
mod clock;
mod content;
mod damage;
mod flow;
mod gateway;
mod reception;
mod shape;
mod signal;

use std::cmp::Reverse;

use super::evidence::Evidence;
use super::finding::{Diagnosis, Finding, Severity};
use super::table;

/// Judges all evidence.
pub fn examine(evidence: &Evidence) -> Diagnosis {
    let mut diagnosis = Diagnosis::default();
    let findings = &mut diagnosis.findings;
    gateway::look(evidence, findings);
    if let Some(why) = &evidence.unreachable {
        findings.push(Finding::new(&table::UNREACHABLE, why.clone()));
    } else if !evidence.is_unheard() {
        reception::look(evidence, findings);
    }
    let is_well_received = diagnosis.count(Severity::Error) == 0;
    let findings = &mut diagnosis.findings;
    if is_well_received {
        // What is lost or late is told of telegrams that are whole.
        flow::look(evidence, findings);
    }
    clock::look(evidence, findings);
    channels::look(evidence, findings);
    content::look(evidence, findings);
    diagnosis
        .findings
        .sort_by_key(|finding| (Reverse(finding.kind.severity), finding.kind.place()));
    diagnosis.right = reception::right(evidence);
    diagnosis.right.extend(flow::right(evidence));
    diagnosis.right.extend(clock::right(evidence));
    diagnosis.right.extend(content::right(evidence));
    diagnosis.right.extend(gateway::right(evidence));
    diagnosis
}

/// A number with its noun.
fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

/// Seconds as a person says them.
fn span(seconds: i64) -> String {
    match seconds.abs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}
