//! The images of an update: a file that was named, or for each board what the catalogue has.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::Duration;

use super::members::MembersArgs;
use crate::catalogue::{Catalogue, Entry, Target, no_firmware};
use crate::cli::firmware::{read_image, read_public_key, user_folder};
use crate::cli::flash::choose::FirmwareArgs;
use crate::cli::{Context, network_image};
use crate::error::{Error, Result};
use crate::fleet::Member;
use crate::fleet::look::Look;
use crate::fleet::plan::Rules;
use crate::fleet::task::PlannedImage;
use crate::gateway::update::{Options, Update, Way};
use crate::image::{Board, Version};

/// An image with its bytes.
pub(super) type Chosen = (PlannedImage, Vec<u8>);

/// Where images come from.
pub(super) enum Source {
    /// One file for all.
    File(Box<Chosen>),
    /// What is at hand, of this version or the newest.
    AtHand(Catalogue, Option<Version>),
}

impl Source {
    pub(super) fn find(args: &FirmwareArgs, key: Option<&Path>, rules: &Rules) -> Result<Source> {
        let Some(path) = &args.image else {
            let catalogue = network_image::catalogue(args.version.as_ref())?;
            return Ok(Source::AtHand(catalogue, args.version.clone()));
        };
        let file = read_image(path)?;
        let image = update(file.clone(), Some(path), key, rules)?.image;
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let planned = PlannedImage::of(Some(path), &file, &image);
        Ok(Source::File(Box::new((planned, file))))
    }

    /// The gateways that are meant, and an image for each board among them. For that gateways are asked, unless a file is named.
    pub(super) async fn chosen(
        self,
        members: &MembersArgs,
        context: Context,
    ) -> Result<(Vec<Member>, Vec<Chosen>)> {
        let (catalogue, wanted) = match self {
            Source::File(chosen) => return Ok((members.chosen(context).await?, vec![*chosen])),
            Source::AtHand(catalogue, wanted) => (catalogue, wanted),
        };
        let asked = members.asked(false, context).await?;
        let looks: Vec<&Look> = asked.iter().map(|(_, look)| look).collect();
        let entries = for_boards(&catalogue, &looks, wanted.as_ref())?;
        let chosen = entries.into_iter().map(|entry| {
            let planned = PlannedImage::of(entry.place.path.clone(), &entry.bytes, &entry.image);
            (planned, entry.bytes.to_vec())
        });
        let chosen = chosen.collect();
        Ok((
            asked.into_iter().map(|(member, _)| member).collect(),
            chosen,
        ))
    }
}

/// An image for each board that has answered; where some have not, also for those that they may be.
fn for_boards<'a>(
    catalogue: &'a Catalogue,
    looks: &[&Look],
    wanted: Option<&Version>,
) -> Result<Vec<&'a Entry>> {
    let is_any_silent = looks.iter().any(|look| look.board.is_none());
    let mut entries = Vec::new();
    for board in Board::ALL {
        let name = board.to_string();
        let is_it = |look: &&&Look| look.board.as_deref() == Some(&name);
        let mut there = looks.iter().filter(is_it).peekable();
        let nowhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        if there.peek().is_some() {
            // One real board among them, and an image without a program would be its end.
            let is_virtual = there.all(|look| {
                network_image::target(look.address.unwrap_or(nowhere)) == Target::VirtualBoard
            });
            let target = if is_virtual {
                Target::VirtualBoard
            } else {
                Target::Chip
            };
            entries.push(catalogue.choose(board, wanted, target)?);
        } else if is_any_silent {
            entries.extend(catalogue.choose(board, wanted, Target::Chip).ok());
        }
    }
    match entries.is_empty() {
        true => Err(no_firmware(
            "no gateway answers, and there is no firmware at hand that any of them could run",
        )),
        false => Ok(entries),
    }
}

/// What gateways are updated to.
pub(super) fn updates(chosen: &[Chosen], key: Option<&Path>, rules: &Rules) -> Result<Vec<Update>> {
    chosen
        .iter()
        .map(|(planned, file)| update(file.clone(), planned.path.as_deref(), key, rules))
        .collect()
}

fn update(file: Vec<u8>, path: Option<&Path>, key: Option<&Path>, rules: &Rules) -> Result<Update> {
    let key = key.map(read_public_key).transpose()?;
    let options = Options {
        way: Way::Http,
        allow_downgrade: rules.allow_downgrade,
        force: false,
        dry_run: false,
        proof_limit: Duration::from_millis(rules.proof_ms),
    };
    Update::new(file, key, options).map_err(|error| match path {
        Some(path) => error.hint(format!(
            "see all that is in it: smr firmware inspect {}",
            path.display()
        )),
        None => error,
    })
}

/// The images of a plan again, which must still be the same.
pub(super) fn again(
    images: &[PlannedImage],
    key: Option<&Path>,
    rules: &Rules,
) -> Result<Vec<Update>> {
    images
        .iter()
        .map(|planned| update(same(planned)?, planned.path.as_deref(), key, rules))
        .collect()
}

fn same(planned: &PlannedImage) -> Result<Vec<u8>> {
    let Some(path) = &planned.path else {
        let catalogue = Catalogue::read(user_folder().as_deref());
        let found = catalogue.by_sha256(&planned.sha256);
        return found.map(|entry| entry.bytes.to_vec()).ok_or_else(|| {
            Error::failed(format!(
                "the image that was planned was built into another smr: {} for {}",
                planned.version, planned.board
            ))
            .hint("use that version of smr")
            .hint("or begin a new update with this one: smr fleet update")
        });
    };
    let file = read_image(path)?;
    match crate::image::Sha256::of(&file).to_string() == planned.sha256 {
        true => Ok(file),
        false => Err(Error::failed(format!(
            "{} is not the image that was planned",
            path.display()
        ))
        .hint(format!(
            "put the one with the SHA-256 {} there",
            planned.sha256
        ))
        .hint("or begin a new update with this one: smr fleet update")),
    }
}
