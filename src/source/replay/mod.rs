//! The bytes of a file sent again: to standard output, a pseudo-terminal or TCP clients.
//!
//! - `timeline`: which bytes, and when; pure
//! - [`write()`]: to one writer
//! - [`serve()`]: to many clients

mod client;
#[cfg(unix)]
mod pty;
mod serve;
mod timeline;
mod write;

pub use client::End;
#[cfg(unix)]
pub use pty::Pty;
pub use serve::{Served, Told, serve};
pub use timeline::{Pace, Piece};
pub use write::{Output, Written, write};

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tokio::sync::mpsc;

use super::capture::{Reader, cannot_read};
use super::open_file;
use crate::error::{Error, Result};
use timeline::Timeline;

/// Pieces that may wait to be sent. A few, as each can be as large as the largest record.
const QUEUE: usize = 4;

/// What is replayed, and how.
#[derive(Clone, Debug)]
pub struct Play {
    /// The file; nothing for standard input.
    pub file: Option<PathBuf>,
    /// The timing.
    pub pace: Pace,
    /// Whether to begin again at the end, for ever.
    pub looped: bool,
}

impl Play {
    /// Checks that it can be played at all.
    ///
    /// # Errors
    ///
    /// A file that cannot be read; standard input that is to be played several times.
    pub fn check(&self) -> Result<()> {
        match &self.file {
            Some(path) => Reader::open(path).map(drop),
            None if self.looped => Err(Error::usage("standard input cannot be repeated")
                .hint("save it to a file first: smr record - -o capture.smr")),
            None => Ok(()),
        }
    }

    /// Reads the file on a thread of its own, which ends when the pieces are not wanted any more.
    fn pieces(&self) -> mpsc::Receiver<Result<Piece>> {
        let (sender, pieces) = mpsc::channel(QUEUE);
        let play = self.clone();
        std::thread::spawn(move || {
            if let Err(error) = play.send_all(&sender) {
                let _ = sender.blocking_send(Err(error));
            }
        });
        pieces
    }

    fn send_all(&self, pieces: &mpsc::Sender<Result<Piece>>) -> Result<()> {
        let name = self.name();
        let unreadable = |cause| cannot_read(&name, cause);
        let mut timeline = Timeline::new(self.pace);
        loop {
            let mut any = false;
            timeline.begin(self.reader()?);
            while let Some(piece) = timeline.next().map_err(unreadable)? {
                any = true;
                if pieces.blocking_send(Ok(piece)).is_err() {
                    return Ok(());
                }
            }
            // A file without bytes would be read round and round without end.
            if !self.looped || !any {
                return Ok(());
            }
        }
    }

    fn name(&self) -> String {
        let name = self.file.as_deref().map(Path::display);
        name.map_or("standard input".to_owned(), |name| name.to_string())
    }

    fn reader(&self) -> Result<Reader<Box<dyn Read + Send>>> {
        let bytes: Box<dyn Read + Send> = match &self.file {
            Some(path) => Box::new(open_file(path)?),
            None => Box::new(io::stdin()),
        };
        Reader::new(bytes).map_err(|cause| cannot_read(&self.name(), cause))
    }
}

/// When pieces are due: each so long after the one before it.
#[derive(Debug)]
struct Schedule {
    next: tokio::time::Instant,
}

impl Schedule {
    /// Falling behind by more than this is not made up for: whoever reads paused, and would
    /// otherwise get everything at once.
    const LATEST: std::time::Duration = std::time::Duration::from_secs(1);

    fn new() -> Schedule {
        Schedule {
            next: tokio::time::Instant::now(),
        }
    }

    /// When a piece is due.
    fn due(&mut self, piece: &Piece) -> tokio::time::Instant {
        let now = tokio::time::Instant::now();
        if now.saturating_duration_since(self.next) > Schedule::LATEST {
            self.next = now;
        }
        // A pause beyond what a clock can say never ends either way.
        let far = std::time::Duration::from_secs(86_400 * 365 * 30);
        self.next += piece.pause.min(far);
        self.next
    }
}

#[cfg(test)]
mod tests;
