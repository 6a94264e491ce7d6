//! `smr fleet diag`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::begin::{New, begin};
use super::members::MembersArgs;
use super::{FormatArgs, work};
use crate::cli::{Context, Finished, runtime, with_hint};
use crate::config::duration;
use crate::error::{Error, Kind, Result};
use crate::fleet::plan::{self, Rules};
use crate::fleet::{Amount, Plan, Task};

/// Write an archive of each gateway for whoever helps
///
/// Each is what smr diag --bundle writes, into a file with the gateway's name. What became of each gateway is told as a table. The folder
/// is a journal too: smr fleet resume goes on after anything, smr fleet retry tries again what failed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet diag --bundle-dir support
  smr fleet diag --bundle-dir support --anonymous --select state!=offline
  smr fleet retry support

Exit code 6 if a gateway could not be asked.")]
pub(super) struct DiagArgs {
    #[command(flatten)]
    members: MembersArgs,
    /// The folder of the archives, which is made
    #[arg(long, value_name = "DIR")]
    bundle_dir: PathBuf,
    /// Leave out whose gateways they are
    #[arg(long)]
    anonymous: bool,
    /// The most gateways that are asked at once
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    max_parallel: u16,
    /// How often a gateway is asked again that was busy or unreachable
    #[arg(long, value_name = "N", default_value_t = 1)]
    retries: u32,
    /// Before a gateway is asked again; doubled each further time, up to 5 minutes
    #[arg(long, value_name = "DURATION", default_value = "2s", value_parser = with_hint(duration::parse))]
    back_off: Duration,
    #[command(flatten)]
    format: FormatArgs,
}

/// Writes the archives.
pub(super) fn run(args: &DiagArgs, context: Context) -> Finished {
    begin(new(args, context), &args.bundle_dir, args.format, context)
}

fn new(args: &DiagArgs, context: Context) -> Result<New> {
    let asking = args.members.asking()?;
    let ms = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    // Nothing is changed by it, so there is nothing to pause for.
    let rules = Rules {
        max_parallel: args.max_parallel.into(),
        max_per_network: None,
        error_threshold: Amount::Percent(100),
        success_threshold: Amount::Percent(0),
        unreachable_budget: Amount::Percent(100),
        retries: args.retries,
        back_off_ms: ms(args.back_off),
        wait_online_ms: 0,
        soak_ms: 0,
        window: None,
        proof_ms: ms(asking.limit),
        answer_ms: ms(asking.limit),
        allow_downgrade: false,
    };
    let members = runtime::block_on(async {
        tokio::select! {
            members = args.members.chosen(context) => members,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped; nothing was written")),
        }
    })?;
    let folder = std::path::absolute(&args.bundle_dir).map_err(|cause| {
        Error::usage(format!("there is no folder {}", args.bundle_dir.display())).because(cause)
    })?;
    let total = members.len();
    let plan = Plan {
        task: Task::Diagnostics {
            folder: folder.clone(),
            is_anonymous: args.anonymous,
        },
        seed: 0,
        gateways: plan::order(Vec::new(), members, 0),
        stages: plan::stages(&[Amount::Percent(100)], 0, total)?,
        rules,
    };
    plan.check()?;
    let mut archives = work::archives(&plan, &folder).into_iter();
    if let Some(there) = archives.find(|path| path.exists()) {
        return Err(Error::usage(format!("{} exists", there.display()))
            .hint("name another folder: --bundle-dir DIR"));
    }
    let work = work::of(&plan)?;
    Ok(New { plan, work, asking })
}
