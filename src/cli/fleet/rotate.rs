//! `smr fleet rotate-password`.

use std::path::PathBuf;

use clap::Args;

use super::begin::{New, StartArgs};
use super::members::MembersArgs;
use super::rules_args::RulesArgs;
use super::{FormatArgs, work};
use crate::cli::{Context, Finished, runtime};
use crate::error::{Error, Kind, Result};
use crate::fleet::{PasswordPlace, Task};

/// Give the gateways of an inventory other admin passwords, in stages
///
/// Each gets one that is made up, or all get the same one. A new password is on the disk before its gateway hears of it: in the file
/// of --out, which only you can read, or where smr login keeps passwords. The old one counts until the gateway has accepted the new one.
/// Whatever ends the program, smr fleet resume finds out which password each gateway has, and goes on. The journal holds none of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet rotate-password --out passwords.json --confirm 12
  smr fleet rotate-password --new-password-file new.txt --confirm 12
  smr fleet rotate-password --select site=north --confirm 5

Afterwards the inventory has to say where the new ones are: password_book = \"passwords.json\" for a file of --out; nothing at all for
those that are kept as by smr login.
Exit code 6 if a gateway has its old password still, or it pauses.")]
pub(super) struct RotateArgs {
    #[command(flatten)]
    members: MembersArgs,
    /// All get the password in the first line of this file
    #[arg(long, value_name = "FILE")]
    new_password_file: Option<PathBuf>,
    /// All get the password in this variable of the environment
    #[arg(long, value_name = "NAME", conflicts_with = "new_password_file")]
    new_password_variable: Option<String>,
    /// Write the new passwords into this file, which is made if it is not there [default: where smr login keeps them]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    rules: RulesArgs,
    #[command(flatten)]
    start: StartArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Changes the passwords.
pub(super) fn run(args: &RotateArgs, context: Context) -> Finished {
    args.start.begin(new(args, context), args.format, context)
}

fn absolute(path: &PathBuf) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|cause| {
        Error::usage(format!("there is no file {}", path.display())).because(cause)
    })
}

fn new(args: &RotateArgs, context: Context) -> Result<New> {
    let asking = args.members.asking()?;
    let rules = args.rules.rules(asking.limit);
    let members = runtime::block_on(async {
        tokio::select! {
            members = args.members.chosen(context) => members,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped; nothing was begun")),
        }
    })?;
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes)
        .map_err(|cause| Error::failed("cannot draw a number").because(cause))?;
    let file = args.new_password_file.as_ref().map(absolute).transpose()?;
    let variable = args.new_password_variable.clone();
    let source = file
        .map(PasswordPlace::File)
        .or(variable.map(PasswordPlace::Variable));
    let task = Task::Password {
        rotation: format!("{:08x}", u32::from_le_bytes(bytes)),
        source,
        book: args.out.as_ref().map(absolute).transpose()?,
    };
    let plan = args.rules.plan(task, members, rules)?;
    // Before anything is opened that others may be using.
    args.start.check(&plan)?;
    let work = work::of(&plan)?;
    Ok(New { plan, work, asking })
}
