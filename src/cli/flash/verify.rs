//! `smr flash verify`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::board::{Person, work};
use super::list::{PageFormat, print};
use super::teller::Teller;
use super::{BoardArgs, Format, LARGEST_FILE, port};
use crate::cli::{Context, Finished, files};
use crate::error::{Error, Result};
use crate::flash::line::Line;
use crate::flash::plan::SECTOR;
use crate::image::Image;
use crate::ui::flash as show;

/// Check that a board's flash holds an image, byte for byte
///
/// Any file can be compared, from the beginning of the flash on; of an image only the image, whatever follows it in the file. The chip
/// computes MD5s of what it holds.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  smr flash verify --image firmware.bin
  smr flash verify --image before.bin --json | jq .differing

Exit code 0 if it is the same, else 1.")]
pub(super) struct VerifyArgs {
    /// What it should hold
    #[arg(long, value_name = "FILE")]
    image: PathBuf,
    #[command(flatten)]
    board: BoardArgs,
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = PageFormat::Human)]
    format: PageFormat,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// Compares.
pub(super) fn run(args: &VerifyArgs, context: Context) -> Finished {
    let args = args.clone();
    let checked = content(&args.image)
        .and_then(|content| work(move |person| verify(&args, &content, context, person)));
    match checked {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        Err(error) => Err(error).into(),
    }
}

/// What the flash should hold: the image in a file, or all of a file that is none.
fn content(path: &Path) -> Result<Vec<u8>> {
    let mut file = files::read(path, LARGEST_FILE)?;
    if let Ok(image) = Image::parse(&file) {
        file.truncate(image.size);
    }
    if file.is_empty() {
        return Err(Error::usage(format!("{} is empty", path.display()))
            .hint("name the file that the flash should hold"));
    }
    Ok(file)
}

fn verify(args: &VerifyArgs, content: &[u8], context: Context, person: &Person) -> Result<String> {
    let port = port::find(&args.board.reach, context, person)?;
    let line = Line::open(&port)?;
    let mut teller = Teller::new(Format::Human, context);
    let mut session = teller.job(person, |job| job.connect(line, args.board.reach.entry()))?;
    if content.len() > session.chip.flash_size as usize {
        return Err(Error::failed(format!(
            "{} has more bytes than the flash, which has {}",
            args.image.display(),
            session.chip.flash_size
        ))
        .hint("is it the right board?"));
    }
    let differing = session.verify(content)?;
    let flash_size = session.chip.flash_size as usize;
    let finish = args.board.finish();
    teller.job(person, |job| job.leave(session, finish, Duration::ZERO))?;
    teller.clear();
    if args.json || args.format == PageFormat::Json {
        print(&show::verified_json(&port, content.len(), &differing))?;
    }
    if differing.is_empty() {
        return Ok(format!(
            "the flash holds all {} bytes of {}",
            content.len(),
            args.image.display()
        ));
    }
    let first = differing.first().map_or(0, |number| number * SECTOR);
    let image = args.image.display();
    let error = Error::failed(format!(
        "the flash does not hold {image}: sectors that differ: {}, the first at {first:#x}",
        differing.len()
    ));
    // Another file cannot be written.
    let how = if Image::parse(content).is_ok() {
        "image"
    } else if content.len() == flash_size {
        "restore"
    } else {
        return Err(error);
    };
    Err(error.hint(format!(
        "write what differs: smr flash --{how} {image} --port {port}"
    )))
}
