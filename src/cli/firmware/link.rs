//! `smr firmware link`, which the build of the firmware calls.

use std::path::PathBuf;

use clap::Args;

use super::{board, read_image};
use crate::cli::files::{self, Existing, Readers};
use crate::cli::with_hint;
use crate::error::Result;
use crate::image::{Board, link};

/// Put a firmware image together from the boot loader and a linked program
#[derive(Debug, Args)]
pub(in crate::cli) struct LinkArgs {
    /// The program, as the linker has left it: an ELF file
    program: PathBuf,
    /// The boot loader, an image for the beginning of the flash
    #[arg(long, value_name = "FILE")]
    boot: PathBuf,
    /// The board that it is for: `esp8266-1m` or `esp8266-4m`
    #[arg(long, value_name = "BOARD", value_parser = with_hint(board))]
    board: Board,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Makes, checks and writes the image.
pub(super) fn run(args: &LinkArgs) -> Result<()> {
    let program = read_image(&args.program)?;
    let boot_loader = read_image(&args.boot)?;
    let image = link(&program, &boot_loader, args.board)
        .map_err(|error| error.about(&args.program.display().to_string()))?;
    files::write(&args.output, &image, Existing::Replace, Readers::Usual)
}
