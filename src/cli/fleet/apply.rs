//! `smr fleet apply`.

use std::path::PathBuf;

use clap::Args;

use super::begin::{New, StartArgs};
use super::members::AskingArgs;
use super::{FormatArgs, work};
use crate::cli::{Context, Finished, files};
use crate::error::{Error, Result};
use crate::fleet::Plan;

/// More than a plan for a hundred thousand gateways has.
const LARGEST_PLAN: u64 = 64 << 20;

/// Carry a plan out
///
/// As smr fleet update does, with exactly the gateways, order, stages, rules and image of the plan.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet apply plan.toml --confirm 12

Exit code 6 if a gateway was not updated, or the update pauses.")]
pub(super) struct ApplyArgs {
    /// The plan, as `smr fleet plan` wrote it
    #[arg(value_name = "FILE")]
    plan: PathBuf,
    #[command(flatten)]
    start: StartArgs,
    #[command(flatten)]
    asking: AskingArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Updates the gateways of the plan.
pub(super) fn run(args: &ApplyArgs, context: Context) -> Finished {
    args.start.begin(read(args), args.format, context)
}

fn read(args: &ApplyArgs) -> Result<New> {
    let shown = args.plan.display();
    let bytes = files::read(&args.plan, LARGEST_PLAN)?;
    let wrong = || {
        Error::usage(format!("{shown} is no plan"))
            .hint("make one: smr fleet plan --image FILE -o plan.toml")
    };
    let text = String::from_utf8(bytes).map_err(|cause| wrong().because(cause))?;
    let plan: Plan = toml::from_str(&text).map_err(|cause| wrong().because(cause))?;
    plan.check()?;
    let work = work::of(&plan)?;
    let asking = args.asking.asking()?;
    Ok(New { plan, work, asking })
}
