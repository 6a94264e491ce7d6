//! What is wrong and what is right: as a page, and as `smr.doctor/1`.

use std::fmt::Write as _;

use serde::Serialize;

use super::diag::{fit, wrapped};
use super::style::{Colour, Role};
use crate::decode::Check;
use crate::doctor::{Diagnosis, Evidence, Finding, Severity};

/// How wide a page is.
const WIDTH: usize = 100;
/// How wide the word of a severity is.
const WORD: usize = 8;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    source: &'a str,
    listened_s: f64,
    bytes: usize,
    telegrams: Counts,
    gateway: Option<GatewayDocument<'a>>,
    right: &'a [String],
    findings: Vec<FindingDocument<'a>>,
}

#[derive(Serialize)]
struct Counts {
    valid: usize,
    invalid: usize,
    unchecked: usize,
}

#[derive(Serialize)]
struct GatewayDocument<'a> {
    id: &'a str,
    name: &'a str,
    address: &'a str,
    firmware: &'a str,
    board: &'a str,
    state: &'a str,
}

#[derive(Serialize)]
struct FindingDocument<'a> {
    code: &'static str,
    severity: &'static str,
    title: &'static str,
    evidence: &'a str,
    remedy: String,
}

impl<'a> FindingDocument<'a> {
    fn of(finding: &'a Finding) -> FindingDocument<'a> {
        let remedies: Vec<&str> = finding.remedies().collect();
        FindingDocument {
            code: finding.kind.code,
            severity: finding.kind.severity.name(),
            title: finding.kind.title,
            evidence: &finding.evidence,
            remedy: remedies.join("; "),
        }
    }
}

/// `smr.doctor/1`, indented.
pub fn json(evidence: &Evidence, diagnosis: &Diagnosis) -> String {
    let count = |is_it: fn(Check) -> bool| {
        let all = evidence.telegrams.iter();
        all.filter(|arrived| is_it(arrived.telegram.check()))
            .count()
    };
    let gateway = evidence.gateway.as_ref().map(|gateway| {
        let info = &gateway.info.model;
        GatewayDocument {
            id: &info.id,
            name: &info.name,
            address: &gateway.place,
            firmware: &info.firmware.version,
            board: &info.board,
            state: &info.state,
        }
    });
    let document = Document {
        schema: "smr.doctor/1",
        source: &evidence.name,
        listened_s: (evidence.listened.as_secs_f64() * 10.0).round() / 10.0,
        bytes: evidence.raw.len(),
        telegrams: Counts {
            valid: count(|check| check == Check::Valid),
            invalid: count(|check| matches!(check, Check::Invalid { .. })),
            unchecked: count(|check| check == Check::Absent),
        },
        gateway,
        right: &diagnosis.right,
        findings: diagnosis.findings.iter().map(FindingDocument::of).collect(),
    };
    // Texts and numbers cannot fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// A page: what was looked at, what was found with what to do, and what is right.
pub fn page(evidence: &Evidence, diagnosis: &Diagnosis, colour: Colour) -> String {
    let mut text = String::new();
    let name: String = evidence.name.chars().map(fit).collect();
    let _ = writeln!(
        text,
        "{}  {}",
        colour.paint(Role::Strong, name),
        colour.paint(Role::Faint, heard(evidence))
    );
    for finding in &diagnosis.findings {
        text.push('\n');
        self::finding(finding, colour, &mut text);
    }
    if !diagnosis.right.is_empty() {
        let _ = writeln!(text, "\n{}", colour.paint(Role::Good, "right"));
        for right in &diagnosis.right {
            lines(right, "- ", Role::Strong, Colour::Off, &mut text);
        }
    }
    text
}

fn heard(evidence: &Evidence) -> String {
    if evidence.is_unheard() {
        return "its meter could not be listened to".to_owned();
    }
    let telegrams = match evidence.telegrams.len() {
        0 => "no telegram".to_owned(),
        1 => "1 telegram".to_owned(),
        count => format!("{count} telegrams"),
    };
    let bytes = evidence.raw.len();
    let seconds = evidence.listened.as_secs_f32();
    format!("{telegrams}, {bytes} bytes in {seconds:.0} s")
}

fn finding(finding: &Finding, colour: Colour, text: &mut String) {
    let kind = finding.kind;
    let role = match kind.severity {
        Severity::Error => Role::Bad,
        Severity::Warning => Role::Warning,
        Severity::Info => Role::Faint,
    };
    let _ = writeln!(
        text,
        "{} {}  {}",
        colour.paint(role, format_args!("{:<WORD$}", kind.severity.name())),
        colour.paint(Role::Strong, kind.title),
        colour.paint(Role::Faint, format_args!("[{}]", kind.code))
    );
    // Evidence may quote what a meter or a gateway said, which may be anything.
    let evidence: String = finding.evidence.chars().map(fit).collect();
    lines(&evidence, "", Role::Strong, Colour::Off, text);
    for remedy in finding.remedies() {
        lines(remedy, "-> ", Role::Faint, colour, text);
    }
}

/// A text in as many lines as it needs, the first with a sign before it.
fn lines(said: &str, sign: &str, role: Role, colour: Colour, text: &mut String) {
    let (indent, hang) = (WORD + 1, sign.len());
    let width = WIDTH - indent - sign.len();
    for (index, line) in wrapped(said, width).iter().enumerate() {
        let sign = if index == 0 { sign } else { "" };
        let line = format!("{sign:<hang$}{line}");
        let _ = writeln!(text, "{:indent$}{}", "", colour.paint(role, line));
    }
}

/// How many of what there are, in one line.
pub fn summary(diagnosis: &Diagnosis) -> String {
    let counted = |severity: Severity, noun: &str| match diagnosis.count(severity) {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    };
    match diagnosis.worst() {
        None => "nothing is wrong".to_owned(),
        Some(Severity::Info) => format!("nothing is wrong; {}", counted(Severity::Info, "note")),
        Some(_) => format!(
            "{}, {}, {}",
            counted(Severity::Error, "error"),
            counted(Severity::Warning, "warning"),
            counted(Severity::Info, "note")
        ),
    }
}
