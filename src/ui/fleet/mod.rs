//! Fleets: the inventory, what gateways answer, and reports of rollouts for people, programs, test runners and browsers.

pub mod html;
pub mod junit;
pub mod live;

use serde::Serialize;

use super::settings::{ChangeLine, Outcome, change_lines};
use super::style::{Colour, Role};
use super::table::{Cell, table};
use crate::error::Result;
use crate::fleet::look::{Look, OFFLINE};
use crate::fleet::report::{Report, Verdict};
use crate::fleet::{Member, PasswordPlace, Task};
use crate::gateway::judge::Rating;
use crate::gateway::settings::Difference;

/// What stands where nothing is known.
const UNKNOWN: &str = "-";

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    host: &'a str,
    group: Option<&'a str>,
    labels: &'a std::collections::BTreeMap<String, String>,
    user: &'a str,
    password: Option<&'a PasswordPlace>,
}

#[derive(Serialize)]
struct Checked<'a> {
    name: &'a str,
    host: &'a str,
    id: Option<&'a str>,
    state: &'a str,
    version: Option<&'a str>,
    board: Option<&'a str>,
    health: Option<Rating>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct Document<T> {
    schema: &'static str,
    gateways: Vec<T>,
}

fn pretty(value: &impl Serialize) -> String {
    // Texts and numbers cannot fail to become JSON.
    serde_json::to_string_pretty(value).map_or_else(|_| String::new(), |text| text + "\n")
}

/// `smr.fleet.list/1`
pub fn list_json(members: &[Member]) -> String {
    let listed = members.iter().map(|member| Listed {
        name: &member.name,
        host: &member.host,
        group: member.group.as_deref(),
        labels: &member.labels,
        user: &member.user,
        password: member.password.as_ref(),
    });
    pretty(&Document {
        schema: "smr.fleet.list/1",
        gateways: listed.collect(),
    })
}

fn head(titles: &[&str]) -> Vec<Cell> {
    titles
        .iter()
        .map(|title| Cell::new(*title).with_role(Role::Strong))
        .collect()
}

fn cell(text: Option<&str>) -> Cell {
    Cell::new(text.unwrap_or(UNKNOWN))
}

/// The inventory as a table.
pub fn list(members: &[Member], colour: Colour, out: &mut Vec<u8>) {
    let mut rows = vec![head(&["NAME", "HOST", "GROUP", "LABELS"])];
    rows.extend(members.iter().map(|member| {
        let labels: Vec<String> = member
            .labels
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        vec![
            Cell::new(&member.name),
            Cell::new(&member.host),
            cell(member.group.as_deref()),
            Cell::new(labels.join(",")),
        ]
    }));
    table(&rows, colour, out);
}

/// `smr.fleet.check/1`
pub fn check_json(checked: &[(Member, Look)]) -> String {
    let checked = checked.iter().map(|(member, look)| Checked {
        name: &member.name,
        host: &member.host,
        id: look.id.as_deref(),
        state: &look.state,
        version: look.version.as_deref(),
        board: look.board.as_deref(),
        health: look.health,
        reason: look.trouble.as_ref().map(ToString::to_string),
    });
    pretty(&Document {
        schema: "smr.fleet.check/1",
        gateways: checked.collect(),
    })
}

/// What gateways answer as a table.
pub fn check(checked: &[(Member, Look)], colour: Colour, out: &mut Vec<u8>) {
    let mut rows = vec![head(&[
        "NAME", "HOST", "STATE", "VERSION", "BOARD", "HEALTH", "REASON",
    ])];
    rows.extend(checked.iter().map(|(member, look)| {
        let state = Cell::new(&look.state);
        let health = cell(look.health.map(Rating::word));
        vec![
            Cell::new(&member.name),
            Cell::new(&member.host),
            if look.state == OFFLINE {
                state.with_role(Role::Bad)
            } else {
                state
            },
            cell(look.version.as_deref()),
            cell(look.board.as_deref()),
            match look.health {
                Some(Rating::Good) => health.with_role(Role::Good),
                Some(Rating::Fair) => health.with_role(Role::Warning),
                Some(Rating::Poor) => health.with_role(Role::Bad),
                None => health,
            },
            Cell::new(
                look.trouble
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
        ]
    }));
    table(&rows, colour, out);
}

#[derive(Serialize)]
struct Differing<'a> {
    name: &'a str,
    host: &'a str,
    result: Outcome,
    changes: Vec<ChangeLine<'a>>,
    reason: Option<String>,
}

/// `smr.fleet.difference/1`
pub fn differences_json(asked: &[(Member, Result<Difference>)]) -> String {
    let differing = asked.iter().map(|(member, found)| {
        let difference = found.as_ref().ok();
        Differing {
            name: &member.name,
            host: &member.host,
            result: match difference {
                None => Outcome::Failed,
                Some(difference) if difference.is_empty() => Outcome::Unchanged,
                Some(_) => Outcome::Planned,
            },
            changes: change_lines(difference),
            reason: found.as_ref().err().map(ToString::to_string),
        }
    });
    pretty(&Document {
        schema: "smr.fleet.difference/1",
        gateways: differing.collect(),
    })
}

/// A report as JSON.
pub fn report_json(report: &Report) -> String {
    pretty(report)
}

/// A report as a table. Versions are told where they are what it was about.
pub fn report(report: &Report, colour: Colour, out: &mut Vec<u8>) {
    let is_update = matches!(report.what, Task::Update { .. });
    let titles = [
        "NAME", "STAGE", "RESULT", "BEFORE", "AFTER", "ATTEMPTS", "REASON",
    ];
    let wanted = |(index, _): &(usize, Cell)| is_update || !(3..5).contains(index);
    let kept = |cells: Vec<Cell>| {
        let cells = cells.into_iter().enumerate().filter(wanted);
        cells.map(|(_, cell)| cell).collect()
    };
    let mut rows = vec![kept(head(&titles))];
    rows.extend(report.gateways.iter().map(|row| {
        kept(vec![
            Cell::new(&row.name),
            Cell::new(row.stage.to_string()),
            Cell::new(report.what.told(row.result)).with_role(role(row.result)),
            cell(row.version_before.as_deref()),
            cell(row.version_after.as_deref()),
            Cell::new(row.attempts.to_string()),
            Cell::new(row.reason.as_deref().unwrap_or_default()),
        ])
    }));
    table(&rows, colour, out);
}

fn role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Updated | Verdict::Current => Role::Good,
        Verdict::Failed => Role::Bad,
        Verdict::Unreachable => Role::Warning,
        Verdict::Pending => Role::Faint,
    }
}

/// A text within XML or HTML, also within quotes. Characters that XML cannot hold are left out (XML 1.0, 2.2).
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, result: Verdict, reason: Option<&str>) -> crate::fleet::report::Row {
        let at = |second: i64| jiff::Timestamp::from_second(1_790_000_000 + second).ok();
        let is_begun = result != Verdict::Pending;
        crate::fleet::report::Row {
            id: is_begun.then(|| "smr-a1b2c3".to_owned()),
            name: name.to_owned(),
            address: "10.0.0.1".to_owned(),
            stage: 1,
            result,
            version_before: is_begun.then(|| "1.0.0".to_owned()),
            version_after: is_begun.then(|| "2.0.0".to_owned()),
            attempts: u32::from(is_begun),
            reason: reason.map(str::to_owned),
            code: reason.map(|_| "cut".to_owned()),
            bytes_sent: 1_000,
            began_at: at(0).filter(|_| is_begun),
            ended_at: at(12).filter(|_| is_begun),
        }
    }

    pub(super) fn sample() -> Report {
        Report {
            schema: "smr.fleet.report/1",
            state: "paused",
            task: "update",
            what: Task::Update {
                images: vec![crate::fleet::task::PlannedImage {
                    path: None,
                    sha256: "ab".repeat(32),
                    version: "2.0.0".to_owned(),
                    board: "esp8266-1m".to_owned(),
                    bytes: 1_000,
                }],
                key: None,
            },
            version: Some("2.0.0".to_owned()),
            sha256: Some("ab".repeat(32)),
            seed: 7,
            stage: 1,
            stages: 2,
            gateways: vec![
                row("kitchen", Verdict::Updated, None),
                row(
                    "<b>&\"barn\"",
                    Verdict::Failed,
                    Some("the upload broke off <here>"),
                ),
                row("attic", Verdict::Unreachable, Some("nobody answers")),
                row("cellar", Verdict::Pending, None),
            ],
        }
    }

    #[test]
    fn people_get_a_table() {
        let mut out = Vec::new();
        report(&sample(), Colour::Off, &mut out);
        let text = String::from_utf8(out).expect("text");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 5);
        let words: Vec<&str> = lines[1].split_whitespace().collect();
        assert_eq!(words, ["kitchen", "1", "updated", "1.0.0", "2.0.0", "1"]);
        assert!(lines[2].ends_with("the upload broke off <here>"), "{text}");
        let words: Vec<&str> = lines[4].split_whitespace().collect();
        assert_eq!(words, ["cellar", "1", "pending", "-", "-", "0"]);
    }

    #[test]
    fn the_summary_counts_what_there_is() {
        assert_eq!(
            sample().summary(),
            "1 updated, 1 failed, 1 unreachable, 1 pending"
        );
    }
}
