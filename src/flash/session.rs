//! A chip in its loader: reached, asked what it is, and talked to as fast as it goes.

use super::chip::Chip;
use super::compare;
use super::connect::{Entry, connect};
use super::event::Event;
use super::exchange::{Exchange, MOST_FAILURES};
use super::fit::{bytes_of, fit};
use super::identify::identify;
use super::line::{Answerer, Line, SPEED};
use super::loader::{Loader, Told};
use super::plan::{Plan, Rest, Sectors};
use super::ram::{Ram, SPEEDS};
use super::rom::Rom;
use super::{map, stub, trouble};
use crate::error::{Kind, Result};
use crate::image::{Board, Image};

/// A part of the loader for the RAM is sent so often to the loader in ROM while that is talked to faster than is sure to work.
const MOST_HASTY: usize = 2;

/// Who is told what happens, and who may stop it.
pub(super) struct Company<'a> {
    /// An error when somebody wants to stop.
    pub(super) check: &'a dyn Fn() -> Result<()>,
    /// Takes events.
    pub(super) tell: &'a mut dyn FnMut(Event),
}

impl Company<'_> {
    /// Listens to a loader, the work of which begins `before` bytes into `total`.
    pub(super) fn progress(&mut self, before: u32, total: u32) -> impl FnMut(Told) -> Result<()> {
        move |told| {
            match told {
                Told::Done(bytes) => (self.tell)(Event::Progress {
                    done: total.min(before + u32::try_from(bytes).unwrap_or(0)),
                    total,
                }),
                Told::Again(reason) => (self.tell)(Event::Again { reason }),
                Told::Damaged(reason) => (self.tell)(Event::Damaged { reason }),
            }
            (self.check)()
        }
    }

    /// Listens to a loader, whatever it does.
    pub(super) fn listener(&mut self) -> impl FnMut(Told) -> Result<()> {
        move |told| {
            if let Told::Again(reason) = told {
                (self.tell)(Event::Again { reason });
            }
            (self.check)()
        }
    }
}

/// The loader that runs.
pub(super) enum Running {
    /// That in the mask ROM.
    Rom(Rom),
    /// Ours in RAM.
    Ram(Ram),
}

/// How the chip is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// What the flash holds starts.
    Start,
    /// It stays in its loader.
    Stay,
}

/// A chip in its loader.
pub struct Session {
    pub(super) running: Running,
    /// What it is.
    pub chip: Chip,
    /// The board that it is used as; none where there is no firmware for so small a flash.
    board: Option<Board>,
    /// Whether it can be reset over this port.
    pub(super) can_reset: bool,
    entry: Entry,
}

impl Session {
    /// Gets a chip into its loader and asks what it is.
    pub(super) fn open(mut line: Line, entry: Entry, company: &mut Company<'_>) -> Result<Session> {
        let reached = connect(&mut line, entry, company.check, company.tell)?;
        let entry = Entry {
            resets: reached.can_reset,
            ..entry
        };
        let mut exchange = Exchange::new(line, reached.speed);
        let mut answerer = reached.answerer;
        let chip = match identify(&mut exchange, answerer) {
            Err(error) if is_hasty(&exchange, answerer) => {
                (exchange, answerer) = calm_down(exchange, &error.to_string(), entry, company)?;
                identify(&mut exchange, answerer)?
            }
            other => other?,
        }?;
        let running = begin(exchange, answerer, &chip, entry, company)?;
        let session = Session {
            running,
            chip,
            board: chip.board(),
            can_reset: reached.can_reset,
            entry,
        };
        (company.tell)(Event::Connected {
            chip,
            loader: session.loader(),
            speed: session.speed(),
        });
        Ok(session)
    }

    /// After something went wrong on the line: the same chip, slower where that is possible, from the beginning where it must be.
    pub(super) fn mend(self, company: &mut Company<'_>) -> Result<Session> {
        let Running::Ram(mut ram) = self.running else {
            return Ok(self);
        };
        let speed = ram.speed();
        if ram.is_there() && ram.slow_down(&mut company.listener()).is_ok() {
            if ram.speed() < speed {
                (company.tell)(Event::Slower { speed: ram.speed() });
            }
            return Ok(Session {
                running: Running::Ram(ram),
                ..self
            });
        }
        let entry = Entry {
            fastest: lower(speed),
            ..self.entry
        };
        let mut line = ram.into_line();
        let reached = connect(&mut line, entry, company.check, company.tell)?;
        let exchange = Exchange::new(line, reached.speed);
        let running = begin(exchange, reached.answerer, &self.chip, entry, company)?;
        let session = Session {
            running,
            entry,
            ..self
        };
        (company.tell)(Event::Slower {
            speed: session.speed(),
        });
        Ok(session)
    }

    /// The name of the loader.
    pub fn loader(&self) -> &'static str {
        match &self.running {
            Running::Rom(rom) => rom.name(),
            Running::Ram(ram) => ram.name(),
        }
    }

    /// Bits per second.
    pub fn speed(&self) -> u32 {
        match &self.running {
            Running::Rom(rom) => rom.speed(),
            Running::Ram(ram) => ram.speed(),
        }
    }

    /// What is to be done so that the flash holds `content` from its beginning on: only what differs, as far as the loader can tell.
    ///
    /// # Errors
    ///
    /// Content without room; a loader that does not answer.
    pub fn plan(&mut self, content: &[u8], rest: Rest) -> Result<Plan> {
        let size = u32::try_from(content.len()).unwrap_or(u32::MAX);
        // What stays is where the board has it, however much more the chip holds.
        let flash_size = match (rest, self.board) {
            (Rest::Keep, Some(board)) => bytes_of(board),
            _ => self.chip.flash_size,
        };
        match &mut self.running {
            Running::Ram(ram) => {
                let mut ask = |range| ram.digest(range);
                let differing = compare::differing(content, &mut ask)?;
                let live = compare::written(&map::records(flash_size), &mut ask)?;
                Plan::update(size, flash_size, rest, &differing, live)
            }
            Running::Rom(_) => Plan::write(size, flash_size, rest),
        }
    }

    /// The numbers of the sectors that hold something else than a plan was to leave there; none where the loader cannot tell.
    ///
    /// # Errors
    ///
    /// A loader that does not answer.
    pub(super) fn left_undone(&mut self, plan: &Plan, content: &[u8]) -> Result<Option<Vec<u32>>> {
        let Some(mut numbers) = self.differing(content)? else {
            return Ok(None);
        };
        let ram = self.ram()?;
        let live = compare::written(&plan.records, &mut |range| ram.digest(range))?;
        numbers.extend(live.iter().map(|sectors| sectors.first));
        Ok(Some(numbers))
    }

    /// The numbers of the sectors that hold something else than `content`; none where the loader cannot tell.
    ///
    /// # Errors
    ///
    /// A loader that does not answer.
    fn differing(&mut self, content: &[u8]) -> Result<Option<Vec<u32>>> {
        match &mut self.running {
            Running::Ram(ram) => compare::check(content, &mut |range| ram.digest(range)).map(Some),
            Running::Rom(_) => Ok(None),
        }
    }

    /// The numbers of the sectors that hold something else than `content`.
    ///
    /// # Errors
    ///
    /// A loader that cannot tell, or does not answer.
    pub fn verify(&mut self, content: &[u8]) -> Result<Vec<u32>> {
        self.differing(content)?.ok_or_else(trouble::unreadable)
    }

    /// The MD5 of what some sectors hold; none where the loader cannot tell.
    ///
    /// # Errors
    ///
    /// A loader that does not answer.
    pub(super) fn digest(&mut self, of: Option<Sectors>) -> Result<Option<[u8; 16]>> {
        match (&mut self.running, of) {
            (Running::Ram(ram), Some(of)) => {
                ram.digest(of.address()..of.address() + of.size()).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The loader that can read.
    pub(super) fn ram(&mut self) -> Result<&mut Ram> {
        match &mut self.running {
            Running::Ram(ram) => Ok(ram),
            Running::Rom(_) => Err(trouble::unreadable()),
        }
    }

    /// Starts what the flash holds.
    pub(super) fn run(&mut self) {
        match &mut self.running {
            Running::Ram(ram) => ram.run(),
            Running::Rom(rom) => rom.run(),
        }
    }

    /// Whether the port has gone away.
    pub(super) fn is_gone(&self) -> bool {
        trouble::is_gone(match &self.running {
            Running::Ram(ram) => ram.port(),
            Running::Rom(rom) => rom.port(),
        })
    }

    /// Uses the chip as a board with less flash than it may have.
    ///
    /// # Errors
    ///
    /// A chip that is too small for it.
    pub fn treat_as(&mut self, board: Board) -> Result<()> {
        if bytes_of(board) > self.chip.flash_size {
            return Err(trouble::too_small_for(board, self.chip.flash_size));
        }
        self.board = Some(board);
        Ok(())
    }

    /// The board that the chip is used as: without [`Session::treat_as`] the largest that it has room for.
    ///
    /// # Errors
    ///
    /// A chip that there is no firmware for.
    pub fn board(&self) -> Result<Board> {
        self.board
            .ok_or_else(|| trouble::small_flash(self.chip.flash_size))
    }

    /// Judges an image for this chip.
    ///
    /// # Errors
    ///
    /// A chip that there is no firmware for; everything that is wrong with the image, the first in the message.
    pub fn judge(&self, file: &[u8]) -> Result<Image> {
        fit(file, self.board()?, self.chip.flash_size)
    }

    /// Lets go of a board that was only looked at: what its flash holds starts again, if it can be reset and is not to stay.
    pub fn release(self, finish: Finish) {
        if finish == Finish::Start && self.can_reset {
            self.into_line().reset();
        }
    }

    /// The line, when the loader is not needed any more.
    pub(super) fn into_line(self) -> Line {
        match self.running {
            Running::Rom(rom) => rom.into_line(),
            Running::Ram(ram) => ram.into_line(),
        }
    }
}

/// The next speed below, in bits per second.
fn lower(speed: u32) -> u32 {
    let below = SPEEDS.into_iter().find(|other| *other < speed);
    below.unwrap_or(speed)
}

/// The best loader that runs: ours in RAM if it is wanted and works, at the highest speed that works; else that in ROM.
fn begin(
    mut exchange: Exchange,
    mut answerer: Answerer,
    chip: &Chip,
    entry: Entry,
    company: &mut Company<'_>,
) -> Result<Running> {
    let mut fastest = entry.fastest;
    let mut is_calm = false;
    loop {
        if answerer == Answerer::Rom {
            if !entry.uses_ram {
                return Ok(Running::Rom(Rom::of(exchange)));
            }
            let is_hasty = !is_calm && is_hasty(&exchange, answerer);
            let most = if is_hasty { MOST_HASTY } else { MOST_FAILURES };
            match stub::start(&mut exchange, most) {
                Ok(()) => {}
                Err(reason) if is_hasty => {
                    is_calm = true;
                    (exchange, answerer) = calm_down(exchange, &reason, entry, company)?;
                    continue;
                }
                Err(reason) => return fall_back(exchange, reason, entry, company),
            }
        }
        let mut ram = Ram::of(exchange);
        let ready = ram
            .announce(chip.flash_size)
            .and_then(|()| ram.speed_up(fastest, &mut company.listener()));
        match ready {
            Ok(()) => return Ok(Running::Ram(ram)),
            Err(error) if error.kind() == Kind::Interrupted => return Err(error),
            Err(error) => {
                let is_slowest = lower(fastest) == fastest;
                if is_slowest || !entry.resets {
                    return fall_back(ram.into_exchange(), error.to_string(), entry, company);
                }
                (company.tell)(Event::Again {
                    reason: error.to_string(),
                });
                fastest = lower(fastest);
                let mut line = ram.into_line();
                let reached = connect(&mut line, entry, company.check, company.tell)?;
                exchange = Exchange::new(line, reached.speed);
                answerer = reached.answerer;
            }
        }
    }
}

/// Whether the loader in ROM is talked to faster than is sure to work.
fn is_hasty(exchange: &Exchange, answerer: Answerer) -> bool {
    answerer == Answerer::Rom && exchange.speed() > SPEED
}

/// The loader in ROM at a speed that is sure to work, after a higher one did not.
fn calm_down(
    mut exchange: Exchange,
    reason: &str,
    entry: Entry,
    company: &mut Company<'_>,
) -> Result<(Exchange, Answerer)> {
    let speed = exchange.speed();
    (company.tell)(Event::Again {
        reason: format!("the ROM loader at {speed} baud: {reason}"),
    });
    if !entry.resets && exchange.retune(SPEED) {
        return Ok((exchange, Answerer::Rom));
    }
    let mut line = exchange.into_line();
    let entry = entry.at_sure_speed();
    let reached = connect(&mut line, entry, company.check, company.tell)?;
    Ok((Exchange::new(line, reached.speed), reached.answerer))
}

/// The loader in ROM again, after ours did not work.
fn fall_back(
    exchange: Exchange,
    reason: String,
    entry: Entry,
    company: &mut Company<'_>,
) -> Result<Running> {
    (company.tell)(Event::FellBack { reason });
    let mut line = exchange.into_line();
    let entry = entry.at_sure_speed();
    let reached = connect(&mut line, entry, company.check, company.tell)?;
    let exchange = Exchange::new(line, reached.speed);
    Ok(match reached.answerer {
        Answerer::Rom => Running::Rom(Rom::of(exchange)),
        Answerer::Ram => Running::Ram(Ram::of(exchange)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_each_speed_there_is_another_but_below_the_lowest() {
        assert_eq!(lower(921_600), 460_800);
        assert_eq!(lower(250_000), 230_400);
        assert_eq!(lower(115_200), 115_200);
    }
}
