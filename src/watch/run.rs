//! The screen with everything around it: sources, terminal, keys, clock, files.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::Event as Input;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use super::app::{App, Message, Request};
use super::feed::{self, Item, Named};
use super::files::{Recordings, told, write_snapshot};
use super::limit::{Ending, Limit, Outcome};
use super::signals::{Asked, Signals};
use super::tab::Tab;
use super::terminal::Screen;
use super::theme::{Palette, Theme};
use super::views;
use crate::decode::Keys;
use crate::error::Result;
use crate::source::capture::QUIET;
use crate::source::{Event, Options, Retry};
use crate::target::SourceSpec;

/// The screen is drawn at most so often.
const FRAME: Duration = Duration::from_millis(100);
/// Ages and clocks on the screen move on so often.
const TICK: Duration = Duration::from_secs(1);

/// What to watch, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The sources, a tab each.
    pub sources: Vec<Named>,
    /// The keys of meters that encrypt.
    pub keys: Arc<Keys>,
    /// When to end without being told.
    pub limit: Limit,
    /// Where snapshots and recordings go.
    pub folder: PathBuf,
    /// How it looks.
    pub theme: Theme,
}

/// Shows the screen until the user quits, the limit is reached or the system asks for the end.
///
/// # Errors
///
/// A terminal that cannot be used.
pub async fn run(plan: Plan) -> Result<Outcome> {
    let mut signals = Signals::catch()?;
    let options = Options {
        retry: Retry::Always,
        ..Options::default()
    };
    let events = feed::start(&plan.sources, options);
    let screen = Screen::enter()?;
    let now = (options.now)();
    let tabs = plan
        .sources
        .iter()
        .map(|(name, spec)| Tab::new(name.clone(), is_live(spec), now))
        .collect();
    let app = App::new(tabs, &plan.keys, screen.size()?, now, TimeZone::system());
    let mut running = Running {
        app,
        screen,
        recordings: Recordings::default(),
        now: options.now,
        dirty: true,
        sources_open: true,
        plan,
    };
    let ending = running.until_the_end(events, keys(), &mut signals).await?;
    let Running {
        app,
        screen,
        mut recordings,
        ..
    } = running;
    drop(screen);
    let ended = recordings.end_all();
    let mut outcome = Outcome::new(ending, app.health());
    outcome.summary.extend(ended);
    Ok(outcome)
}

/// Whether bytes come as the meter sends them.
fn is_live(spec: &SourceSpec) -> bool {
    !matches!(spec, SourceSpec::File(_) | SourceSpec::Stdin)
}

/// Reads the terminal on a thread of its own, which ends with the program.
fn keys() -> mpsc::Receiver<Input> {
    let (sender, receiver) = mpsc::channel(16);
    std::thread::spawn(move || {
        while let Ok(input) = crossterm::event::read() {
            if sender.blocking_send(input).is_err() {
                return;
            }
        }
    });
    receiver
}

struct Running {
    app: App,
    screen: Screen,
    recordings: Recordings,
    now: fn() -> Timestamp,
    dirty: bool,
    sources_open: bool,
    plan: Plan,
}

impl Running {
    async fn until_the_end(
        &mut self,
        mut events: mpsc::Receiver<Item>,
        mut keys: mpsc::Receiver<Input>,
        signals: &mut Signals,
    ) -> Result<Ending> {
        let deadline = self.plan.limit.time.map(|time| Instant::now() + time);
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut recording_tick = interval(QUIET);
        recording_tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut next_frame = Instant::now();
        loop {
            if self.dirty && Instant::now() >= next_frame {
                self.screen.draw(&self.app, self.plan.theme)?;
                self.dirty = false;
                next_frame = Instant::now() + FRAME;
            }
            let recording = self.app.tabs().iter().any(|tab| tab.recording.is_some());
            let ending = tokio::select! {
                biased;
                asked = signals.next() => self.asked(asked)?,
                input = keys.recv() => match input {
                    Some(input) => self.input(&input)?,
                    // Without a terminal there is nobody left who looks.
                    None => Some(Ending::Interrupted),
                },
                () = at(deadline) => Some(Ending::Limit),
                () = sleep_until(next_frame), if self.dirty => None,
                _ = recording_tick.tick(), if recording => { self.recording_tick(); None }
                _ = tick.tick() => { self.update(Message::Tick((self.now)()))? }
                item = events.recv(), if self.sources_open => self.item(item)?,
            };
            if let Some(ending) = ending {
                return Ok(ending);
            }
        }
    }

    fn asked(&mut self, asked: Asked) -> Result<Option<Ending>> {
        match asked {
            Asked::End => return Ok(Some(Ending::Interrupted)),
            Asked::Suspend => self.screen.suspend()?,
            Asked::Continued => self.screen.resume()?,
        }
        self.dirty = true;
        Ok(None)
    }

    fn input(&mut self, input: &Input) -> Result<Option<Ending>> {
        match input {
            Input::Key(key) => self.update(Message::Key(*key)),
            Input::Resize(columns, rows) => self.update(Message::Resize(*columns, *rows)),
            _ => Ok(None),
        }
    }

    fn item(&mut self, item: Option<Item>) -> Result<Option<Ending>> {
        let now = (self.now)();
        let message = match item {
            None => {
                self.sources_open = false;
                let is_limited = self.plan.limit != Limit::default();
                return Ok(is_limited.then_some(Ending::SourcesEnded(None)));
            }
            Some((tab, Ok(event))) => {
                if let Event::Bytes { at, data } = &event
                    && let Err(error) = self.recordings.push(tab, *at, data)
                {
                    self.recording_failed(tab, &told(&error));
                }
                Message::Source { tab, now, event }
            }
            Some((tab, Err(error))) => Message::Failed { tab, now, error },
        };
        let ending = self.update(message)?;
        let telegrams: u64 = self
            .app
            .tabs()
            .iter()
            .map(|tab| tab.health.totals.telegrams())
            .sum();
        let is_enough = self
            .plan
            .limit
            .count
            .is_some_and(|count| telegrams >= count);
        Ok(ending.or(is_enough.then_some(Ending::Limit)))
    }

    fn recording_tick(&mut self) {
        for (tab, error) in self.recordings.tick((self.now)()) {
            self.recording_failed(tab, &told(&error));
        }
    }

    fn recording_failed(&mut self, tab: usize, why: &str) {
        self.app.update(Message::RecordingEnded {
            tab,
            text: format!("recording failed: {why}"),
        });
        self.dirty = true;
    }

    /// Changes the screen and does what it asks for.
    fn update(&mut self, message: Message) -> Result<Option<Ending>> {
        self.dirty = true;
        let follow_up = match self.app.update(message) {
            None => None,
            Some(Request::Quit) => return Ok(Some(Ending::Quit)),
            Some(Request::Suspend) => {
                self.screen.suspend()?;
                None
            }
            Some(Request::Redraw) => {
                self.screen.clear()?;
                None
            }
            Some(Request::Snapshot) => Some(Message::Notice(self.snapshot()?)),
            Some(Request::StartRecording(tab)) => self.start_recording(tab),
            Some(Request::StopRecording(tab)) => {
                let text = self
                    .recordings
                    .end(tab)
                    .unwrap_or_else(|| "nothing was recorded".to_owned());
                Some(Message::RecordingEnded { tab, text })
            }
        };
        if let Some(message) = follow_up {
            self.app.update(message);
        }
        Ok(None)
    }

    /// Writes the screen as it is, in colour; gives what to tell the user.
    fn snapshot(&self) -> Result<String> {
        let (columns, rows) = self.screen.size()?;
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        let theme = Theme {
            palette: Palette::Many,
            unicode: true,
        };
        views::draw(&self.app, theme, area, &mut buffer);
        Ok(
            match write_snapshot(&self.plan.folder, &self.app, &buffer, (self.now)()) {
                Ok(base) => format!("wrote {}.svg and .json", base.display()),
                Err(error) => told(&error),
            },
        )
    }

    fn start_recording(&mut self, tab: usize) -> Option<Message> {
        let (_, spec) = self.plan.sources.get(tab)?;
        let begun = self.recordings.begin(
            tab,
            &spec.to_string(),
            &self.plan.folder,
            (self.now)(),
            &self.app.zone,
        );
        Some(match begun {
            Ok(path) => Message::Recording {
                tab,
                path: path.display().to_string(),
            },
            Err(error) => Message::Notice(told(&error)),
        })
    }
}

async fn at(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
