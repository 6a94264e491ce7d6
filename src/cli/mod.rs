//! The command line: raw arguments become a plan, the plan is run, the outcome becomes an exit code.
//!
//! One file per command. Only this module knows clap.

mod commission;
mod completions;
mod config;
mod consent;
mod context;
mod decode;
mod diag;
mod discover;
mod doctor;
mod files;
mod firmware;
mod flash;
mod fleet;
mod format;
mod gateway;
mod identify;
mod keys;
mod label;
mod login;
mod logins;
mod man;
mod many;
mod network_image;
mod order;
mod ota;
mod profile;
mod progress;
mod provision;
mod record;
mod replay;
mod report;
mod reset;
mod restart;
mod runtime;
mod sim;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

pub use context::Context;

use crate::error::{Error, Kind, Result};

/// The exit codes that scripts may rely on, for the help and the manual pages.
const EXIT_CODES: &[(u8, &str)] = &[
    (0, "done"),
    (
        1,
        "the operation failed, what was compared differs, or smr doctor found errors",
    ),
    (2, "the command line cannot be understood"),
    (3, "nothing was found"),
    (4, "a password is missing, wrong, or not looked at for now"),
    (
        5,
        "a source or gateway cannot be reached, or did not answer in time",
    ),
    (6, "some of several gateways failed"),
    (
        7,
        "a gateway is set up, and no telegram came from its meter",
    ),
    (8, "smr doctor found warnings and no errors"),
    (130, "interrupted"),
];

fn exit_codes() -> String {
    let rows: Vec<String> = EXIT_CODES
        .iter()
        .map(|(code, meaning)| format!("  {code:<4} {meaning}"))
        .collect();
    format!("Exit codes:\n{}", rows.join("\n"))
}

/// See, record and check what a smart meter sends.
#[derive(Debug, Parser)]
#[command(name = "smr", version, about, after_help = exit_codes(), arg_required_else_help = true, propagate_version = false, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    global: context::GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Discover(discover::DiscoverArgs),
    Diag(diag::DiagArgs),
    Doctor(doctor::DoctorArgs),
    Login(logins::LogInArgs),
    Logout(logins::LogOutArgs),
    Config(config::ConfigArgs),
    Restart(restart::RestartArgs),
    Identify(identify::IdentifyArgs),
    Reset(reset::ResetArgs),
    Watch(watch::WatchArgs),
    Decode(decode::DecodeArgs),
    Record(record::RecordArgs),
    Replay(replay::ReplayArgs),
    Flash(flash::FlashArgs),
    Provision(provision::ProvisionArgs),
    Commission(commission::CommissionArgs),
    Label(label::LabelCommandArgs),
    Ota(ota::OtaArgs),
    Fleet(fleet::FleetArgs),
    Firmware(firmware::FirmwareArgs),
    Sim(sim::SimArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// The whole command tree, for everything that is generated from it.
pub fn command() -> clap::Command {
    Cli::command()
}

/// The files that are generated from the command tree and committed: path within the repository, content.
pub fn generated_files() -> Vec<(PathBuf, Vec<u8>)> {
    let completions = completions::Shell::value_variants().iter().map(|shell| {
        (
            Path::new("completions").join(shell.file_name()),
            shell.script(),
        )
    });
    let pages = man::pages()
        .into_iter()
        .map(|page| (Path::new("man").join(page.file_name), page.text));
    completions.chain(pages).collect()
}

/// Parses the arguments of the process, runs the command and reports a failure.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let context = Context::from_environment(&cli.global);
    let finished = match cli.command {
        Command::Discover(args) => discover::run(args, context),
        Command::Diag(args) => diag::run(&args, context),
        Command::Doctor(args) => doctor::run(&args, context),
        Command::Login(args) => logins::log_in(&args, context),
        Command::Logout(args) => logins::log_out(&args, context),
        Command::Config(args) => config::run(&args, context),
        Command::Restart(args) => restart::run(&args, context),
        Command::Identify(args) => identify::run(&args, context),
        Command::Reset(args) => reset::run(&args, context),
        Command::Watch(args) => watch::run(&args, context),
        Command::Decode(args) => decode::run(args, context),
        Command::Record(args) => record::run(&args, context),
        Command::Replay(args) => replay::run(&args, context),
        Command::Flash(args) => flash::run(&args, context),
        Command::Provision(args) => provision::run(&args, context),
        Command::Commission(args) => commission::run(&args, context),
        Command::Label(args) => label::run(&args, context),
        Command::Ota(args) => ota::run(&args, context),
        Command::Fleet(args) => fleet::run(&args, context),
        Command::Firmware(args) => firmware::run(&args, context),
        Command::Sim(args) => sim::run(&args, context),
        Command::Completions(args) => completions::run(&args).into(),
        Command::Man(args) => man::run(&args).into(),
    };
    for error in &finished.errors {
        report::error(error, context);
    }
    // Counts of what nobody was there to read any more would be wrong.
    let is_cut_short = |error: &Error| error.kind() == Kind::OutputClosed;
    if let Some(summary) = finished.summary
        && !finished.errors.iter().any(is_cut_short)
    {
        report::message(context, summary);
    }
    match finished.errors.first() {
        Some(error) => ExitCode::from(error.kind().exit_code()),
        None => ExitCode::SUCCESS,
    }
}

/// A parser for clap, whose messages have no place for a hint: it goes into the text.
fn with_hint<T>(parse: fn(&str) -> Result<T>) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        parse(text).map_err(|error| {
            [vec![error.to_string()], error.hints().to_vec()]
                .concat()
                .join("; ")
        })
    }
}

/// How a command ended.
struct Finished {
    /// What went wrong; the first decides the exit code.
    errors: Vec<Error>,
    /// The last line on standard error.
    summary: Option<String>,
}

impl From<Result<()>> for Finished {
    fn from(outcome: Result<()>) -> Self {
        Finished {
            errors: outcome.err().into_iter().collect(),
            summary: None,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_tree_is_consistent() {
        super::command().debug_assert();
    }
}
