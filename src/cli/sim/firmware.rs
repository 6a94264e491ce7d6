//! What new virtual boards have in their flash.

use std::path::Path;
use std::sync::Arc;

use super::BoardName;
use crate::catalogue::Catalogue;
use crate::cli::firmware::read_image;
use crate::error::Result;
use crate::flash::fit::judge;
use crate::image::Board;

/// The image in a file, or what is built in for the board: as it would be on the chip, so that version and SHA-256 are the same. Nothing
/// where there is neither.
pub(super) fn of(path: Option<&Path>, board: BoardName) -> Result<Option<Arc<[u8]>>> {
    let board = match board {
        BoardName::Esp8266With1M => Board::Esp8266With1M,
        BoardName::Esp8266With4M => Board::Esp8266With4M,
    };
    let Some(path) = path else {
        return Ok(Catalogue::built_in(board).map(|entry| entry.bytes.into_owned().into()));
    };
    let mut file = read_image(path)?;
    let image = judge(&file, Some(board))?;
    // A signature that follows it never gets there.
    file.truncate(image.size);
    Ok(Some(file.into()))
}
