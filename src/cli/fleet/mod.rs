//! `smr fleet`.

mod abort;
mod add;
mod apply;
mod begin;
mod check;
mod config;
mod diag;
mod images;
mod init;
mod list;
mod members;
mod plan;
mod plan_args;
mod report;
mod restart;
mod resume;
mod retry;
mod rollout;
mod rotate;
mod rules_args;
mod status;
mod teller;
mod update;
mod work;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Context, Finished};
use crate::error::{Error, Result};

/// Update and change many gateways in stages, and prove it
///
/// An inventory says which gateways there are. An update, a change of settings or passwords, or a restart goes through them in stages and
/// pauses by itself when too many fail. All that happens is written into a journal, so that it can be resumed after anything, and reported.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet init --discover --password-file secret.txt
  smr fleet check
  smr fleet update --stages 1,20%,100% --confirm 12
  smr fleet config set serial.baud=9600 --dry-run
  smr fleet diag --bundle-dir support
  smr fleet resume fleet-20260131-120000
  smr fleet report fleet-20260131-120000 --format html > report.html")]
pub(super) struct FleetArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::InitArgs),
    Add(add::AddArgs),
    List(list::ListArgs),
    Check(check::CheckArgs),
    Plan(Box<plan::PlanCommandArgs>),
    Apply(apply::ApplyArgs),
    Update(Box<update::UpdateArgs>),
    Config(config::ConfigArgs),
    Restart(Box<restart::RestartArgs>),
    #[command(name = "rotate-password")]
    Rotate(Box<rotate::RotateArgs>),
    Diag(diag::DiagArgs),
    Resume(resume::ResumeArgs),
    Retry(retry::RetryArgs),
    Status(status::StatusArgs),
    Report(report::ReportArgs),
    Abort(abort::AbortArgs),
}

/// Runs the command below `fleet`.
pub(super) fn run(args: &FleetArgs, context: Context) -> Finished {
    match &args.command {
        Command::Init(args) => init::run(args, context),
        Command::Add(args) => add::run(args),
        Command::List(args) => list::run(args, context).into(),
        Command::Check(args) => check::run(args, context),
        Command::Plan(args) => plan::run(args, context),
        Command::Apply(args) => apply::run(args, context),
        Command::Update(args) => update::run(args, context),
        Command::Config(args) => config::run(args, context),
        Command::Restart(args) => restart::run(args, context),
        Command::Rotate(args) => rotate::run(args, context),
        Command::Diag(args) => diag::run(args, context),
        Command::Resume(args) => resume::run(args, context),
        Command::Retry(args) => retry::run(args, context),
        Command::Status(args) => status::run(args, context).into(),
        Command::Report(args) => report::run(args, context).into(),
        Command::Abort(args) => abort::run(args, context),
    }
}

/// How it is printed.
#[derive(Clone, Copy, Debug, Args)]
struct FormatArgs {
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Human,
    /// One JSON object, indented
    Json,
}

impl FormatArgs {
    fn chosen(self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// Where a rollout is written down.
#[derive(Clone, Debug, Args)]
struct JournalArgs {
    /// The folder of the journal, as `smr fleet update` printed it
    #[arg(value_name = "DIR")]
    journal: PathBuf,
}

fn print(bytes: &[u8]) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)
}

/// `1 gateway`, `3 gateways`
fn gateways(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} gateway{plural}")
}
