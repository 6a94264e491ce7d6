//! Power now, its chart, and the panels below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::panel::{FRAME, Grid};
use super::{chart, counters, demand, devices, meter, phases, power, state};
use crate::watch::app::App;
use crate::watch::figures::Figures;
use crate::watch::tab::Tab;
use crate::watch::theme::Theme;

/// The least rows of the box with the power: its small digits, a word and the borders.
const LEAST_TOP: u16 = 6;
/// The rows that the power and its chart get before the panels get any more: large digits fit.
const GOOD_TOP: u16 = 8;
/// From this width on the chart stands beside the power.
const CHART_FROM: u16 = 52;

/// Draws it; gives the titles of the panels that found no place.
pub(super) fn draw(
    app: &App,
    tab: &Tab,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Vec<&'static str> {
    let Some(received) = &tab.good else {
        state::draw(app, tab, theme, area, buffer);
        return Vec::new();
    };
    let mut figures = Figures::of(&received.telegram);
    for earlier in tab.longer.iter().rev() {
        figures.complete(Figures::of(&earlier.telegram));
    }
    // A short list may not even say whose it is.
    let whole = tab.longer.first().unwrap_or(received);
    let dialect = whole.telegram.dialect().dialect;
    let columns = match area.width {
        ..56 => 1,
        56..112 => 2,
        _ => 3,
    };
    let width = (area.width / columns).saturating_sub(FRAME);
    let panels = [
        phases::panel(&figures, theme, width),
        Some(counters::panel(&figures, dialect, theme, width)),
        demand::panel(&figures, theme, width),
        devices::panel(&figures, theme, width),
        meter::message(&figures, theme, width),
        Some(meter::panel(&whole.telegram, &figures, theme, width)),
    ];
    let panels: Vec<_> = panels
        .into_iter()
        .flatten()
        .filter(|panel| !panel.lines.is_empty())
        .collect();
    let top = if area.height < 18 {
        LEAST_TOP
    } else {
        GOOD_TOP
    };
    let grid = Grid::place(panels, columns, area.height.saturating_sub(top));
    let left_out = grid.left_out.clone();
    let top = area.height - grid.height.min(area.height);
    let [upper, lower] = split(area, top);
    power_and_chart(app, tab, &figures, theme, upper, buffer);
    grid.draw(theme, lower, buffer);
    left_out
}

fn split(area: Rect, top: u16) -> [Rect; 2] {
    let upper = Rect {
        height: top,
        ..area
    };
    let lower = Rect {
        y: area.y + top,
        height: area.height - top,
        ..area
    };
    [upper, lower]
}

fn power_and_chart(
    app: &App,
    tab: &Tab,
    figures: &Figures,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    if area.width < CHART_FROM {
        power::draw(app, tab, figures, theme, area, buffer);
        return;
    }
    let width = match area.width {
        ..72 => 24,
        72..112 => 42,
        _ => 44,
    };
    let left = Rect { width, ..area };
    let right = Rect {
        x: area.x + width,
        width: area.width - width,
        ..area
    };
    power::draw(app, tab, figures, theme, left, buffer);
    chart::draw(app, tab, theme, right, buffer);
}
