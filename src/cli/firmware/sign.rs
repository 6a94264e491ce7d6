//! `smr firmware sign`.

use std::path::PathBuf;

use clap::Args;

use super::{read_image, read_signing_key};
use crate::cli::files::{self, Existing, Readers};
use crate::cli::{Context, Finished, report};
use crate::error::{Error, Result};
use crate::image::{Image, Requirements, SigningKey, examine};

/// Sign a firmware image
///
/// The image is checked first: what no gateway would take is not signed. The signature follows the image in the file that is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware sign firmware.bin --key release.pem -o firmware-signed.bin
  smr firmware sign firmware-signed.bin --key new.pem --replace -o firmware-signed.bin")]
pub(in crate::cli) struct SignArgs {
    /// The image
    file: PathBuf,
    /// The private key, as a PEM file
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    /// The file to write, which may be the image itself
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Put the signature in the place of the one that the image has
    #[arg(long)]
    replace: bool,
}

/// Checks, signs and writes.
pub(super) fn run(args: &SignArgs, context: Context) -> Finished {
    match sign(args, context) {
        Ok(errors) => Finished {
            errors,
            summary: None,
        },
        Err(error) => Err(error).into(),
    }
}

fn sign(args: &SignArgs, context: Context) -> Result<Vec<Error>> {
    let key = read_signing_key(&args.key)?;
    let mut file = read_image(&args.file)?;
    if args.replace
        && let Some(size) = examine(&file, &Requirements::default()).image_size
    {
        // Whatever is in the place of the signature goes.
        file.truncate(size);
    }
    let image = match Image::parse(&file) {
        Ok(image) => image,
        Err(findings) => return Ok(findings.into_iter().map(Error::from).collect()),
    };
    if let Some(trailer) = image.trailer {
        return Err(Error::failed(format!(
            "{} is signed already, by {}",
            args.file.display(),
            trailer.key_id
        ))
        .hint("--replace signs it with your key instead"));
    }
    file.extend(trailer(&key, &file)?);
    files::write(&args.output, &file, Existing::Replace, Readers::Usual)?;
    report::message(
        context,
        format_args!(
            "wrote {}: {} for {}, signed by {}",
            args.output.display(),
            image.descriptor.version,
            image.descriptor.board,
            key.public_key().id()
        ),
    );
    Ok(Vec::new())
}

/// The bytes that follow an image that is signed.
pub(super) fn trailer(key: &SigningKey, image: &[u8]) -> Result<Vec<u8>> {
    Ok(key.sign(image)?.to_bytes().to_vec())
}
