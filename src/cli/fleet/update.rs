//! `smr fleet update`.

use clap::Args;

use super::begin::{New, StartArgs};
use super::plan_args::PlanArgs;
use super::rules_args::told;
use super::{FormatArgs, print};
use crate::cli::{Context, Finished};

/// Update the gateways of an inventory in stages
///
/// Each gateway is updated as by smr ota, with the same proof. Without --image each gets what smr firmware list has for its board. A stage begins when every gateway of the one before is done. When too many
/// fail the update pauses: those under way are brought to their end, no further one is begun, and the exit code is 6. All that happens
/// is written into a journal first; after a pause, Ctrl-C or even a power cut, smr fleet resume goes on with it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet update --dry-run
  smr fleet update --version 1.4.0 --confirm 12
  smr fleet update --image firmware.bin --confirm 12
  smr fleet update --image firmware.bin --stages 1,5,20%,100% --soak 10m --confirm 500
  smr fleet update --image firmware.bin --canary site=lab --error-threshold 3 --confirm 500
  smr fleet update --image firmware.bin --select 'version<1.4' --window 01:00-05:00 --confirm 80

Exit code 6 if a gateway was not updated, or the update pauses.")]
pub(super) struct UpdateArgs {
    #[command(flatten)]
    plan: PlanArgs,
    /// Only say what would be done, in which order
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    start: StartArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Updates the gateways.
pub(super) fn run(args: &UpdateArgs, context: Context) -> Finished {
    let new = args.plan.plan(context).and_then(|(plan, work)| {
        let asking = args.plan.members.asking()?;
        Ok(New { plan, work, asking })
    });
    match new {
        Ok(new) if args.dry_run => print(told(&new.plan).as_bytes()).into(),
        new => args.start.begin(new, args.format, context),
    }
}
