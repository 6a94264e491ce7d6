//! A pseudo-terminal that behaves like the serial port of a meter.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serialport::{ClearBuffer, SerialPort, TTYPort};

use super::Output;
use crate::error::{Error, Result};

/// A meter does not wait for its reader: what nobody has read for so long is lost, as on a cable.
const UNREAD: Duration = Duration::from_secs(1);

/// At the end the reader is given so long to take another byte.
const LAST_BYTES: Duration = Duration::from_secs(5);

/// A terminal that says it has room takes as many bytes as this without blocking.
const ROOM: usize = 256;

/// So many looks in a row must find nothing unread.
const EMPTY_LOOKS: u32 = 10;

/// Between looks at how much is still unread.
const LOOK: Duration = Duration::from_millis(20);

/// A pseudo-terminal; whoever opens its path reads what is put in.
#[derive(Debug)]
pub struct Pty {
    meter: TTYPort,
    /// Held open, so that readers may come and go.
    port: TTYPort,
    path: PathBuf,
    patient: bool,
    missed: u64,
}

impl Pty {
    /// Makes a pseudo-terminal. A `patient` one waits for its reader; another goes on without.
    ///
    /// # Errors
    ///
    /// [`Kind::Failed`](crate::error::Kind::Failed) when the system has none left.
    pub fn open(patient: bool) -> Result<Pty> {
        let failed = |cause| Error::failed("cannot make a pseudo-terminal").because(cause);
        let (mut meter, port) = TTYPort::pair().map_err(failed)?;
        meter.set_timeout(UNREAD).map_err(failed)?;
        let path = PathBuf::from(port.name().unwrap_or_default());
        Ok(Pty {
            meter,
            port,
            path,
            patient,
            missed: 0,
        })
    }

    /// The path to read from, such as `/dev/pts/7`.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How often everything unread was thrown away because nobody read.
    pub fn missed(&self) -> u64 {
        self.missed
    }
}

impl Output for Pty {
    fn put(&mut self, data: &[u8]) -> io::Result<()> {
        let mut rest = data;
        while !rest.is_empty() {
            let next = rest.get(..ROOM).unwrap_or(rest);
            match self.meter.write(next) {
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::TimedOut && self.patient => {}
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    self.port.clear(ClearBuffer::Input)?;
                    self.missed += 1;
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Closing the terminal would throw away what is unread. The system passes bytes on in portions, so that
    /// nothing to read means that all has arrived only when it lasts.
    fn finish(&mut self) -> io::Result<()> {
        let mut unread = self.port.bytes_to_read()?;
        let mut empty_looks = u32::from(unread == 0);
        let mut since = Instant::now();
        while empty_looks < EMPTY_LOOKS && since.elapsed() < LAST_BYTES {
            sleep(LOOK);
            let now = self.port.bytes_to_read()?;
            if now != unread {
                unread = now;
                since = Instant::now();
            }
            empty_looks = if now == 0 { empty_looks + 1 } else { 0 };
        }
        Ok(())
    }
}
