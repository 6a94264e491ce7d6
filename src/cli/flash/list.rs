//! `smr flash list-ports`.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::port;
use crate::cli::Context;
use crate::error::{Error, Result};
use crate::flash::ports::candidates;
use crate::serial::ports;
use crate::ui::ports as show;

/// Show the serial ports that a board may be on, the most probable first
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr flash list-ports
  smr flash list-ports --json | jq -r .ports[0].port

Exit code 0 if there is one, else 3.")]
pub(super) struct ListArgs {
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = PageFormat::Human)]
    format: PageFormat,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// How a page is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PageFormat {
    /// Text for people
    Human,
    /// One indented JSON object
    Json,
}

/// Prints the ports.
pub(super) fn run(args: &ListArgs, context: Context) -> Result<()> {
    let found = candidates(&ports());
    let page = if args.json || args.format == PageFormat::Json {
        show::json(&found)
    } else {
        show::human(&found, context.stdout)
    };
    print(&page)?;
    if found.is_empty() {
        return Err(port::nothing());
    }
    Ok(())
}

/// Prints data.
pub(super) fn print(page: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(page.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)
}
