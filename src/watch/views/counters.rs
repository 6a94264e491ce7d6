//! Counters of energy, with the tariff in force.

use ratatui::text::Line;

use super::panel::{Panel, spread};
use crate::decode::dialect::Dialect;
use crate::watch::figures::{Counter, Direction, Figures};
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// From this width on there is room for the names of tariffs.
const WITH_NAMES: u16 = 32;

/// The list, the tariff in force marked.
pub(super) fn panel(figures: &Figures, dialect: &Dialect, theme: Theme, width: u16) -> Panel {
    // Beside those of the tariffs, the counter of the sum has to say that it is one.
    let has_tariffs = |counter: &Counter| {
        figures
            .counters
            .iter()
            .any(|other| other.direction == counter.direction && other.tariff.is_some())
    };
    let rows = figures.counters.iter().map(|counter| {
        let name = match counter.tariff {
            Some(tariff) if width < WITH_NAMES => format!(" {tariff}"),
            Some(tariff) => format!(" {}", named(tariff, dialect)),
            None if has_tariffs(counter) => " in all".to_owned(),
            None => String::new(),
        };
        row(counter, name, figures.tariff, theme, width)
    });
    let mut lines: Vec<_> = rows.collect();
    let is_listed = figures
        .counters
        .iter()
        .any(|counter| counter.tariff.is_some() && counter.tariff == figures.tariff);
    if let (Some(tariff), false) = (figures.tariff, is_listed) {
        lines.push(Line::from(format!(
            "▸ tariff {} is in force",
            named(tariff, dialect)
        )));
    }
    if lines.is_empty() {
        lines.push(Line::from(theme.span(Role::Faint, "none in this telegram")));
    }
    Panel {
        title: "Counters",
        lines,
    }
}

fn row(
    counter: &Counter,
    name: String,
    in_force: Option<u8>,
    theme: Theme,
    width: u16,
) -> Line<'static> {
    let is_now = counter.tariff.is_some() && counter.tariff == in_force;
    let role = match counter.direction {
        Direction::Import => Role::Import,
        Direction::Export => Role::Export,
        _ => Role::Plain,
    };
    let mut left = Line::from(theme.span(Role::Strong, if is_now { "▸ " } else { "  " }));
    left.push_span(theme.span(role, counter.direction.word()));
    left.push_span(theme.span(if is_now { Role::Strong } else { Role::Plain }, name));
    if is_now && width >= 36 {
        left.push_span(theme.span(Role::Strong, " now"));
    }
    let value = theme.span(
        if is_now { Role::Strong } else { Role::Plain },
        text::decimal(counter.value),
    );
    let right = Line::from(vec![
        value,
        theme.span(Role::Faint, format!(" {}", counter.unit)),
    ]);
    spread(left, right, width)
}

fn named(tariff: u8, dialect: &Dialect) -> String {
    let name = usize::from(tariff)
        .checked_sub(1)
        .and_then(|at| dialect.tariffs.get(at));
    name.map_or_else(|| tariff.to_string(), |name| format!("{tariff} {name}"))
}
