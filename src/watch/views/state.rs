//! What the screen says as long as there is no telegram to show.

use std::time::Duration;

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget};

use super::panel;
use crate::watch::app::App;
use crate::watch::tab::{Link, Tab};
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// After this long without a telegram it is time for advice.
const ADVICE_AFTER: Duration = Duration::from_secs(15);

/// Says what happens, since when, and what to look at if it takes long.
pub(super) fn draw(app: &App, tab: &Tab, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let now = app.shown_now();
    let inside = panel::frame("Power now", Role::Title, theme, area, buffer);
    let (role, headline) = headline(tab, now);
    let mut lines = vec![Line::from(theme.span(role, headline))];
    let mut add = |text: &str| {
        let wrapped = panel::wrapped(text, inside.width);
        lines.extend(wrapped.into_iter().map(Line::from));
    };
    if let Some(reason) = reason(tab, now) {
        add(&reason);
    }
    for line in advice(tab, now) {
        add("");
        add(&line);
    }
    let above =
        u16::try_from(usize::from(inside.height).saturating_sub(lines.len()) / 3).unwrap_or(0);
    let place = Rect {
        y: inside.y + above,
        height: inside.height - above,
        ..inside
    };
    Paragraph::new(lines).render(place, buffer);
}

fn since(at: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(at)).unwrap_or_default()
}

fn headline(tab: &Tab, now: Timestamp) -> (Role, String) {
    let name = &tab.name;
    match &tab.link {
        Link::Opening { since: at } if since(*at, now) >= Duration::from_secs(1) => (
            Role::Strong,
            format!("Connecting to {name} … {}", text::duration(since(*at, now))),
        ),
        Link::Opening { .. } => (Role::Strong, format!("Connecting to {name} …")),
        Link::Connected { since: at, .. } => {
            let waited = text::duration(Duration::from_secs(since(*at, now).as_secs()));
            (
                Role::Strong,
                format!("Waiting for the first telegram … {waited}"),
            )
        }
        Link::Lost { .. } => (Role::Warning, format!("Cannot reach {name}")),
        Link::Failed { .. } => (Role::Bad, format!("Given up on {name}")),
        Link::Ended => (
            Role::Warning,
            format!("{name} has ended without a telegram"),
        ),
    }
}

/// What is behind the state of the connection, if there is anything to say about it.
pub(super) fn reason(tab: &Tab, now: Timestamp) -> Option<String> {
    match &tab.link {
        Link::Connected { to, .. } if tab.last.is_none() => {
            let line = tab
                .settings
                .as_ref()
                .map(|settings| format!(" at {settings}"))
                .unwrap_or_default();
            let bytes = text::count(tab.health.bytes);
            Some(format!("Connected to {to}{line}; {bytes} bytes so far."))
        }
        Link::Lost { reason, .. } => {
            let retry = match tab.retry_in(now).map(|pause| pause.as_secs_f64().ceil()) {
                Some(seconds) if seconds >= 1.0 => format!("trying again in {seconds:.0} s"),
                _ => "trying again now".to_owned(),
            };
            Some(format!("{reason}; {retry}"))
        }
        Link::Failed { reason, .. } => Some(reason.clone()),
        Link::Opening { .. } | Link::Connected { .. } | Link::Ended => None,
    }
}

fn advice(tab: &Tab, now: Timestamp) -> Vec<String> {
    match &tab.link {
        Link::Failed { hints, .. } => hints.clone(),
        Link::Connected { since: at, .. } if since(*at, now) > ADVICE_AFTER => {
            let advice: &[&str] = match tab.health.bytes {
                0 => &[
                    "Nothing comes at all. Meters speak only while the data request line of the P1 port is high: look at the cable.",
                    "Some meters have to be told to open the P1 port first: ask the grid operator.",
                ],
                _ => &[
                    "Bytes come, but no telegram is among them: the settings of the line may be wrong, the signal inverted, or the telegrams encrypted.",
                    "For a serial port, leave out baud and format to have them found out.",
                ],
            };
            advice.iter().map(|line| (*line).to_owned()).collect()
        }
        _ => Vec::new(),
    }
}
