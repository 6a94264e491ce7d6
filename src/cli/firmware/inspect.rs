//! `smr firmware inspect`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::read_image;
use crate::cli::Context;
use crate::error::{Error, Result};
use crate::image::{Requirements, examine};
use crate::ui::firmware;

/// Show what is in a firmware image, sound or not
///
/// What can be read is shown, then everything that is wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware inspect firmware.bin
  smr firmware inspect firmware.bin --format json | jq -r .version

Exit code 0 if the image is sound, else 1.")]
pub(in crate::cli) struct InspectArgs {
    /// The image
    file: PathBuf,
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Text for people
    Human,
    /// One indented JSON object
    Json,
}

/// Prints what is in the file.
pub(super) fn run(args: &InspectArgs, context: Context) -> Result<()> {
    let file = read_image(&args.file)?;
    let seen = examine(&file, &Requirements::default());
    let name = args.file.display().to_string();
    let page = if args.json || args.format == Format::Json {
        firmware::json(&name, &seen)
    } else {
        firmware::human(&name, &seen, context.stdout)
    };
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(page.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)?;
    match seen.findings.len() {
        0 => Ok(()),
        1 => Err(Error::failed(format!("{name} is not sound: 1 problem"))),
        count => Err(Error::failed(format!(
            "{name} is not sound: {count} problems"
        ))),
    }
}
