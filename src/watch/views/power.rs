//! The power that flows now, so large that it reads from across the room.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget};

use super::big::{self, Size};
use super::{panel, state};
use crate::decode::Decimal;
use crate::watch::app::App;
use crate::watch::figures::Figures;
use crate::watch::power::{Flow, PowerFrom};
use crate::watch::tab::{Link, Tab, is_invalid};
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// Draws the number with its direction, or `STALE` where it is no longer true.
pub(super) fn draw(
    app: &App,
    tab: &Tab,
    figures: &Figures,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let now = app.shown_now();
    let inside = panel::frame("Power now", Role::Title, theme, area, buffer);
    let (width, height) = (usize::from(inside.width), usize::from(inside.height));
    let flow = figures.power.flow();
    let facts = if tab.is_stale(now) {
        stale_facts(app, tab, flow, theme, inside.width)
    } else {
        facts(tab, figures, flow, theme, inside.width)
    };
    let room = height.saturating_sub(facts.len());
    let mut lines = if tab.is_stale(now) {
        // The word has to be large; of the facts, the health lines say the rest.
        word(
            stale_word(tab),
            Role::Warning,
            theme,
            width,
            height.saturating_sub(1),
        )
    } else {
        number(flow, theme, width, room)
    };
    let facts = facts.into_iter().take(height.saturating_sub(lines.len()));
    if lines.len() + facts.len() < height {
        lines.push(Line::default());
    }
    lines.extend(facts.map(|line| panel::truncated(line, width)));
    let above = u16::try_from(height.saturating_sub(lines.len()) / 2).unwrap_or(0);
    let place = Rect {
        y: inside.y + above,
        height: inside.height - above,
        ..inside
    };
    Paragraph::new(lines).render(place, buffer);
}

fn number(flow: Option<Flow>, theme: Theme, width: usize, rows: usize) -> Vec<Line<'static>> {
    let (power, role) = match flow {
        Some(Flow::Import(power)) => (power, Role::Import),
        Some(Flow::Export(power)) => (power, Role::Export),
        Some(Flow::Idle) => (Decimal::new(0, 0), Role::Plain),
        None => {
            return vec![Line::from(
                theme.span(Role::Strong, "not said by this meter"),
            )];
        }
    };
    let forms = forms(power);
    let sizes = [(Size::Large, 5), (Size::Small, 3)]
        .into_iter()
        .filter(|(size, _)| theme.unicode || *size == Size::Large);
    for (size, needed) in sizes {
        for (digits, unit) in &forms {
            let wide = big::width(digits, size) + 1 + unit.len();
            if rows >= needed && wide <= width {
                return with_unit(digits, unit, size, role, theme);
            }
        }
    }
    vec![Line::from(
        theme
            .span(role, text::watts(power))
            .patch_style(theme.style(Role::Strong)),
    )]
}

/// The ways to write a power, the best first: whole watts, or kW where those take too much room.
fn forms(power: Decimal) -> Vec<(String, &'static str)> {
    let whole = power.rescaled(0).map(|watts| (watts.to_string(), "W"));
    let kilo = |decimals| {
        let kilowatts = power.shifted(-3)?.rescaled(decimals)?;
        Some((kilowatts.to_string(), "kW"))
    };
    [whole, kilo(2), kilo(1), kilo(0)]
        .into_iter()
        .flatten()
        .collect()
}

fn with_unit(digits: &str, unit: &str, size: Size, role: Role, theme: Theme) -> Vec<Line<'static>> {
    let rows = big::rows(digits, size);
    // The unit stands on the line on which the digits stand.
    let last = rows
        .iter()
        .rposition(|row| !row.trim().is_empty())
        .unwrap_or(0);
    let rows = rows.into_iter().enumerate();
    rows.map(|(at, row)| {
        let mut line = Line::from(theme.span(role, row));
        if at == last {
            line.push_span(theme.span(Role::Strong, format!(" {unit}")));
        }
        line
    })
    .collect()
}

fn word(word: &str, role: Role, theme: Theme, width: usize, rows: usize) -> Vec<Line<'static>> {
    for (size, needed) in [(Size::Large, 5), (Size::Small, 3)] {
        if rows >= needed
            && big::width(word, size) <= width
            && (theme.unicode || size == Size::Large)
        {
            return big::rows(word, size)
                .into_iter()
                .map(|row| Line::from(theme.span(role, row)))
                .collect();
        }
    }
    vec![Line::from(theme.span(role, word.to_owned()))]
}

fn facts(
    tab: &Tab,
    figures: &Figures,
    flow: Option<Flow>,
    theme: Theme,
    width: u16,
) -> Vec<Line<'static>> {
    let mut line = match flow {
        Some(Flow::Import(_)) => Line::from(
            theme
                .span(Role::Import, "▼ IMPORT")
                .patch_style(theme.style(Role::Strong)),
        ),
        Some(Flow::Export(_)) => Line::from(
            theme
                .span(Role::Export, "▲ EXPORT")
                .patch_style(theme.style(Role::Strong)),
        ),
        Some(Flow::Idle) => Line::from("nothing flows"),
        None => Line::default(),
    };
    match flow {
        Some(Flow::Import(_)) if width >= 26 => line.push_span("  from the grid"),
        Some(Flow::Export(_)) if width >= 26 => line.push_span("  to the grid"),
        _ => {}
    }
    if figures.power.from == PowerFrom::Phases {
        line.push_span(theme.span(Role::Faint, "  sum of phases"));
    }
    if figures.power.from == PowerFrom::Absolute {
        line = Line::from("direction not said by this meter");
    }
    let mut facts = vec![line];
    if tab
        .good
        .as_ref()
        .is_some_and(|good| is_invalid(&good.telegram))
    {
        facts.push(Line::from(
            theme.span(Role::Bad, "CRC INVALID: do not trust this"),
        ));
    }
    facts
}

/// Why the figures are no longer those of now.
fn stale_word(tab: &Tab) -> &'static str {
    match tab.link {
        Link::Connected { .. } | Link::Opening { .. } => "STALE",
        Link::Lost { .. } | Link::Failed { .. } => "LOST",
        Link::Ended => "ENDED",
    }
}

fn stale_facts(
    app: &App,
    tab: &Tab,
    flow: Option<Flow>,
    theme: Theme,
    width: u16,
) -> Vec<Line<'static>> {
    let now = app.shown_now();
    let age = tab.health.age(now).unwrap_or_default();
    let since = match age.as_secs() {
        0 => "no telegram any more".to_owned(),
        seconds => format!(
            "no telegram for {}",
            text::duration(Duration::from_secs(seconds))
        ),
    };
    let mut facts = vec![Line::from(theme.span(Role::Warning, since))];
    if let Some(why) = state::reason(tab, now) {
        facts.extend(
            panel::wrapped(&why, width)
                .into_iter()
                .take(2)
                .map(Line::from),
        );
    }
    if let Some(last) = &tab.health.last_telegram {
        let before = match flow {
            Some(Flow::Import(power)) => format!("import {}", text::watts(power)),
            Some(Flow::Export(power)) => format!("export {}", text::watts(power)),
            _ => "0 W".to_owned(),
        };
        let clock = text::clock(*last, &app.zone);
        facts.push(Line::from(
            theme.span(Role::Faint, format!("{before} at {clock}")),
        ));
    }
    facts
}
