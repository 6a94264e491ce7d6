//! `smr flash erase`.

use clap::Args;

use super::board::{Person, require_agreement, work};
use super::teller::Teller;
use super::{BoardArgs, ConsentArgs, Format, FormatArgs, port};
use crate::cli::{Context, Finished};
use crate::error::Result;
use crate::flash::line::Line;
use crate::flash::{Outcome, Plan};
use crate::ui::flash as show;

/// Erase all of a board's flash: firmware, settings, Wi-Fi
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  smr flash erase --port /dev/ttyUSB0
  smr flash erase --port /dev/ttyUSB0 --yes")]
pub(super) struct EraseArgs {
    #[command(flatten)]
    board: BoardArgs,
    #[command(flatten)]
    consent: ConsentArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Erases the flash.
pub(super) fn run(args: &EraseArgs, context: Context) -> Finished {
    if let Err(error) =
        require_agreement(args.consent.yes || args.consent.dry_run, "erasing a board")
    {
        return Err(error).into();
    }
    let args = args.clone();
    match work(move |person| erase(&args, context, person)) {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        Err(error) => Err(error).into(),
    }
}

fn erase(args: &EraseArgs, context: Context, person: &Person) -> Result<String> {
    let port = port::find(&args.board.reach, context, person)?;
    let line = Line::open(&port)?;
    let format = args.format.chosen();
    let mut teller = Teller::new(format, context);
    let session = teller.job(person, |job| job.connect(line, args.board.reach.entry()))?;
    let chip = session.chip;
    let plan = Plan::erase(chip.flash_size);
    let mut outcome = None;
    if args.consent.dry_run {
        session.release(args.board.finish());
    } else {
        let size = chip.flash_size >> 10;
        if !args.consent.yes
            && let Err(error) =
                person.confirm(&format!("Erase all {size} KiB of the board on {port}?"))
        {
            session.release(args.board.finish());
            return Err(error);
        }
        let empty = vec![0xFF; chip.flash_size as usize];
        let erased = teller.job(person, |job| job.carry_out(session, &plan, &empty));
        erased.map_err(|error| teller.cut_short(error))?;
        outcome = Some(Outcome::InLoader);
    }
    let end = show::End {
        port: &port,
        chip: &chip,
        version: None,
        bytes: 0,
        outcome: outcome.as_ref(),
    };
    teller.clear();
    if format != Format::Human {
        teller.print(&show::done(&end, format == Format::Json));
    }
    teller.outcome()?;
    Ok(match outcome {
        None => format!(
            "nothing was changed; {} KiB would be erased",
            chip.flash_size >> 10
        ),
        Some(_) => "the flash is empty; write firmware with: smr flash --image FILE".to_owned(),
    })
}
