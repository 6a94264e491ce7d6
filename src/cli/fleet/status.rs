//! `smr fleet status`.

use clap::Args;

use super::{Format, FormatArgs, JournalArgs, print};
use crate::cli::Context;
use crate::error::Result;
use crate::fleet::report::Report;
use crate::fleet::state::{Phase, Progress};
use crate::fleet::{Story, journal};
use crate::ui::fleet as show;

/// Say how far an update is, also while it runs
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet status fleet-20260131-120000
  smr fleet status fleet-20260131-120000 --json | jq -r .state")]
pub(super) struct StatusArgs {
    #[command(flatten)]
    journal: JournalArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Prints how far it is.
pub(super) fn run(args: &StatusArgs, _context: Context) -> Result<()> {
    let folder = &args.journal.journal;
    let story = Story::read(folder)?;
    let report = Report::of(&story);
    if args.format.chosen() == Format::Json {
        return print(show::report_json(&report).as_bytes());
    }
    let under_way = story
        .state
        .count(|gateway| gateway.progress == Progress::Running);
    let shown = folder.display();
    let next = match story.state.phase {
        _ if journal::is_in_use(folder) => format!("{under_way} under way now\n"),
        Phase::Ended | Phase::Aborted => String::new(),
        _ => format!("nobody works on it now; go on: smr fleet resume {shown}\n"),
    };
    let text = format!(
        "{}: {}, stage {} of {}\n{}\n{next}",
        report.what.title(),
        report.state,
        report.stage,
        report.stages,
        report.summary()
    );
    print(text.as_bytes())
}
