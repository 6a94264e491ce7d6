//! The serial port with the chip behind it: its control lines, what the chip prints, and the first words to its loader.

use std::io::{self, Read, Write};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serialport::{ClearBuffer, SerialPort};

use super::trouble;
use crate::error::Result;
use crate::serial::{LineSettings, Native, open_native};

/// The speed at which the mask ROM prints, in bits per second: what a crystal of 26 MHz makes of 115,200.
pub const BOOT_LOG_SPEED: u32 = 74_880;
/// The speed of the ROM loader, and of Improv.
pub const SPEED: u32 = 115_200;
/// A read gives up so soon.
const GLANCE: Duration = Duration::from_millis(20);
/// How long a reset is held.
const HOLD: Duration = Duration::from_millis(100);
/// What is sent goes within this, however full the port's buffer is: it holds a few kilobytes.
const SEND_TIME: Duration = Duration::from_secs(5);
/// A loader answers a SYNC within this.
const SYNC_TIME: Duration = Duration::from_millis(120);
/// How often it answers one.
const REPLIES: usize = 8;
/// What is left of its replies comes within this.
const REST_TIME: Duration = Duration::from_millis(40);

/// SYNC, framed: direction, operation, size, no check sum, then a mark and a pattern that shows the speed. None of its bytes
/// must be escaped.
pub(super) fn sync_frame() -> Vec<u8> {
    let mut frame = vec![0xC0, 0x00, 0x08, 36, 0, 0, 0, 0, 0, 0x07, 0x07, 0x12, 0x20];
    frame.extend([0x55; 32]);
    frame.push(0xC0);
    frame
}

/// Each frame begins and ends with it.
const END: u8 = 0xC0;
/// How a reply to SYNC begins: frame, direction, operation.
const SYNCED: &[u8] = &[END, 0x01, 0x08];
/// What a reply has before the value that tells the loaders apart: the beginning, and the length.
const BEFORE_VALUE: usize = SYNCED.len() + 2;
/// The value in the replies of a loader in RAM; the one in ROM has another.
const VALUE_OF_RAM: [u8; 4] = [0; 4];

/// Who has answered a SYNC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answerer {
    /// The loader in the mask ROM.
    Rom,
    /// A loader in RAM, which somebody has left there.
    Ram,
}

/// Who answers SYNC in what was heard; none if nobody does.
fn answerer(heard: &[u8]) -> Option<Answerer> {
    let at = heard
        .windows(SYNCED.len())
        .position(|part| part == SYNCED)?;
    let value = heard.get(at + BEFORE_VALUE..)?.get(..VALUE_OF_RAM.len())?;
    Some(if value == VALUE_OF_RAM {
        Answerer::Ram
    } else {
        Answerer::Rom
    })
}

/// How many frames have begun or ended in what was heard.
fn ends(heard: &[u8]) -> usize {
    memchr::memchr_iter(END, heard).count()
}

/// A port that is open.
pub struct Line {
    name: String,
    port: Native,
}

impl Line {
    /// Opens a port.
    ///
    /// # Errors
    ///
    /// Those of [`open_native`].
    pub fn open(name: &str) -> Result<Line> {
        let port = open_native(name, LineSettings::default(), GLANCE)?;
        let line = Line::from_port(name, port);
        // What was said before anybody listened is of no use.
        line.port
            .clear(ClearBuffer::Input)
            .map_err(|cause| trouble::line(name, cause))?;
        Ok(line)
    }

    /// A port that is open already.
    pub fn from_port(name: &str, port: Native) -> Line {
        Line {
            name: name.to_owned(),
            port,
        }
    }

    /// The port's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The port itself.
    pub fn into_port(self) -> Native {
        self.port
    }

    /// Resets the chip with GPIO0 low, which is released after `hold`. DTR pulls GPIO0, RTS the reset, as on most boards. False on a
    /// port without control lines.
    pub fn reset_into_loader(&mut self, hold: Duration) -> bool {
        let mut pull = || -> serialport::Result<()> {
            self.port.write_data_terminal_ready(false)?;
            self.port.write_request_to_send(true)?;
            sleep(HOLD);
            self.port.write_data_terminal_ready(true)?;
            self.port.write_request_to_send(false)?;
            sleep(hold);
            self.port.write_data_terminal_ready(false)
        };
        pull().is_ok()
    }

    /// Resets the chip, which starts what its flash holds. False on a port without control lines.
    pub fn reset(&mut self) -> bool {
        let mut pull = || -> serialport::Result<()> {
            self.port.write_data_terminal_ready(false)?;
            self.port.write_request_to_send(true)?;
            sleep(HOLD);
            self.port.write_request_to_send(false)
        };
        pull().is_ok()
    }

    /// Sets the speed; false where the port does not know it.
    pub fn set_speed(&mut self, speed: u32) -> bool {
        self.port.set_baud_rate(speed).is_ok()
    }

    /// What comes within `time`.
    ///
    /// # Errors
    ///
    /// A port that fails.
    pub fn listen(&mut self, time: Duration) -> Result<Vec<u8>> {
        self.listen_until(time, |_| false)
    }

    /// What comes within `time`, or until it is enough.
    ///
    /// # Errors
    ///
    /// A port that fails.
    pub fn listen_until(
        &mut self,
        time: Duration,
        is_enough: impl Fn(&[u8]) -> bool,
    ) -> Result<Vec<u8>> {
        // Whoever had the port before may have left a longer one.
        let failed = |cause: serialport::Error| trouble::line(&self.name, cause);
        self.port.set_timeout(GLANCE).map_err(failed)?;
        let until = Instant::now() + time;
        let mut heard = Vec::new();
        let mut buffer = [0; 1024];
        while Instant::now() < until && !is_enough(&heard) {
            match self.port.read(&mut buffer) {
                Ok(count) => heard.extend(buffer.iter().take(count)),
                Err(error) if is_pause(&error) => {}
                Err(error) => return Err(trouble::line(&self.name, error)),
            }
        }
        Ok(heard)
    }

    /// Sends bytes.
    ///
    /// # Errors
    ///
    /// A port that fails.
    pub fn send(&mut self, bytes: &[u8]) -> Result<()> {
        // What somebody who had the port before has left in its buffer goes first.
        let until = Instant::now() + SEND_TIME;
        let mut rest = bytes;
        while !rest.is_empty() {
            match self.port.write(rest) {
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(error) if is_pause(&error) && Instant::now() < until => {}
                Err(error) => return Err(trouble::line(&self.name, error)),
            }
        }
        self.port
            .flush()
            .map_err(|cause| trouble::line(&self.name, cause))
    }

    /// Asks a loader whether it is there. If not, gives what came instead.
    ///
    /// # Errors
    ///
    /// A port that fails.
    pub fn sync(&mut self) -> Result<Result<Answerer, Vec<u8>>> {
        self.send(&sync_frame())?;
        let heard = self.listen_until(SYNC_TIME, |heard| answerer(heard).is_some())?;
        let Some(answerer) = answerer(&heard) else {
            return Ok(Err(heard));
        };
        let heard = ends(&heard);
        self.listen_until(REST_TIME, |rest| heard + ends(rest) >= 2 * REPLIES)?;
        Ok(Ok(answerer))
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::TimedOut | io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_request_is_whole_and_needs_no_escapes() {
        let frame = sync_frame();
        assert_eq!(frame.len(), 1 + 8 + 36 + 1);
        let inner = &frame[1..frame.len() - 1];
        assert!(!inner.contains(&0xC0) && !inner.contains(&0xDB));
    }

    #[test]
    fn the_value_in_a_reply_tells_who_answers() {
        let reply = |value: [u8; 4]| {
            let mut heard = vec![0xFE, 0xC0, 0x01, 0x08, 2, 0];
            heard.extend(value);
            heard.extend([0, 0, 0xC0]);
            heard
        };
        assert_eq!(answerer(&reply([7, 7, 18, 32])), Some(Answerer::Rom));
        assert_eq!(answerer(&reply([0; 4])), Some(Answerer::Ram));
        assert_eq!(answerer(&reply([0; 4])[..8]), None);
        assert_eq!(answerer(b"hello"), None);
    }
}
