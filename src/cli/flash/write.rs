//! `smr flash` itself: an image onto a board.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::board::{Person, require_agreement, work};
use super::choose::{AsBoardArgs, Firmware, FirmwareArgs};
use super::onto::{Flashed, Order, onto_board};
use super::teller::Teller;
use super::{BoardArgs, ConsentArgs, Format, FormatArgs, monitor, port, read};
use crate::cli::commission::after::After;
use crate::cli::commission::course::Course;
use crate::cli::commission::{self, LanArgs};
use crate::cli::label::LabelOrder;
use crate::cli::logins::Memory;
use crate::cli::provision::wanted;
use crate::cli::{Context, Finished, report};
use crate::error::Result;
use crate::flash::Outcome;
use crate::flash::fit::judge;
use crate::flash::plan::Rest;
use crate::provision::Site;

#[derive(Clone, Debug, Args)]
pub(super) struct WriteArgs {
    #[command(flatten)]
    firmware: FirmwareArgs,
    #[command(flatten)]
    used_as: AsBoardArgs,
    #[command(flatten)]
    pub(super) board: BoardArgs,
    /// Erase all else, too: settings, Wi-Fi, what another firmware left
    #[arg(long)]
    erase_all: bool,
    /// Save all that is in the flash to this file first
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,
    /// Give the board back what --backup or `smr flash read` saved
    #[arg(long, value_name = "FILE", conflicts_with_all = ["image", "version", "board", "erase_all", "backup"])]
    pub(super) restore: Option<PathBuf>,
    #[command(flatten)]
    pub(super) consent: ConsentArgs,
    /// For how long the gateway's first words are waited for
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = super::with_hint(crate::config::duration::parse_positive))]
    pub(super) boot_timeout: Duration,
    /// Then set it up as this file says and wait for its first telegram, as smr commission does
    #[arg(long, value_name = "FILE", conflicts_with_all = ["restore", "monitor", "dry_run", "after"])]
    provision: Option<PathBuf>,
    /// Keep the new admin password for later commands, as smr login does
    #[arg(long, requires = "provision")]
    remember: bool,
    #[command(flatten)]
    lan: LanArgs,
    /// Then show what the board says, with what it means, until Ctrl-C
    #[arg(long, conflicts_with_all = ["format", "json", "dry_run"])]
    pub(super) monitor: bool,
    #[command(flatten)]
    pub(super) format: FormatArgs,
}

impl WriteArgs {
    fn rest(&self) -> Rest {
        match self.erase_all {
            true => Rest::Erase,
            false => Rest::Keep,
        }
    }

    /// All that is to be done where the gateway is set up as well.
    fn course(&self, site: Site) -> Result<Course> {
        let firmware = Firmware::find(&self.firmware)?;
        if let Some(backup) = &self.backup {
            read::vacant(backup, false)?;
        }
        Ok(Course {
            firmware,
            reach: self.board.reach.clone(),
            board: self.used_as.board,
            rest: self.rest(),
            backup: self.backup.clone(),
            is_agreed: self.consent.yes,
            boot_timeout: self.boot_timeout,
            site,
            network: self.lan.network(),
            telegram_timeout: Some(commission::TELEGRAM),
            after: After {
                label: LabelOrder::text(),
                memory: Memory::open(self.remember)?,
            },
            number: None,
            format: self.format.chosen(),
            again: "--erase-all erases its settings and sets it up anew",
        })
    }
}

/// Writes the image.
pub(super) fn run(args: &WriteArgs, context: Context) -> Finished {
    if let Some(from) = &args.provision {
        let course = wanted::of_site(from, None).and_then(|site| args.course(site));
        return course.and_then(|course| course.run(context)).into();
    }
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
    let format = args.format.chosen();
    let port = port::find(&args.board.reach, context, person)?;
    let mut teller = Teller::new(format, context);
    let order = Order {
        firmware,
        port: &port,
        reach: &args.board.reach,
        board: args.used_as.board,
        rest: args.rest(),
        backup: args.backup.as_deref(),
        consent: args.consent,
        finish: args.board.finish(),
        boot_timeout: args.boot_timeout,
        then: "",
    };
    let flashed = onto_board(&order, &mut teller, context, person)?;
    if format != Format::Human {
        teller.print(&flashed.document(&port, format == Format::Json));
    }
    teller.outcome()?;
    let next = next(&port, &flashed)?;
    match flashed.left {
        Some(left) if args.monitor => {
            report::message(context, next);
            monitor::listen(left.line, context, person)?;
            Ok("stopped listening".to_owned())
        }
        _ => Ok(next),
    }
}

/// What to do now, by what became of the board.
fn next(port: &str, flashed: &Flashed) -> Result<String> {
    let access_point = flashed.chip.mac.access_point();
    let set_up = format!(
        "set it up: smr provision --port {port}\nor join the Wi-Fi {access_point} with a phone or computer and open http://192.168.4.1/"
    );
    Ok(match flashed.left.as_ref().map(|left| &left.outcome) {
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
            flashed.require_version(&identity.version)?;
            set_up
        }
    })
}
