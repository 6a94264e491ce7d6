//! What happened at the source, newest first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel;
use crate::watch::app::App;
use crate::watch::log::{Entry, Happening};
use crate::watch::tab::Tab;
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// How many entries a filter leaves.
pub fn count(tab: &Tab, filter: &str) -> usize {
    matching(tab, filter).count()
}

fn matching<'a>(tab: &'a Tab, filter: &str) -> impl Iterator<Item = &'a Entry> + use<'a> {
    let filter = filter.to_lowercase();
    tab.log.newest_first().filter(move |entry| {
        entry.text.to_lowercase().contains(&filter)
            || entry.happening.word().to_lowercase().contains(&filter)
    })
}

/// Draws the list.
pub(super) fn draw(app: &App, tab: &Tab, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let entries: Vec<&Entry> = matching(tab, &app.filter.text).collect();
    let rows = usize::from(area.height.saturating_sub(2));
    let first = app.first_line(entries.len(), rows);
    let filter = if app.filter.text.is_empty() {
        String::new()
    } else {
        format!(" with \"{}\"", app.filter.text)
    };
    let title = format!(
        "Events{filter}, newest first, {}",
        super::raw::position(first, rows, entries.len())
    );
    let inside = panel::frame(&title, Role::Title, theme, area, buffer);
    for (row, entry) in inside.rows().zip(entries.into_iter().skip(first)) {
        let line = panel::truncated(line(app, entry, theme), usize::from(row.width));
        buffer.set_line(row.x, row.y, &line, row.width);
    }
}

fn line(app: &App, entry: &Entry, theme: Theme) -> Line<'static> {
    let role = match entry.happening {
        Happening::Connected => Role::Good,
        Happening::Lost | Happening::CheckFailed => Role::Bad,
        Happening::Silence | Happening::Noise | Happening::Note => Role::Warning,
        Happening::Done => Role::Faint,
    };
    let mut line = Line::from(vec![
        theme.span(
            Role::Faint,
            format!("{}  ", text::day_and_clock(entry.at, &app.zone)),
        ),
        theme.span(role, format!("{:<10} ", entry.happening.word())),
        theme.span(Role::Plain, entry.text.clone()),
    ]);
    if entry.times > 1 {
        line.push_span(theme.span(Role::Faint, format!("  ×{}", entry.times)));
    }
    line
}
