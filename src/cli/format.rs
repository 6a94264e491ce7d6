//! `--format` and `--json`, as all commands take them.

use clap::{Args, ValueEnum};

use crate::ui::Format;

/// How telegrams are printed.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct FormatArgs {
    /// How telegrams are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = FormatChoice::Human)]
    format: FormatChoice,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatChoice {
    /// Text for people
    Human,
    /// One indented JSON object per telegram
    Json,
    /// One JSON object a line
    Jsonl,
    /// CSV with a header, one row a value
    Csv,
    /// Only the summary
    None,
}

impl FormatArgs {
    /// The format that was asked for.
    pub(super) fn format(self) -> Format {
        match self.format {
            _ if self.json => Format::Json,
            FormatChoice::Human => Format::Human,
            FormatChoice::Json => Format::Json,
            FormatChoice::Jsonl => Format::Jsonl,
            FormatChoice::Csv => Format::Csv,
            FormatChoice::None => Format::None,
        }
    }
}
