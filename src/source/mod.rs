//! Bytes in, from wherever a SOURCE points.
//!
//! A [`Source`] gives [`Event`]s: connections made and lost, bytes with the time they came, silence.
//! A lost connection is made again after a growing pause; silence is told, never waited out.

mod backoff;
pub mod bulk;
pub mod capture;
pub mod first;
mod frames;
mod input;
mod inverted;
mod line;
mod probe;
pub mod recording;
pub mod replay;
mod simulated;
mod tcp;

pub use backoff::Backoff;
pub use frames::{Frames, Part};
pub use input::open as open_file;

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::error::Result;
use crate::target::SourceSpec;

/// Events that may wait for their reader before the source itself has to wait.
const QUEUE: usize = 16;

/// What happens at a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The source is open; bytes may follow.
    Connected {
        /// What it is connected to, for a person to read: `kitchen:2001 (192.168.1.20)`.
        to: String,
    },
    /// Bytes came.
    Bytes {
        /// When they came; for a capture file, when they came at the time of the recording.
        at: Timestamp,
        /// At least one byte.
        data: Vec<u8>,
    },
    /// The source is open, but nothing has come for a while.
    Silent {
        /// How long nothing has come.
        for_: Duration,
    },
    /// The source is not open, or not any more. It is tried again.
    Lost {
        /// Why, as a clause without a full stop.
        reason: String,
        /// After this pause it is tried again.
        retry_in: Duration,
    },
    /// The settings of a serial line have been found out.
    Settings {
        /// Speed and character format: `115200 8N1`.
        text: String,
    },
    /// Something about the source that a person should know; bytes go on.
    Note {
        /// A clause without a full stop.
        text: String,
    },
    /// There will be no more bytes. The last event.
    Ended,
}

/// When a connection is tried again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retry {
    /// Never: failing to connect is an error, a closed connection is the end.
    Never,
    /// Once it was there: failing to connect at first is an error, later ones are tried again.
    #[default]
    AfterFirst,
    /// Always, and without an end.
    Always,
}

/// How a source is read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long to wait for a connection before calling it failed.
    pub connect_timeout: Duration,
    /// After so long without a byte the source is [`Event::Silent`], and a network connection is
    /// made anew. More than the longest pause between telegrams.
    pub silence: Duration,
    /// The pauses between attempts to connect.
    pub reconnect: Backoff,
    /// Whether to connect again at all.
    pub retry: Retry,
    /// The clock that says when bytes came.
    pub now: fn() -> Timestamp,
    /// Chance for the pauses: evenly spread from 0 up to, but not including, 1.
    pub random: fn() -> f64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            connect_timeout: Duration::from_secs(5),
            silence: Duration::from_secs(30),
            reconnect: Backoff::default(),
            retry: Retry::default(),
            now: Timestamp::now,
            random: backoff::random,
        }
    }
}

impl Options {
    /// Whether a failure to open the source ends it.
    fn gives_up(&self, was_open: bool) -> bool {
        match self.retry {
            Retry::Never => true,
            Retry::AfterFirst => !was_open,
            Retry::Always => false,
        }
    }
}

/// An open SOURCE, read through [`Source::next`].
#[derive(Debug)]
pub struct Source {
    state: State,
}

#[derive(Debug)]
enum State {
    Ready(Producer, Options),
    Running {
        events: mpsc::Receiver<Result<Event>>,
        task: Option<JoinHandle<()>>,
    },
    Ended,
}

/// Who makes the events: a task for the network, a thread for what blocks.
#[derive(Debug)]
enum Producer {
    Tcp(tcp::Address),
    Input(input::Input),
    Line(crate::target::SerialSpec),
    Sim(Box<simulated::Simulated>),
}

impl Source {
    /// Opens a source. Connections are made on the first [`Source::next`].
    ///
    /// # Errors
    ///
    /// A file that cannot be opened, a simulated meter that does not exist.
    pub fn open(spec: &SourceSpec, options: Options) -> Result<Source> {
        let producer = match spec {
            SourceSpec::Tcp { host, port } => Producer::Tcp(tcp::Address::exact(host, *port)),
            SourceSpec::Host { name, port } => Producer::Tcp(tcp::Address::named(name, *port)),
            SourceSpec::File(path) => Producer::Input(input::Input::file(path)?),
            SourceSpec::Stdin => Producer::Input(input::Input::stdin()),
            SourceSpec::Serial(spec) => Producer::Line(spec.clone()),
            SourceSpec::Sim(spec) => Producer::Sim(Box::new(simulated::Simulated::new(spec)?)),
        };
        Ok(Source {
            state: State::Ready(producer, options),
        })
    }

    /// Waits for the next event; nothing once [`Event::Ended`] or an error was given. May be
    /// dropped while it waits and called again without losing an event.
    ///
    /// Must be called within a tokio runtime that has time and network enabled.
    ///
    /// # Errors
    ///
    /// A source that cannot be opened and is not tried again, as [`Options::retry`] says, or a file
    /// that cannot be read. It is the last that is heard of the source.
    pub async fn next(&mut self) -> Result<Option<Event>> {
        if let State::Ready(..) = self.state {
            let state = std::mem::replace(&mut self.state, State::Ended);
            if let State::Ready(producer, options) = state {
                self.state = start(producer, options);
            }
        }
        let State::Running { events, .. } = &mut self.state else {
            return Ok(None);
        };
        let event = events.recv().await.transpose();
        if !matches!(event, Ok(Some(ref event)) if *event != Event::Ended) {
            self.stop();
        }
        event
    }

    fn stop(&mut self) {
        if let State::Running {
            task: Some(task), ..
        } = &self.state
        {
            task.abort();
        }
        self.state = State::Ended;
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start(producer: Producer, options: Options) -> State {
    let (sender, events) = mpsc::channel(QUEUE);
    // A thread is not waited for: it may hang in a read, and ends at its next event.
    let task = match producer {
        Producer::Tcp(address) => Some(tokio::spawn(tcp::run(address, options, sender))),
        Producer::Sim(meter) => Some(tokio::spawn(meter.run(options, sender))),
        Producer::Input(input) => {
            std::thread::spawn(move || input.run(options.now, &sender));
            None
        }
        Producer::Line(spec) => {
            std::thread::spawn(move || line::run(&spec, &options, &sender));
            None
        }
    };
    State::Running { events, task }
}

/// The way of events from a producer to the [`Source`].
type Sender = mpsc::Sender<Result<Event>>;

#[cfg(test)]
#[cfg(target_os = "linux")]
mod auto_tests;
#[cfg(test)]
mod tests;
