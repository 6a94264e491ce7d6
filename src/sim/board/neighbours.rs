//! mDNS on this computer's loopback: each board speaks from its own address, and one ear hears for all of them.
//!
//! What is sent to the group reaches every socket that listens for it. With one for each of hundreds of boards the system would copy each
//! message hundreds of times and wake the program as often; so the ear reads it once and hands it on.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;

use mio::net::UdpSocket;
use mio::{Interest, Registry, Token};
use socket2::{Domain, Protocol, Socket, Type};

use super::doors::Place;
use crate::error::{Error, Result};

/// All who speak mDNS (RFC 6762, 3).
const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
/// The port that firmware knows, whatever port the network has.
pub(super) const PORT: u16 = 5353;
/// RFC 6762, 11.
const TIME_TO_LIVE: u32 = 255;
/// Larger than any message (RFC 6762, 17).
const LARGEST: usize = 9_000;
/// What a board that has no time for them keeps.
const MOST_WAITING: usize = 256;

/// A message to the group.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    from: SocketAddrV4,
    bytes: Arc<[u8]>,
}

/// A socket that may share its port with other programs that speak mDNS.
fn shared(at: SocketAddrV4) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from(at).into())?;
    Ok(socket)
}

/// Hears what is sent to the group on the loopback interface.
#[derive(Debug)]
pub(crate) struct Ear {
    socket: UdpSocket,
    buffer: Vec<u8>,
}

impl Ear {
    /// Hears on this UDP port; its socket calls with `token`.
    ///
    /// # Errors
    ///
    /// A system that does not allow it.
    pub(crate) fn new(port: u16, registry: &Registry, token: Token) -> Result<Ear> {
        let open = || {
            // Bound to the group, it takes nothing away from programs that wait for unicast answers. Not all systems have that.
            let address = if cfg!(unix) {
                GROUP
            } else {
                Ipv4Addr::UNSPECIFIED
            };
            let socket = shared(SocketAddrV4::new(address, port))?;
            socket.join_multicast_v4(&GROUP, &Ipv4Addr::LOCALHOST)?;
            let mut socket = UdpSocket::from_std(socket.into());
            registry.register(&mut socket, token, Interest::READABLE)?;
            io::Result::Ok(socket)
        };
        let failed = |cause| Error::failed("cannot listen for mDNS").because(cause);
        Ok(Ear {
            socket: open().map_err(failed)?,
            buffer: vec![0; LARGEST],
        })
    }

    /// The next message; to be called until there is none.
    pub(crate) fn hear(&mut self) -> Option<Heard> {
        loop {
            match self.socket.recv_from(&mut self.buffer) {
                // Other programs may have joined the group on other interfaces: what comes there is not for the boards.
                Ok((count, SocketAddr::V4(from))) if from.ip().is_loopback() => {
                    return Some(Heard {
                        from,
                        bytes: self.buffer.get(..count)?.into(),
                    });
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
    }
}

/// What a board says, and what comes for it.
#[derive(Debug)]
pub(super) struct Neighbours {
    /// The network's UDP port; without one there is no mDNS.
    port: Option<u16>,
    pub(super) is_wanted: bool,
    socket: Option<UdpSocket>,
    /// Cleared when the system has nothing, set when it calls.
    pub(super) may_read: bool,
    waiting: VecDeque<Heard>,
}

impl Neighbours {
    pub(super) fn new(port: Option<u16>) -> Neighbours {
        Neighbours {
            port,
            is_wanted: false,
            socket: None,
            may_read: true,
            waiting: VecDeque::new(),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.socket.is_some()
    }

    /// Opens or closes the socket, as it is wanted and the link is.
    pub(super) fn settle(&mut self, place: &Place<'_>) {
        let Some(port) = self.port.filter(|_| self.is_wanted && place.is_linked) else {
            self.socket = None;
            self.waiting.clear();
            return;
        };
        if self.socket.is_none() {
            self.may_read = true;
            self.socket = speak(place, port).ok();
        }
    }

    /// Takes what the ear has heard; whether the board listens.
    pub(super) fn hear(&mut self, heard: &Heard) -> bool {
        let listens = self.is_open();
        if listens && self.waiting.len() < MOST_WAITING {
            self.waiting.push_back(heard.clone());
        }
        listens
    }

    /// The next message, to the group or to the board alone.
    pub(super) fn receive(&mut self, to: &mut [u8]) -> Option<(usize, SocketAddrV4)> {
        if let Some(heard) = self.waiting.pop_front() {
            let count = heard.bytes.len().min(to.len());
            to.get_mut(..count)?
                .copy_from_slice(heard.bytes.get(..count)?);
            return Some((count, self.known(heard.from)));
        }
        if !self.may_read {
            return None;
        }
        match self.socket.as_ref()?.recv_from(to) {
            Ok((count, SocketAddr::V4(from))) => Some((count, self.known(from))),
            Ok(_) => None,
            Err(error) => {
                self.may_read = error.kind() != io::ErrorKind::WouldBlock;
                None
            }
        }
    }

    pub(super) fn send(&self, to: SocketAddrV4, from: &[u8]) -> bool {
        let (Some(socket), Some(port)) = (&self.socket, self.port) else {
            return false;
        };
        let port = if to.port() == PORT { port } else { to.port() };
        let to = SocketAddrV4::new(*to.ip(), port);
        socket.send_to(from, to.into()).is_ok()
    }

    /// A peer as firmware knows it: the network's port is that of mDNS.
    fn known(&self, from: SocketAddrV4) -> SocketAddrV4 {
        match self.port {
            Some(port) if port == from.port() => SocketAddrV4::new(*from.ip(), PORT),
            _ => from,
        }
    }
}

/// The socket of one board: what leaves it has the board's address, and unicast to that comes in.
fn speak(place: &Place<'_>, port: u16) -> io::Result<UdpSocket> {
    let socket = shared(SocketAddrV4::new(place.ip, port))?;
    socket.set_multicast_if_v4(&place.ip)?;
    socket.set_multicast_ttl_v4(TIME_TO_LIVE)?;
    socket.set_multicast_loop_v4(true)?;
    let mut socket = UdpSocket::from_std(socket.into());
    place
        .registry
        .register(&mut socket, place.token, Interest::READABLE)?;
    Ok(socket)
}
