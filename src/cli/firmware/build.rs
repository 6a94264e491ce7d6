//! `smr firmware build`.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::compile::{self, Words};
use super::{add, board, need_folder};
use crate::catalogue::{Entry, file_name};
use crate::cli::files::{self, Existing, Readers};
use crate::cli::{Context, report, with_hint};
use crate::error::{Error, Result};
use crate::image::Board;

/// Build the firmware from its source and add it to your own folder
///
/// Needs make, cargo, and the chip's compiler: apt install make gcc-xtensa-lx106 picolibc-xtensa-lx106-elf. The first build fetches Espressif's
/// SDK. Each image is checked as smr firmware verify does. What was added before of the same version for the same board is replaced. The
/// names of the files that were written are printed.
///
/// The same source gives the same bytes everywhere with Debian's compiler, as are built into smr. `CROSS` in the environment names another
/// compiler by its prefix: its bytes differ. `SMR_BUILD` sets the build id, which else tells what the image is made of, and
/// `SMR_SECURITY_VERSION` the security version, which else is 0.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware build
  smr firmware build --board esp8266-1m --source ~/src/smr
  smr firmware build --no-add -o firmware/images")]
pub(in crate::cli) struct BuildArgs {
    /// Only for this board [default: all]
    #[arg(long, value_name = "BOARD", value_parser = with_hint(board))]
    board: Option<Board>,
    /// The source: a copy of smr's repository [default: the one that this folder is in]
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,
    /// Do not add the images to your own folder
    #[arg(long)]
    no_add: bool,
    /// Write the images to this folder, too
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Builds for one board after the other.
pub(super) fn run(args: &BuildArgs, context: Context) -> Result<()> {
    let here = std::env::current_dir()
        .map_err(|cause| Error::failed("the current folder is gone").because(cause))?;
    let source = compile::source(args.source.as_deref(), &here)?;
    let boards = match args.board {
        Some(wanted) => vec![wanted],
        None => Board::ALL.to_vec(),
    };
    let program = compile::find(|variable| std::env::var_os(variable))?;
    let folder = match args.no_add {
        true => None,
        false => Some(need_folder()?),
    };
    if let Some(output) = &args.output {
        make_folder(output)?;
    }
    let words = match context.quiet {
        true => Words::Kept,
        false => Words::Shown,
    };
    for board in boards {
        report::message(
            context,
            format_args!("building {board} in {}", source.display()),
        );
        compile::build(&program, &source, board, words)?;
        let entry = judge(&source, board)?;
        for path in keep(&entry, &source, args, folder.as_deref(), context)? {
            writeln!(std::io::stdout().lock(), "{}", path.display())
                .map_err(Error::writing_output)?;
        }
    }
    if folder.is_some() {
        report::message(context, "write it to a board with: smr flash");
    }
    Ok(())
}

fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|cause| {
        Error::failed(format!("cannot make the folder {}", folder.display())).because(cause)
    })
}

/// The image that a build has left, which must be sound and for its board.
fn judge(source: &Path, board: Board) -> Result<Entry> {
    let path = compile::image(source, board);
    if !path.is_file() {
        return Err(Error::failed(format!(
            "make says that all is well, and left no image at {}",
            path.display()
        ))
        .hint("is the source that of smr? smr firmware build --source DIR"));
    }
    let entry = add::read(&path)?;
    let built = entry.image.descriptor.board;
    if built != board {
        return Err(Error::failed(format!(
            "the image that was built for {board} says that it is for {built}"
        ))
        .hint("is the source that of smr? smr firmware build --source DIR"));
    }
    Ok(entry)
}

/// Puts an image wherever it is wanted, and tells where that is.
fn keep(
    entry: &Entry,
    source: &Path,
    args: &BuildArgs,
    folder: Option<&Path>,
    context: Context,
) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    if let Some(folder) = folder {
        paths.extend(add::add(folder, entry, Existing::Replace, context)?);
    }
    if let Some(output) = &args.output {
        let path = output.join(file_name(&entry.image.descriptor, entry.is_virtual));
        files::write(&path, &entry.bytes, Existing::Replace, Readers::Usual)?;
        paths.push(path);
    }
    if paths.is_empty() {
        paths.push(compile::image(source, entry.image.descriptor.board));
    }
    Ok(paths)
}
