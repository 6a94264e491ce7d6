//! An image onto a board, for every command that does so.

use std::path::Path;
use std::time::Duration;

use super::board::Person;
use super::choose::Firmware;
use super::teller::Teller;
use super::{ConsentArgs, ReachArgs, read};
use crate::cli::{Context, report};
use crate::error::{Error, Result};
use crate::flash::line::{Line, SPEED};
use crate::flash::plan::Rest;
use crate::flash::{Chip, Event, Finish, Left, Plan, Session};
use crate::image::{Board, Image};
use crate::ui::flash as show;

/// What is to be written where, and how.
pub(in crate::cli) struct Order<'a> {
    pub(in crate::cli) firmware: &'a Firmware,
    pub(in crate::cli) port: &'a str,
    pub(in crate::cli) reach: &'a ReachArgs,
    /// The board that the chip is to be used as, if that is said.
    pub(in crate::cli) board: Option<Board>,
    /// What becomes of all else in the flash.
    pub(in crate::cli) rest: Rest,
    /// Where all that is in the flash is saved before.
    pub(in crate::cli) backup: Option<&'a Path>,
    pub(in crate::cli) consent: ConsentArgs,
    pub(in crate::cli) finish: Finish,
    /// For how long the gateway's first words are waited for.
    pub(in crate::cli) boot_timeout: Duration,
    /// What whoever is asked agrees to besides: the end of a question.
    pub(in crate::cli) then: &'a str,
}

/// A board that was written, or only looked at.
pub(in crate::cli) struct Flashed {
    pub(in crate::cli) chip: Chip,
    pub(in crate::cli) image: Image,
    /// Bytes that had to be written.
    bytes: u32,
    /// How it was left; nothing after a dry run.
    pub(in crate::cli) left: Option<Left>,
}

impl Flashed {
    /// The last event as JSON.
    pub(in crate::cli) fn document(&self, port: &str, is_pretty: bool) -> String {
        let end = show::End {
            port,
            chip: &self.chip,
            version: Some(&self.image.descriptor.version),
            bytes: self.bytes,
            outcome: self.left.as_ref().map(|left| &left.outcome),
        };
        show::done(&end, is_pretty)
    }

    /// Refuses a gateway that runs another version than was written.
    pub(in crate::cli) fn require_version(&self, running: &str) -> Result<()> {
        let wanted = self.image.descriptor.version.to_string();
        if running == wanted {
            return Ok(());
        }
        Err(
            Error::failed(format!("the board runs {running}, not {wanted}"))
                .hint("take power away, give it again, and flash once more"),
        )
    }
}

/// Writes what differs, unless that is only looked for, and starts it.
pub(in crate::cli) fn onto_board(
    order: &Order<'_>,
    teller: &mut Teller,
    context: Context,
    person: &Person,
) -> Result<Flashed> {
    let reach = order.reach;
    if reach.no_stub && reach.baud.get() > SPEED {
        report::detail(
            context,
            format_args!("the chip's own loader talks at {SPEED} baud at most"),
        );
    }
    let line = Line::open(order.port)?;
    let mut session = teller.job(person, |job| job.connect(line, reach.entry()))?;
    let chip = session.chip;
    let (image, plan, bytes) = match decide(order, &mut session, teller, context, person) {
        Ok(decided) => decided,
        Err(error) => {
            session.release(order.finish);
            return Err(error);
        }
    };
    let mut left = None;
    if order.consent.dry_run {
        session.release(order.finish);
    } else {
        let written = teller.job(person, |job| job.carry_out(session, &plan, bytes));
        let session = written.map_err(|error| teller.cut_short(error))?;
        let (finish, patience) = (order.finish, order.boot_timeout);
        left = Some(teller.job(person, |job| job.leave(session, finish, patience))?);
    }
    teller.clear();
    teller.require_certainty()?;
    Ok(Flashed {
        chip,
        image,
        bytes: plan.bytes,
        left,
    })
}

/// What is written, once it is judged, agreed to, and what was there is saved.
fn decide<'a>(
    order: &Order<'a>,
    session: &mut Session,
    teller: &mut Teller,
    context: Context,
    person: &Person,
) -> Result<(Image, Plan, &'a [u8])> {
    let firmware = order.firmware;
    if let Some(board) = order.board {
        session.treat_as(board)?;
    }
    let file = firmware.for_board(session.board()?, order.port, context)?;
    let image = session.judge(file).map_err(|error| firmware.named(error))?;
    let bytes = file.get(..image.size).unwrap_or(file);
    let plan = session.plan(bytes, order.rest)?;
    teller.tell(&Event::Planned(plan.clone()));
    if !order.consent.dry_run {
        if !order.consent.yes {
            person.confirm(&question(&image, order))?;
        }
        if let Some(backup) = order.backup {
            save(backup, session, teller, person)?;
        }
    }
    Ok((image, plan, bytes))
}

/// Saves all that is in the flash.
fn save(path: &Path, session: &mut Session, teller: &mut Teller, person: &Person) -> Result<()> {
    let all = 0..session.chip.flash_size;
    let content = teller.job(person, |job| job.read(session, all.clone()))?;
    read::save(path, &content, false)?;
    teller.tell(&Event::Saved {
        file: path.to_owned(),
        range: all,
    });
    Ok(())
}

fn question(image: &Image, order: &Order<'_>) -> String {
    let (version, board) = (&image.descriptor.version, image.descriptor.board);
    let also = match order.rest {
        Rest::Erase => ", and erase everything else",
        _ => "",
    };
    let (port, then) = (order.port, order.then);
    format!("Write firmware {version} for {board} to the board on {port}{also}{then}?")
}
