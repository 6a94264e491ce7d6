//! Tells what happens to a board, in the format that was asked for.

use std::io::Write;

use super::Format;
use super::board::Person;
use crate::cli::progress::Bar;
use crate::cli::{Context, report};
use crate::error::{Error, Kind, Result};
use crate::flash::{Event, Job};
use crate::ui::flash as show;

/// Tells events.
pub(super) struct Teller {
    format: Format,
    context: Context,
    bar: Option<Bar>,
    /// What of the work was told last, in percent.
    told: Option<u32>,
    /// Standard output that cannot be written.
    failed: Option<Error>,
    /// How far the work is.
    progress: Option<(u32, u32)>,
    /// Whether something had to be tried again, and nobody has verified what came of it.
    is_doubtful: bool,
}

impl Teller {
    pub(super) fn new(format: Format, context: Context) -> Teller {
        Teller {
            format,
            context,
            bar: None,
            told: None,
            failed: None,
            progress: None,
            is_doubtful: false,
        }
    }

    /// Does something with a board, and tells what happens.
    pub(super) fn job<T>(
        &mut self,
        person: &Person,
        work: impl FnOnce(&mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let is_stopped = || person.has_stopped();
        let mut tell = |event| self.tell(&event);
        work(&mut Job::new(&is_stopped, &mut tell))
    }

    /// Work that ended in the middle: what was done, and that it can be done again.
    pub(super) fn cut_short(&self, error: Error) -> Error {
        let Some((done, total)) = self.progress else {
            return error;
        };
        let percent = (u64::from(done) * 100)
            .checked_div(u64::from(total))
            .unwrap_or(0);
        if error.kind() == Kind::Interrupted {
            return Error::new(
                Kind::Interrupted,
                format!("stopped in the middle, at {percent} %"),
            )
            .hint("the board starts nothing now, and waits in its boot loader: run the same command again");
        }
        error.hint(format!(
            "it ended at {percent} %; the board can be flashed again at any time"
        ))
    }

    /// Whether something had to be tried again, and nobody has verified what came of it.
    pub(super) fn is_doubtful(&self) -> bool {
        self.is_doubtful
    }

    /// Tells one.
    pub(super) fn tell(&mut self, event: &Event) {
        match event {
            Event::Again { .. } => self.is_doubtful = true,
            Event::Written { is_verified, .. } => self.is_doubtful &= !is_verified,
            // What was read for a backup is no progress of what is written.
            Event::Saved { .. } => self.progress = None,
            _ => {}
        }
        if let Event::Progress { done, total } = event {
            self.progress = Some((*done, *total));
            let percent = (u64::from(*done) * 100).checked_div(u64::from(*total));
            let percent = percent.and_then(|percent| u32::try_from(percent).ok());
            if self.format == Format::Jsonl && std::mem::replace(&mut self.told, percent) == percent
            {
                return;
            }
        }
        match self.format {
            Format::Jsonl => self.print(&show::line(event)),
            Format::Human | Format::Json => self.say(event),
        }
    }

    /// Prints data; what fails is kept for the end.
    pub(super) fn print(&mut self, text: &str) {
        let mut stdout = std::io::stdout().lock();
        let printed = stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush());
        if let Err(cause) = printed {
            self.failed.get_or_insert(Error::writing_output(cause));
        }
    }

    /// Whether all could be printed.
    pub(super) fn outcome(self) -> Result<()> {
        self.failed.map_or(Ok(()), Err)
    }

    /// Removes the bar, so that something else can be said.
    pub(super) fn clear(&mut self) {
        self.bar = None;
    }

    fn say(&mut self, event: &Event) {
        let context = self.context;
        if let Event::Progress { done, total } = event {
            let bar = self
                .bar
                .get_or_insert_with(|| Bar::new(u64::from(*total), context));
            bar.show(u64::from(*done));
            return;
        }
        self.clear();
        let text = match event {
            Event::Progress { .. } => return,
            Event::Waiting(waiting) => {
                let remedies: Vec<String> = waiting
                    .remedies()
                    .iter()
                    .map(|remedy| format!("  {remedy}"))
                    .collect();
                format!(
                    "waiting for the boot loader: {}\n{}",
                    waiting.reason(),
                    remedies.join("\n")
                )
            }
            Event::NoReset => {
                "this port cannot reset the board: put it into its boot loader by hand".to_owned()
            }
            Event::Connected {
                chip,
                loader,
                speed,
            } => format!("{}; {loader} at {speed} baud", show::chip(chip)),
            Event::Planned(plan) => show::plan(plan),
            Event::Again { reason } => format!("trying again: {reason}"),
            Event::FellBack { reason } => format!("falling back to the ROM loader: {reason}"),
            Event::Slower { speed } => format!("going on at {speed} baud"),
            Event::Written {
                took_ms,
                is_verified,
            } => {
                // A tenth of a second is enough.
                let tenths = (took_ms + 50) / 100;
                let how = if *is_verified {
                    "written and verified"
                } else {
                    "written"
                };
                format!("{how} in {}.{} s", tenths / 10, tenths % 10)
            }
            Event::Saved { file, range } => {
                let size = (range.end - range.start) >> 10;
                format!(
                    "the {size} KiB that were in the flash are in {}",
                    file.display()
                )
            }
            Event::Starting => "starting it".to_owned(),
            Event::BootLog(text) => {
                return report::detail(context, format_args!("it prints: {text}"));
            }
            Event::Alive(identity) => format!("the gateway runs: {}", show::identity(identity)),
        };
        report::message(context, text);
    }
}
