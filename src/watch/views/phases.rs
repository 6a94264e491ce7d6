//! Voltage, current and power of each phase.

use ratatui::text::Line;

use super::panel::Panel;
use crate::decode::Decimal;
use crate::watch::figures::{Figures, Phase};
use crate::watch::power::{Flow, Power};
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// Eighths of a column, from none to all.
const EIGHTHS: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
/// Bars are drawn against at least this many watts.
const LEAST: i64 = 1000;
/// Columns of the table without its bars.
const TABLE: u16 = 32;
/// Bars shorter than this say nothing.
const SHORTEST_BAR: u16 = 4;
/// Columns of what stands in front of the units where there is no room for spaces.
const NARROW: [usize; 3] = [5, 5, 6];

/// The table; nothing if the meter says nothing about phases.
pub(super) fn panel(figures: &Figures, theme: Theme, width: u16) -> Option<Panel> {
    if figures.phases.is_empty() {
        return None;
    }
    let full = figures
        .phases
        .iter()
        .flat_map(|phase| [phase.import, phase.export])
        .flatten()
        .filter_map(|power| Some(power.rescaled(0)?.mantissa()))
        .fold(LEAST, i64::max);
    let bars = width
        .checked_sub(TABLE)
        .filter(|room| *room >= SHORTEST_BAR);
    let head = theme.span(
        Role::Faint,
        format!("   {:>8} {:>9} {:>10}", "voltage", "current", "power"),
    );
    if width < TABLE - 1 {
        let lines = figures
            .phases
            .iter()
            .map(|phase| narrow_row(phase, theme))
            .collect();
        return Some(Panel {
            title: "Phases",
            lines,
        });
    }
    let rows = figures
        .phases
        .iter()
        .map(|phase| row(phase, full, bars, theme));
    Some(Panel {
        title: "Phases",
        lines: std::iter::once(Line::from(head)).chain(rows).collect(),
    })
}

fn row(phase: &Phase, full: i64, bars: Option<u16>, theme: Theme) -> Line<'static> {
    let value = |value: Option<Decimal>, decimals: u8, unit: &str| match value {
        Some(value) => format!("{} {unit}", text::rounded(value, decimals)),
        None => "–".to_owned(),
    };
    let mut line = Line::from(theme.span(Role::Strong, format!("L{}", phase.number)));
    line.push_span(format!(
        " {:>8} {:>9} ",
        value(phase.voltage, 1, "V"),
        value(phase.current, 2, "A")
    ));
    let (power, role, arrow) = flow(phase);
    let shown = power.map_or_else(|| "–".to_owned(), text::watts);
    line.push_span(theme.span(role, format!("{arrow}{shown:>9}")));
    if let (Some(room), Some(power)) = (bars, power.and_then(|power| power.rescaled(0))) {
        line.push_span(theme.span(
            role,
            format!(" {}", bar(power.mantissa(), full, room - 1, theme)),
        ));
    }
    line
}

fn narrow_row(phase: &Phase, theme: Theme) -> Line<'static> {
    let [volts, amperes, watts] = NARROW;
    let value = |value: Option<Decimal>, decimals: u8| {
        value.map_or_else(|| "–".to_owned(), |value| text::rounded(value, decimals))
    };
    let (power, role, arrow) = flow(phase);
    let shown = power
        .and_then(|power| power.rescaled(0))
        .map_or_else(|| "–".to_owned(), text::decimal);
    Line::from(vec![
        theme.span(Role::Strong, format!("L{}", phase.number)),
        theme.span(
            Role::Plain,
            format!(
                " {:>volts$}V {:>amperes$}A ",
                value(phase.voltage, 1),
                value(phase.current, 2)
            ),
        ),
        theme.span(role, format!("{arrow}{shown:>watts$}W")),
    ])
}

/// The power that flows on a phase, and which way.
fn flow(phase: &Phase) -> (Option<Decimal>, Role, &'static str) {
    let power = Power {
        import: phase.import,
        export: phase.export,
        ..Power::default()
    };
    match power.flow() {
        Some(Flow::Import(power)) => (Some(power), Role::Import, "▼"),
        Some(Flow::Export(power)) => (Some(power), Role::Export, "▲"),
        Some(Flow::Idle) => (Some(Decimal::new(0, 0)), Role::Plain, " "),
        None => (None, Role::Plain, " "),
    }
}

/// A bar of at most `columns` for `value` of `full`.
pub(super) fn bar(value: i64, full: i64, columns: u16, theme: Theme) -> String {
    let eighths = value.max(0).saturating_mul(i64::from(columns) * 8) / full.max(1);
    let eighths = usize::try_from(eighths)
        .unwrap_or(0)
        .min(usize::from(columns) * 8);
    let mut bar = "█".repeat(eighths / 8);
    match eighths % 8 {
        0 => {}
        rest if theme.unicode => bar.extend(EIGHTHS.get(rest)),
        rest if rest >= 4 => bar.push('█'),
        _ => {}
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_end_within_an_eighth_of_a_column() {
        let bar = |value, theme| bar(value, 1000, 10, theme);
        assert_eq!(bar(500, Theme::PLAIN), "█████");
        assert_eq!(bar(550, Theme::PLAIN), "█████▌");
        assert_eq!(bar(5000, Theme::PLAIN), "██████████");
        assert_eq!(bar(-5, Theme::PLAIN), "");
        assert_eq!(
            bar(
                540,
                Theme {
                    unicode: false,
                    ..Theme::PLAIN
                }
            ),
            "█████"
        );
    }
}
