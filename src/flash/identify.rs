//! What a chip is: asked by either loader.

use std::time::Duration;

use espflash::command::Command;

use super::chip::{BURNT_AT, Chip, FlashId, KIND_AT, Mac, other_kind};
use super::exchange::{Exchange, MOST_READS};
use super::line::Answerer;
use super::trouble;
use crate::error::Result;

/// The loader in ROM connects to the flash chip within this.
const CONNECT_TIME: Duration = Duration::from_secs(8);

/// The controller of the flash chip: its registers.
mod spi {
    pub(super) const COMMAND: u32 = 0x6000_0200;
    pub(super) const USER: u32 = 0x6000_021C;
    pub(super) const USER1: u32 = 0x6000_0220;
    pub(super) const USER2: u32 = 0x6000_0224;
    pub(super) const DATA: u32 = 0x6000_0240;
    /// Starts a command of the host's own.
    pub(super) const START: u32 = 1 << 18;
    /// A command is sent, and the answer is read.
    pub(super) const SEND_AND_READ: u32 = 1 << 31 | 1 << 28;
    /// The answer has 24 bits.
    pub(super) const ANSWER: u32 = (24 - 1) << 8;
    /// The command has 8 bits and is "read the identity".
    pub(super) const READ_ID: u32 = (8 - 1) << 28 | 0x9F;
}

/// Asks the chip what it is: an ESP8266 with a flash chip that says its size, or what is wrong with it.
///
/// # Errors
///
/// A chip that does not answer, or not soundly.
pub(super) fn identify(exchange: &mut Exchange, answerer: Answerer) -> Result<Result<Chip>> {
    let kind = exchange.read(KIND_AT)?;
    if let Some(name) = other_kind(kind) {
        return Ok(Err(trouble::other_chip(name)));
    }
    let [first, second, last] = BURNT_AT;
    let words = [
        exchange.read(first)?,
        exchange.read(second)?,
        exchange.read(last)?,
    ];
    if answerer == Answerer::Rom {
        // Nothing is erased; the loader connects to the flash chip with it.
        let begin = Command::FlashBegin {
            size: 0,
            blocks: 0,
            block_size: 1024,
            offset: 0,
            supports_encryption: false,
        };
        exchange.insist("connect to its flash chip", begin, CONNECT_TIME)?;
    }
    let flash_id = FlashId(flash_id(exchange)?);
    let chip = |flash_size| Chip {
        mac: Mac::from_burnt(words),
        flash_id,
        flash_size,
    };
    Ok(flash_id
        .size()
        .map(chip)
        .ok_or_else(|| trouble::unknown_flash(flash_id)))
}

/// What the flash chip says of itself, over a command of our own.
fn flash_id(exchange: &mut Exchange) -> Result<u32> {
    let before = [exchange.read(spi::USER)?, exchange.read(spi::USER2)?];
    let mut id = None;
    for _ in 0..MOST_READS {
        exchange.write(spi::USER1, spi::ANSWER)?;
        exchange.write(spi::USER, spi::SEND_AND_READ)?;
        exchange.write(spi::USER2, spi::READ_ID)?;
        exchange.write(spi::DATA, 0)?;
        exchange.write(spi::COMMAND, spi::START)?;
        let answer = exchange.read(spi::DATA)?;
        // A request may have been damaged on its way.
        if id.replace(answer) == Some(answer) {
            break;
        }
    }
    let [user, user2] = before;
    exchange.write(spi::USER, user)?;
    exchange.write(spi::USER2, user2)?;
    Ok(id.unwrap_or_default())
}
