//! The keys, and what the marks mean.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget};

use super::panel;
use crate::watch::theme::{Role, Theme};

const KEYS: &[(&str, &str)] = &[
    ("q  Ctrl-C", "quit"),
    ("Esc", "back to the figures; there, quit"),
    ("Tab  ← →", "next and previous source"),
    ("1  2  3", "chart over 1 minute, 10 minutes, 1 hour"),
    ("r", "raw telegram, each line explained"),
    ("e", "events: connections, CRC errors, notes"),
    ("/", "show only lines with a text"),
    ("↑ ↓  PgUp PgDn", "scroll, also with j k, Home and End"),
    (
        "p  Space",
        "pause: the screen stands still, counting goes on",
    ),
    ("s", "snapshot of the screen, as SVG and JSON"),
    ("R", "record the raw bytes; again to end"),
    ("c", "clear the counters at the bottom"),
    ("Ctrl-Z", "to the shell; come back with fg"),
];

const MARKS: &[(&str, &str)] = &[
    ("●  ◐  ○  ◌", "source works, waits, is lost, has ended"),
    ("▼ ▲", "import from the grid, export to it"),
    ("▸", "the tariff in force"),
    ("✗ !", "line that cannot be read, note"),
];

/// Draws them.
pub(super) fn draw(theme: Theme, area: Rect, buffer: &mut Buffer) {
    let inside = panel::frame("Help", Role::Title, theme, area, buffer);
    let row = |role: Role, (key, does): &(&str, &str)| {
        Line::from(vec![
            theme.span(role, format!("{key:<15} ")),
            theme.span(Role::Plain, *does),
        ])
    };
    let mut lines: Vec<_> = KEYS.iter().map(|entry| row(Role::Key, entry)).collect();
    if usize::from(inside.height) > lines.len() + MARKS.len() {
        lines.push(Line::default());
    }
    lines.extend(MARKS.iter().map(|entry| row(Role::Strong, entry)));
    Paragraph::new(lines).render(inside, buffer);
}
