//! The first line: the sources as tabs, and the time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::Line;

use super::panel::truncated;
use crate::watch::app::App;
use crate::watch::tab::{Link, Tab};
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// Draws it.
pub(super) fn draw(app: &App, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let right = right(app, theme);
    let room = usize::from(area.width).saturating_sub(right.width() + 1);
    let tabs: Vec<Line<'static>> = app
        .shown_tabs()
        .iter()
        .enumerate()
        .map(|(at, tab)| label(tab, app, at == app.shown(), theme))
        .collect();
    let mut line = Line::from(theme.span(Role::Title, " smr "));
    // Tabs to the left of the one in front give way to it.
    let needed = |from: usize| -> usize {
        tabs.iter()
            .take(app.shown() + 1)
            .skip(from)
            .map(|tab| tab.width() + 1)
            .sum()
    };
    let first = (0..app.shown())
        .find(|from| line.width() + 2 + needed(*from) <= room)
        .unwrap_or(app.shown());
    if first > 0 {
        line.push_span("… ");
    }
    for tab in tabs.into_iter().skip(first) {
        line.extend(tab);
        line.push_span(" ");
    }
    buffer.set_line(area.x, area.y, &truncated(line, room), area.width);
    let wide = u16::try_from(right.width()).unwrap_or(u16::MAX);
    buffer.set_line(
        area.right().saturating_sub(wide).max(area.x),
        area.y,
        &right,
        area.width.min(wide),
    );
}

fn label(tab: &Tab, app: &App, is_shown: bool, theme: Theme) -> Line<'static> {
    let now = app.shown_now();
    let (role, dot) = match &tab.link {
        Link::Opening { .. } => (Role::Warning, "◐"),
        Link::Connected { .. } if tab.last.is_none() || tab.is_stale(now) => (Role::Warning, "◐"),
        Link::Connected { .. } => (Role::Good, "●"),
        Link::Lost { .. } | Link::Failed { .. } => (Role::Bad, "○"),
        Link::Ended => (Role::Faint, "◌"),
    };
    let mut line = Line::from(theme.span(role, format!(" {dot}")));
    let name = theme.span(
        if is_shown { Role::Strong } else { Role::Faint },
        format!(" {} ", tab.name),
    );
    line.push_span(if is_shown {
        name.patch_style(Modifier::REVERSED)
    } else {
        name
    });
    if tab.recording.is_some() {
        line.push_span(theme.span(Role::Bad, " REC"));
    }
    line
}

fn right(app: &App, theme: Theme) -> Line<'static> {
    let mut line = Line::default();
    if let Some(came) = app.came_since_pause() {
        let came = if came == 1 {
            "1 telegram since".to_owned()
        } else {
            format!("{came} telegrams since")
        };
        line.push_span(
            theme
                .span(Role::Warning, format!(" PAUSED, {came} "))
                .patch_style(Modifier::REVERSED),
        );
        line.push_span(" ");
    }
    line.push_span(theme.span(Role::Plain, text::clock(app.now(), &app.zone)));
    line.push_span(" ");
    line
}
