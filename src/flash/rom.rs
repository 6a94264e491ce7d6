//! The loader in the mask ROM: 115,200 bits per second, no compression, no reading back, and blocks of 1 KiB.

use std::time::Duration;

use espflash::command::{Command, CommandResponseValue, CommandType};
use espflash::connection::{Connection, ResetAfterOperation, ResetBeforeOperation};
use serialport::UsbPortInfo;

use super::chip::{BURNT_AT, Chip, FlashId, KIND_AT, Mac, other_kind};
use super::line::Line;
use super::loader::{Listener, Loader, Told};
use super::plan::{SECTOR, Sectors, rom_erase};
use super::trouble;
use crate::error::{Error, Result};

/// Bytes in a request.
const PART: usize = 1024;
/// What fills the last one up: as an erased chip has it.
const FILL: u8 = 0xFF;
/// A register is there at once.
const REGISTER_TIME: Duration = Duration::from_millis(500);
/// A block of sectors is erased within this: 16 times 400 ms at worst.
const ERASE_TIME: Duration = Duration::from_secs(8);
/// A part is written within this, whatever the speed: it takes 90 ms on the line.
const WRITE_TIME: Duration = Duration::from_secs(2);
/// Leaving is answered within this, if at all.
const LEAVE_TIME: Duration = Duration::from_millis(200);
/// What goes wrong so often in a row will go on to.
const MOST_FAILURES: usize = 5;
/// The loader's error for a part with a wrong check sum ("ROM Loader Errors" in the documentation).
const WRONG_SUM: u8 = 0x07;
/// Reads of a register until two in a row are the same.
const MOST_READS: usize = 8;

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

type Answer<T> = std::result::Result<T, espflash::Error>;

/// The loader.
pub struct Rom {
    port: String,
    connection: Connection,
    /// Parts that were damaged on their way, since that was told last.
    damaged: u32,
}

impl Rom {
    /// The loader behind a line on which it has answered at `speed`.
    pub fn new(line: Line, speed: u32) -> Rom {
        let port = line.name().to_owned();
        let usb = UsbPortInfo {
            vid: 0,
            pid: 0,
            serial_number: None,
            manufacturer: None,
            product: None,
        };
        Rom {
            connection: Connection::new(
                line.into_port(),
                usb,
                ResetAfterOperation::NoReset,
                ResetBeforeOperation::NoReset,
                speed,
            ),
            port,
            damaged: 0,
        }
    }

    /// The line, when the loader is not needed any more.
    pub fn into_line(self) -> Line {
        Line::from_port(&self.port, self.connection.into_serial())
    }

    /// Asks the chip what it is.
    ///
    /// # Errors
    ///
    /// Another chip than an ESP8266; a chip without a flash chip that says its size; a chip that does not answer.
    pub fn identify(&mut self) -> Result<Chip> {
        let kind = self.read(KIND_AT)?;
        if let Some(name) = other_kind(kind) {
            return Err(trouble::other_chip(name));
        }
        let [first, second, last] = BURNT_AT;
        let words = [self.read(first)?, self.read(second)?, self.read(last)?];
        let flash_id = FlashId(self.flash_id()?);
        let flash_size = flash_id.size().ok_or_else(|| {
            Error::failed(format!(
                "the flash chip does not say its size (it answers {flash_id})"
            ))
            .hint("check the power supply: 3.3 V, 300 mA or more")
            .hint("on a bare module, pull GPIO15 to GND and EN (CH_PD) to 3.3 V")
        })?;
        Ok(Chip {
            mac: Mac::from_burnt(words),
            flash_id,
            flash_size,
        })
    }

    /// A word of the chip. Replies have no check sum, so it must be the same twice.
    fn read(&mut self, address: u32) -> Result<u32> {
        let mut last = None;
        let mut failed = None;
        for _ in 0..MOST_READS {
            let read = Command::ReadReg { address };
            match self.ask(read, REGISTER_TIME).and_then(word) {
                Ok(value) if last == Some(value) => return Ok(value),
                Ok(value) => last = Some(value),
                Err(cause) => failed = Some(cause),
            }
            if trouble::is_gone(&self.port) {
                break;
            }
        }
        Err(match failed {
            Some(cause) => trouble::request(&self.port, "tell what it is", trouble::chain(&cause)),
            None => Error::failed("the chip tells something else each time it is asked what it is")
                .hint("shorten the wires and check GND"),
        })
    }

    fn write_register(&mut self, address: u32, value: u32) -> Result<()> {
        let write = Command::WriteReg {
            address,
            value,
            mask: None,
        };
        self.insist("take a register", write, REGISTER_TIME)
    }

    /// What the flash chip says of itself, over a command of our own.
    fn flash_id(&mut self) -> Result<u32> {
        // Nothing is erased; the loader connects to the flash chip with it.
        self.insist("connect to its flash chip", begin(0, 0, 0), ERASE_TIME)?;
        let before = [self.read(spi::USER)?, self.read(spi::USER2)?];
        let mut id = None;
        for _ in 0..MOST_READS {
            self.write_register(spi::USER1, spi::ANSWER)?;
            self.write_register(spi::USER, spi::SEND_AND_READ)?;
            self.write_register(spi::USER2, spi::READ_ID)?;
            self.write_register(spi::DATA, 0)?;
            self.write_register(spi::COMMAND, spi::START)?;
            let answer = self.read(spi::DATA)?;
            // A request may have been damaged on its way.
            if id.replace(answer) == Some(answer) {
                break;
            }
        }
        let [user, user2] = before;
        self.write_register(spi::USER, user)?;
        self.write_register(spi::USER2, user2)?;
        Ok(id.unwrap_or_default())
    }

    fn ask(&mut self, request: Command<'_>, time: Duration) -> Answer<CommandResponseValue> {
        self.connection
            .with_timeout(time, |connection| connection.command(request))
    }

    /// Asks again if it fails, for what may be done twice.
    fn insist(&mut self, what: &str, request: Command<'_>, time: Duration) -> Result<()> {
        let mut failures = 0;
        loop {
            match self.ask(request, time) {
                Ok(_) => return Ok(()),
                Err(cause) => {
                    failures += 1;
                    if failures >= MOST_FAILURES || trouble::is_gone(&self.port) {
                        let cause = trouble::chain(&cause);
                        return Err(trouble::request(&self.port, what, cause));
                    }
                    self.recover();
                }
            }
        }
    }

    /// The two ends find each other again after something was lost.
    fn recover(&mut self) {
        for _ in 0..MOST_FAILURES {
            if self.ask(Command::Sync, CommandType::Sync.timeout()).is_ok() {
                // What is left of its replies is dropped by the next request.
                std::thread::sleep(CommandType::Sync.timeout() / 2);
                return;
            }
        }
    }

    /// Writes a part. One that was damaged on its way, and refused for that, is sent again; after anything else nobody knows whether
    /// it is in the flash.
    fn write_part(&mut self, part: Command<'_>) -> std::result::Result<(), String> {
        let op = part.command_type();
        for _ in 0..MOST_FAILURES {
            let reply = self.connection.with_timeout(WRITE_TIME, |connection| {
                connection.write_command(part)?;
                loop {
                    let reply = connection.read_response_for_command(op)?;
                    // What else comes answers an earlier request.
                    if let Some(reply) = reply.filter(|reply| reply.return_op == op as u8) {
                        return Ok(reply);
                    }
                }
            });
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
        if let Err(cause) = self.ask(begin, ERASE_TIME) {
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

fn word(value: CommandResponseValue) -> Answer<u32> {
    value.try_into()
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
        self.insist(
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
                    count => tell(Told::Again(format!(
                        "parts that were damaged on the line: {count}"
                    ))),
                };
            };
            let written = skipped + written;
            failures = if written > best { 1 } else { failures + 1 };
            best = best.max(written);
            if failures >= MOST_FAILURES || trouble::is_gone(&self.port) {
                return Err(trouble::request(&self.port, "take what is written", cause));
            }
            let at = sectors.address() as usize + written;
            tell(Told::Again(format!("at {at:#x}: {cause}")))?;
            self.recover();
            rest = resume(sectors, u32::try_from(written).unwrap_or(0));
            tell(Told::Done((rest.address() - sectors.address()) as usize))?;
        }
    }

    fn run(&mut self) {
        // It can be left only from within a download. A chip that starts at once may not answer.
        let _ = self.ask(begin(0, 0, 0), ERASE_TIME);
        let _ = self.ask(Command::FlashEnd { reboot: false }, LEAVE_TIME);
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
