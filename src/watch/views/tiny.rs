//! A window with room for one or two lines.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel::truncated;
use crate::watch::app::App;
use crate::watch::power::{Flow, Power};
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// Says the power, and what to do to see the rest.
pub(super) fn draw(app: &App, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let tab = app.tab();
    let stale = tab.is_some_and(|tab| tab.is_stale(app.shown_now()));
    let flow = tab.and_then(|tab| Power::of(&tab.good.as_ref()?.telegram).flow());
    let power = match flow {
        Some(Flow::Import(power)) => (Role::Import, format!("▼ import {}", text::watts(power))),
        Some(Flow::Export(power)) => (Role::Export, format!("▲ export {}", text::watts(power))),
        Some(Flow::Idle) => (Role::Plain, "0 W".to_owned()),
        None => (Role::Plain, "no telegram yet".to_owned()),
    };
    let (width, height) = super::SMALLEST;
    let mut lines = vec![power];
    if stale {
        lines.insert(0, (Role::Warning, "STALE".to_owned()));
    }
    if app.came_since_pause().is_some() {
        lines.insert(0, (Role::Warning, "PAUSED".to_owned()));
    }
    lines.push((
        Role::Faint,
        format!("window too small, {width}×{height} shows more"),
    ));
    lines.push((Role::Faint, "q quit".to_owned()));
    for (row, (role, text)) in area.rows().zip(lines) {
        let line = truncated(Line::from(theme.span(role, text)), usize::from(row.width));
        buffer.set_line(row.x, row.y, &line, row.width);
    }
}
