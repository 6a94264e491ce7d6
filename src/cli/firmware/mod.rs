//! `smr firmware`.

mod add;
mod build;
mod compile;
mod inspect;
mod keygen;
mod link;
mod list;
mod make;
mod remove;
mod sign;
mod verify;

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, Subcommand};

use super::{Context, Finished, files};
use crate::catalogue;
use crate::error::{Error, Result};
use crate::image::{Board, BuildId, PublicKey, SigningKey, Version};

/// List, build, add, inspect, verify and sign firmware images
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware list
  smr firmware build
  smr firmware add firmware.bin
  smr firmware inspect firmware.bin
  smr firmware verify firmware.bin --board esp8266-1m --key release.pub.pem
  smr firmware keygen -o release
  smr firmware sign firmware.bin --key release.pem -o firmware-signed.bin
  smr firmware make-sim-image --version 1.2.3 -o sim.bin")]
pub(super) struct FirmwareArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::ListArgs),
    Build(build::BuildArgs),
    Add(add::AddArgs),
    Remove(remove::RemoveArgs),
    Inspect(inspect::InspectArgs),
    Verify(verify::VerifyArgs),
    Keygen(keygen::KeygenArgs),
    Sign(sign::SignArgs),
    MakeSimImage(make::MakeArgs),
    #[command(hide = true)]
    Link(link::LinkArgs),
}

/// Runs the command below `firmware`.
pub(super) fn run(args: &FirmwareArgs, context: Context) -> Finished {
    match &args.command {
        Command::List(args) => list::run(args, context).into(),
        Command::Build(args) => build::run(args, context).into(),
        Command::Add(args) => add::run(args, context),
        Command::Remove(args) => remove::run(args, context).into(),
        Command::Inspect(args) => inspect::run(args, context).into(),
        Command::Verify(args) => verify::run(args),
        Command::Keygen(args) => keygen::run(args, context).into(),
        Command::Sign(args) => sign::run(args, context),
        Command::MakeSimImage(args) => make::run(args, context).into(),
        Command::Link(args) => link::run(args).into(),
    }
}

/// More than any flash chip of these boards holds.
const LARGEST_FILE: u64 = 16 << 20;

/// Where the user's own images are.
pub(in crate::cli) fn user_folder() -> Option<PathBuf> {
    catalogue::folder(|variable| std::env::var_os(variable))
}

fn need_folder() -> Result<PathBuf> {
    user_folder().ok_or_else(|| {
        Error::failed("there is no folder for your own firmware, as you have no home directory")
            .hint(format!("name one: {}=DIR", catalogue::VARIABLE))
    })
}

pub(in crate::cli) fn read_image(path: &Path) -> Result<Vec<u8>> {
    files::read(path, LARGEST_FILE)
}

pub(in crate::cli) fn read_public_key(path: &Path) -> Result<PublicKey> {
    PublicKey::from_pem(&files::read_text(path)?).map_err(|error| unusable(path, &error))
}

fn read_signing_key(path: &Path) -> Result<SigningKey> {
    SigningKey::from_pem(&files::read_text(path)?).map_err(|error| unusable(path, &error))
}

/// An error about what a file holds, with the file's name.
fn unusable(path: &Path, error: &Error) -> Error {
    let mut named = Error::new(error.kind(), format!("cannot use {}", path.display())).because(
        [vec![error.to_string()], error.causes()]
            .concat()
            .join(": "),
    );
    for hint in error.hints() {
        named = named.hint(hint);
    }
    named
}

// Named functions, as parsers of arguments must be.

fn board(text: &str) -> Result<Board> {
    Board::from_str(text)
}

fn version(text: &str) -> Result<Version> {
    Version::from_str(text)
}

fn build_id(text: &str) -> Result<BuildId> {
    BuildId::from_str(text)
}
