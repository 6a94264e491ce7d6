//! The loader in the mask ROM: 115,200 bits per second, no compression, no reading back, and blocks of 1 KiB.

use std::time::Duration;

use espflash::command::Command;

use super::exchange::{Exchange, MOST_FAILURES};
use super::line::Line;
use super::loader::{Listener, Loader, Told};
use super::plan::{SECTOR, Sectors, rom_erase};
use super::trouble;
use crate::error::Result;

/// Bytes in a request.
const PART: usize = 1024;
/// What fills the last one up: as an erased chip has it.
const FILL: u8 = 0xFF;
/// A block of sectors is erased within this: 16 times 400 ms at worst.
const ERASE_TIME: Duration = Duration::from_secs(8);
/// A part is written within this, whatever the speed: it takes 90 ms on the line.
const WRITE_TIME: Duration = Duration::from_secs(2);
/// Leaving is answered within this, if at all.
const LEAVE_TIME: Duration = Duration::from_millis(200);
/// The loader's error for a part with a wrong check sum ("ROM Loader Errors" in the documentation).
const WRONG_SUM: u8 = 0x07;

/// The loader.
pub struct Rom {
    exchange: Exchange,
    /// Parts that were damaged on their way, since that was told last.
    damaged: u32,
}

impl Rom {
    /// The loader at the other end.
    pub(super) fn of(exchange: Exchange) -> Rom {
        Rom {
            exchange,
            damaged: 0,
        }
    }

    /// The line, when the loader is not needed any more.
    pub fn into_line(self) -> Line {
        self.exchange.into_line()
    }

    /// The port's name.
    pub(super) fn port(&self) -> &str {
        self.exchange.port()
    }

    /// Bits per second.
    pub fn speed(&self) -> u32 {
        self.exchange.speed()
    }

    /// Writes a part. One that was damaged on its way, and refused for that, is sent again; after anything else nobody knows whether
    /// it is in the flash.
    fn write_part(&mut self, part: Command<'_>) -> std::result::Result<(), String> {
        for _ in 0..MOST_FAILURES {
            let reply = self.exchange.send_block(part, WRITE_TIME);
            let reply = reply.map_err(|cause| trouble::chain(&cause))?;
            match (reply.status, reply.error) {
                (0, _) => return Ok(()),
                (_, WRONG_SUM) => self.damaged += 1,
                (_, error) => return Err(format!("it answers with error {error:#04x}")),
            }
        }
        Err("it is damaged on its way each time".to_owned())
    }

    /// Writes `data` from the beginning of `sectors` on: how much got there, and what stopped it.
    fn write_once(
        &mut self,
        sectors: Sectors,
        data: &[u8],
        done: &mut dyn FnMut(usize) -> Result<()>,
    ) -> Result<(usize, Option<String>)> {
        let parts = data.len().div_ceil(PART);
        let (ask, _) = rom_erase(sectors);
        let begin = begin(ask * SECTOR, parts, sectors.address());
        if let Err(cause) = self.exchange.ask(begin, ERASE_TIME) {
            return Ok((0, Some(trouble::chain(&cause))));
        }
        for (part, sequence) in data.chunks(PART).zip(0..) {
            let write = Command::FlashData {
                data: part,
                pad_to: PART,
                pad_byte: FILL,
                sequence,
            };
            if let Err(cause) = self.write_part(write) {
                return Ok((sequence as usize * PART, Some(cause)));
            }
            done((sequence as usize * PART) + part.len())?;
        }
        Ok((data.len(), None))
    }
}

/// "Erase so many bytes from there on, then so many parts come."
fn begin(size: u32, parts: usize, offset: u32) -> Command<'static> {
    Command::FlashBegin {
        size,
        blocks: u32::try_from(parts).unwrap_or(u32::MAX),
        block_size: 1024,
        offset,
        supports_encryption: false,
    }
}

/// Where to begin again in `sectors` after `written` bytes of them: at a sector from which on the loader erases no more than them,
/// for what follows may be written already; at the beginning if there is none.
fn resume(sectors: Sectors, written: u32) -> Sectors {
    let last = sectors.first + written / SECTOR;
    (sectors.first..=last.min(sectors.end().saturating_sub(1)))
        .rev()
        .map(|first| sectors.from(first))
        .find(|rest| rom_erase(*rest).1 == rest.count)
        .unwrap_or(sectors)
}

impl Loader for Rom {
    fn name(&self) -> &'static str {
        "ROM loader"
    }

    fn erase(&mut self, sectors: Sectors, tell: &mut Listener<'_>) -> Result<()> {
        let (ask, _) = rom_erase(sectors);
        tell(Told::Done(0))?;
        self.exchange.insist(
            "erase its flash",
            begin(ask * SECTOR, 0, sectors.address()),
            ERASE_TIME,
        )?;
        tell(Told::Done(sectors.size() as usize))
    }

    fn write(&mut self, sectors: Sectors, data: &[u8], tell: &mut Listener<'_>) -> Result<()> {
        let mut rest = sectors;
        let mut failures = 0;
        let mut best = 0;
        loop {
            let skipped = (rest.address() - sectors.address()) as usize;
            let part = data.get(skipped..).unwrap_or_default();
            let (written, failed) =
                self.write_once(rest, part, &mut |done| tell(Told::Done(skipped + done)))?;
            let Some(cause) = failed else {
                return match std::mem::take(&mut self.damaged) {
                    0 => Ok(()),
                    count => tell(Told::Damaged(format!(
                        "parts that were damaged on the line: {count}"
                    ))),
                };
            };
            let written = skipped + written;
            failures = if written > best { 1 } else { failures + 1 };
            best = best.max(written);
            if failures >= MOST_FAILURES || trouble::is_gone(self.exchange.port()) {
                return Err(trouble::request(
                    self.exchange.port(),
                    "take what is written",
                    cause,
                ));
            }
            let at = sectors.address() as usize + written;
            tell(Told::Again(format!("at {at:#x}: {cause}")))?;
            self.exchange.recover();
            rest = resume(sectors, u32::try_from(written).unwrap_or(0));
            tell(Told::Done((rest.address() - sectors.address()) as usize))?;
        }
    }

    fn run(&mut self) {
        // It can be left only from within a download. A chip that starts at once may not answer.
        let _ = self.exchange.ask(begin(0, 0, 0), ERASE_TIME);
        let _ = self
            .exchange
            .ask(Command::FlashEnd { reboot: false }, LEAVE_TIME);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sectors(first: u32, count: u32) -> Sectors {
        Sectors { first, count }
    }

    #[test]
    fn what_is_written_already_is_not_erased_when_it_goes_on() {
        // The first two sectors are written last: sector 2 holds something by then.
        assert_eq!(resume(sectors(0, 2), 5_000), sectors(0, 2));
        assert_eq!(resume(sectors(16, 16), 3 * SECTOR), sectors(18, 14));
        assert_eq!(resume(sectors(16, 16), 4 * SECTOR + 1024), sectors(20, 12));
        assert_eq!(resume(sectors(16, 5), SECTOR), sectors(17, 4));
        assert_eq!(resume(sectors(16, 5), 0), sectors(16, 5));
        assert_eq!(resume(sectors(16, 16), 16 * SECTOR), sectors(30, 2));
    }
}
