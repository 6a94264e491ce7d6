//! `smr fleet restart`.

use clap::Args;

use super::FormatArgs;
use super::begin::{New, StartArgs};
use super::members::MembersArgs;
use super::rules_args::RulesArgs;
use crate::cli::{Context, Finished, runtime};
use crate::error::{Error, Kind, Result};
use crate::fleet::Task;
use crate::fleet::work::Work;

/// Restart the gateways of an inventory in stages
///
/// A gateway is away for about 5 s, and telegrams of that time are lost. It is done when it counts another start and is back in its
/// network. Stages, limits, journal and report are those of smr fleet update, and so are resume, retry and abort.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet restart --confirm 12
  smr fleet restart --select site=north --max-parallel 4 --confirm 5

Exit code 6 if a gateway was not restarted, or it pauses.")]
pub(super) struct RestartArgs {
    #[command(flatten)]
    members: MembersArgs,
    #[command(flatten)]
    rules: RulesArgs,
    #[command(flatten)]
    start: StartArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Restarts the gateways.
pub(super) fn run(args: &RestartArgs, context: Context) -> Finished {
    args.start.begin(new(args, context), args.format, context)
}

fn new(args: &RestartArgs, context: Context) -> Result<New> {
    let asking = args.members.asking()?;
    let rules = args.rules.rules(asking.limit);
    let members = runtime::block_on(async {
        tokio::select! {
            members = args.members.chosen(context) => members,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped; nothing was begun")),
        }
    })?;
    Ok(New {
        plan: args.rules.plan(Task::Restart, members, rules)?,
        work: Work::Restart,
        asking,
    })
}
