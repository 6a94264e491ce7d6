//! Our own loader in the chip's RAM (`firmware/stub`): fast, with compression, and it tells what is in the flash.

use std::io::Write;
use std::ops::Range;
use std::thread::sleep;
use std::time::Duration;

use espflash::command::{Command, CommandType};
use espflash::flasher::SpiSetParams;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use md5::{Digest, Md5};

use super::chip::{KIND_AT, other_kind};
use super::exchange::{Exchange, MOST_FAILURES, number};
use super::line::{Answerer, Line};
use super::loader::{Listener, Loader, Told};
use super::plan::{BLOCK, SECTOR, Sectors};
use super::trouble;
use crate::error::{Error, Result};

/// Bytes in a block: what it has two buffers for.
const PACKET: usize = 16 << 10;
/// Bytes that are read under one MD5.
const PIECE: u32 = 64 << 10;
/// What needs no flash is answered within this.
const SHORT_TIME: Duration = Duration::from_secs(1);
/// A sector is erased and written within this, at worst.
const SECTOR_TIME: Duration = Duration::from_millis(500);
/// A sector is read within this.
const READ_TIME: Duration = Duration::from_millis(40);
/// A block of sectors is erased within this, at worst.
const ERASE_TIME: Duration = Duration::from_secs(8);
/// The clocks of both ends have changed within this.
const SETTLE: Duration = Duration::from_millis(50);
/// Orders to go back to the old speed, on a line on which hardly anything arrives.
const ORDERS: usize = 3;

/// Speeds that are tried, in bits per second, the fastest first.
pub(super) const SPEEDS: [u32; 4] = [921_600, 460_800, 230_400, 115_200];

/// What it says of blocks (`firmware/stub/status.h`), as clauses.
const ERRORS: &[(u8, &str)] = &[
    (0xC0, "it is damaged on its way"),
    (0xC1, "it is damaged on its way"),
    (0xC3, "one before it is missing"),
    (0xC4, "the flash chip fails"),
    (0xC5, "the flash chip is locked"),
    (0xC6, "nothing was begun"),
    (0xC7, "it cannot be unpacked"),
    (0xC9, "it is more than was announced"),
];

/// Why a speed is not used.
enum Refused {
    /// The old one still works.
    Unfit(String),
    /// Neither works.
    Lost,
}

/// The loader.
pub struct Ram {
    exchange: Exchange,
}

impl Ram {
    /// The loader at the other end, after [`stub::start`](super::stub::start) or left there by somebody.
    pub(super) fn of(mut exchange: Exchange) -> Ram {
        exchange.expect_only(Answerer::Ram);
        Ram { exchange }
    }

    /// Tells it the size of the flash chip.
    ///
    /// # Errors
    ///
    /// A loader that does not answer.
    pub(super) fn announce(&mut self, flash_size: u32) -> Result<()> {
        let size = Command::SpiSetParams {
            spi_params: SpiSetParams::default(flash_size),
        };
        self.exchange
            .insist("take the size of its flash", size, SHORT_TIME)?;
        Ok(())
    }

    /// Bits per second.
    pub fn speed(&self) -> u32 {
        self.exchange.speed()
    }

    /// The line, when the loader is not needed any more.
    pub fn into_line(self) -> Line {
        self.exchange.into_line()
    }

    /// The two ends, for another loader.
    pub(super) fn into_exchange(self) -> Exchange {
        self.exchange
    }

    /// The port's name.
    pub(super) fn port(&self) -> &str {
        self.exchange.port()
    }

    /// Whether it is still there.
    pub(super) fn is_there(&mut self) -> bool {
        self.exchange.who() == Some(Answerer::Ram)
            && self
                .exchange
                .read(KIND_AT)
                .is_ok_and(|kind| other_kind(kind).is_none())
    }

    /// Talks as fast as both ends can, up to `fastest`.
    ///
    /// # Errors
    ///
    /// A loader that does not answer any more; that of the listener.
    pub(super) fn speed_up(&mut self, fastest: u32, tell: &mut Listener<'_>) -> Result<()> {
        let now = self.speed();
        self.take_first(ladder(fastest).filter(|speed| *speed > now), tell)?;
        Ok(())
    }

    /// Talks at the next lower speed; false if there is none.
    ///
    /// # Errors
    ///
    /// As [`Ram::speed_up`].
    pub(super) fn slow_down(&mut self, tell: &mut Listener<'_>) -> Result<bool> {
        let now = self.speed();
        self.take_first(ladder(now).filter(|speed| *speed < now), tell)
    }

    /// Changes to the first speed that works.
    fn take_first(
        &mut self,
        speeds: impl Iterator<Item = u32>,
        tell: &mut Listener<'_>,
    ) -> Result<bool> {
        for speed in speeds {
            match self.change_speed(speed) {
                Ok(()) => return Ok(true),
                Err(Refused::Unfit(reason)) => {
                    tell(Told::Again(format!("{speed} baud does not work: {reason}")))?;
                }
                Err(Refused::Lost) => {
                    let cause = format!("no answer after the change to {speed} baud");
                    return Err(trouble::request(self.exchange.port(), "answer", cause));
                }
            }
        }
        Ok(false)
    }

    fn change_speed(&mut self, speed: u32) -> std::result::Result<(), Refused> {
        let old = self.exchange.speed();
        let is_known = self.exchange.set_speed(speed);
        self.exchange.set_speed(old);
        if !is_known {
            return Err(Refused::Unfit("the port does not know it".to_owned()));
        }
        let change = Command::ChangeBaudrate {
            new_baud: speed,
            prior_baud: old,
        };
        if let Err(cause) = self.exchange.ask(change, SHORT_TIME)
            && self.exchange.recover()
        {
            return Err(Refused::Unfit(trouble::chain(&cause)));
        }
        self.exchange.set_speed(speed);
        sleep(SETTLE);
        if self.is_there() {
            return Ok(());
        }
        let back = Command::ChangeBaudrate {
            new_baud: old,
            prior_baud: speed,
        };
        for _ in 0..ORDERS {
            // It may arrive though no answer does.
            let _ = self.exchange.send(back);
            sleep(SETTLE);
        }
        self.exchange.set_speed(old);
        if self.is_there() {
            Err(Refused::Unfit("no sound answers".to_owned()))
        } else {
            Err(Refused::Lost)
        }
    }

    /// The MD5 of what the flash holds in `range`.
    ///
    /// # Errors
    ///
    /// A loader that does not answer.
    pub fn digest(&mut self, range: Range<u32>) -> Result<[u8; 16]> {
        const WHAT: &str = "tell what is in its flash";
        let size = range.end.saturating_sub(range.start);
        let request = Command::FlashMd5 {
            offset: range.start,
            size,
        };
        let time = SHORT_TIME + READ_TIME * size.div_ceil(SECTOR);
        let value = self.exchange.insist(WHAT, request, time)?;
        let digest: u128 = value.try_into().map_err(|cause: espflash::Error| {
            trouble::request(self.exchange.port(), WHAT, trouble::chain(&cause))
        })?;
        Ok(digest.to_be_bytes())
    }

    /// What the flash holds in `range`.
    ///
    /// # Errors
    ///
    /// A line on which it does not arrive as its MD5 says; that of the listener.
    pub fn read(&mut self, range: Range<u32>, tell: &mut Listener<'_>) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        let mut failures = 0;
        let mut next = range.start;
        while next < range.end {
            let size = PIECE.min(range.end - next);
            match self.read_piece(next, size) {
                Ok(piece) => {
                    all.extend(piece);
                    next += size;
                    failures = 0;
                    tell(Told::Done(all.len()))?;
                }
                Err(cause) => {
                    failures += 1;
                    if failures >= MOST_FAILURES || trouble::is_gone(self.exchange.port()) {
                        let port = self.exchange.port();
                        return Err(trouble::request(port, "give what is in its flash", cause));
                    }
                    tell(Told::Again(format!("reading at {next:#x}: {cause}")))?;
                    self.exchange.recover();
                    if failures > 1 {
                        self.slow_down(tell)?;
                    }
                }
            }
        }
        Ok(all)
    }

    /// Packets of it one after the other, each acknowledged, then the MD5 of all.
    fn read_piece(&mut self, from: u32, size: u32) -> std::result::Result<Vec<u8>, String> {
        let failed = |cause: espflash::Error| trouble::chain(&cause);
        let request = Command::ReadFlash {
            offset: from,
            size,
            block_size: number(PACKET),
            max_in_flight: 1,
        };
        let time = SHORT_TIME + self.exchange.wire_time(2 * PACKET);
        self.exchange.ask(request, time).map_err(failed)?;
        let mut piece = Vec::with_capacity(size as usize);
        while piece.len() < size as usize {
            let packet = self.exchange.frame(time).map_err(failed)?;
            if packet.len() != PACKET.min(size as usize - piece.len()) {
                return Err("a packet of another length".to_owned());
            }
            piece.extend(packet);
            self.exchange
                .acknowledge(number(piece.len()))
                .map_err(failed)?;
        }
        let digest = self.exchange.frame(time).map_err(failed)?;
        let expected: [u8; 16] = Md5::digest(&piece).into();
        if digest != expected {
            return Err("its MD5 is another one".to_owned());
        }
        Ok(piece)
    }

    /// Sends a block until it is answered well: the loader keeps count and writes none twice, and a bad answer may have been damaged
    /// itself. Gives how often it was sent in vain.
    fn send_block(
        &mut self,
        block: &[u8],
        sequence: u32,
        time: Duration,
    ) -> std::result::Result<usize, String> {
        let mut failed = String::new();
        for again in 0..MOST_FAILURES {
            let data = Command::FlashDeflData {
                data: block,
                pad_to: 0,
                pad_byte: 0,
                sequence,
            };
            match self.exchange.send_block(data, time) {
                Ok(reply) if reply.status == 0 => return Ok(again),
                Ok(reply) => {
                    failed = match ERRORS.iter().find(|(error, _)| *error == reply.error) {
                        Some((_, what)) => format!("block {sequence}: {what}"),
                        None => format!("block {sequence}: error {:#04x}", reply.error),
                    };
                }
                Err(cause) => failed = trouble::chain(&cause),
            }
            if trouble::is_gone(self.exchange.port()) {
                break;
            }
        }
        Err(failed)
    }

    fn refused(&self, cause: String) -> Error {
        trouble::request(self.exchange.port(), "take what is written", cause)
    }
}

/// Speeds from `fastest` down.
fn ladder(fastest: u32) -> impl Iterator<Item = u32> {
    let lower = SPEEDS.into_iter().filter(move |speed| *speed < fastest);
    std::iter::once(fastest).chain(lower)
}

/// A stream of `data`.
fn compress(data: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data)?;
    encoder.finish()
}

impl Loader for Ram {
    fn name(&self) -> &'static str {
        "RAM loader"
    }

    fn erase(&mut self, sectors: Sectors, tell: &mut Listener<'_>) -> Result<()> {
        tell(Told::Done(0))?;
        let erase = Command::EraseRegion {
            offset: sectors.address(),
            size: sectors.size(),
        };
        let time = ERASE_TIME * sectors.count.div_ceil(BLOCK);
        self.exchange.insist("erase its flash", erase, time)?;
        tell(Told::Done(sectors.size() as usize))
    }

    /// Of any number of sectors. What fails leaves some of them as they were, some erased and some written.
    fn write(&mut self, sectors: Sectors, data: &[u8], tell: &mut Listener<'_>) -> Result<()> {
        let stream = compress(data)
            .map_err(|cause| Error::failed("cannot compress the image").because(cause))?;
        let blocks = stream.len().div_ceil(PACKET);
        let begin = Command::FlashDeflBegin {
            size: number(data.len()),
            blocks: number(blocks),
            block_size: number(PACKET),
            offset: sectors.address(),
            supports_encryption: false,
        };
        self.exchange.insist("begin to write", begin, SHORT_TIME)?;
        // A block is answered when the one before is written.
        let each = number(data.len().div_ceil(blocks.max(1))).div_ceil(SECTOR);
        let time = SHORT_TIME + SECTOR_TIME * each + self.exchange.wire_time(2 * PACKET);
        let (mut sent, mut again) = (0, 0);
        for (block, sequence) in stream.chunks(PACKET).zip(0..) {
            again += self
                .send_block(block, sequence, time)
                .map_err(|cause| self.refused(cause))?;
            sent += block.len();
            tell(Told::Done(data.len() * sent / stream.len().max(1)))?;
        }
        if again > 0 {
            tell(Told::Again(format!(
                "blocks that were lost or damaged on the line: {again}"
            )))?;
        }
        let end = Command::FlashDeflEnd { reboot: false };
        let time = time + SECTOR_TIME * (2 * each);
        self.exchange
            .ask(end, time)
            .map_err(|cause| self.refused(trouble::chain(&cause)))?;
        tell(Told::Done(sectors.size() as usize))
    }

    fn run(&mut self) {
        // It starts at once, and says nothing more.
        let _ = self.exchange.send(Command::RunUserCode);
        sleep(CommandType::Sync.timeout());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slower_speeds_follow_the_wanted_one() {
        let from = |fastest| ladder(fastest).collect::<Vec<u32>>();
        assert_eq!(from(921_600), [921_600, 460_800, 230_400, 115_200]);
        assert_eq!(from(250_000), [250_000, 230_400, 115_200]);
        assert_eq!(from(9_600), [9_600]);
    }
}
