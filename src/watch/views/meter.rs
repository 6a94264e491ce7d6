//! What the meter says about itself and the connection.

use ratatui::text::Line;

use super::panel::{Panel, spread, wrapped};
use crate::decode::{Decimal, Telegram};
use crate::watch::figures::Figures;
use crate::watch::supply::Supply;
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// A limit of this many kW or A, or more, is none.
const NO_LIMIT: i64 = 999;

/// The operator's message, if there is one.
pub(super) fn message(figures: &Figures, theme: Theme, width: u16) -> Option<Panel> {
    let message = figures.supply.message.as_ref()?;
    let lines = wrapped(message, width).into_iter();
    let lines = lines
        .map(|line| Line::from(theme.span(Role::Strong, line)))
        .collect();
    Some(Panel {
        title: "Message of the grid operator",
        lines,
    })
}

/// Names and states, the most useful first.
pub(super) fn panel(telegram: &Telegram, figures: &Figures, theme: Theme, width: u16) -> Panel {
    let supply = &figures.supply;
    let ident = telegram.name();
    let rows = [
        Some(("meter", ident.trim_start_matches('/').to_owned())),
        supply
            .breaker
            .as_deref()
            .map(|position| ("breaker", breaker(position))),
        limits(supply).map(|text| ("limit", text)),
        failures(supply).map(|text| ("failures", text)),
        last_failure(supply).map(|text| ("last one", text)),
        quality(supply).map(|text| ("voltage", text)),
        supply
            .frequency
            .map(|hertz| ("frequency", format!("{hertz} Hz"))),
        supply.equipment.clone().map(|number| ("number", number)),
        figures.time.map(|time| {
            (
                "clock",
                format!("{} {}", text::meter_date(time), text::meter_clock(time)),
            )
        }),
    ];
    let lines = rows.into_iter().flatten().map(|(key, value)| {
        spread(
            Line::from(theme.span(Role::Faint, key)),
            Line::from(fitted(value, width, key)),
            width,
        )
    });
    Panel {
        title: "Meter",
        lines: lines.collect(),
    }
}

/// Here the key stays and the value gives way.
fn fitted(value: String, width: u16, key: &str) -> String {
    let room = usize::from(width).saturating_sub(key.len() + 1);
    if value.chars().count() <= room {
        return value;
    }
    value
        .chars()
        .take(room.saturating_sub(1))
        .chain(['…'])
        .collect()
}

/// Position of the breaker (IEC 62056-6-2, disconnect control).
fn breaker(position: &str) -> String {
    match position {
        "0" => "0 disconnected".to_owned(),
        "1" => "1 connected".to_owned(),
        "2" => "2 ready to reconnect".to_owned(),
        other => other.to_owned(),
    }
}

fn limits(supply: &Supply) -> Option<String> {
    let limits = [&supply.power_limit, &supply.current_limit];
    if limits.iter().all(|limit| limit.is_none()) {
        return None;
    }
    let is_set = |limit: &&(Decimal, String)| {
        limit
            .0
            .rescaled(0)
            .is_some_and(|limit| limit.mantissa() < NO_LIMIT)
    };
    let set = limits.map(|limit| {
        limit
            .as_ref()
            .filter(is_set)
            .map(|(value, unit)| format!("{value} {unit}"))
    });
    joined(set).or(Some("none set".to_owned()))
}

fn failures(supply: &Supply) -> Option<String> {
    let all = supply.failures.map(|count| format!("{count} of power"));
    let long = supply.long_failures.map(|count| format!("{count} long"));
    joined([all, long])
}

fn last_failure(supply: &Supply) -> Option<String> {
    let (time, seconds) = supply.last_failure?;
    let seconds = u64::try_from(seconds.rescaled(0)?.mantissa()).ok()?;
    let length = text::duration(std::time::Duration::from_secs(seconds));
    Some(format!("{}, {length}", text::meter_date(time)))
}

fn quality(supply: &Supply) -> Option<String> {
    joined([
        supply.sags.map(|count| format!("{count} sags")),
        supply.swells.map(|count| format!("{count} swells")),
    ])
}

fn joined(parts: [Option<String>; 2]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
