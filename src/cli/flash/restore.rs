//! `smr flash --restore`: all of a flash as it was saved.

use std::path::Path;

use super::board::{Person, require_agreement, work};
use super::teller::Teller;
use super::write::WriteArgs;
use super::{Format, LARGEST_FILE, monitor, port};
use crate::cli::{Context, Finished, files, report};
use crate::error::{Error, Result};
use crate::flash::line::Line;
use crate::flash::plan::Rest;
use crate::flash::{Event, Outcome, Plan, Session};
use crate::ui::flash as show;

/// Restores a board.
pub(super) fn run(args: &WriteArgs, path: &Path, context: Context) -> Finished {
    let (args, path) = (args.clone(), path.to_owned());
    let restored = saved(&path).and_then(|content| {
        require_agreement(
            args.consent.yes || args.consent.dry_run,
            "restoring a board",
        )?;
        work(move |person| write(&args, &path, &content, context, person))
    });
    match restored {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        Err(error) => Err(error).into(),
    }
}

/// What was saved.
fn saved(path: &Path) -> Result<Vec<u8>> {
    let content = files::read(path, LARGEST_FILE)?;
    if content.len() < (1 << 19) || !content.len().is_power_of_two() {
        return Err(Error::failed(format!(
            "{} is not the content of a flash: it has {} bytes",
            path.display(),
            content.len()
        ))
        .hint("one that --backup or `smr flash read` saved has 1048576 or 4194304")
        .hint("an image is written with --image"));
    }
    Ok(content)
}

/// Gives it back to the board.
fn write(
    args: &WriteArgs,
    path: &Path,
    content: &[u8],
    context: Context,
    person: &Person,
) -> Result<String> {
    let port = port::find(&args.board.reach, context, person)?;
    let line = Line::open(&port)?;
    let format = args.format.chosen();
    let mut teller = Teller::new(format, context);
    let mut session = teller.job(person, |job| job.connect(line, args.board.reach.entry()))?;
    let chip = session.chip;
    let plan = match decide(args, path, content, &mut session, &mut teller, person) {
        Ok(plan) => plan,
        Err(error) => {
            session.release(args.board.finish());
            return Err(error);
        }
    };
    let mut left = None;
    if args.consent.dry_run {
        session.release(args.board.finish());
    } else {
        let written = teller.job(person, |job| job.carry_out(session, &plan, content));
        let session = written.map_err(|error| teller.cut_short(error))?;
        let (finish, patience) = (args.board.finish(), args.boot_timeout);
        left = Some(teller.job(person, |job| job.leave(session, finish, patience))?);
    }
    let outcome = left.as_ref().map(|left| &left.outcome);
    teller.clear();
    teller.require_certainty()?;
    let end = show::End {
        port: &port,
        chip: &chip,
        version: None,
        bytes: plan.bytes,
        outcome,
    };
    if format != Format::Human {
        teller.print(&show::done(&end, format == Format::Json));
    }
    teller.outcome()?;
    let told = match outcome {
        None => "nothing was changed: this was a dry run",
        Some(Outcome::Silent { was_reset: false }) => {
            "the flash is as it was; release GPIO0 and tap reset to start it"
        }
        Some(Outcome::InLoader) => {
            "the flash is as it was; the board is still in its boot loader: reset it with GPIO0 released"
        }
        Some(_) => "the flash is as it was",
    };
    match left {
        Some(left) if args.monitor => {
            report::message(context, told);
            monitor::listen(left.line, context, person)?;
            Ok("stopped listening".to_owned())
        }
        _ => Ok(told.to_owned()),
    }
}

/// What is written, once it fits and is agreed to.
fn decide(
    args: &WriteArgs,
    path: &Path,
    content: &[u8],
    session: &mut Session,
    teller: &mut Teller,
    person: &Person,
) -> Result<Plan> {
    let file = path.display();
    if content.len() != session.chip.flash_size as usize {
        return Err(Error::failed(format!(
            "{file} is of a flash of {} KiB, and this one has {} KiB",
            content.len() >> 10,
            session.chip.flash_size >> 10
        ))
        .hint("is it the right board?"));
    }
    let plan = session.plan(content, Rest::Nothing)?;
    teller.tell(&Event::Planned(plan.clone()));
    if !args.consent.dry_run && !args.consent.yes {
        person.confirm(&format!(
            "Write {file} over everything on this board, settings and Wi-Fi too?"
        ))?;
    }
    Ok(plan)
}
