//! `smr flash` itself: an image onto a board.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::board::{Person, require_agreement, work};
use super::choose::{Firmware, FirmwareArgs};
use super::teller::Teller;
use super::{BoardArgs, ConsentArgs, Format, FormatArgs, monitor, port, read};
use crate::cli::{Context, Finished, report};
use crate::error::{Error, Result};
use crate::flash::line::{Line, SPEED};
use crate::flash::plan::Rest;
use crate::flash::session::judge;
use crate::flash::{Chip, Event, Outcome, Session};
use crate::image::Image;
use crate::ui::flash as show;

#[derive(Clone, Debug, Args)]
pub(super) struct WriteArgs {
    #[command(flatten)]
    firmware: FirmwareArgs,
    #[command(flatten)]
    pub(super) board: BoardArgs,
    /// Erase all else, too: settings, Wi-Fi, what another firmware left
    #[arg(long)]
    erase_all: bool,
    /// Save all that is in the flash to this file first
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,
    /// Give the board back what --backup or `smr flash read` saved
    #[arg(long, value_name = "FILE", conflicts_with_all = ["image", "version", "erase_all", "backup"])]
    pub(super) restore: Option<PathBuf>,
    #[command(flatten)]
    pub(super) consent: ConsentArgs,
    /// For how long the gateway's first words are waited for
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = super::with_hint(crate::config::duration::parse_positive))]
    pub(super) boot_timeout: Duration,
    /// Then show what the board says, until Ctrl-C
    #[arg(long, conflicts_with_all = ["format", "json", "dry_run"])]
    pub(super) monitor: bool,
    #[command(flatten)]
    pub(super) format: FormatArgs,
}

/// Writes the image.
pub(super) fn run(args: &WriteArgs, context: Context) -> Finished {
    let args = args.clone();
    let outcome =
        prepare(&args).and_then(|found| work(move |person| write(&args, &found, context, person)));
    match outcome {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        Err(error) => Err(error).into(),
    }
}

/// What can be judged without a board.
fn prepare(args: &WriteArgs) -> Result<Firmware> {
    let firmware = Firmware::find(&args.firmware)?;
    if let Some(file) = firmware.file() {
        judge(file, None).map_err(|error| firmware.named(error))?;
    }
    require_agreement(args.consent.yes || args.consent.dry_run, "flashing a board")?;
    if let Some(backup) = &args.backup {
        read::vacant(backup, false)?;
    }
    Ok(firmware)
}

fn write(
    args: &WriteArgs,
    firmware: &Firmware,
    context: Context,
    person: &Person,
) -> Result<String> {
    if args.board.no_stub && args.board.baud.get() > SPEED {
        report::detail(
            context,
            format_args!("the chip's own loader talks at {SPEED} baud at most"),
        );
    }
    let port = port::find(&args.board, context, person)?;
    let line = Line::open(&port)?;
    let format = args.format.chosen();
    let mut teller = Teller::new(format, context);
    let mut session = teller.job(person, |job| job.connect(line, args.board.entry()))?;
    let chip = session.chip;
    let file = firmware.for_chip(&chip, &port, context)?;
    let image = session.judge(file).map_err(|error| firmware.named(error))?;
    let rest = if args.erase_all {
        Rest::Erase
    } else {
        Rest::Keep
    };
    let bytes = file.get(..image.size).unwrap_or(file);
    let plan = session.plan(bytes, rest)?;
    teller.tell(&Event::Planned(plan.clone()));
    let mut left = None;
    if !args.consent.dry_run {
        if !args.consent.yes {
            person.confirm(&question(&image, &port, args.erase_all))?;
        }
        if let Some(backup) = &args.backup {
            save(backup, &mut session, &mut teller, person)?;
        }
        let written = teller.job(person, |job| job.carry_out(session, &plan, bytes));
        let session = written.map_err(|error| teller.cut_short(error))?;
        let (finish, patience) = (args.board.finish(), args.boot_timeout);
        left = Some(teller.job(person, |job| job.leave(session, finish, patience))?);
    }
    let outcome = left.as_ref().map(|left| &left.outcome);
    teller.warn_of_doubt();
    let end = show::End {
        port: &port,
        chip: &chip,
        version: Some(&image.descriptor.version),
        bytes: plan.bytes,
        outcome,
    };
    if format != Format::Human {
        teller.print(&show::done(&end, format == Format::Json));
    }
    teller.outcome()?;
    let next = next(&port, &chip, &image, outcome)?;
    match left {
        Some(left) if args.monitor => {
            report::message(context, next);
            monitor::listen(left.line, context, person)?;
            Ok("stopped listening".to_owned())
        }
        _ => Ok(next),
    }
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

fn question(image: &Image, port: &str, erases_all: bool) -> String {
    let (version, board) = (&image.descriptor.version, image.descriptor.board);
    let also = if erases_all {
        ", and erase everything else"
    } else {
        ""
    };
    format!("Write firmware {version} for {board} to the board on {port}{also}?")
}

/// What to do now, by what became of the board.
fn next(port: &str, chip: &Chip, image: &Image, outcome: Option<&Outcome>) -> Result<String> {
    let access_point = chip.mac.access_point();
    let set_up = format!(
        "set it up: smr provision --port {port}\nor join the Wi-Fi {access_point} with a phone or computer and open http://192.168.4.1/"
    );
    Ok(match outcome {
        None => "nothing was changed: this was a dry run".to_owned(),
        Some(Outcome::InLoader) => {
            "the board is still in its boot loader; reset it with GPIO0 released to start the gateway".to_owned()
        }
        Some(Outcome::Silent { was_reset }) => {
            let reset = if *was_reset { "" } else { "release GPIO0 and tap reset; " };
            format!(
                "the gateway does not answer on its serial line, as one that was set up before does not (smr discover finds it)\n{reset}{set_up}"
            )
        }
        Some(Outcome::Alive(identity)) => {
            let wanted = image.descriptor.version.to_string();
            if identity.version != wanted {
                return Err(Error::failed(format!(
                    "the board runs {}, not {wanted}",
                    identity.version
                ))
                .hint("take power away, give it again, and flash once more"));
            }
            set_up
        }
    })
}
