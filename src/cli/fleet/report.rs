//! `smr fleet report`.

use clap::{Args, ValueEnum};

use super::{JournalArgs, print};
use crate::cli::Context;
use crate::error::Result;
use crate::fleet::Story;
use crate::fleet::report::Report;
use crate::ui::fleet as show;

/// Report what became of each gateway in an update
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet report fleet-20260131-120000
  smr fleet report fleet-20260131-120000 --format html > report.html
  smr fleet report fleet-20260131-120000 --format junit > report.xml
  smr fleet report fleet-20260131-120000 --json | jq -r '.gateways[] | select(.result == \"failed\") | .name'")]
pub(super) struct ReportArgs {
    #[command(flatten)]
    journal: JournalArgs,
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Human,
    /// One JSON object, indented
    Json,
    /// XML as servers of test results read it (`JUnit`), one case for each gateway
    Junit,
    /// One page with a timeline, which needs nothing else
    Html,
}

/// Prints the report.
pub(super) fn run(args: &ReportArgs, context: Context) -> Result<()> {
    let report = Report::of(&Story::read(&args.journal.journal)?);
    let format = if args.json { Format::Json } else { args.format };
    match format {
        Format::Json => print(show::report_json(&report).as_bytes()),
        Format::Junit => print(show::junit::document(&report).as_bytes()),
        Format::Html => print(show::html::page(&report).as_bytes()),
        Format::Human => {
            let mut out = Vec::new();
            show::report(&report, context.stdout, &mut out);
            out.extend_from_slice(format!("{}\n", report.summary()).as_bytes());
            print(&out)
        }
    }
}
