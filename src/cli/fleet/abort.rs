//! `smr fleet abort`.

use clap::Args;
use jiff::Timestamp;

use super::JournalArgs;
use crate::cli::{Context, Finished};
use crate::error::Result;
use crate::fleet::Journal;
use crate::fleet::journal::{Entry, replay};
use crate::fleet::report::Report;
use crate::fleet::state::{Event, Now, Phase};

/// Give an update up for good: it cannot be resumed any more
///
/// No gateway is touched. What runs on them stays.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet abort fleet-20260131-120000")]
pub(super) struct AbortArgs {
    #[command(flatten)]
    journal: JournalArgs,
}

/// Writes down that it is given up.
pub(super) fn run(args: &AbortArgs, _context: Context) -> Finished {
    match abort(args) {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        Err(error) => Err(error).into(),
    }
}

fn abort(args: &AbortArgs) -> Result<String> {
    let (mut journal, mut story) = Journal::open(&args.journal.journal)?;
    match story.state.phase {
        Phase::Ended => return Ok("it had ended already: every gateway is done".to_owned()),
        Phase::Aborted => return Ok("it was given up already".to_owned()),
        _ => {}
    }
    let ms = u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0);
    let entry = Entry {
        now: Now { ms, opens_ms: ms },
        event: Event::Abort,
    };
    journal.append(std::slice::from_ref(&entry))?;
    story.entries.push(entry);
    story.state = replay(&story.plan, &story.entries);
    Ok(format!("given up: {}", Report::of(&story).summary()))
}
