//! `smr flash info`.

use std::time::Duration;

use clap::Args;

use super::board::work;
use super::list::{PageFormat, print};
use super::teller::Teller;
use super::{BoardArgs, Format, port};
use crate::cli::{Context, Finished};
use crate::error::Result;
use crate::flash::alive::{self, Identity};
use crate::flash::line::Line;
use crate::flash::{Chip, Job, Outcome};
use crate::ui::flash as show;

/// For how long firmware that was started is waited for.
const START: Duration = Duration::from_secs(5);
/// For how long firmware that runs is waited for.
const ANSWER: Duration = Duration::from_secs(1);

/// Show what is on a port: the chip, its MAC address and flash, and the gateway that is in it
///
/// The boot loader cannot read the flash: what is in it is started and asked. A gateway answers on its serial line while it is in setup.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr flash info
  smr flash info --port /dev/ttyUSB0 --json | jq -r .chip.mac")]
pub(super) struct InfoArgs {
    #[command(flatten)]
    board: BoardArgs,
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = PageFormat::Human)]
    format: PageFormat,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

struct Seen {
    port: String,
    chip: Option<Chip>,
    firmware: Option<Identity>,
}

/// Prints what is there.
pub(super) fn run(args: &InfoArgs, context: Context) -> Finished {
    let board = args.board.clone();
    let is_json = args.json || args.format == PageFormat::Json;
    let seen = work(move |person| look(&board, context, person));
    let printed = seen.and_then(|seen| {
        let (chip, firmware) = (seen.chip.as_ref(), seen.firmware.as_ref());
        print(&if is_json {
            show::info_json(&seen.port, chip, firmware)
        } else {
            show::info_human(&seen.port, chip, firmware)
        })
    });
    printed.into()
}

fn look(args: &BoardArgs, context: Context, person: &super::board::Person) -> Result<Seen> {
    let port = port::find(&args.reach, context, person)?;
    let line = Line::open(&port)?;
    let quiet = Context {
        quiet: context.quiet || context.verbosity == 0,
        ..context
    };
    let mut teller = Teller::new(Format::Human, quiet);
    let mut tell = |event| teller.tell(&event);
    let is_stopped = || person.has_stopped();
    let mut job = Job::new(&is_stopped, &mut tell);
    match job.connect(line, args.reach.entry()) {
        Ok(session) => {
            let chip = session.chip;
            let firmware = match job.leave(session, args.finish(), START)?.outcome {
                Outcome::Alive(identity) => Some(identity),
                Outcome::InLoader | Outcome::Silent { .. } => None,
            };
            Ok(Seen {
                port,
                chip: Some(chip),
                firmware,
            })
        }
        // Without control lines a gateway that runs does not get into its boot loader, but it may answer.
        Err(error) if error.kind() == crate::error::Kind::Unreachable => {
            let mut line = Line::open(&port)?;
            match alive::ask(&mut line, ANSWER, &|| Ok(()))? {
                Some(identity) => Ok(Seen {
                    port,
                    chip: None,
                    firmware: Some(identity),
                }),
                None => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}
