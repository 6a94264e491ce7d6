//! `smr config list`.

use clap::Args;

use super::print;
use crate::cli::Context;
use crate::error::Result;
use crate::ui::settings as show;

/// Show every setting that there is, what it takes and what it is for
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr config list
  smr config list | grep serial")]
pub(super) struct ListArgs {}

/// Prints the table.
pub(super) fn run(_: &ListArgs, context: Context) -> Result<()> {
    let mut out = Vec::new();
    show::known(context.stdout, &mut out);
    print(&out)
}
