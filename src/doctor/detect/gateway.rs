//! How the gateway itself is.

use super::counted;
use crate::doctor::evidence::Evidence;
use crate::doctor::finding::{Finding, Kind};
use crate::doctor::table;
use crate::gateway::judge::{Figure, Judgement, Rating, judge};
use crate::gateway::update::Standing;
use crate::gateway::{Findings, Status, words};
use crate::image::Version;

/// Figures of `smr diag` that are findings where they are not good: the code of the figure, the finding, and from which rating on.
const FIGURES: &[(&str, &Kind, Rating)] = &[
    ("signal", &table::GW_SIGNAL, Rating::Fair),
    ("wifi-losses", &table::GW_WIFI_LOST, Rating::Fair),
    ("memory", &table::GW_MEMORY, Rating::Fair),
    ("largest-block", &table::GW_FRAGMENTED, Rating::Fair),
    ("clients", &table::GW_FULL, Rating::Fair),
    ("clients-refused", &table::GW_FULL, Rating::Fair),
    ("client-lag", &table::GW_SLOW_CLIENT, Rating::Fair),
    ("bytes-lost", &table::GW_OVERRUNS, Rating::Fair),
    ("framing-errors", &table::GW_FRAMING, Rating::Fair),
];

pub(super) fn look(evidence: &Evidence, findings: &mut Vec<Finding>) {
    let Some(gateway) = &evidence.gateway else {
        return;
    };
    let info = &gateway.info.model;
    let state = words::state(&info.state);
    match info.state.as_str() {
        "setup" | "fallback" => findings.push(Finding::new(&table::SETUP_OPEN, state)),
        "unclaimed" => findings.push(Finding::new(&table::GW_PASSWORD_UNSET, state)),
        _ => {}
    }
    old_firmware(evidence, &info.firmware.version, findings);
    let Some(status) = &gateway.status else {
        if info.state == "run" {
            let text = match evidence.is_unheard() {
                true => "only who it is could be asked, and not where it serves its meter",
                false => "only who it is could be asked",
            };
            findings.push(Finding::new(&table::GW_LOCKED, text));
        }
        return;
    };
    restarts(&status.model, findings);
    image(&status.model, findings);
    figures(&gateway.judgement(), findings);
}

fn old_firmware(evidence: &Evidence, runs: &str, findings: &mut Vec<Finding>) {
    let Some(newest) = &evidence.newest_firmware else {
        return;
    };
    let versions = (runs.parse::<Version>(), newest.parse::<Version>());
    let (Ok(now), Ok(new)) = versions else {
        return;
    };
    if now.is_older_than(&new) {
        let text = format!("it runs {now}, and {new} is at hand");
        findings.push(Finding::new(&table::GW_OLD, text));
    }
}

/// Why it started last, and how often watchdogs had to act.
fn restarts(status: &Status, findings: &mut Vec<Finding>) {
    let reset = &status.device.reset;
    let (reason, _) = words::reason(&reset.reason);
    let uptime = super::span(status.device.uptime_s.into());
    let when = format!("{uptime} ago: {reason}");
    match reset.reason.as_str() {
        "crash" => {
            let registers = reset.exception.as_ref().map_or_else(String::new, |crash| {
                format!("; exception {} at {}", crash.cause, crash.epc1)
            });
            findings.push(Finding::new(&table::GW_CRASHED, when + &registers));
        }
        "hardware-watchdog" | "software-watchdog" | "stuck" => {
            findings.push(Finding::new(&table::GW_HUNG, when));
        }
        _ if status.watchdog.hw_resets > 0 => {
            let count = usize::try_from(status.watchdog.hw_resets).unwrap_or(usize::MAX);
            let text = format!("{} since power came", counted(count, "time"));
            findings.push(Finding::new(&table::GW_HUNG, text));
        }
        _ => {}
    }
}

/// How the image that runs stands: the figure of `smr diag`, where that is not good.
fn image(status: &Status, findings: &mut Vec<Finding>) {
    let kind = match Standing::of(status) {
        Standing::Confirmed => return,
        Standing::Trial => &table::GW_TRIAL,
        Standing::RolledBack(_) => &table::GW_ROLLED_BACK,
    };
    let judgement = judge(status);
    let is_bad = |figure: &&Figure| figure.code == "image" && figure.rating == Some(Rating::Fair);
    if let Some(figure) = judgement.figures.iter().find(is_bad) {
        findings.push(Finding::new(kind, figure.text.clone()));
    }
}

fn figures(judgement: &Judgement, findings: &mut Vec<Finding>) {
    for (code, kind, from) in FIGURES {
        let bad = |figure: &&Figure| {
            figure.code == *code && figure.rating.is_some_and(|rating| rating >= *from)
        };
        // Several places for one thing are told once.
        if findings.iter().any(|finding| finding.kind == *kind) {
            continue;
        }
        if let Some(figure) = judgement.figures.iter().find(bad) {
            let text = format!("{}: {}", figure.label, figure.text);
            findings.push(Finding::new(kind, text));
        }
    }
}

pub(super) fn right(evidence: &Evidence) -> Vec<String> {
    let Some(Findings {
        status: Some(status),
        ..
    }) = &evidence.gateway
    else {
        return Vec::new();
    };
    let status = &status.model;
    let mut right = Vec::new();
    if let Some(signal) = status.wifi.rssi_dbm {
        right.push(format!("the gateway's Wi-Fi: {signal} dBm"));
    }
    right.push(format!(
        "the gateway: firmware {}, running for {}, {} of {} places for readers taken",
        status.device.firmware.version,
        super::span(status.device.uptime_s.into()),
        status.tcp.connected,
        status.tcp.max_clients
    ));
    right
}
