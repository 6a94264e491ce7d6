//! The pseudo-terminal that stands for a serial adapter.

#[cfg(unix)]
pub use unix::Pty;

#[cfg(unix)]
mod unix {
    use std::io::{Read, Write};
    use std::time::Duration;

    use serialport::{SerialPort, TTYPort};

    use crate::error::{Error, Result};

    /// A write that nobody makes room for is given up at once: a board does not wait for its reader.
    const PATIENCE: Duration = Duration::from_millis(1);
    /// What is asked of the system at once.
    const PIECE: usize = 512;

    /// A pseudo-terminal of which the board has one end.
    #[derive(Debug)]
    pub struct Pty {
        board: TTYPort,
        /// Held open, so that the path stays and a user who closes it does not look like a failure.
        user: TTYPort,
    }

    impl Pty {
        /// Makes one.
        ///
        /// # Errors
        ///
        /// A system that has none left.
        pub fn open() -> Result<Pty> {
            let failed = |cause: serialport::Error| {
                Error::failed("cannot make a pseudo-terminal").because(cause)
            };
            let (mut board, user) = TTYPort::pair().map_err(failed)?;
            board.set_timeout(PATIENCE).map_err(failed)?;
            Ok(Pty { board, user })
        }

        /// The path for the user, such as `/dev/pts/7`.
        pub fn path(&self) -> String {
            self.user.name().unwrap_or_default()
        }

        /// Moves what has come into `to`.
        pub fn receive(&mut self, to: &mut [u8]) -> usize {
            let there = self.board.bytes_to_read().unwrap_or(0) as usize;
            let count = there.min(to.len());
            match to.get_mut(..count) {
                Some(to) if count > 0 => self.board.read(to).unwrap_or(0),
                _ => 0,
            }
        }

        /// How fast the user's program wants to talk, in bits per second. Only Linux tells.
        pub fn speed(&self) -> Option<u32> {
            let speed = self.board.baud_rate().ok();
            speed.filter(|speed| cfg!(target_os = "linux") && *speed > 0)
        }

        /// Takes as much as there is room for.
        pub fn offer(&mut self, from: &[u8]) -> usize {
            let piece = from.get(..PIECE).unwrap_or(from);
            self.board.write(piece).unwrap_or(0)
        }

        /// Takes what fits.
        pub fn send(&mut self, from: &[u8]) -> usize {
            let piece = from.get(..PIECE).unwrap_or(from);
            match self.board.write(piece) {
                Ok(count) => count,
                // Nobody reads: as on a wire, the bytes are gone.
                Err(_) => piece.len(),
            }
        }
    }
}

/// There are no pseudo-terminals on this system.
#[cfg(not(unix))]
#[derive(Debug)]
pub enum Pty {}

#[cfg(not(unix))]
impl Pty {
    /// Always fails.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn open() -> crate::error::Result<Pty> {
        Err(crate::error::Error::failed(
            "there are no pseudo-terminals on this system",
        ))
    }

    /// Never called.
    pub fn path(&self) -> String {
        match *self {}
    }

    /// Never called.
    pub fn receive(&mut self, _: &mut [u8]) -> usize {
        match *self {}
    }

    /// Never called.
    pub fn speed(&self) -> Option<u32> {
        match *self {}
    }

    /// Never called.
    pub fn offer(&mut self, _: &[u8]) -> usize {
        match *self {}
    }

    /// Never called.
    pub fn send(&mut self, _: &[u8]) -> usize {
        match *self {}
    }
}
