//! All of it together: into the loader, the image judged, the plan carried out, and the gateway's first words.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::alive::{self, Identity};
use super::connect::Entry;
use super::event::Event;
use super::line::{BOOT_LOG_SPEED, Line};
use super::loader::Loader;
use super::plan::{Plan, Step};
use super::saying;
use super::session::{Company, Finish, Running, Session};
use super::trouble;
use crate::error::{Kind, Result};

/// How often what went wrong is tried again, each time slower.
const MOST_ATTEMPTS: usize = 4;
/// What the chip holds is found wrong so often, though it was written without trouble, before it is given up.
const MOST_MISMATCHES: usize = 2;
/// For how long the boot log is listened to.
const BOOT_TIME: Duration = Duration::from_millis(300);
/// For how long whoever has started and says nothing is listened to once more: what crashes again and again prints so within it.
const CRASH_TIME: Duration = Duration::from_millis(1_500);

/// Whether somebody has asked to stop.
pub type IsStopped<'a> = &'a dyn Fn() -> bool;

/// Whoever does a job on a chip.
pub struct Job<'a> {
    is_stopped: IsStopped<'a>,
    tell: &'a mut dyn FnMut(Event),
}

/// A board that was left.
pub struct Left {
    /// What became of it.
    pub outcome: Outcome,
    /// Its serial line.
    pub line: Line,
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
    pub fn connect(&mut self, line: Line, entry: Entry) -> Result<Session> {
        self.with(|company| Session::open(line, entry, company))
    }

    /// Carries out a plan, of which `content` is what the flash holds afterwards from its beginning on. Where the loader can tell what
    /// is in the flash, nothing else is accepted.
    ///
    /// # Errors
    ///
    /// A chip that does not do it, a port that fails, or a wish to stop. The board can be flashed again after each of them.
    pub fn carry_out(
        &mut self,
        mut session: Session,
        plan: &Plan,
        content: &[u8],
    ) -> Result<Session> {
        if plan.steps.is_empty() {
            return Ok(session);
        }
        let began = Instant::now();
        let kept = session.digest(plan.kept)?;
        let mut plan = plan.clone();
        let mut mismatches = 0;
        let mut attempts = 0;
        let is_verified = loop {
            attempts += 1;
            let outcome = self.attempt(&mut session, &mut plan, content, attempts > 1);
            let error = match outcome {
                Ok(None) => break false,
                Ok(Some(numbers)) if numbers.is_empty() => break true,
                Ok(Some(numbers)) => {
                    mismatches += 1;
                    trouble::mismatch(&numbers)
                }
                Err(error) => error,
            };
            let is_final = error.kind() == Kind::Interrupted
                || session.is_gone()
                || attempts >= MOST_ATTEMPTS
                || mismatches >= MOST_MISMATCHES
                || matches!(session.running, Running::Rom(_));
            if is_final {
                return Err(error);
            }
            let reason = [vec![error.to_string()], error.causes()]
                .concat()
                .join(": ");
            (self.tell)(Event::Again { reason });
            session = self.with(|company| session.mend(company))?;
        };
        if session.digest(plan.kept)? != kept {
            return Err(trouble::settings_changed());
        }
        let total = plan.erased();
        (self.tell)(Event::Progress { done: total, total });
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        (self.tell)(Event::Written {
            took_ms,
            is_verified,
        });
        Ok(session)
    }

    /// Carries out a plan, which is made anew where an attempt went before. Gives the numbers of the sectors that hold something else
    /// then, if the loader can tell.
    fn attempt(
        &mut self,
        session: &mut Session,
        plan: &mut Plan,
        content: &[u8],
        is_again: bool,
    ) -> Result<Option<Vec<u32>>> {
        if is_again {
            *plan = session.plan(content, plan.rest)?;
        }
        self.steps(session, plan, content)?;
        session.left_undone(plan, content)
    }

    /// Everything in a plan, once.
    fn steps(&mut self, session: &mut Session, plan: &Plan, content: &[u8]) -> Result<()> {
        let total = plan.erased();
        let mut before = 0;
        for step in &plan.steps {
            let sectors = step.sectors();
            self.with(|company| {
                let mut listener = company.progress(before, total);
                let loader: &mut dyn Loader = match &mut session.running {
                    Running::Rom(rom) => rom,
                    Running::Ram(ram) => ram,
                };
                match step {
                    Step::Erase(_) => loader.erase(sectors, &mut listener),
                    Step::Write(_) => {
                        let from = sectors.address() as usize;
                        let to = content.len().min(from + sectors.size() as usize);
                        let data = content.get(from..to).unwrap_or_default();
                        loader.write(sectors, data, &mut listener)
                    }
                }
            })?;
            before += sectors.size();
        }
        Ok(())
    }

    /// What the flash holds in `range`.
    ///
    /// # Errors
    ///
    /// A loader that cannot tell; a line on which it does not arrive; a wish to stop.
    pub fn read(&mut self, session: &mut Session, range: Range<u32>) -> Result<Vec<u8>> {
        let total = range.end.saturating_sub(range.start);
        self.with(|company| session.ram()?.read(range, &mut company.progress(0, total)))
    }

    /// Whoever goes along with a session.
    fn with<T>(&mut self, work: impl FnOnce(&mut Company<'_>) -> Result<T>) -> Result<T> {
        let is_stopped = self.is_stopped;
        let mut company = Company {
            check: &move || check(is_stopped),
            tell: &mut *self.tell,
        };
        work(&mut company)
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
    ) -> Result<Left> {
        if finish == Finish::Stay {
            return Ok(Left {
                outcome: Outcome::InLoader,
                line: session.into_line(),
            });
        }
        (self.tell)(Event::Starting);
        let was_reset = session.can_reset;
        if !was_reset {
            session.run();
        }
        let mut line = session.into_line();
        let hears_log = line.set_speed(BOOT_LOG_SPEED);
        if was_reset {
            line.reset();
        }
        if hears_log {
            self.tell_log(&line.listen(BOOT_TIME)?);
        }
        let is_stopped = self.is_stopped;
        let answer = alive::ask(&mut line, patience, &move || check(is_stopped))?;
        if answer.is_none() && !patience.is_zero() && line.set_speed(BOOT_LOG_SPEED) {
            self.tell_log(&line.listen_until(CRASH_TIME, saying::tells_trouble)?);
        }
        let outcome = match answer {
            Some(identity) => {
                (self.tell)(Event::Alive(identity.clone()));
                Outcome::Alive(identity)
            }
            None => Outcome::Silent { was_reset },
        };
        Ok(Left { outcome, line })
    }
}

impl Job<'_> {
    /// Tells what was printed, if it was a start.
    fn tell_log(&mut self, bytes: &[u8]) {
        let log = saying::log(bytes);
        if !log.is_empty() {
            (self.tell)(Event::BootLog(log));
        }
    }
}

fn check(is_stopped: IsStopped<'_>) -> Result<()> {
    if is_stopped() {
        Err(trouble::stopped())
    } else {
        Ok(())
    }
}
