//! `smr firmware verify`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{board, read_image, read_public_key};
use crate::cli::{Finished, with_hint};
use crate::error::{Error, Result};
use crate::image::{Board, Image, Requirements};

/// Check a firmware image by the rules by which a gateway does
///
/// The first problem that is told is what a gateway would answer to an upload. Without --key a signature must be well-formed, and
/// whether it is right is not checked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware verify firmware.bin
  smr firmware verify firmware.bin --board esp8266-1m
  smr firmware verify firmware.bin --key release.pub.pem

Exit code 0 if the image is sound and satisfies everything that is asked for, else 1.")]
pub(in crate::cli) struct VerifyArgs {
    /// The image
    file: PathBuf,
    /// The public key whose signature it must have, as a PEM file
    #[arg(long, value_name = "PUB")]
    key: Option<PathBuf>,
    /// The board that it must be for: `esp8266-1m` or `esp8266-4m`
    #[arg(long, value_name = "BOARD", value_parser = with_hint(board))]
    board: Option<Board>,
    /// The lowest security version that it may have
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    security_floor: u32,
}

/// Says everything that is wrong.
pub(super) fn run(args: &VerifyArgs) -> Finished {
    match verify(args) {
        Ok(errors) => Finished {
            errors,
            summary: None,
        },
        Err(error) => Err(error).into(),
    }
}

fn verify(args: &VerifyArgs) -> Result<Vec<Error>> {
    let requirements = Requirements {
        board: args.board,
        key: args.key.as_deref().map(read_public_key).transpose()?,
        security_floor: args.security_floor,
    };
    let file = read_image(&args.file)?;
    match Image::check(&file, &requirements) {
        Ok(image) => {
            let verdict = verdict(&args.file.display().to_string(), &image, &requirements);
            writeln!(std::io::stdout().lock(), "{verdict}").map_err(Error::writing_output)?;
            Ok(Vec::new())
        }
        Err(findings) => Ok(findings.into_iter().map(Error::from).collect()),
    }
}

fn verdict(name: &str, image: &Image, requirements: &Requirements) -> String {
    let descriptor = &image.descriptor;
    let signature = match &image.trailer {
        None => "not signed".to_owned(),
        Some(trailer) if requirements.key.is_some() => format!("signed by {}", trailer.key_id),
        Some(trailer) => format!(
            "signature by {} not checked, which needs --key",
            trailer.key_id
        ),
    };
    format!(
        "{name} is sound: {} (build {}) for {}, {} bytes, {signature}",
        descriptor.version, descriptor.build, descriptor.board, image.size
    )
}
