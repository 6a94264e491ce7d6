//! `smr firmware list`.

use std::io::Write;

use clap::Args;

use super::inspect::Format;
use super::{board, user_folder};
use crate::catalogue::{Catalogue, NOTICES, no_firmware};
use crate::cli::{Context, report, with_hint};
use crate::error::{Error, Result};
use crate::image::Board;
use crate::ui::catalogue as show;

/// Show the firmware that is at hand
///
/// That is what is built into smr and what is in your own folder, `~/.local/share/smr/firmware` on Linux (`XDG_DATA_HOME` counts),
/// `~/Library/Application Support/smr/firmware` on macOS, `%APPDATA%\smr\firmware` on Windows; `SMR_FIRMWARE_PATH` names another one.
/// smr flash takes the highest version for the board it finds; of one version your own before one that is built in.
///
/// The SHA-256 is the application's, which an update carries and a gateway tells about what runs; sha256sum of a whole file gives
/// another, since the boot loader stands before it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware list
  smr firmware list --board esp8266-4m
  smr firmware list --licences
  smr firmware list --format json | jq -r '.images[] | select(.chosen) | .version'

Exit code 0 if there is an image, else 3.")]
pub(in crate::cli) struct ListArgs {
    /// Only for this board: `esp8266-1m` or `esp8266-4m`
    #[arg(long, value_name = "BOARD", value_parser = with_hint(board))]
    board: Option<Board>,
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Print instead what is in the firmware that is built in, and under which licences
    #[arg(long, conflicts_with_all = ["board", "format", "json"])]
    licences: bool,
}

/// Prints the catalogue.
pub(super) fn run(args: &ListArgs, context: Context) -> Result<()> {
    if args.licences {
        let mut stdout = std::io::stdout().lock();
        return stdout
            .write_all(NOTICES.as_bytes())
            .and_then(|()| stdout.flush())
            .map_err(Error::writing_output);
    }
    let folder = user_folder();
    let catalogue = Catalogue::read(folder.as_deref());
    let is_json = args.json || args.format == Format::Json;
    let mut page = Vec::new();
    if is_json {
        page.extend(show::json(&catalogue, args.board, folder.as_deref()).into_bytes());
    } else {
        show::human(&catalogue, args.board, context.stdout, &mut page);
    }
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(&page)
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)?;
    let is_wanted = |board: Board| args.board.is_none_or(|wanted| wanted == board);
    let is_empty = !catalogue
        .entries
        .iter()
        .any(|entry| is_wanted(entry.image.descriptor.board));
    if !is_json && let Some(folder) = &folder {
        report::message(
            context,
            format_args!("your own images are in {}", folder.display()),
        );
    }
    match (is_empty, args.board) {
        (false, _) => Ok(()),
        (true, None) => Err(no_firmware("there is no firmware at hand")),
        (true, Some(board)) => Err(no_firmware(&format!(
            "there is no firmware for {board} at hand"
        ))),
    }
}
