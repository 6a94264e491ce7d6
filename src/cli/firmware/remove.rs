//! `smr firmware remove`.

use clap::Args;

use super::add::{named, remove_file};
use super::{board, need_folder};
use crate::catalogue::{Catalogue, Origin, Place};
use crate::cli::{Context, consent, report, runtime, with_hint};
use crate::error::{Error, Kind, Result};
use crate::image::{Board, Version};

/// Remove firmware images from your own folder
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware remove 1.2.3
  smr firmware remove 1.2.3 --board esp8266-4m --yes
  smr firmware remove smr-esp8266-1m-1.2.3.bin --yes")]
pub(in crate::cli) struct RemoveArgs {
    /// Versions, or names of files as `smr firmware list` shows them
    #[arg(required = true, value_name = "VERSION|FILE")]
    which: Vec<String>,
    /// Only for this board: `esp8266-1m` or `esp8266-4m`
    #[arg(long, value_name = "BOARD", value_parser = with_hint(board))]
    board: Option<Board>,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

/// A file that is to go, and what it is.
struct Doomed<'a> {
    place: &'a Place,
    what: String,
}

/// Removes all that is named, or nothing.
pub(super) fn run(args: &RemoveArgs, context: Context) -> Result<()> {
    let folder = need_folder()?;
    let catalogue = Catalogue::read(Some(&folder));
    let mut doomed: Vec<Doomed> = Vec::new();
    for which in &args.which {
        for found in find(&catalogue, which, args.board)? {
            if !doomed.iter().any(|other| other.place == found.place) {
                doomed.push(found);
            }
        }
    }
    for Doomed { place, what } in &doomed {
        report::message(context, format_args!("{}: {what}", place.file));
    }
    if args.dry_run {
        report::message(context, "nothing was changed: this was a dry run");
        return Ok(());
    }
    let question = match doomed.len() {
        1 => "Remove it?".to_owned(),
        count => format!("Remove these {count} images?"),
    };
    agree(args.yes, &question)?;
    for Doomed { place, .. } in &doomed {
        remove_file(place.path.as_deref())?;
    }
    let images = if doomed.len() == 1 { "image" } else { "images" };
    report::message(context, format_args!("removed {} {images}", doomed.len()));
    Ok(())
}

/// Goes on only if somebody agrees. Ctrl-C is no.
fn agree(is_agreed: bool, question: &str) -> Result<()> {
    runtime::block_on(async {
        tokio::select! {
            agreed = consent::confirm(is_agreed, question, "removing firmware") => agreed,
            () = runtime::stop_requested() => Err(Error::new(
                Kind::Interrupted,
                "stopped; nothing was changed",
            )),
        }
    })
}

/// The user's files that a word means; there must be one.
fn find<'a>(
    catalogue: &'a Catalogue,
    which: &str,
    board: Option<Board>,
) -> Result<Vec<Doomed<'a>>> {
    let version: Option<Version> = which.parse().ok();
    let is_file = |place: &Place| {
        let path = place.path.as_ref();
        place.file == which || path.is_some_and(|path| path.as_os_str() == which)
    };
    let sound: Vec<_> = catalogue
        .entries
        .iter()
        .filter(|entry| {
            let descriptor = &entry.image.descriptor;
            let is_meant = version.as_ref() == Some(&descriptor.version) || is_file(&entry.place);
            is_meant && board.is_none_or(|board| board == descriptor.board)
        })
        .collect();
    // Nobody knows which board a broken one is for.
    let broken = catalogue.broken.iter().filter(|_| board.is_none());
    let found: Vec<Doomed> = sound
        .iter()
        .map(|entry| Doomed {
            place: &entry.place,
            what: named(&entry.image.descriptor),
        })
        .chain(
            broken
                .filter(|broken| is_file(&broken.place))
                .map(|broken| Doomed {
                    place: &broken.place,
                    what: format!("broken, {}", broken.reason),
                }),
        )
        .filter(|doomed| doomed.place.origin == Origin::User)
        .collect();
    if !found.is_empty() {
        return Ok(found);
    }
    Err(match sound.is_empty() {
        true => Error::new(
            Kind::NothingFound,
            format!("there is no firmware {which} in your folder"),
        )
        .hint("see what there is: smr firmware list"),
        false => Error::failed(format!("firmware {which} is built into smr, and stays"))
            .hint("smr flash --version X.Y.Z takes another one"),
    })
}
