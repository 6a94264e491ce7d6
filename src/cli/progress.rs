//! Progress of what takes longer than a second, on a terminal.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::Context;

/// Work that ends sooner shows no progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that shows how far work on a number of bytes is. It goes when it is dropped.
pub(super) struct Bar {
    length: u64,
    started: Instant,
    wanted: bool,
    shown: Option<ProgressBar>,
}

impl Bar {
    /// A bar for `length` bytes.
    pub(super) fn new(length: u64, context: Context) -> Bar {
        Bar {
            length,
            started: Instant::now(),
            wanted: context.stderr_is_terminal && !context.quiet,
            shown: None,
        }
    }

    /// So many bytes are done.
    pub(super) fn show(&mut self, done: u64) {
        if !self.wanted || (self.shown.is_none() && self.started.elapsed() < PATIENCE) {
            return;
        }
        let bar = self.shown.get_or_insert_with(|| {
            let bar = ProgressBar::new(self.length);
            let style = ProgressStyle::with_template(
                "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
            );
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        bar.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

/// A reader that shows how far it is.
pub(super) struct Reading<R> {
    inner: R,
    done: u64,
    bar: Bar,
}

impl<R: Read> Reading<R> {
    /// Reads `length` bytes from `inner`.
    pub(super) fn new(inner: R, length: u64, context: Context) -> Self {
        Reading {
            inner,
            done: 0,
            bar: Bar::new(length, context),
        }
    }
}

impl<R: Read> Read for Reading<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.done += count as u64;
        self.bar.show(self.done);
        Ok(count)
    }
}
