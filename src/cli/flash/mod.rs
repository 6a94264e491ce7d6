//! `smr flash`.

pub(super) mod board;
pub(super) mod choose;
mod erase;
mod info;
mod list;
mod monitor;
pub(super) mod onto;
pub(super) mod port;
mod read;
mod restore;
pub(super) mod teller;
mod verify;
mod write;

use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

use super::{Context, Finished, with_hint};
use crate::config::duration;
use crate::error::{Error, Result};
use crate::flash::Finish;
use crate::flash::connect::{Entry, ROM_SPEED};
use crate::flash::line::SPEED;
use crate::serial::Baud;

/// More than any flash chip of these boards holds, in bytes.
const LARGEST_FILE: u64 = 16 << 20;

/// Write firmware to a board over its serial port
///
/// Finds the port and the board's size, takes the newest firmware for it from `smr firmware list`, checks it before anything is erased,
/// writes it, starts it and looks whether the gateway answers. The settings of a gateway stay unless --erase-all is given. It may be
/// stopped or cut off at any moment and started again.
///
/// The board must be in its serial boot loader: boards with a USB port get there by themselves; on others hold GPIO0 to GND and tap
/// reset.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  smr flash
  smr flash --version 1.2.3
  smr flash --image firmware.bin --port /dev/ttyUSB0 --yes
  smr flash --image firmware.bin --dry-run
  smr flash --image firmware.bin --backup before.bin
  smr flash --restore before.bin
  smr flash --provision site.toml
  smr flash list-ports
  smr flash info --port /dev/ttyUSB0

Without hardware, `smr sim --blank` makes a virtual board, and `smr firmware make-sim-image` an image for it.")]
pub(super) struct FlashArgs {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    write: write::WriteArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    ListPorts(list::ListArgs),
    Info(info::InfoArgs),
    Read(read::ReadArgs),
    Verify(verify::VerifyArgs),
    Erase(erase::EraseArgs),
}

/// Runs `flash` or the command below it.
pub(super) fn run(args: &FlashArgs, context: Context) -> Finished {
    match &args.command {
        None => match &args.write.restore {
            Some(path) => restore::run(&args.write, path, context),
            None => write::run(&args.write, context),
        },
        Some(Command::ListPorts(args)) => list::run(args, context).into(),
        Some(Command::Info(args)) => info::run(args, context),
        Some(Command::Read(args)) => read::run(args, context),
        Some(Command::Verify(args)) => verify::run(args, context),
        Some(Command::Erase(args)) => erase::run(args, context),
    }
}

/// Which board, and how to get at it.
#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct ReachArgs {
    /// The serial port [default: the one that looks like a board's]
    #[arg(long, value_name = "PORT")]
    pub(in crate::cli) port: Option<String>,
    /// Wait until the port is there
    #[arg(long)]
    pub(in crate::cli) wait: bool,
    /// The fastest speed, in bits per second; a slower one is taken where it does not work
    #[arg(long, value_name = "N", default_value = "921600", value_parser = with_hint(baud))]
    baud: Baud,
    /// Use only the loader in the chip's ROM: 115200 baud, no verification, no reading
    #[arg(long)]
    no_stub: bool,
    /// How the board gets into its boot loader
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Before::Default)]
    before: Before,
    /// For how long the boot loader is waited for
    #[arg(long, value_name = "DURATION", default_value = "1m", value_parser = with_hint(duration::parse_positive))]
    pub(in crate::cli) timeout: Duration,
}

/// The same, and how it is left.
#[derive(Clone, Debug, Args)]
struct BoardArgs {
    #[command(flatten)]
    reach: ReachArgs,
    /// How the board is left
    #[arg(long, value_enum, value_name = "HOW", default_value_t = After::Default)]
    after: After,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Before {
    /// A reset over DTR and RTS, where the port has them
    Default,
    /// By hand: the control lines stay as they are
    NoReset,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum After {
    /// What is in the flash starts
    Default,
    /// It stays in its boot loader
    NoReset,
}

fn baud(text: &str) -> Result<Baud> {
    const ALLOWED: std::ops::RangeInclusive<u32> = 9_600..=921_600;
    let baud: Baud = text.parse()?;
    if !ALLOWED.contains(&baud.get()) {
        return Err(
            Error::usage(format!("{baud} baud is no speed of a boot loader"))
                .hint("write one from 9600 to 921600, such as 115200"),
        );
    }
    Ok(baud)
}

impl ReachArgs {
    fn entry(&self) -> Entry {
        Entry {
            resets: self.before == Before::Default,
            fastest: self.baud.get(),
            rom_fastest: if self.no_stub { SPEED } else { ROM_SPEED },
            uses_ram: !self.no_stub,
            patience: self.timeout,
        }
    }
}

impl BoardArgs {
    fn finish(&self) -> Finish {
        match self.after {
            After::Default => Finish::Start,
            After::NoReset => Finish::Stay,
        }
    }
}

/// Whether it is really done.
#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct ConsentArgs {
    /// Do it without asking
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    /// Only look at the board and say what would be done
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
}

/// How it is printed.
#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct FormatArgs {
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// Text for people
    Human,
    /// One JSON object at the end
    Json,
    /// One JSON object a line for everything that happens
    Jsonl,
}

impl FormatArgs {
    pub(in crate::cli) fn chosen(self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}
