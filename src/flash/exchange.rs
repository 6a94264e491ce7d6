//! Requests to a loader and its replies, and what is done where one of them is lost.

use std::time::{Duration, Instant};

use espflash::command::{Command, CommandResponse, CommandResponseValue, CommandType};
use espflash::connection::{Connection, ResetAfterOperation, ResetBeforeOperation};
use serialport::UsbPortInfo;

use super::line::{Answerer, Line};
use super::trouble;
use crate::error::{Error, Result};

/// A register is there at once.
const REGISTER_TIME: Duration = Duration::from_millis(500);
/// Divides the clock of the chip's serial line down to its speed (ESP8266 Technical Reference, `UART_CLKDIV`).
const DIVIDER_AT: u32 = 0x6000_0014;
/// The bits of it that count.
const DIVIDER_BITS: u32 = 0xF_FFFF;
/// A request has gone out, and the speed has changed, within this.
const RETUNE_TIME: Duration = Duration::from_millis(50);
/// What goes wrong so often in a row will go on to.
pub(super) const MOST_FAILURES: usize = 5;
/// Reads of a register until two in a row are the same.
pub(super) const MOST_READS: usize = 8;
/// Frames that answer nothing, or something else, before it is given up.
const MOST_OTHERS: usize = 20;

/// The value in replies of a loader in RAM to SYNC; the one in ROM has another.
const VALUE_OF_RAM: u32 = 0;
/// After so long without an answer nobody is asked any more who does not find back either.
const MOST_SILENCE: Duration = Duration::from_secs(10);

/// What a loader answers, or what was the matter with the answer.
pub(super) type Answer<T> = std::result::Result<T, espflash::Error>;

/// The two ends of a line on which a loader has answered.
pub(super) struct Exchange {
    port: String,
    connection: Connection,
    speed: u32,
    /// Which loader is at the other end, where another one cannot take its place.
    expected: Option<Answerer>,
}

impl Exchange {
    /// With the loader behind a line, at so many bits per second.
    pub(super) fn new(line: Line, speed: u32) -> Exchange {
        let port = line.name().to_owned();
        let usb = UsbPortInfo {
            vid: 0,
            pid: 0,
            serial_number: None,
            manufacturer: None,
            product: None,
        };
        Exchange {
            connection: Connection::new(
                line.into_port(),
                usb,
                ResetAfterOperation::NoReset,
                ResetBeforeOperation::NoReset,
                speed,
            ),
            port,
            speed,
            expected: None,
        }
    }

    /// The line, when no loader is needed any more.
    pub(super) fn into_line(self) -> Line {
        Line::from_port(&self.port, self.connection.into_serial())
    }

    /// From now on no other loader than this one is of use.
    pub(super) fn expect_only(&mut self, loader: Answerer) {
        self.expected = Some(loader);
    }

    /// The port's name.
    pub(super) fn port(&self) -> &str {
        &self.port
    }

    /// Bits per second.
    pub(super) fn speed(&self) -> u32 {
        self.speed
    }

    /// Sets this end's speed; false where the port does not know it.
    pub(super) fn set_speed(&mut self, speed: u32) -> bool {
        let is_set = self.connection.set_baud(speed).is_ok();
        if is_set {
            self.speed = speed;
        }
        is_set
    }

    /// How long so many bytes take on the line.
    pub(super) fn wire_time(&self, bytes: usize) -> Duration {
        const BITS: u64 = 10;
        Duration::from_micros(BITS * 1_000_000 * bytes as u64 / u64::from(self.speed.max(1)))
    }

    /// Asks once.
    pub(super) fn ask(
        &mut self,
        request: Command<'_>,
        time: Duration,
    ) -> Answer<CommandResponseValue> {
        self.connection
            .with_timeout(time, |connection| connection.command(request))
    }

    /// Asks again if it fails, for what may be done twice.
    pub(super) fn insist(
        &mut self,
        what: &str,
        request: Command<'_>,
        time: Duration,
    ) -> Result<CommandResponseValue> {
        let began = Instant::now();
        let mut failures = 0;
        loop {
            let cause = match self.ask(request, time) {
                Ok(value) => return Ok(value),
                Err(cause) => cause,
            };
            failures += 1;
            let mut is_final = failures >= MOST_FAILURES || trouble::is_gone(&self.port);
            if !is_final {
                is_final = match self.who() {
                    Some(who) => self.expected.is_some_and(|expected| expected != who),
                    None => began.elapsed() >= MOST_SILENCE,
                };
            }
            if is_final {
                let cause = trouble::chain(&cause);
                return Err(trouble::request(&self.port, what, cause));
            }
        }
    }

    /// Sends a request without waiting for what comes of it.
    pub(super) fn send(&mut self, request: Command<'_>) -> Answer<()> {
        self.connection.write_command(request)
    }

    /// Sends one block, and gives the reply to it, whatever it says.
    pub(super) fn send_block(
        &mut self,
        block: Command<'_>,
        time: Duration,
    ) -> Answer<CommandResponse> {
        let op = block.command_type();
        self.connection.with_timeout(time, |connection| {
            connection.write_command(block)?;
            loop {
                let reply = connection.read_response_for_command(op)?;
                // What else comes answers an earlier request.
                if let Some(reply) = reply.filter(|reply| reply.return_op == op as u8) {
                    return Ok(reply);
                }
            }
        })
    }

    /// The next frame as it is, if it comes within `time`.
    pub(super) fn frame(&mut self, time: Duration) -> Answer<Vec<u8>> {
        self.connection.with_timeout(time, |connection| {
            for _ in 0..MOST_OTHERS {
                if let Some(reply) = connection.read_flash_response()?
                    && let CommandResponseValue::Vector(bytes) = reply.value
                {
                    return Ok(bytes);
                }
            }
            Ok(Vec::new())
        })
    }

    /// Tells the loader how many bytes of what it sends have arrived.
    pub(super) fn acknowledge(&mut self, count: u32) -> Answer<()> {
        self.connection.write_raw(count)
    }

    /// The two ends find each other again after something was lost; false if nobody is there.
    pub(super) fn recover(&mut self) -> bool {
        self.who().is_some()
    }

    /// As [`recover`](Exchange::recover), and who it is: a chip that has lost its power for a moment is in the loader of its ROM again,
    /// which talks at any speed.
    pub(super) fn who(&mut self) -> Option<Answerer> {
        for _ in 0..MOST_FAILURES {
            if let Ok(value) = self.ask(Command::Sync, CommandType::Sync.timeout()) {
                // What is left of its replies is dropped by the next request.
                std::thread::sleep(CommandType::Sync.timeout() / 2);
                return Some(match value {
                    CommandResponseValue::ValueU32(VALUE_OF_RAM) => Answerer::Ram,
                    _ => Answerer::Rom,
                });
            }
        }
        None
    }

    /// Brings the loader in ROM to another speed without a reset, by the divider of its serial line; false if it does not answer there.
    pub(super) fn retune(&mut self, speed: u32) -> bool {
        let old = self.speed;
        let Ok(divider) = self.read(DIVIDER_AT) else {
            return false;
        };
        let bits = u64::from(divider & DIVIDER_BITS) * u64::from(old) / u64::from(speed.max(1));
        let Some(value) = u32::try_from(bits).ok().filter(|value| *value > 0) else {
            return false;
        };
        let change = Command::WriteReg {
            address: DIVIDER_AT,
            value,
            mask: None,
        };
        for _ in 0..MOST_FAILURES {
            // Its reply comes at the new speed already, or at neither.
            let is_sent = self.send(change).is_ok();
            std::thread::sleep(RETUNE_TIME);
            if is_sent && self.set_speed(speed) && self.who().is_some() {
                return true;
            }
            self.set_speed(old);
        }
        false
    }

    /// A word of the chip. Replies have no check sum, so it must be the same twice.
    pub(super) fn read(&mut self, address: u32) -> Result<u32> {
        let mut last = None;
        let mut failed = None;
        for _ in 0..MOST_READS {
            let read = Command::ReadReg { address };
            let word: Answer<u32> = self.ask(read, REGISTER_TIME).and_then(TryInto::try_into);
            match word {
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

    /// Writes a register.
    pub(super) fn write(&mut self, address: u32, value: u32) -> Result<()> {
        let write = Command::WriteReg {
            address,
            value,
            mask: None,
        };
        self.insist("take a register", write, REGISTER_TIME)?;
        Ok(())
    }
}

/// A size as requests have it: no chip has as many bytes.
pub(super) fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
