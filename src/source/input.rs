//! Files and standard input, read in blocks on a thread of their own.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use jiff::Timestamp;

use super::{Event, Sender};
use crate::error::{Error, Result};

/// A read takes at most so much.
const READ: usize = 64 * 1024;

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
        let mut reader = self.reader;
        let mut buffer = vec![0; READ];
        let last = loop {
            match reader.read(&mut buffer) {
                Ok(0) => break Ok(Event::Ended),
                Ok(count) => {
                    let data = buffer.get(..count).unwrap_or_default().to_vec();
                    let bytes = Event::Bytes { at: now(), data };
                    if events.blocking_send(Ok(bytes)).is_err() {
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let message = format!("cannot read {}", self.name);
                    break Err(Error::failed(message).because(error));
                }
            }
        };
        let _ = events.blocking_send(last);
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
            _ => error.because(cause),
        }
    })?;
    if path.is_dir() {
        return Err(Error::failed(format!("{shown} is a directory"))
            .hint(format!("name the files in it: {shown}/*")));
    }
    Ok(file)
}
