//! Average power of the running quarter of an hour, and the peaks for which Belgian connections pay.

use ratatui::text::Line;

use super::panel::{Panel, spread};
use super::phases::bar;
use crate::decode::Decimal;
use crate::watch::figures::{Demand, Figures, QUARTER};
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// Columns beside the bar: times of five characters at both ends, with spaces.
const BESIDE: u16 = 12;

/// The panel; nothing if the meter does not average.
pub(super) fn panel(figures: &Figures, theme: Theme, width: u16) -> Option<Panel> {
    let demand = figures.demand.as_ref()?;
    let mut lines = Vec::new();
    if let Some(average) = demand.average {
        let right = Line::from(theme.span(Role::Strong, text::kilowatts(average)));
        lines.push(spread(Line::from("this quarter hour"), right, width));
        lines.extend(
            demand
                .into_quarter
                .map(|seconds| progress(seconds, theme, width)),
        );
    }
    if let Some(peak) = demand.peak {
        let is_beaten = demand
            .average
            .is_some_and(|average| average.to_f64() > peak.value.to_f64());
        let role = if is_beaten {
            Role::Warning
        } else {
            Role::Strong
        };
        let mut left = Line::from("month peak ");
        if let Some(time) = peak.time {
            left.push_span(theme.span(Role::Faint, text::meter_minute(time)));
        }
        lines.push(spread(
            left,
            Line::from(theme.span(role, text::kilowatts(peak.value))),
            width,
        ));
    }
    lines.extend(past(demand, theme, width));
    Some(Panel {
        title: "Quarter-hour demand",
        lines,
    })
}

/// How far the quarter of an hour has come.
fn progress(seconds: u32, theme: Theme, width: u16) -> Line<'static> {
    let clock = |seconds: u32| format!("{:02}:{:02}", seconds / 60, seconds % 60);
    let columns = width.saturating_sub(BESIDE);
    let done = bar(i64::from(seconds), i64::from(QUARTER), columns, theme);
    let rest = usize::from(columns).saturating_sub(done.chars().count());
    Line::from(vec![
        theme.span(Role::Plain, format!("{} ", clock(seconds))),
        theme.span(Role::Import, done),
        theme.span(Role::Faint, "░".repeat(rest)),
        theme.span(Role::Faint, format!(" {}", clock(QUARTER))),
    ])
}

fn past(demand: &Demand, theme: Theme, width: u16) -> Option<Line<'static>> {
    let highest = demand
        .past
        .iter()
        .max_by_key(|peak| peak.value.rescaled(0).map_or(0, Decimal::mantissa))?;
    let mut left = Line::from(format!("{} months ", demand.past.len()));
    if let Some(time) = highest.time {
        left.push_span(theme.span(Role::Faint, text::meter_date(time)));
    }
    Some(spread(
        left,
        Line::from(text::kilowatts(highest.value)),
        width,
    ))
}
