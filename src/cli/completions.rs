//! `smr completions`.

use std::io::Write;

use clap::{Args, ValueEnum};
use clap_complete::Generator;

use crate::error::{Error, Result};

/// Print the completion script of a shell
///
/// Put it where the shell looks for completions.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr completions bash > ~/.local/share/bash-completion/completions/smr
  smr completions fish > ~/.config/fish/completions/smr.fish")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// A shell that completions can be made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Shell {
    /// Bash
    Bash,
    /// Elvish
    Elvish,
    /// fish
    Fish,
    /// Nushell
    Nushell,
    /// `PowerShell`
    #[value(name = "powershell")]
    Power,
    /// Zsh
    Zsh,
}

impl Shell {
    fn generator(self) -> Box<dyn Generator> {
        match self {
            Shell::Bash => Box::new(clap_complete::Shell::Bash),
            Shell::Elvish => Box::new(clap_complete::Shell::Elvish),
            Shell::Fish => Box::new(clap_complete::Shell::Fish),
            Shell::Nushell => Box::new(clap_complete_nushell::Nushell),
            Shell::Power => Box::new(clap_complete::Shell::PowerShell),
            Shell::Zsh => Box::new(clap_complete::Shell::Zsh),
        }
    }

    /// The name under which the shell looks for the script.
    pub(super) fn file_name(self) -> String {
        self.generator().file_name("smr")
    }

    /// The completion script.
    pub(super) fn script(self) -> Vec<u8> {
        let mut command = super::command();
        command.set_bin_name("smr");
        command.build();
        let mut script = Vec::new();
        self.generator().generate(&command, &mut script);
        script
    }
}

/// Prints the script.
pub(super) fn run(args: &CompletionsArgs) -> Result<()> {
    std::io::stdout()
        .lock()
        .write_all(&args.shell.script())
        .map_err(Error::writing_output)
}
