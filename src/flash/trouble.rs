//! What can go wrong on the way to a chip, as errors with what to do about it.

use std::error::Error as StdError;
use std::path::Path;

use super::chip::FlashId;
use super::event::Waiting;
use super::plan::SECTOR;
use crate::error::{Error, Kind};
use crate::image::Board;

/// The adapter has been unplugged, or something has taken it away.
pub(super) fn is_gone(port: &str) -> bool {
    // Ports of Windows are no paths.
    cfg!(unix) && !Path::new(port).exists()
}

/// What went wrong with the line itself.
pub(super) fn line(port: &str, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
    if is_gone(port) {
        return Error::unreachable(format!("the port {port} has gone away"))
            .because(cause)
            .hint("plug the adapter in again, without a hub between, and start again")
            .hint(
                "on Linux brltty takes adapters with a CH340 for itself: sudo apt remove brltty",
            );
    }
    Error::unreachable(format!("cannot read and write {port}"))
        .because(cause)
        .hint("unplug the adapter, plug it in again and start again")
}

/// What went wrong with a request to the chip.
pub(super) fn request(port: &str, what: &str, cause: String) -> Error {
    if is_gone(port) {
        return line(port, cause);
    }
    Error::failed(format!("the chip does not {what}"))
        .because(cause)
        .hint("often it is the power supply: the 3.3 V pin of an adapter is too weak for the chip; take a 3.3 V supply of 300 mA or more")
        .hint("shorten the wires, then start again: the same command begins anew and does no harm")
}

/// What was written is not what the chip says it holds.
pub(super) fn mismatch(numbers: &[u32]) -> Error {
    let first = numbers.first().map_or(0, |number| number * SECTOR);
    let count = numbers.len();
    Error::failed(format!(
        "the flash holds something else than was written: MD5s differ in sectors: {count}, the first at {first:#x}"
    ))
    .hint("often it is the power supply: the 3.3 V pin of an adapter is too weak for the chip; take a 3.3 V supply of 300 mA or more")
    .hint("then start again; if it stays at the same sector, the flash chip is worn out")
}

/// The sectors that were to stay have changed.
pub(super) fn settings_changed() -> Error {
    Error::failed(
        "the firmware is written and verified, but the gateway's settings have changed on the way",
    )
    .hint("a request was damaged on the line: shorten the wires, or take --baud 115200")
    .hint("give the board its settings anew: smr flash --erase-all, then smr provision")
}

/// The loader in ROM cannot read.
pub(super) fn unreadable() -> Error {
    Error::failed("the loader in the chip's ROM cannot read the flash")
        .hint("leave --no-stub away; if the loader for the RAM does not start, check the power supply and the wires")
}

/// The loader has not answered in time.
pub(super) fn unanswered(port: &str, waiting: Waiting) -> Error {
    let error = Error::unreachable(format!(
        "no boot loader answers on {port}: {}",
        waiting.reason()
    ));
    waiting
        .remedies()
        .iter()
        .fold(error, |error, remedy| error.hint(*remedy))
        .hint("then start again, or let it wait longer: --timeout 5m")
}

/// A meter talks on the port.
pub(super) fn meter(port: &str) -> Error {
    Error::failed(format!(
        "the port {port} is a meter's, not a board's: telegrams come in on it without being asked for"
    ))
    .hint(format!("see what it says: smr watch serial:{port}"))
    .hint("connect the board to another port, or instead of the meter; which there are: smr flash list-ports")
}

/// A chip that there is no firmware for.
pub(super) fn other_chip(name: &str) -> Error {
    Error::failed(format!("this is no ESP8266 but {name}"))
        .hint("the gateway's firmware is for the ESP8266 only: is it the right port?")
        .hint("see what there is: smr flash list-ports")
}

/// A flash chip on which two images have no room.
pub(super) fn small_flash(size: u32) -> Error {
    Error::failed(format!(
        "the flash chip has only {} KiB, and the gateway's firmware needs 1 MiB: the image that runs and the next one must both fit, so that an update can be undone",
        size >> 10
    ))
    .hint("take a board with 1 MiB or more: ESP-01S, ESP-12F, D1 mini, NodeMCU; ESP-01 boards often have 512 KiB if they are blue, and 1 MiB if they are black")
}

/// A chip that is to be used as a board with more flash than it has.
pub(super) fn too_small_for(board: Board, size: u32) -> Error {
    Error::failed(format!(
        "the flash chip has {} KiB, fewer than the {} KiB of {board}",
        size >> 10,
        board.flash_size() >> 10
    ))
    .hint("leave --board away: the image for the chip's size is chosen by itself")
}

/// An image for another board, which was `refused`.
pub(super) fn other_board(refused: Error, made_for: Board, board: Board, size: u32) -> Error {
    let refused = refused.hint(format!(
        "the header of an image and the partition table in it both say that the flash has {} KiB, and must agree: smr does not rewrite the header for another size",
        made_for.flash_size() >> 10
    ));
    let named = format!("leave --image away, or name one for {board}");
    if made_for.flash_size() as u64 > u64::from(size) {
        return refused.hint(named);
    }
    refused.hint(named).hint(format!(
        "or use the chip as one of {} KiB, which works, and leave the rest of it empty: --board {made_for}",
        made_for.flash_size() >> 10
    ))
}

/// An image of which the header says another flash size than its partition table does.
pub(super) fn other_header(says: Option<usize>, board: Board) -> Error {
    let says = match says {
        Some(size) => format!("{} KiB", size >> 10),
        None => "a size that is not known".to_owned(),
    };
    Error::failed(format!(
        "the image is refused: its header says that the flash has {says}, and its partition table that it has the {} KiB of {board}; it would not get further than its start",
        board.flash_size() >> 10
    ))
    .hint("take the image as it was built: some flashers rewrite the header (esptool with --flash-size detect)")
}

/// A flash chip that gives no size.
pub(super) fn unknown_flash(id: FlashId) -> Error {
    Error::failed(format!(
        "the flash chip does not say its size (it answers {id})"
    ))
    .hint("check the power supply: 3.3 V, 300 mA or more")
    .hint("on a bare module, pull GPIO15 to GND and EN (CH_PD) to 3.3 V")
}

/// Somebody asked to stop.
pub(super) fn stopped() -> Error {
    Error::new(Kind::Interrupted, "stopped")
}

/// An error with its causes, in one line.
pub(super) fn chain(error: &espflash::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        next = cause.source();
    }
    text
}
