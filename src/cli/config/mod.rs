//! `smr config`.

mod apply;
mod diff;
mod edit;
mod get;
mod list;
mod local;
pub(super) mod set;
mod site;

use std::io::Write;

pub(super) use apply::identify;

use clap::{Args, Subcommand, ValueEnum};

use super::{Context, Finished};
use crate::error::{Error, Result};

/// Read and change the settings of gateways
///
/// What is wanted is checked before anything is sent. Only what differs is sent, in one request: all of it is taken, or nothing. Then it
/// is read back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr config get kitchen
  smr config set kitchen serial.baud=9600 serial.format=7e1
  smr config edit kitchen
  smr config export kitchen -o kitchen.toml
  smr config import attic kitchen.toml --dry-run
  smr config diff kitchen attic
  smr config list")]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Get(get::GetArgs),
    Set(set::SetArgs),
    Edit(edit::EditArgs),
    Export(site::ExportArgs),
    Import(site::ImportArgs),
    Diff(diff::DiffArgs),
    List(list::ListArgs),
    Show(local::ShowArgs),
}

/// Runs the command below `config`.
pub(super) fn run(args: &ConfigArgs, context: Context) -> Finished {
    match &args.command {
        Command::Get(args) => get::run(args, context),
        Command::Set(args) => set::run(args, context),
        Command::Edit(args) => edit::run(args, context),
        Command::Export(args) => site::export(args, context),
        Command::Import(args) => site::import(args, context),
        Command::Diff(args) => diff::run(args, context),
        Command::List(args) => list::run(args, context).into(),
        Command::Show(args) => local::run(args, context).into(),
    }
}

/// How it is printed.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct FormatArgs {
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Text for people
    Human,
    /// JSON, indented
    Json,
    /// One JSON object a line
    Jsonl,
}

impl FormatArgs {
    /// The format that was asked for.
    pub(super) fn chosen(self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// Prints all at once.
pub(super) fn print(bytes: &[u8]) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)
}
