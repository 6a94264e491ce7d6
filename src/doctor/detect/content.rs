//! What telegrams say: values that cannot be, codes that nobody knows, and what other readers make of it.

use std::collections::{BTreeMap, BTreeSet};

use super::counted;
use crate::decode::view::Datum;
use crate::decode::{Obis, Telegram, Unit};
use crate::doctor::evidence::Evidence;
use crate::doctor::finding::Finding;
use crate::doctor::{readers, strict, table};

/// Something odd must show in as many telegrams: a single one may be a chance.
const OFTEN: usize = 3;
/// The sum of the phases may differ by so many watts, or by so much of the power: they are not measured at one moment.
const POWER_WATTS: f64 = 150.0;
const POWER_SHARE: f64 = 0.1;
/// The voltages that a grid may have, in volts: 230 V with 10 percent up and 15 percent down (EN 50160), and the 127 V to earth of
/// grids without a neutral wire.
const VOLTAGES: [std::ops::RangeInclusive<f64>; 2] = [195.0..=253.0, 108.0..=146.0];
/// Below this a phase has none, in volts.
const DEAD: f64 = 10.0;
/// As many bytes many readers have room for.
const ROOM: usize = 1_500;
/// As many codes are shown.
const SHOWN: usize = 5;

/// The group C of power imported and exported, and of voltage, of each phase (IEC 62056-61).
const PHASES: [(u8, u8, u8); 3] = [(21, 22, 32), (41, 42, 52), (61, 62, 72)];

pub(super) fn look(evidence: &Evidence, findings: &mut Vec<Finding>) {
    counters(evidence, findings);
    often(evidence, findings, power_sum);
    often(evidence, findings, dead_phase);
    often(evidence, findings, voltage);
    for_readers(evidence, findings);
}

/// A number and its unit.
fn value(telegram: &Telegram, code: Obis) -> Option<(f64, Option<Unit>)> {
    let reading = telegram.find(code)?;
    let unit = telegram.items(reading).iter().find_map(|item| item.unit);
    match telegram.view(reading).first()?.value {
        Datum::Number(number) => Some((number.to_f64(), unit)),
        _ => None,
    }
}

fn watts(telegram: &Telegram, c: u8) -> Option<f64> {
    let (number, unit) = value(telegram, Obis::new(1, 0, c, 7, 0))?;
    match unit?.symbol() {
        "kW" => Some(number * 1_000.0),
        "W" => Some(number),
        _ => None,
    }
}

fn volts(telegram: &Telegram, c: u8) -> Option<f64> {
    let (number, unit) = value(telegram, Obis::new(1, 0, c, 7, 0))?;
    (unit?.symbol() == "V").then_some(number)
}

/// Finds what shows in many telegrams.
fn often(evidence: &Evidence, findings: &mut Vec<Finding>, odd: fn(&Telegram) -> Option<Finding>) {
    let telegrams = evidence.read().count();
    let mut found: Vec<Finding> = evidence
        .read()
        .filter_map(|arrived| odd(&arrived.telegram))
        .collect();
    let count = found.len();
    if count < OFTEN || count * 2 < telegrams {
        return;
    }
    if let Some(mut last) = found.pop() {
        last.evidence = format!("{}, in {count} of {telegrams} telegrams", last.evidence);
        findings.push(last);
    }
}

fn power_sum(telegram: &Telegram) -> Option<Finding> {
    let whole = watts(telegram, 1)? - watts(telegram, 2).unwrap_or(0.0);
    let phases: Vec<f64> = PHASES
        .iter()
        .filter_map(|(import, export, _)| {
            let import = watts(telegram, *import)?;
            Some(import - watts(telegram, *export).unwrap_or(0.0))
        })
        .collect();
    let sum: f64 = phases.iter().sum();
    let allowed = POWER_WATTS.max(whole.abs().max(sum.abs()) * POWER_SHARE);
    let differs = !phases.is_empty() && (whole - sum).abs() > allowed;
    let text = format!("the meter says {whole:.0} W, its phases {sum:.0} W together");
    differs.then(|| Finding::new(&table::POWER_SUM, text))
}

fn voltages(telegram: &Telegram) -> Vec<(usize, f64)> {
    let all = PHASES.iter().enumerate();
    all.filter_map(|(at, (_, _, c))| Some((at + 1, volts(telegram, *c)?)))
        .collect()
}

fn dead_phase(telegram: &Telegram) -> Option<Finding> {
    let all = voltages(telegram);
    let dead: Vec<String> = all
        .iter()
        .filter(|(_, volts)| *volts < DEAD)
        .map(|(phase, volts)| format!("L{phase} has {volts} V"))
        .collect();
    // One live phase alone is a connection with one phase; grids without a neutral wire leave the middle one out.
    let is_without_neutral = all.iter().any(|(_, volts)| VOLTAGES[1].contains(volts));
    let is_odd = all.len() == 3 && dead.len() == 1 && !is_without_neutral;
    is_odd.then(|| Finding::new(&table::PHASE_DEAD, dead.join(", ")))
}

fn voltage(telegram: &Telegram) -> Option<Finding> {
    let odd: Vec<String> = voltages(telegram)
        .into_iter()
        .filter(|(_, volts)| *volts >= DEAD && !VOLTAGES.iter().any(|range| range.contains(volts)))
        .map(|(phase, volts)| format!("L{phase} has {volts} V"))
        .collect();
    (!odd.is_empty()).then(|| Finding::new(&table::VOLTAGE, odd.join(", ")))
}

/// Counters only rise.
fn counters(evidence: &Evidence, findings: &mut Vec<Finding>) {
    let mut last: BTreeMap<(String, String), f64> = BTreeMap::new();
    let mut falls: Vec<String> = Vec::new();
    for arrived in evidence.read() {
        let telegram = &arrived.telegram;
        let name = telegram.name();
        for view in telegram.views() {
            let [a, _, c, d, ..] = view.obis.groups();
            let is_sum = a == 1 && d == 8 && (1..=4).contains(&c);
            let is_device = view.channel.is_some() && c == 24 && matches!(d, 2 | 3);
            let Some(Datum::Number(number)) = view.first().map(|entry| entry.value) else {
                continue;
            };
            if !is_sum && !is_device {
                continue;
            }
            let (code, now) = (view.obis.to_string(), number.to_f64());
            if let Some(before) = last.insert((name.clone(), code.clone()), now)
                && now < before
            {
                falls.push(format!("{code} from {before} to {now}"));
            }
        }
    }
    if !falls.is_empty() {
        falls.truncate(SHOWN);
        findings.push(Finding::new(&table::COUNTER_BACK, falls.join(", ")));
    }
}

fn for_readers(evidence: &Evidence, findings: &mut Vec<Finding>) {
    let Some(last) = evidence.read().last() else {
        if let Some(locked) = evidence.sound().last() {
            settings(&locked.telegram, findings);
        }
        return;
    };
    let telegram = &last.telegram;
    let dialect = telegram.dialect().dialect;
    if ["p1", "dlms"].contains(&dialect.id) {
        let text = format!("{}: {}", telegram.name(), telegram.dialect().reason);
        findings.push(Finding::new(&table::UNKNOWN_DIALECT, text));
    }
    let unknown: BTreeSet<String> = telegram
        .views()
        .filter(|view| view.quantity.is_none())
        .map(|view| view.obis.to_string())
        .collect();
    if !unknown.is_empty() {
        let first: Vec<&str> = unknown.iter().take(SHOWN).map(String::as_str).collect();
        let text = format!("{}: {}", counted(unknown.len(), "code"), first.join(", "));
        findings.push(Finding::new(&table::UNKNOWN_CODES, text));
    }
    let longest = evidence
        .sound()
        .map(|arrived| arrived.telegram.bytes().len());
    let longest = longest.max().unwrap_or_default();
    if longest > ROOM {
        let room = (longest + longest / 4).next_multiple_of(256);
        let text = format!("up to {longest} bytes; many readers have room for {ROOM}");
        let advice = format!(
            "at ESPHome: max_telegram_length: {room}, and rx_buffer_size: {room} at the uart"
        );
        findings.push(Finding::new(&table::LONG, text).advise(advice));
    }
    if let Some(why) = strict::refusal(telegram) {
        findings.push(Finding::new(&table::STRICT, why));
    }
    settings(telegram, findings);
}

fn settings(telegram: &Telegram, findings: &mut Vec<Finding>) {
    let dialect = telegram.dialect().dialect;
    let Some(settings) = readers::settings(dialect.id) else {
        return;
    };
    let text = format!("{}: {}", dialect.label, settings.line);
    let finding = settings
        .told()
        .fold(Finding::new(&table::READERS, text), Finding::advise);
    findings.push(finding);
}

pub(super) fn right(evidence: &Evidence) -> Vec<String> {
    let accepted = evidence.read().last().filter(|last| {
        let is_its_own = last.telegram.dialect().dialect.id == "nl-dsmr-5.0";
        is_its_own && strict::refusal(&last.telegram).is_none()
    });
    accepted
        .map(|_| "a strict DSMR 5 reader accepts the telegrams".to_owned())
        .into_iter()
        .collect()
}
