//! Replays to one output.

use std::io::{self, Write};

use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep_until;

use super::{Play, Schedule};
use crate::error::{Error, Result};

/// Where a replay goes. May block: it is used on a thread of its own.
pub trait Output: Send + 'static {
    /// Sends one record or telegram.
    ///
    /// # Errors
    ///
    /// Those of the output, which end the replay.
    fn put(&mut self, data: &[u8]) -> io::Result<()>;

    /// Waits until everything has arrived.
    ///
    /// # Errors
    ///
    /// Those of the output.
    fn finish(&mut self) -> io::Result<()>;
}

impl Output for io::Stdout {
    fn put(&mut self, data: &[u8]) -> io::Result<()> {
        self.write_all(data)?;
        self.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.flush()
    }
}

/// What was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Records or telegrams.
    pub pieces: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Sends all of `play` to `output`.
///
/// # Errors
///
/// A file that cannot be read; an output that fails, as `failed` says it.
pub async fn write(
    play: &Play,
    output: impl Output,
    failed: fn(io::Error) -> Error,
) -> Result<Written> {
    let mut pieces = play.pieces();
    let (sender, receiver) = mpsc::channel(1);
    let (done, end) = oneshot::channel();
    std::thread::spawn(move || {
        // Nobody waits for the outcome any more when the replay was given up.
        let _ = done.send(put_all(output, receiver));
    });
    let mut schedule = Schedule::new();
    let mut written = Written::default();
    while let Some(piece) = pieces.recv().await {
        let piece = piece?;
        sleep_until(schedule.due(&piece)).await;
        let length = piece.data.len() as u64;
        // Fails once the output has; the outcome tells why.
        if sender.send(piece.data).await.is_err() {
            break;
        }
        written.pieces += 1;
        written.bytes += length;
    }
    drop(sender);
    match end.await {
        Ok(Err(cause)) => Err(failed(cause)),
        _ => Ok(written),
    }
}

fn put_all(mut output: impl Output, mut pieces: mpsc::Receiver<Vec<u8>>) -> io::Result<()> {
    while let Some(data) = pieces.blocking_recv() {
        output.put(&data)?;
    }
    output.finish()
}
