//! `smr fleet list`.

use clap::Args;

use super::members::MembersArgs;
use super::{Format, FormatArgs, print};
use crate::cli::{Context, runtime};
use crate::error::Result;
use crate::ui::fleet as show;

/// List the gateways of an inventory
///
/// Gateways are only asked where a selector needs to know their version or state.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet list
  smr fleet list --select site=north,group!=attic
  smr fleet list --select 'version<1.4' --json | jq -r '.gateways[].name'

Exit code 3 if none is selected.")]
pub(super) struct ListArgs {
    #[command(flatten)]
    members: MembersArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Prints the gateways.
pub(super) fn run(args: &ListArgs, context: Context) -> Result<()> {
    let members = runtime::block_on(args.members.chosen(context))?;
    match args.format.chosen() {
        Format::Json => print(show::list_json(&members).as_bytes()),
        Format::Human => {
            let mut out = Vec::new();
            show::list(&members, context.stdout, &mut out);
            print(&out)
        }
    }
}
