//! `smr man`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap::builder::Resettable;
use roff::{Inline, Roff, bold, roman};

use crate::error::{Error, Result};

/// The date of the manual pages: that of the release in `CHANGELOG.md`, before it the day on which they were last looked through. A page is
/// the same on whichever day it is made.
const DATE: &str = "2026-12-01";

/// Print the manual page of a command, or write all pages into a directory
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr man | man -l -
  smr man decode | man -l -
  smr man --dir ~/.local/share/man/man1")]
pub(super) struct ManArgs {
    /// The command, such as decode or firmware-sign; the page of smr itself when left out
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    command: Option<String>,
    /// Write every page into this directory, which is made if it is not there
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// A manual page.
#[derive(Debug)]
pub(super) struct Page {
    /// Its file name, such as `smr-decode.1`.
    pub(super) file_name: String,
    /// Its text in roff.
    pub(super) text: Vec<u8>,
}

/// The pages of all commands, smr itself first.
pub(super) fn pages() -> Vec<Page> {
    let mut root = super::command().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    add_pages(&root, "smr", None, &mut pages);
    pages
}

/// The page of a command, and those of the commands below it.
fn add_pages(command: &clap::Command, name: &str, above: Option<&str>, pages: &mut Vec<Page>) {
    let below: Vec<(String, &clap::Command)> = command
        .get_subcommands()
        .filter(|command| command.get_name() != "help" && !command.is_hide_set())
        .map(|command| (format!("{name}-{}", command.get_name()), command))
        .collect();
    let others = above.map(str::to_owned).into_iter();
    let see_also: Vec<String> = others
        .chain(below.iter().map(|(name, _)| name.clone()))
        .collect();
    pages.push(page(command.clone(), name.to_owned(), &see_also));
    for (below, command) in &below {
        add_pages(command, below, Some(name), pages);
    }
}

/// The page of one command. What follows the options in its help becomes sections: examples and exit codes. The
/// pages of `see_also` are named last.
fn page(command: clap::Command, name: String, see_also: &[String]) -> Page {
    let file_name = format!("{name}.1");
    let after = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let command = command
        .name(name)
        .after_help(Resettable::Reset)
        .after_long_help(Resettable::Reset);
    let man = clap_mangen::Man::new(command)
        .date(DATE)
        .source(concat!("smr ", env!("CARGO_PKG_VERSION")))
        .manual("smr manual");
    let mut text = Vec::new();
    // Writing to memory cannot fail.
    let rendered = man.render(&mut text);
    debug_assert!(rendered.is_ok());
    let examples = after
        .split("\n\n")
        .find_map(|part| part.strip_prefix("Examples:\n"));
    let mut more = Roff::new();
    if let Some(examples) = examples {
        more.control("SH", ["EXAMPLES"])
            .control("nf", [])
            .text(lines(examples))
            .control("fi", []);
    }
    more.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in super::EXIT_CODES {
        more.control("TP", [])
            .text([bold(code.to_string())])
            .text([roman(*meaning)]);
    }
    more.control("SH", ["SEE ALSO"]);
    for (at, other) in see_also.iter().enumerate() {
        let comma = if at + 1 < see_also.len() { "," } else { "" };
        more.text([bold(other.as_str()), roman(format!("(1){comma}"))]);
    }
    text.extend_from_slice(more.render().as_bytes());
    Page { file_name, text }
}

/// The lines as they stand.
fn lines(text: &str) -> Vec<Inline> {
    text.lines()
        .flat_map(|line| [roman(line.trim_start()), Inline::LineBreak])
        .collect()
}

/// Prints or writes pages.
pub(super) fn run(args: &ManArgs) -> Result<()> {
    let pages = pages();
    if let Some(dir) = &args.dir {
        std::fs::create_dir_all(dir).map_err(|cause| {
            Error::failed(format!("cannot make the directory {}", dir.display()))
                .because(cause)
                .hint("name one that is yours to write: --dir DIR")
        })?;
        for page in &pages {
            let path = dir.join(&page.file_name);
            std::fs::write(&path, &page.text).map_err(|cause| {
                Error::failed(format!("cannot write {}", path.display()))
                    .because(cause)
                    .hint("the directory must be yours to write")
            })?;
        }
        return Ok(());
    }
    let wanted = match &args.command {
        Some(command) => format!("smr-{command}.1"),
        None => "smr.1".to_owned(),
    };
    let Some(page) = pages.iter().find(|page| page.file_name == wanted) else {
        let command = args.command.as_deref().unwrap_or_default();
        return Err(Error::usage(format!("there is no command \"{command}\""))
            .hint("see the commands with: smr help"));
    };
    std::io::stdout()
        .lock()
        .write_all(&page.text)
        .map_err(Error::writing_output)
}
