//! Tells what happens to a board, in the format that was asked for.

use std::io::Write;

use super::Format;
use super::board::Person;
use crate::cli::progress::Bar;
use crate::cli::{Context, report};
use crate::error::{Error, Kind, Result};
use crate::flash::saying::Said;
use crate::flash::{Event, Job};
use crate::ui::flash as show;
use crate::ui::saying::{said, said_trouble};

/// Tells events.
pub(in crate::cli) struct Teller {
    format: Format,
    context: Context,
    bar: Option<Bar>,
    /// What of the work was told last, in percent.
    told: Option<u32>,
    /// Standard output that cannot be written.
    failed: Option<Error>,
    /// How far the work is.
    progress: Option<(u32, u32)>,
    /// Whether something was damaged on the line.
    was_damaged: bool,
    /// Whether something was damaged on the line, and nobody has verified what is in the flash.
    is_doubtful: bool,
    /// What is known of the flash if the work ends now.
    flash: Flash,
    /// Whether what starts is erased first.
    erases_beginning: bool,
}

/// What is known of the flash in the middle of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flash {
    /// Nothing is changed yet.
    Untouched,
    /// Something is changed, but not how it starts.
    Changed,
    /// Nothing in it starts.
    StartsNothing,
}

impl Teller {
    pub(in crate::cli) fn new(format: Format, context: Context) -> Teller {
        Teller {
            format,
            context,
            bar: None,
            told: None,
            failed: None,
            progress: None,
            was_damaged: false,
            is_doubtful: false,
            flash: Flash::Untouched,
            erases_beginning: true,
        }
    }

    /// Does something with a board, and tells what happens.
    pub(in crate::cli) fn job<T>(
        &mut self,
        person: &Person,
        work: impl FnOnce(&mut Job<'_>) -> Result<T>,
    ) -> Result<T> {
        let is_stopped = || person.has_stopped();
        let mut tell = |event| self.tell(&event);
        work(&mut Job::new(&is_stopped, &mut tell))
    }

    /// Work that ended in the middle: what was done, and that it can be done again.
    pub(in crate::cli) fn cut_short(&self, error: Error) -> Error {
        let Some((done, total)) = self.progress else {
            return error;
        };
        let percent = (u64::from(done) * 100)
            .checked_div(u64::from(total))
            .unwrap_or(0);
        if error.kind() == Kind::Interrupted {
            let told = format!("stopped in the middle, at {percent} %");
            return match self.flash {
                Flash::Untouched => Error::new(Kind::Interrupted, "stopped; nothing was changed"),
                Flash::Changed => Error::new(Kind::Interrupted, told).hint(
                    "what it starts is untouched; to do the rest, run the same command again",
                ),
                Flash::StartsNothing => Error::new(Kind::Interrupted, told).hint(
                    "the board starts nothing now, and waits in its boot loader: run the same command again",
                ),
            };
        }
        error.hint(format!(
            "it ended at {percent} %; the board can be flashed again at any time"
        ))
    }

    /// Refuses what came over a line that damages bytes, and was not verified.
    pub(in crate::cli) fn require_certainty(&self) -> Result<()> {
        if !self.is_doubtful {
            return Ok(());
        }
        Err(Error::failed(
            "the line damages what is sent, and the loader in the chip's ROM cannot verify what is in the flash",
        )
        .hint("shorten the wires, check GND and the 3.3 V supply, and flash once more")
        .hint("its own loader in RAM verifies: leave --no-stub away, or try it slower: --baud 57600"))
    }

    /// Tells one.
    pub(in crate::cli) fn tell(&mut self, event: &Event) {
        match event {
            Event::Damaged { .. } => self.was_damaged = true,
            Event::Written { is_verified, .. } => {
                self.is_doubtful = self.was_damaged && !is_verified;
            }
            Event::Planned(plan) => {
                let first = plan.steps.first();
                self.erases_beginning = first.is_some_and(|step| step.sectors().first == 0);
            }
            // Until here the flash was only read.
            Event::Saved { .. } => (self.progress, self.flash) = (None, Flash::Untouched),
            _ => {}
        }
        if let Event::Progress { done, total } = event {
            self.progress = Some((*done, *total));
            if *done > 0 {
                self.flash = match self.erases_beginning {
                    true => Flash::StartsNothing,
                    false => Flash::Changed,
                };
            }
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
    pub(in crate::cli) fn print(&mut self, text: &str) {
        let mut stdout = std::io::stdout().lock();
        let printed = stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush());
        if let Err(cause) = printed {
            self.failed.get_or_insert(Error::writing_output(cause));
        }
    }

    /// Whether all could be printed.
    pub(in crate::cli) fn outcome(self) -> Result<()> {
        self.failed.map_or(Ok(()), Err)
    }

    /// Removes the bar, so that something else can be said.
    pub(in crate::cli) fn clear(&mut self) {
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
            Event::BootLog(said) => return log(context, said),
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
            Event::Again { reason } | Event::Damaged { reason } => {
                format!("trying again: {reason}")
            }
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
            Event::Alive(identity) => format!("the gateway runs: {}", show::identity(identity)),
        };
        report::message(context, text);
    }
}

/// What a board has printed: all of it for whoever wants to know, what is wrong for everybody.
fn log(context: Context, lines: &[Said]) {
    for line in lines {
        match said_trouble(line) {
            Some(trouble) => report::message(context, trouble),
            None => report::detail(
                context,
                format_args!("it prints: {}", said(line).trim_end()),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flash::Plan;
    use crate::flash::plan::Rest;
    use crate::ui::style::Colour;

    fn teller() -> Teller {
        let context = Context {
            quiet: true,
            verbosity: 0,
            stdout: Colour::Off,
            stderr: Colour::Off,
            stderr_is_terminal: false,
        };
        Teller::new(Format::Human, context)
    }

    fn damaged() -> Event {
        Event::Damaged {
            reason: "lost".to_owned(),
        }
    }

    #[test]
    fn only_what_was_written_and_not_verified_is_doubtful() {
        for (is_verified, expected) in [(true, false), (false, true)] {
            let mut teller = teller();
            teller.tell(&damaged());
            assert!(!teller.is_doubtful, "nothing is written yet");
            teller.tell(&Event::Written {
                took_ms: 1,
                is_verified,
            });
            assert_eq!(teller.is_doubtful, expected);
        }
    }

    #[test]
    fn what_the_flash_starts_is_known_at_any_moment() {
        let plan = |differing: &[u32]| {
            Plan::update(50_000, 1 << 20, Rest::Erase, differing, Vec::new()).expect("a plan")
        };
        let progress = |done| Event::Progress { done, total: 100 };
        for (differing, changed) in [
            (&[5][..], Flash::StartsNothing),
            // Only what is behind the image is erased.
            (&[], Flash::Changed),
        ] {
            let mut teller = teller();
            teller.tell(&Event::Planned(plan(differing)));
            teller.tell(&progress(100));
            teller.tell(&Event::Saved {
                file: "before.bin".into(),
                range: 0..100,
            });
            teller.tell(&progress(0));
            assert_eq!(teller.flash, Flash::Untouched);
            teller.tell(&progress(1));
            assert_eq!(teller.flash, changed);
            // Begun anew.
            teller.tell(&progress(0));
            assert_eq!(teller.flash, changed);
        }
    }
}
