//! `smr firmware make-sim-image`.

use std::path::PathBuf;

use clap::Args;

use super::{board, build_id, read_signing_key, sign, version};
use crate::cli::files::{self, Existing, Readers};
use crate::cli::{Context, report, with_hint};
use crate::error::Result;
use crate::image::{Board, BuildId, DEFAULT_SIZE, Descriptor, Recipe, Version, build};

/// Make a firmware image for virtual boards
///
/// A virtual board takes it, boots it and says its version. It is well-formed in every respect, and there is no program in it: a real
/// board that runs it does nothing until it is flashed over its serial port. The same arguments make the same file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware make-sim-image --version 1.2.3 -o sim.bin
  smr firmware make-sim-image --version 2.0.0-rc.1 --board esp8266-4m --size 400000 -o sim.bin
  smr firmware make-sim-image --version 1.2.3 --sign release.pem -o sim-signed.bin")]
pub(in crate::cli) struct MakeArgs {
    /// The version that it says it is
    #[arg(long, value_name = "X.Y.Z", value_parser = with_hint(version))]
    version: Version,
    /// The board that it is for: `esp8266-1m` or `esp8266-4m`
    #[arg(long, value_name = "BOARD", default_value = Board::Esp8266With1M.name(), value_parser = with_hint(board))]
    board: Board,
    /// The build that it says it is
    #[arg(long, value_name = "ID", default_value = "sim", value_parser = with_hint(build_id))]
    build: BuildId,
    /// Its size, rounded up to a multiple of 16
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_SIZE)]
    size: usize,
    /// Its security version
    #[arg(long, value_name = "N", default_value_t = 0)]
    security_version: u32,
    /// Sign it with this private key, a PEM file
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Makes and writes the image.
pub(super) fn run(args: &MakeArgs, context: Context) -> Result<()> {
    let key = args.sign.as_deref().map(read_signing_key).transpose()?;
    let mut image = build(&Recipe {
        descriptor: Descriptor {
            version: args.version.clone(),
            board: args.board,
            build: args.build.clone(),
            security_version: args.security_version,
        },
        size: args.size,
        seed: 0,
    })?;
    if let Some(key) = &key {
        image.extend(sign::trailer(key, &image)?);
    }
    files::write(&args.output, &image, Existing::Replace, Readers::Usual)?;
    report::message(
        context,
        format_args!(
            "wrote {}: {} for {}, {} bytes, for virtual boards only",
            args.output.display(),
            args.version,
            args.board,
            image.len()
        ),
    );
    Ok(())
}
