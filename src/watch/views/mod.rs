//! What the screen shows: functions of the state, drawn into a buffer.

mod big;
mod chart;
mod counters;
mod demand;
mod devices;
pub mod events;
mod footer;
mod header;
mod health_lines;
mod help;
mod main_screen;
mod meter;
mod panel;
mod phases;
mod power;
pub mod raw;
mod state;
mod tiny;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};

use super::app::{App, Screen};
use super::theme::Theme;

/// Below this there is room for the power and nothing else.
const SMALLEST: (u16, u16) = (34, 10);
/// From this height on the health takes two lines.
const TWO_HEALTH_LINES: u16 = 16;

/// Draws the whole screen.
pub fn draw(app: &App, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        tiny::draw(app, theme, area, buffer);
    } else {
        whole(app, theme, area, buffer);
    }
    theme.finish(area, buffer);
}

fn whole(app: &App, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let [head, body, health, foot] = parts(area);
    header::draw(app, theme, head, buffer);
    let mut left_out = Vec::new();
    if let Some(tab) = app.tab() {
        match app.screen {
            Screen::Main => left_out = main_screen::draw(app, tab, theme, body, buffer),
            Screen::Raw => raw::draw(app, tab, theme, body, buffer),
            Screen::Events => events::draw(app, tab, theme, body, buffer),
            Screen::Help => help::draw(theme, body, buffer),
        }
        health_lines::draw(app, tab, theme, health, buffer);
    }
    footer::draw(app, &left_out, theme, foot, buffer);
}

fn parts(area: Rect) -> [Rect; 4] {
    let health = if area.height < TWO_HEALTH_LINES { 1 } else { 2 };
    Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(health),
        Constraint::Length(1),
    ])
    .areas(area)
}

/// Lines of a list that a screen of so many rows shows: the body without its box.
pub fn list_rows(rows: u16) -> usize {
    let [_, body, ..] = parts(Rect::new(0, 0, 1, rows));
    usize::from(body.height.saturating_sub(2))
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
