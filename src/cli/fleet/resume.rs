//! `smr fleet resume`.

use clap::Args;

use super::members::AskingArgs;
use super::rollout::{self, Told};
use super::{FormatArgs, JournalArgs};
use crate::cli::{Context, Finished};
use crate::error::{Error, Result};
use crate::fleet::Journal;
use crate::fleet::state::{Event, Phase};

/// Go on with an update that paused, was stopped or ended in any other way
///
/// What is finished is not repeated; what was under way is begun anew. After a pause, going on is your consent: what has failed or was
/// unreachable until then counts no more towards the thresholds, and a stage in which too few succeeded may be left.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet resume fleet-20260131-120000

Exit code 6 if a gateway was not updated, or the update pauses again.")]
pub(super) struct ResumeArgs {
    #[command(flatten)]
    journal: JournalArgs,
    #[command(flatten)]
    asking: AskingArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Carries the update on.
pub(super) fn run(args: &ResumeArgs, context: Context) -> Finished {
    let told = Told {
        folder: args.journal.journal.clone(),
        format: args.format.chosen(),
        context,
    };
    let prepared = prepare(args);
    rollout::carry_out(prepared, Event::Resume, &told)
}

fn prepare(args: &ResumeArgs) -> Result<rollout::Prepared> {
    let (journal, story) = Journal::open(&args.journal.journal)?;
    if story.state.phase == Phase::Aborted {
        return Err(Error::usage("it was given up").hint("begin a new one"));
    }
    rollout::prepare(journal, story, args.asking.asking()?)
}
