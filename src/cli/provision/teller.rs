//! Tells what happens to a gateway, in the format that was asked for.

use std::io::Write;

use crate::cli::flash::Format;
use crate::cli::{Context, report};
use crate::error::{Error, Result};
use crate::provision::Event;
use crate::ui::provision as show;

/// Tells events.
pub(in crate::cli) struct Teller {
    format: Format,
    context: Context,
    /// Standard output that cannot be written.
    failed: Option<Error>,
}

impl Teller {
    pub(in crate::cli) fn new(format: Format, context: Context) -> Teller {
        Teller {
            format,
            context,
            failed: None,
        }
    }

    /// Tells one.
    pub(in crate::cli) fn tell(&mut self, event: &Event) {
        if self.format == Format::Jsonl {
            self.print(&show::line(event));
        } else if let Some(text) = show::sentence(event) {
            report::message(self.context, text);
        }
    }

    /// Prints the last object, where JSON is wanted.
    pub(in crate::cli) fn end(&mut self, last: impl Fn(bool) -> String) {
        match self.format {
            Format::Human => {}
            Format::Json => self.print(&last(true)),
            Format::Jsonl => self.print(&last(false)),
        }
    }

    /// What fails is kept for the end.
    fn print(&mut self, text: &str) {
        if let Err(error) = print(text) {
            self.failed.get_or_insert(error);
        }
    }

    /// Whether all could be printed.
    pub(in crate::cli) fn outcome(self) -> Result<()> {
        self.failed.map_or(Ok(()), Err)
    }
}

/// Prints data.
pub(in crate::cli) fn print(text: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)
}
