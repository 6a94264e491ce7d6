//! All of it together: into the loader, the image judged, the plan carried out, and the gateway's first words.

use std::time::{Duration, Instant};

use super::alive::{self, Identity};
use super::chip::Chip;
use super::connect::{Entry, connect};
use super::event::Event;
use super::line::{BOOT_LOG_SPEED, Line};
use super::loader::{Loader, Told};
use super::plan::{Plan, Step};
use super::rom::Rom;
use super::trouble;
use crate::error::{Error, Result};
use crate::image::{Board, Finding, Image, Requirements};

/// For how long the boot log is listened to.
const BOOT_TIME: Duration = Duration::from_millis(300);
/// Printed bytes that are kept of it.
const MOST_LOG: usize = 2_048;

/// Whether somebody has asked to stop.
pub type IsStopped<'a> = &'a dyn Fn() -> bool;

/// Whoever does a job on a chip.
pub struct Job<'a> {
    is_stopped: IsStopped<'a>,
    tell: &'a mut dyn FnMut(Event),
}

/// A chip in its loader.
pub struct Session {
    loader: Rom,
    /// What it is.
    pub chip: Chip,
    can_reset: bool,
}

/// How the chip is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// What the flash holds starts.
    Start,
    /// It stays in its loader.
    Stay,
}

/// What became of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is in its loader.
    InLoader,
    /// It was started and says nothing on its serial line.
    Silent {
        /// Whether a reset over the port started it.
        was_reset: bool,
    },
    /// The gateway has answered.
    Alive(Identity),
}

impl<'a> Job<'a> {
    /// A job that can be stopped, and that tells what happens.
    pub fn new(is_stopped: IsStopped<'a>, tell: &'a mut dyn FnMut(Event)) -> Job<'a> {
        Job { is_stopped, tell }
    }

    /// Gets a chip into its loader and asks what it is.
    ///
    /// # Errors
    ///
    /// A loader that does not answer, another chip, a port that fails.
    pub fn connect(&mut self, mut line: Line, entry: Entry) -> Result<Session> {
        let is_stopped = self.is_stopped;
        let check = move || check(is_stopped);
        let can_reset = connect(&mut line, entry, &check, self.tell)?;
        line.set_speed(entry.speed);
        let mut loader = Rom::new(line, entry.speed);
        let chip = loader.identify()?;
        (self.tell)(Event::Connected {
            chip,
            loader: loader.name(),
            speed: entry.speed,
        });
        Ok(Session {
            loader,
            chip,
            can_reset,
        })
    }

    /// Carries out a plan.
    ///
    /// # Errors
    ///
    /// A chip that does not do it, a port that fails, or a wish to stop. The board can be flashed again after each of them.
    pub fn carry_out(&mut self, session: &mut Session, plan: &Plan, image: &[u8]) -> Result<()> {
        let began = Instant::now();
        let total = plan.erased();
        let mut before = 0;
        for step in &plan.steps {
            let (is_stopped, tell) = (self.is_stopped, &mut *self.tell);
            let mut listener = |told: Told| {
                match told {
                    Told::Done(bytes) => tell(Event::Progress {
                        done: total.min(before + u32::try_from(bytes).unwrap_or(0)),
                        total,
                    }),
                    Told::Again(reason) => tell(Event::Again { reason }),
                }
                check(is_stopped)
            };
            let sectors = match *step {
                Step::Erase(sectors) => {
                    session.loader.erase(sectors, &mut listener)?;
                    sectors
                }
                Step::Write(sectors) => {
                    let from = sectors.address() as usize;
                    let to = image.len().min(from + sectors.size() as usize);
                    let data = image.get(from..to).unwrap_or_default();
                    session.loader.write(sectors, data, &mut listener)?;
                    sectors
                }
            };
            before += sectors.size();
        }
        (self.tell)(Event::Progress { done: total, total });
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        (self.tell)(Event::Written { took_ms });
        Ok(())
    }

    /// Leaves the chip as is wanted, and looks for up to `patience` whether the gateway runs.
    ///
    /// # Errors
    ///
    /// A port that fails, or a wish to stop.
    pub fn leave(
        &mut self,
        mut session: Session,
        finish: Finish,
        patience: Duration,
    ) -> Result<Outcome> {
        if finish == Finish::Stay {
            return Ok(Outcome::InLoader);
        }
        (self.tell)(Event::Starting);
        let was_reset = session.can_reset;
        if !was_reset {
            session.loader.run();
        }
        let mut line = session.loader.into_line();
        let hears_log = line.set_speed(BOOT_LOG_SPEED);
        if was_reset {
            line.reset();
        }
        if hears_log {
            let log = printable(&line.listen(BOOT_TIME)?);
            if log.contains("boot mode") {
                (self.tell)(Event::BootLog(log));
            }
        }
        let is_stopped = self.is_stopped;
        let answer = alive::ask(&mut line, patience, &move || check(is_stopped))?;
        Ok(match answer {
            Some(identity) => {
                (self.tell)(Event::Alive(identity.clone()));
                Outcome::Alive(identity)
            }
            None => Outcome::Silent { was_reset },
        })
    }
}

impl Session {
    /// Judges an image for this chip.
    ///
    /// # Errors
    ///
    /// A chip that there is no firmware for; everything that is wrong with the image, the first in the message.
    pub fn judge(&self, file: &[u8]) -> Result<Image> {
        let board = self.chip.board().ok_or_else(|| {
            Error::failed(format!(
                "the flash chip has only {} KiB",
                self.chip.flash_size >> 10
            ))
            .hint("the gateway's firmware needs 1 MB")
        })?;
        judge(file, Some(board))
    }

    /// The name of the loader.
    pub fn loader(&self) -> &'static str {
        self.loader.name()
    }
}

/// Judges an image, for a board if that is known.
///
/// # Errors
///
/// Everything that is wrong with it, the first in the message.
pub fn judge(file: &[u8], board: Option<Board>) -> Result<Image> {
    let requirements = Requirements {
        board,
        ..Requirements::default()
    };
    Image::check(file, &requirements).map_err(refused)
}

/// Findings as one error.
fn refused(findings: Vec<Finding>) -> Error {
    let mut findings = findings.into_iter();
    let Some(first) = findings.next() else {
        return Error::failed("the image is refused");
    };
    let others: Vec<String> = findings.map(|finding| finding.to_string()).collect();
    let error = Error::failed(format!("the image is refused: {first}")).hint(first.hint);
    if others.is_empty() {
        error
    } else {
        error.because(others.join("; "))
    }
}

fn check(is_stopped: IsStopped<'_>) -> Result<()> {
    if is_stopped() {
        Err(trouble::stopped())
    } else {
        Ok(())
    }
}

/// Text of what was printed, without the rest.
fn printable(bytes: &[u8]) -> String {
    let letters = bytes
        .iter()
        .filter(|byte| matches!(byte, b' '..=b'~' | b'\n'));
    let text: String = letters.take(MOST_LOG).copied().map(char::from).collect();
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_boot_log_only_the_text_is_kept() {
        let log = b"\xFE\r\n ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\n\r\nload\x00\r\n";
        assert_eq!(
            printable(log),
            "ets Jan  8 2013,rst cause:2, boot mode:(3,6)\nload"
        );
    }

    #[test]
    fn what_is_no_image_is_refused_with_the_reason() {
        let error = judge(&[0; 10_000], None).expect_err("no image");
        assert!(error.to_string().starts_with("the image is refused: "));
        assert!(!error.hints().is_empty());
    }
}
