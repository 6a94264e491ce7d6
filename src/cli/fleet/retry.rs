//! `smr fleet retry`.

use clap::{Args, ValueEnum};

use super::members::AskingArgs;
use super::rollout::{self, Told};
use super::{FormatArgs, JournalArgs};
use crate::cli::{Context, Finished};
use crate::error::{Error, Result};
use crate::fleet::Journal;
use crate::fleet::state::{Event, Phase};

/// Try the gateways of an update again that failed or were unreachable
///
/// In the same stages and by the same rules, and then goes on with what is left.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet retry fleet-20260131-120000
  smr fleet retry fleet-20260131-120000 --only unreachable

Exit code 6 if a gateway was not updated.")]
pub(super) struct RetryArgs {
    #[command(flatten)]
    journal: JournalArgs,
    /// Which of them [default: both]
    #[arg(long, value_enum, value_name = "WHICH")]
    only: Option<Only>,
    #[command(flatten)]
    asking: AskingArgs,
    #[command(flatten)]
    format: FormatArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    /// Those that failed
    Failed,
    /// Those that did not answer
    Unreachable,
}

/// Tries them again.
pub(super) fn run(args: &RetryArgs, context: Context) -> Finished {
    let told = Told {
        folder: args.journal.journal.clone(),
        format: args.format.chosen(),
        context,
    };
    let again = Event::Retry {
        failed: args.only != Some(Only::Unreachable),
        unreachable: args.only != Some(Only::Failed),
    };
    rollout::carry_out(prepare(args), again, &told)
}

fn prepare(args: &RetryArgs) -> Result<rollout::Prepared> {
    let (journal, story) = Journal::open(&args.journal.journal)?;
    let folder = args.journal.journal.display();
    match story.state.phase {
        Phase::Aborted => Err(Error::usage("it was given up").hint("begin a new one")),
        _ if story.state.under_way() > 0 => {
            Err(Error::usage("the update broke off with gateways under way")
                .hint(format!("go on with these first: smr fleet resume {folder}")))
        }
        _ => rollout::prepare(journal, story, args.asking.asking()?),
    }
}
