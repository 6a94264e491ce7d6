//! What the tests of the screen have in common: simulated meters as sources, and screens as text.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::{App, Message, Request};
use super::tab::Tab;
use super::theme::Theme;
use super::views;
use crate::sim::meter::{Meter, Profile};
use crate::source::Event;

/// An app with simulated meters, and the time that its messages carry.
pub(super) struct Bench {
    pub(super) app: App,
    pub(super) now: Timestamp,
    meters: Vec<Meter>,
    period: Duration,
}

impl Bench {
    /// A tab for each profile, connected, at noon of a day in June, when the sun shines.
    pub(super) fn new(profiles: &[&str]) -> Bench {
        Bench::begun(profiles, "2026-06-15T10:07:30Z")
    }

    /// As [`Bench::new`], connected, at another time.
    pub(super) fn at(profiles: &[&str], now: &str) -> Bench {
        let mut bench = Bench::begun(profiles, now);
        bench.connect(profiles);
        bench
    }

    fn begun(profiles: &[&str], now: &str) -> Bench {
        let now: Timestamp = now.parse().unwrap();
        let meters: Vec<Meter> = profiles
            .iter()
            .map(|name| Meter::new(Profile::find(name).unwrap(), 1, now))
            .collect();
        let tabs = profiles
            .iter()
            .map(|name| Tab::new(format!("sim:{name}"), true, now))
            .collect();
        let period = meters
            .first()
            .map_or(Duration::from_secs(1), |meter| meter.profile().period());
        Bench {
            app: App::new(
                tabs,
                &std::sync::Arc::default(),
                (80, 24),
                now,
                TimeZone::UTC,
            ),
            now,
            meters,
            period,
        }
    }

    /// As [`Bench::new`], connected and with this many telegrams.
    pub(super) fn running(profiles: &[&str], telegrams: usize) -> Bench {
        let mut bench = Bench::new(profiles);
        bench.connect(profiles);
        bench.telegrams(telegrams);
        bench
    }

    fn connect(&mut self, profiles: &[&str]) {
        for (tab, profile) in profiles.iter().enumerate() {
            self.event(
                tab,
                Event::Connected {
                    to: (*profile).to_owned(),
                },
            );
        }
    }

    /// Lets time pass and each meter send, so many times.
    pub(super) fn telegrams(&mut self, count: usize) {
        for _ in 0..count {
            self.pass(self.period);
            for tab in 0..self.meters.len() {
                let data = self.meters[tab].next_telegram();
                self.bytes(tab, data);
            }
        }
    }

    /// The next telegram of a meter.
    pub(super) fn telegram(&mut self, tab: usize) -> Vec<u8> {
        self.meters[tab].next_telegram()
    }

    pub(super) fn bytes(&mut self, tab: usize, data: Vec<u8>) {
        self.event(tab, Event::Bytes { at: self.now, data });
    }

    pub(super) fn event(&mut self, tab: usize, event: Event) {
        let now = self.now;
        assert_eq!(self.app.update(Message::Source { tab, now, event }), None);
    }

    /// Lets time pass.
    pub(super) fn pass(&mut self, time: Duration) {
        self.now += SignedDuration::try_from(time).unwrap();
        self.app.update(Message::Tick(self.now));
    }

    pub(super) fn key(&mut self, key: char) -> Option<Request> {
        self.code(KeyCode::Char(key))
    }

    pub(super) fn code(&mut self, code: KeyCode) -> Option<Request> {
        self.app
            .update(Message::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    /// The screen in a window of this size.
    pub(super) fn buffer(&mut self, columns: u16, rows: u16, theme: Theme) -> Buffer {
        self.app.update(Message::Resize(columns, rows));
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        views::draw(&self.app, theme, area, &mut buffer);
        buffer
    }

    /// The text of the screen in a window of this size.
    pub(super) fn screen(&mut self, columns: u16, rows: u16) -> String {
        text(&self.buffer(columns, rows, Theme::PLAIN))
    }
}

/// The rows of a buffer without the spaces at their ends.
pub(super) fn text(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width.max(1));
    let rows = buffer.content.chunks(width).map(|row| {
        let row: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        row.trim_end().to_owned()
    });
    rows.collect::<Vec<_>>().join("\n")
}
