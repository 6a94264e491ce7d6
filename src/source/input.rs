//! Files and standard input, read in blocks on a thread of their own.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use jiff::Timestamp;

use super::capture::{Chunk, Reader, cannot_read};
use super::{Event, Sender};
use crate::error::{Error, Result};

/// Something that is read from its beginning to its end.
pub(super) struct Input {
    name: String,
    reader: Box<dyn Read + Send>,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Input {
    pub(super) fn file(path: &Path) -> Result<Input> {
        Ok(Input {
            name: path.display().to_string(),
            reader: Box::new(open(path)?),
        })
    }

    pub(super) fn stdin() -> Input {
        Input {
            name: "standard input".to_owned(),
            reader: Box::new(io::stdin()),
        }
    }

    /// Sends everything as events, at the pace at which they are taken.
    pub(super) fn run(self, now: fn() -> Timestamp, events: &Sender) {
        let connected = Event::Connected {
            to: self.name.clone(),
        };
        if events.blocking_send(Ok(connected)).is_err() {
            return;
        }
        match self.read(now, events) {
            Ok(true) => {
                let _ = events.blocking_send(Ok(Event::Ended));
            }
            Ok(false) => {}
            Err(error) => {
                let _ = events.blocking_send(Err(error));
            }
        }
    }

    /// Sends all there is; says whether anybody still listens.
    fn read(self, now: fn() -> Timestamp, events: &Sender) -> Result<bool> {
        let unreadable = |cause| cannot_read(&self.name, cause);
        let mut reader = Reader::new(self.reader).map_err(unreadable)?;
        loop {
            let chunk = reader.next_chunk().map_err(unreadable)?;
            for skipped in reader.take_skipped() {
                let text = skipped.to_string();
                if events.blocking_send(Ok(Event::Note { text })).is_err() {
                    return Ok(false);
                }
            }
            let Some(Chunk { at, data }) = chunk else {
                return Ok(true);
            };
            let at = at.unwrap_or_else(now);
            if events.blocking_send(Ok(Event::Bytes { at, data })).is_err() {
                return Ok(false);
            }
        }
    }
}

/// Opens a file for reading.
///
/// # Errors
///
/// [`Kind::Failed`](crate::error::Kind::Failed) when it is missing, a directory, or not to be read.
pub fn open(path: &Path) -> Result<File> {
    let shown = path.display();
    let file = File::open(path).map_err(|cause| {
        let error = Error::failed(format!("cannot open {shown}"));
        match cause.kind() {
            io::ErrorKind::NotFound => error.because(cause).hint(format!(
                "check the path; if it is meant to be a host, write tcp://{shown}:2001"
            )),
            io::ErrorKind::PermissionDenied => error
                .because(cause)
                .hint(format!("look who may read it: ls -l {shown}")),
            _ => error.because(cause).hint("check the path"),
        }
    })?;
    if path.is_dir() {
        return Err(Error::failed(format!("{shown} is a directory"))
            .hint(format!("name the files in it: {shown}/*")));
    }
    Ok(file)
}
