//! The health of the source, always in sight.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::panel::truncated;
use super::state;
use crate::watch::app::App;
use crate::watch::tab::{Recording, Tab};
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// Draws one line, and a second one where there is room for it.
pub(super) fn draw(app: &App, tab: &Tab, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let lines = [
        first(app, tab, theme),
        trouble(app, tab, theme).unwrap_or_else(|| second(tab, theme)),
    ];
    for (row, parts) in area.rows().zip(lines) {
        buffer.set_line(
            row.x,
            row.y,
            &fitted(parts, usize::from(row.width), theme),
            row.width,
        );
    }
}

type Part = Vec<Span<'static>>;

/// As many of the parts as fit whole, the first ones first.
fn fitted(parts: Vec<Part>, width: usize, theme: Theme) -> Line<'static> {
    let mut line = Line::from(" ");
    for part in parts {
        let separator = if line.width() > 1 { " · " } else { "" };
        let wide: usize = part.iter().map(Span::width).sum();
        if line.width() + separator.chars().count() + wide > width && line.width() > 1 {
            continue;
        }
        line.push_span(theme.span(Role::Faint, separator));
        line.extend(part);
    }
    truncated(line, width)
}

fn first(app: &App, tab: &Tab, theme: Theme) -> Vec<Part> {
    let health = &tab.health;
    let totals = health.totals;
    let plain = |text: String| vec![theme.span(Role::Plain, text)];
    let counted = |count: u64, role: Role, text: String| {
        vec![theme.span(if count > 0 { role } else { Role::Plain }, text)]
    };
    let mut parts = vec![plain(some(totals.telegrams(), "telegram", "telegrams"))];
    let mut check = Vec::new();
    if totals.valid > 0 || totals.unchecked == 0 {
        check.push(theme.span(
            Role::Good,
            format!("CRC {} valid", text::count(totals.valid)),
        ));
    } else {
        check.push(theme.span(Role::Plain, "no CRC"));
    }
    if totals.valid > 0 || totals.invalid > 0 || totals.unchecked == 0 {
        let role = if totals.invalid > 0 {
            Role::Bad
        } else {
            Role::Plain
        };
        check.push(theme.span(role, format!(" {} invalid", text::count(totals.invalid))));
    }
    if totals.valid > 0 && totals.unchecked > 0 {
        check.push(theme.span(
            Role::Plain,
            format!(" {} without", text::count(totals.unchecked)),
        ));
    }
    parts.push(check);
    if let Some(period) = health.period() {
        let jitter = health
            .jitter()
            .map(|jitter| format!(" ±{}", text::duration(jitter)))
            .unwrap_or_default();
        parts.push(plain(format!("every {}{jitter}", text::period(period))));
    }
    if tab.live
        && let Some(age) = health.age(app.shown_now())
    {
        parts.push(plain(format!(
            "last {}",
            text::ago(i64::try_from(age.as_secs()).unwrap_or(i64::MAX))
        )));
    }
    parts.push(counted(
        health.gaps,
        Role::Warning,
        some(health.gaps, "gap", "gaps"),
    ));
    parts.push(counted(
        health.reconnects,
        Role::Warning,
        some(health.reconnects, "reconnect", "reconnects"),
    ));
    parts
}

/// Why nothing comes, in place of the dialect, which is known by then.
fn trouble(app: &App, tab: &Tab, theme: Theme) -> Option<Vec<Part>> {
    let reason = state::reason(tab, app.shown_now()).filter(|_| tab.last.is_some())?;
    Some(vec![vec![theme.span(Role::Bad, reason)]])
}

fn second(tab: &Tab, theme: Theme) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    if let Some(received) = &tab.last {
        let choice = received.telegram.dialect();
        parts.push(vec![
            theme.span(Role::Plain, choice.dialect.label),
            theme.span(Role::Faint, format!(" ({})", choice.reason)),
        ]);
        let notes = received.telegram.notes().len() as u64;
        if notes > 0 {
            parts.push(vec![
                theme.span(Role::Warning, some(notes, "note", "notes")),
            ]);
        }
    }
    if let Some(Recording { path, bytes }) = &tab.recording {
        parts.push(vec![
            theme.span(Role::Bad, format!("REC {path} {}", size(*bytes))),
        ]);
    }
    parts.push(vec![theme.span(Role::Plain, size(tab.health.bytes))]);
    let noise = tab.health.totals.noise_bytes;
    if noise > 0 {
        parts.push(vec![
            theme.span(Role::Warning, format!("{} of noise", size(noise))),
        ]);
    }
    parts.extend(
        tab.settings
            .clone()
            .map(|settings| vec![theme.span(Role::Plain, settings)]),
    );
    parts
}

fn some(count: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        text::count(count),
        if count == 1 { one } else { many }
    )
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => some(bytes, "byte", "bytes"),
        10_000..10_000_000 => format!("{} kB", text::count(bytes / 1000)),
        _ => format!("{} MB", text::count(bytes / 1_000_000)),
    }
}
