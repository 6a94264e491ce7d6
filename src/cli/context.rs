//! What holds for every command: how much is said, and in what colour.

use std::io::IsTerminal;

use clap::{ArgAction, Args, ValueEnum};

use crate::ui::style::Colour;

/// Options that every command takes.
#[derive(Clone, Debug, Args)]
pub struct GlobalArgs {
    /// Say less: only errors
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Global options"
    )]
    quiet: bool,
    /// Say more; repeat for still more
    #[arg(short, long, global = true, action = ArgAction::Count, help_heading = "Global options")]
    verbose: u8,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = ColourChoice::Auto, value_name = "WHEN", help_heading = "Global options")]
    color: ColourChoice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ColourChoice {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How a command talks to the person who runs it.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Only errors are said.
    pub quiet: bool,
    /// How much more than usual is said.
    pub verbosity: u8,
    /// Colour on standard output.
    pub stdout: Colour,
    /// Colour on standard error.
    pub stderr: Colour,
    /// Whether standard error is a terminal, which progress needs.
    pub stderr_is_terminal: bool,
}

impl Context {
    /// The context of this process.
    pub fn from_environment(args: &GlobalArgs) -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = |is_terminal: bool| {
            let on = match args.color {
                ColourChoice::Always => true,
                ColourChoice::Never => false,
                ColourChoice::Auto => is_terminal && !no_colour && !dumb,
            };
            if on { Colour::On } else { Colour::Off }
        };
        let stderr_is_terminal = std::io::stderr().is_terminal();
        Context {
            quiet: args.quiet,
            verbosity: args.verbose,
            stdout: colour(std::io::stdout().is_terminal()),
            stderr: colour(stderr_is_terminal),
            stderr_is_terminal,
        }
    }
}
