//! The last line: what was just done, or which keys there are.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel::truncated;
use crate::watch::app::{App, Screen};
use crate::watch::theme::{Role, Theme};

/// Keys and what they do, the most useful first.
type Keys = &'static [(&'static str, &'static str)];

const MAIN: Keys = &[
    ("q", "quit"),
    ("?", "help"),
    ("r", "raw"),
    ("e", "events"),
    ("1 2 3", "span"),
    ("p", "pause"),
    ("s", "snapshot"),
    ("R", "record"),
    ("/", "filter"),
    ("c", "clear"),
];
const LIST: Keys = &[
    ("q", "quit"),
    ("Esc", "back"),
    ("↑ ↓", "scroll"),
    ("/", "filter"),
    ("p", "pause"),
    ("s", "snapshot"),
    ("?", "help"),
];
const HELP: Keys = &[("q", "quit"), ("Esc", "back")];
const FILTER: Keys = &[("Enter", "keep"), ("Esc", "all lines")];

/// Draws it.
pub(super) fn draw(app: &App, left_out: &[&str], theme: Theme, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width);
    let line = if app.filter.typing {
        let text = format!(" /{}▏ ", app.filter.text);
        keys(
            Line::from(theme.span(Role::Strong, text)),
            FILTER,
            width,
            theme,
        )
    } else if let Some(notice) = app.notice() {
        truncated(
            Line::from(theme.span(Role::Strong, format!(" {notice}"))),
            width,
        )
    } else {
        let right = match left_out {
            [] => String::new(),
            _ => format!(
                "more in a larger window: {} ",
                left_out.join(", ").to_lowercase()
            ),
        };
        let listed = match app.screen {
            Screen::Main => MAIN,
            Screen::Raw | Screen::Events => LIST,
            Screen::Help => HELP,
        };
        let mut line = Line::from(" ");
        if app.shown_tabs().len() > 1 {
            line = keys(line, &[("Tab", "next")], width, theme);
        }
        let room = width.saturating_sub(right.chars().count());
        let line = keys(line, listed, room, theme);
        let gap = width.saturating_sub(line.width() + right.chars().count());
        let mut line = line;
        line.push_span(" ".repeat(gap));
        line.push_span(theme.span(Role::Warning, right));
        line
    };
    buffer.set_line(area.x, area.y, &line, area.width);
}

/// Adds as many keys as fit.
fn keys(mut line: Line<'static>, keys: Keys, width: usize, theme: Theme) -> Line<'static> {
    for (key, does) in keys {
        if line.width() + key.chars().count() + does.len() + 3 > width {
            break;
        }
        line.push_span(theme.span(Role::Key, *key));
        line.push_span(theme.span(Role::Faint, format!(" {does}  ")));
    }
    line
}
