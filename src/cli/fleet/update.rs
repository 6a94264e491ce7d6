//! `smr fleet update`.

use std::path::PathBuf;

use clap::Args;
use jiff::Zoned;

use super::plan_args::{PlanArgs, told};
use super::rollout::{self, Prepared, Told};
use super::{FormatArgs, gateways, print};
use crate::cli::{Context, Finished, report};
use crate::error::{Error, Result};
use crate::fleet::look::Asking;
use crate::fleet::runner::Rollout;
use crate::fleet::state::{Event, State};
use crate::fleet::{Journal, Plan, logins};
use crate::gateway::update::Update;

/// Update the gateways of an inventory in stages
///
/// Each gateway is updated as by smr ota, with the same proof. A stage begins when every gateway of the one before is done. When too many
/// fail the update pauses: those under way are brought to their end, no further one is begun, and the exit code is 6. All that happens
/// is written into a journal first; after a pause, Ctrl-C or even a power cut, smr fleet resume goes on with it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet update --image firmware.bin --dry-run
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

/// How an update is begun.
#[derive(Clone, Debug, Args)]
pub(super) struct StartArgs {
    /// How many gateways are to be updated: must be right, so that nobody updates more than they think
    #[arg(long, value_name = "COUNT")]
    confirm: Option<usize>,
    /// The folder of the journal, which is made [default: fleet-DATE-TIME]
    #[arg(long, value_name = "DIR")]
    journal: Option<PathBuf>,
}

/// Updates the gateways.
pub(super) fn run(args: &UpdateArgs, context: Context) -> Finished {
    let planned = args.plan.plan(context);
    let (plan, update) = match planned {
        Ok(planned) => planned,
        Err(error) => return Err(error).into(),
    };
    if args.dry_run {
        return print(told(&plan).as_bytes()).into();
    }
    let asking = args.plan.members.asking();
    begin(plan, update, asking, &args.start, args.format, context)
}

/// Begins an update, and carries it out.
pub(super) fn begin(
    plan: Plan,
    update: Update,
    asking: Asking,
    start: &StartArgs,
    format: FormatArgs,
    context: Context,
) -> Finished {
    match prepare(plan, update, asking, start, context) {
        Ok((prepared, folder)) => {
            let format = format.chosen();
            let told = Told {
                folder,
                format,
                context,
            };
            rollout::carry_out(Ok(prepared), Event::Begin, &told)
        }
        Err(error) => Err(error).into(),
    }
}

fn prepare(
    plan: Plan,
    update: Update,
    asking: Asking,
    start: &StartArgs,
    context: Context,
) -> Result<(Prepared, PathBuf)> {
    let total = plan.gateways.len();
    if start.confirm != Some(total) {
        let given = match start.confirm {
            Some(count) => format!("the update is of {}, not {count}", gateways(total)),
            None => format!("an update of {} has to be confirmed", gateways(total)),
        };
        return Err(Error::usage(given)
            .hint("see what would be done: add --dry-run")
            .hint(format!("if that is what you want: --confirm {total}")));
    }
    let members = || plan.gateways.iter().map(|planned| &planned.member);
    logins::insist(members())?;
    let logins = logins::read(members())?;
    let folder = start
        .journal
        .clone()
        .unwrap_or_else(|| PathBuf::from(Zoned::now().strftime("fleet-%Y%m%d-%H%M%S").to_string()));
    let journal = Journal::create(&folder, &plan)?;
    report::message(
        context,
        format_args!(
            "{} to {} in {} stages, seed {}; journal: {}",
            gateways(total),
            plan.image.version,
            plan.stages.len(),
            plan.seed,
            folder.display()
        ),
    );
    let rollout = Rollout {
        state: State::new(&plan),
        plan,
        journal,
        update,
        logins,
        asking,
    };
    Ok((rollout, folder))
}
