//! `smr flash read`.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::board::{Person, work};
use super::teller::Teller;
use super::{BoardArgs, Format, FormatArgs, port};
use crate::cli::files::{self, Existing, Readers};
use crate::cli::{Context, Finished, with_hint};
use crate::error::{Error, Result};
use crate::flash::line::Line;
use crate::ui::flash as show;

/// Save what is in a board's flash
///
/// All of it, unless --address or --size say otherwise. The file can be given back to the board with `smr flash --restore`. It holds the
/// Wi-Fi key of a gateway that is set up, so only its owner may read it.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  smr flash read -o before.bin
  smr flash read -o settings.bin --address 0xf9000 --size 0x2000")]
pub(super) struct ReadArgs {
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Where to begin, in bytes
    #[arg(long, value_name = "N", default_value = "0", value_parser = with_hint(bytes))]
    address: u32,
    /// How many bytes [default: up to the end]
    #[arg(long, value_name = "N", value_parser = with_hint(bytes))]
    size: Option<u32>,
    /// Replace the file if it is there already
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    board: BoardArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Reads the flash.
pub(super) fn run(args: &ReadArgs, context: Context) -> Finished {
    let args = args.clone();
    match vacant(&args.output, args.force)
        .and_then(|()| work(move |person| read(&args, context, person)))
    {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        Err(error) => Err(error).into(),
    }
}

fn read(args: &ReadArgs, context: Context, person: &Person) -> Result<String> {
    let port = port::find(&args.board.reach, context, person)?;
    let line = Line::open(&port)?;
    let format = args.format.chosen();
    let mut teller = Teller::new(format, context);
    let mut session = teller.job(person, |job| job.connect(line, args.board.reach.entry()))?;
    let range = part(args.address, args.size, session.chip.flash_size)?;
    let bytes = teller.job(person, |job| job.read(&mut session, range.clone()))?;
    save(&args.output, &bytes, args.force)?;
    teller.clear();
    if format != Format::Human {
        teller.print(&show::saved(&args.output, &range, format == Format::Json));
    }
    let finish = args.board.finish();
    teller.job(person, |job| job.leave(session, finish, Duration::ZERO))?;
    teller.outcome()?;
    Ok(format!(
        "{} bytes from {:#x} on are in {}",
        range.end - range.start,
        range.start,
        args.output.display()
    ))
}

/// The part of the flash that was named.
fn part(address: u32, size: Option<u32>, flash_size: u32) -> Result<Range<u32>> {
    let end = match size {
        Some(size) => address.checked_add(size),
        None => Some(flash_size),
    };
    end.filter(|end| address < *end && *end <= flash_size)
        .map(|end| address..end)
        .ok_or_else(|| {
            Error::usage(format!(
                "that part is not in a flash of {flash_size} bytes ({flash_size:#x})"
            ))
            .hint("leave --address and --size away for all of it")
        })
}

/// Fails before the work if the file must not be written.
pub(super) fn vacant(path: &Path, may_replace: bool) -> Result<()> {
    if path.exists() && !may_replace {
        return Err(
            Error::failed(format!("{} is there already", path.display()))
                .hint("name another file, or move this one away"),
        );
    }
    files::check_writable(path)
}

/// Writes what was read, for its owner alone.
pub(super) fn save(path: &Path, bytes: &[u8], may_replace: bool) -> Result<()> {
    let existing = if may_replace {
        Existing::Replace
    } else {
        Existing::Keep
    };
    files::write(path, bytes, existing, Readers::Owner)
}

/// A number of bytes: `4096`, `0x1000` or `4K`.
fn bytes(text: &str) -> Result<u32> {
    let number = match (text.strip_prefix("0x"), text.strip_suffix(['k', 'K'])) {
        (Some(digits), _) => u32::from_str_radix(digits, 16).ok(),
        (None, Some(digits)) => digits
            .parse()
            .ok()
            .and_then(|kib: u32| kib.checked_mul(1024)),
        (None, None) => text.parse().ok(),
    };
    number.ok_or_else(|| {
        Error::usage(format!("{text:?} is no number of bytes"))
            .hint("write it as 4096, 0x1000 or 4K")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_in_three_ways() {
        for text in ["4096", "0x1000", "4K", "4k"] {
            assert_eq!(bytes(text).expect(text), 4096);
        }
        for text in ["", "-1", "0x", "4M", "4294967296", "4194304K"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_part_lies_within_the_flash() {
        assert_eq!(part(0, None, 1024).expect("a part"), 0..1024);
        assert_eq!(part(1000, Some(24), 1024).expect("a part"), 1000..1024);
        assert!(part(1000, Some(25), 1024).is_err());
        assert!(part(1024, None, 1024).is_err());
        assert!(part(8, Some(0), 1024).is_err());
        for size in [None, Some(0), Some(2)] {
            assert!(part(u32::MAX, size, 1024).is_err(), "{size:?}");
        }
    }
}
