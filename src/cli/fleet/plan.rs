//! `smr fleet plan`.

use std::path::PathBuf;

use clap::Args;

use super::plan_args::PlanArgs;
use super::print;
use super::rules_args::told;
use crate::cli::files::{self, Existing, Readers};
use crate::cli::{Context, Finished};
use crate::error::{Error, Result};

/// Plan an update, to be reviewed and applied later
///
/// The plan has the image's SHA-256, the order and stages of the gateways and all rules; never a password. smr fleet apply carries it out
/// as it is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet plan --image firmware.bin --stages 1,20%,100% -o plan.toml
  smr fleet apply plan.toml --confirm 12")]
pub(super) struct PlanCommandArgs {
    #[command(flatten)]
    plan: PlanArgs,
    /// Write it into this file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a plan that exists
    #[arg(long, requires = "output")]
    force: bool,
}

/// Writes the plan.
pub(super) fn run(args: &PlanCommandArgs, context: Context) -> Finished {
    match write(args, context) {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary,
        },
        Err(error) => Err(error).into(),
    }
}

fn write(args: &PlanCommandArgs, context: Context) -> Result<Option<String>> {
    let (plan, _) = args.plan.plan(context)?;
    let text = toml::to_string(&plan)
        .map_err(|cause| Error::failed("the plan cannot be written as TOML").because(cause))?;
    let Some(path) = &args.output else {
        print(text.as_bytes())?;
        return Ok(None);
    };
    let existing = if args.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    files::write(path, text.as_bytes(), existing, Readers::Usual)?;
    let shown = path.display();
    let count = plan.gateways.len();
    Ok(Some(format!(
        "{}{shown}: carry it out: smr fleet apply {shown} --confirm {count}",
        told(&plan)
    )))
}
