//! Progress of what takes longer than a second, on a terminal.

use std::fmt;
use std::io::{self, Read};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressState, ProgressStyle};

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
            let bar = ProgressBar::new(self.length).with_elapsed(self.started.elapsed());
            let style =
                ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {speed} {left}");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            bar.set_style(style.with_key("speed", speed).with_key("left", left));
            bar
        });
        bar.set_position(done);
    }
}

// Since the beginning, and not since the bar was first shown: until then much may have been done.

fn speed(state: &ProgressState, out: &mut dyn fmt::Write) {
    let per_second = average(state.pos(), state.elapsed());
    // What a bar cannot show it leaves out.
    let _ = write!(out, "{}/s", HumanBytes(per_second));
}

fn left(state: &ProgressState, out: &mut dyn fmt::Write) {
    let missing = state.len().unwrap_or(0).saturating_sub(state.pos());
    if let Some(seconds) = missing.checked_div(average(state.pos(), state.elapsed())) {
        let _ = write!(out, "{seconds}s left");
    }
}

/// Per second.
fn average(done: u64, elapsed: Duration) -> u64 {
    let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    done.saturating_mul(1_000)
        .checked_div(milliseconds)
        .unwrap_or(0)
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
