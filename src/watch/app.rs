//! The state of the screen, and how messages change it. Pure: time comes with the messages.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::health::Health;
use super::history::Span;
use super::log::Happening;
use super::tab::{Recording, Tab};
use super::views::{events, raw};
use crate::decode::{Keys, Stream};
use crate::error::Error;
use crate::source::Event;

/// How long a notice stays.
const NOTICE: SignedDuration = SignedDuration::from_secs(8);
/// Lines that Page Up and Page Down leave over from the page before.
const PAGE_OVERLAP: usize = 2;

/// What can happen to the screen.
#[derive(Debug)]
pub enum Message {
    /// Something happened at a source.
    Source {
        /// The position of its tab.
        tab: usize,
        /// When.
        now: Timestamp,
        /// What.
        event: Event,
    },
    /// A source is given up.
    Failed {
        /// The position of its tab.
        tab: usize,
        /// When.
        now: Timestamp,
        /// Why.
        error: Error,
    },
    /// A key was pressed.
    Key(KeyEvent),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// Time has passed.
    Tick(Timestamp),
    /// A request was carried out, or not: a line for the user.
    Notice(String),
    /// A recording has begun.
    Recording {
        /// The position of its tab.
        tab: usize,
        /// The file, as shown.
        path: String,
    },
    /// A recording has ended.
    RecordingEnded {
        /// The position of its tab.
        tab: usize,
        /// How, for the user.
        text: String,
    },
}

/// What the screen wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// End the program.
    Quit,
    /// Give the terminal back to the shell until it continues us.
    Suspend,
    /// Write the screen and its figures to files.
    Snapshot,
    /// Begin to record the source of this tab.
    StartRecording(usize),
    /// End the recording of this tab.
    StopRecording(usize),
    /// Draw everything anew.
    Redraw,
}

/// What fills the middle of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Figures and chart.
    #[default]
    Main,
    /// The lines of the last telegram, explained.
    Raw,
    /// What happened.
    Events,
    /// The keys.
    Help,
}

/// The text that lines must contain to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The text; empty shows all lines.
    pub text: String,
    /// Whether keys are written into it.
    pub typing: bool,
}

/// What stands still while the screen is paused.
#[derive(Clone, Debug)]
struct Frozen {
    tabs: Vec<Tab>,
    now: Timestamp,
}

/// The state of the screen.
#[derive(Debug)]
pub struct App {
    tabs: Vec<Tab>,
    streams: Vec<Stream>,
    frozen: Option<Frozen>,
    now: Timestamp,
    /// The zone in which times of this computer are shown.
    pub zone: TimeZone,
    shown: usize,
    /// What fills the middle.
    pub screen: Screen,
    /// The time span of the chart.
    pub span: Span,
    /// Which lines of the raw and events screens are shown.
    pub filter: Filter,
    scroll: usize,
    size: (u16, u16),
    notice: Option<(Timestamp, String)>,
}

impl App {
    /// A screen with a tab for each source, with the keys of meters that encrypt; of `columns` × `rows` with a tab for each source.
    pub fn new(
        tabs: Vec<Tab>,
        keys: &Arc<Keys>,
        size: (u16, u16),
        now: Timestamp,
        zone: TimeZone,
    ) -> App {
        App {
            streams: tabs
                .iter()
                .map(|_| Stream::with_keys(Arc::clone(keys)))
                .collect(),
            tabs,
            frozen: None,
            now,
            zone,
            shown: 0,
            screen: Screen::default(),
            span: Span::default(),
            filter: Filter::default(),
            scroll: 0,
            size,
            notice: None,
        }
    }

    /// Takes a message; gives what is to be done about it outside.
    pub fn update(&mut self, message: Message) -> Option<Request> {
        match message {
            Message::Source { tab, now, event } => {
                self.tick(now);
                if let (Some(tab), Some(stream)) =
                    (self.tabs.get_mut(tab), self.streams.get_mut(tab))
                {
                    tab.event(stream, now, event);
                }
            }
            Message::Failed { tab, now, error } => {
                self.tick(now);
                let causes = error.causes().into_iter().map(|cause| format!(": {cause}"));
                let reason = std::iter::once(error.to_string()).chain(causes).collect();
                if let Some(tab) = self.tabs.get_mut(tab) {
                    tab.failed(now, reason, error.hints().to_vec());
                }
            }
            Message::Key(key) if key.kind != KeyEventKind::Release => return self.key(key),
            Message::Key(_) => {}
            Message::Resize(columns, rows) => {
                self.size = (columns, rows);
                return Some(Request::Redraw);
            }
            Message::Tick(now) => self.tick(now),
            Message::Notice(text) => self.say(text),
            Message::Recording { tab, path } => {
                self.say(format!("recording to {path}; R ends it"));
                let now = self.now;
                if let Some(tab) = self.tabs.get_mut(tab) {
                    tab.log
                        .push(now, Happening::Done, format!("recording to {path}"));
                    tab.recording = Some(Recording { path, bytes: 0 });
                }
            }
            Message::RecordingEnded { tab, text } => {
                let now = self.now;
                if let Some(tab) = self.tabs.get_mut(tab) {
                    tab.log.push(now, Happening::Done, text.clone());
                    tab.recording = None;
                }
                self.say(text);
            }
        }
        None
    }

    /// The tabs as they are, whether or not the screen is paused.
    pub fn tabs(&self) -> &[Tab] {
        &self.tabs
    }

    /// The tabs as they are shown.
    pub fn shown_tabs(&self) -> &[Tab] {
        self.frozen
            .as_ref()
            .map_or(&self.tabs, |frozen| &frozen.tabs)
    }

    /// The tab in front, as it is shown.
    pub fn tab(&self) -> Option<&Tab> {
        self.shown_tabs().get(self.shown)
    }

    /// The position of the tab in front.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// The time for which the screen is drawn.
    pub fn shown_now(&self) -> Timestamp {
        self.frozen.as_ref().map_or(self.now, |frozen| frozen.now)
    }

    /// The time of the last message.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Telegrams of the tab in front that came since the screen was paused; `None` if it is not.
    pub fn came_since_pause(&self) -> Option<u64> {
        let frozen = self.frozen.as_ref()?;
        let count = |tabs: &[Tab]| {
            tabs.get(self.shown)
                .map_or(0, |tab| tab.health.totals.telegrams())
        };
        Some(count(&self.tabs).saturating_sub(count(&frozen.tabs)))
    }

    /// The line for the user, as long as it is fresh.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_ref().map(|(_, text)| text.as_str())
    }

    /// The first line to show of a list of `lines`, when `rows` of them fit.
    pub fn first_line(&self, lines: usize, rows: usize) -> usize {
        self.scroll.min(lines.saturating_sub(rows))
    }

    fn tick(&mut self, now: Timestamp) {
        self.now = now;
        self.notice
            .take_if(|(since, _)| now.duration_since(*since) > NOTICE);
    }

    fn say(&mut self, text: String) {
        self.notice = Some((self.now, text));
    }

    fn key(&mut self, key: KeyEvent) -> Option<Request> {
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return match key.code {
                KeyCode::Char('c') => Some(Request::Quit),
                KeyCode::Char('z') => Some(Request::Suspend),
                KeyCode::Char('l') => Some(Request::Redraw),
                _ => None,
            };
        }
        if self.filter.typing {
            self.type_filter(key.code);
            return None;
        }
        match key.code {
            KeyCode::Esc if !self.filter.text.is_empty() => self.filter = Filter::default(),
            KeyCode::Esc if self.screen != Screen::Main => self.go_to(Screen::Main),
            KeyCode::Char('q') | KeyCode::Esc => return Some(Request::Quit),
            KeyCode::Char('r') => self.toggle(Screen::Raw),
            KeyCode::Char('e') => self.toggle(Screen::Events),
            KeyCode::Char('?' | 'h') | KeyCode::F(1) => self.toggle(Screen::Help),
            KeyCode::Char('1') => self.span = Span::Minute,
            KeyCode::Char('2') => self.span = Span::TenMinutes,
            KeyCode::Char('3') => self.span = Span::Hour,
            KeyCode::Char('p' | ' ') => self.pause(),
            KeyCode::Char('s') => return Some(Request::Snapshot),
            KeyCode::Char('R') => {
                let recording = self.tabs.get(self.shown)?.recording.is_some();
                return Some(if recording {
                    Request::StopRecording(self.shown)
                } else {
                    Request::StartRecording(self.shown)
                });
            }
            KeyCode::Char('c') => self.clear(),
            KeyCode::Char('/') => {
                if !matches!(self.screen, Screen::Raw | Screen::Events) {
                    self.go_to(Screen::Raw);
                }
                self.filter.typing = true;
            }
            KeyCode::Tab | KeyCode::Right => self.turn(1),
            KeyCode::BackTab | KeyCode::Left => self.turn(self.tabs.len().saturating_sub(1)),
            code => self.scroll_by_key(code),
        }
        None
    }

    fn type_filter(&mut self, code: KeyCode) {
        self.scroll = 0;
        match code {
            KeyCode::Esc => self.filter = Filter::default(),
            KeyCode::Enter => self.filter.typing = false,
            KeyCode::Backspace => {
                self.filter.text.pop();
            }
            KeyCode::Char(c) => self.filter.text.push(c),
            _ => {}
        }
    }

    fn toggle(&mut self, screen: Screen) {
        self.go_to(if self.screen == screen {
            Screen::Main
        } else {
            screen
        });
    }

    fn go_to(&mut self, screen: Screen) {
        self.screen = screen;
        self.scroll = 0;
        self.filter = Filter::default();
    }

    fn turn(&mut self, by: usize) {
        self.shown = (self.shown + by) % self.tabs.len().max(1);
        self.scroll = 0;
    }

    fn pause(&mut self) {
        self.frozen = match self.frozen.take() {
            Some(_) => None,
            None => Some(Frozen {
                tabs: self.tabs.clone(),
                now: self.now,
            }),
        };
    }

    fn clear(&mut self) {
        let now = self.now;
        for tab in self
            .tabs
            .iter_mut()
            .chain(self.frozen.iter_mut().flat_map(|frozen| &mut frozen.tabs))
        {
            tab.health.clear();
        }
        for tab in &mut self.tabs {
            tab.log.push(now, Happening::Done, "counters cleared");
        }
        self.say("counters cleared".to_owned());
    }

    fn scroll_by_key(&mut self, code: KeyCode) {
        let rows = super::views::list_rows(self.size.1);
        let lines = match (self.screen, self.tab()) {
            (Screen::Raw, Some(tab)) => raw::count(tab, &self.filter.text),
            (Screen::Events, Some(tab)) => events::count(tab, &self.filter.text),
            _ => 0,
        };
        let page = rows.saturating_sub(PAGE_OVERLAP).max(1);
        let from = self.first_line(lines, rows);
        self.scroll = match code {
            KeyCode::Down | KeyCode::Char('j') => from + 1,
            KeyCode::Up | KeyCode::Char('k') => from.saturating_sub(1),
            KeyCode::PageDown => from + page,
            KeyCode::PageUp => from.saturating_sub(page),
            KeyCode::Home | KeyCode::Char('g') => 0,
            KeyCode::End | KeyCode::Char('G') => lines,
            _ => return,
        };
        self.scroll = self.first_line(lines, rows);
    }

    /// The counts of all sources together, for the end.
    pub fn health(&self) -> impl Iterator<Item = (&str, &Health)> {
        self.tabs.iter().map(|tab| (tab.name.as_str(), &tab.health))
    }
}

#[cfg(test)]
#[path = "app_tests.rs"]
mod tests;
