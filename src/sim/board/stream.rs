//! One TCP connection of a board: a socket with the small buffers that a chip has.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::time::Duration;

use mio::net::TcpStream;
use socket2::SockRef;

use crate::sim::core::ConnectionState;

/// What a chip takes to be sent at once: two segments.
const SEND_BUFFER: usize = 2 * 1_460;
/// What it takes from its peer at once.
const RECEIVE_BUFFER: usize = 2 * 1_460;
/// What the system buffers besides: small, so that a peer that does not read is noticed.
const SYSTEM_BUFFER: usize = 16 * 1_024;

/// The life of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Connecting,
    Open,
    /// The peer sends no more.
    Ended,
    /// Broken.
    Gone,
}

#[derive(Debug)]
pub(super) struct Stream {
    socket: TcpStream,
    stage: Stage,
    /// Whether the system may have bytes, or room. Cleared when it says no, set when it calls.
    may_read: bool,
    may_write: bool,
    incoming: VecDeque<u8>,
    outgoing: VecDeque<u8>,
    /// The peer reads nothing, as far as the board can see.
    is_stalled: bool,
}

impl Stream {
    pub(super) fn new(socket: TcpStream, is_connecting: bool) -> Stream {
        // Small pieces go at once, as from a chip. What the system refuses here it does without.
        let _ = socket.set_nodelay(true);
        let _ = SockRef::from(&socket).set_send_buffer_size(SYSTEM_BUFFER);
        Stream {
            socket,
            stage: if is_connecting {
                Stage::Connecting
            } else {
                Stage::Open
            },
            may_read: true,
            may_write: true,
            incoming: VecDeque::new(),
            outgoing: VecDeque::new(),
            is_stalled: false,
        }
    }

    /// From now on no byte gets through to the peer.
    pub(super) fn stall(&mut self) {
        self.is_stalled = true;
    }

    /// The system has news.
    pub(super) fn wake(&mut self) {
        self.may_read = true;
        self.may_write = true;
        if self.stage == Stage::Connecting {
            self.stage = match (self.socket.take_error(), self.socket.peer_addr()) {
                (Ok(None), Ok(_)) => Stage::Open,
                (Ok(None), Err(_)) => Stage::Connecting,
                _ => Stage::Gone,
            };
        }
    }

    pub(super) fn state(&mut self) -> ConnectionState {
        self.fill();
        match self.stage {
            Stage::Connecting => ConnectionState::Connecting,
            Stage::Open => ConnectionState::Open,
            Stage::Ended => ConnectionState::Ending,
            Stage::Gone => ConnectionState::Closed,
        }
    }

    /// Takes what the system has, if nothing is left of what was taken before.
    fn fill(&mut self) {
        if !self.may_read || self.stage != Stage::Open || !self.incoming.is_empty() {
            return;
        }
        let mut bytes = [0; RECEIVE_BUFFER];
        match self.socket.read(&mut bytes) {
            Ok(0) => self.stage = Stage::Ended,
            Ok(count) => self.incoming.extend(bytes.iter().take(count)),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => self.may_read = false,
                ErrorKind::Interrupted => {}
                _ => self.stage = Stage::Gone,
            },
        }
    }

    pub(super) fn receive(&mut self, to: &mut [u8]) -> usize {
        self.fill();
        let count = self.incoming.len().min(to.len());
        for (room, byte) in to.iter_mut().zip(self.incoming.drain(..count)) {
            *room = byte;
        }
        count
    }

    fn can_send(&self) -> bool {
        matches!(self.stage, Stage::Open | Stage::Ended)
    }

    pub(super) fn room(&self) -> usize {
        if !self.can_send() {
            return 0;
        }
        SEND_BUFFER.saturating_sub(self.outgoing.len())
    }

    pub(super) fn send(&mut self, from: &[u8], most: usize) -> usize {
        let count = from.len().min(self.room());
        self.outgoing.extend(from.iter().take(count));
        self.flush(most);
        count
    }

    pub(super) fn unsent(&self) -> usize {
        self.outgoing.len()
    }

    /// Gives at most `most` bytes to the system; how many it took.
    pub(super) fn flush(&mut self, most: usize) -> usize {
        let mut total = 0;
        while !self.is_stalled && self.may_write && self.can_send() && total < most {
            let (front, _) = self.outgoing.as_slices();
            let front = front.get(..most - total).unwrap_or(front);
            if front.is_empty() {
                break;
            }
            match self.socket.write(front) {
                Ok(count) => {
                    self.outgoing.drain(..count);
                    total += count;
                }
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => self.may_write = false,
                    ErrorKind::Interrupted => {}
                    _ => self.stage = Stage::Gone,
                },
            }
        }
        total
    }

    /// After the last byte: says so to the peer and reads on, since closing over unread bytes would take back what was sent.
    /// True once nothing is left to do.
    pub(super) fn finish(&mut self) -> bool {
        if !self.can_send() {
            return true;
        }
        if !self.outgoing.is_empty() {
            return false;
        }
        let _ = self.socket.shutdown(std::net::Shutdown::Write);
        self.incoming.clear();
        self.fill();
        self.stage != Stage::Open
    }

    /// Resets the connection.
    pub(super) fn abort(self) {
        let _ = SockRef::from(&self.socket).set_linger(Some(Duration::ZERO));
    }
}
