//! Sockets that wait for others: TCP listeners and UDP sockets, open while the firmware wants them and there is a link.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};

use mio::net::{TcpListener, TcpStream, UdpSocket};
use mio::{Interest, Registry, Token};
use socket2::{Domain, Protocol, Socket, Type};

use crate::error::{Error, Result};

/// Connections that wait to be accepted.
const BACKLOG: i32 = 16;

/// Where and how sockets are opened.
pub(super) struct Place<'a> {
    pub(super) ip: Ipv4Addr,
    pub(super) registry: &'a Registry,
    pub(super) token: Token,
    pub(super) is_linked: bool,
}

/// A TCP service: its port is kept while it does not listen.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) port: u16,
    pub(super) is_wanted: bool,
    pub(super) listener: Option<TcpListener>,
    /// Keeps others from being given the port as a free one while the board does not listen.
    claim: Option<Socket>,
    /// Cleared when the system has no connection waiting, set when it calls.
    pub(super) may_accept: bool,
}

impl Door {
    /// Finds out now, and not when the firmware begins to listen, that a port is taken. A free one is chosen for 0.
    pub(super) fn new(ip: Ipv4Addr, port: u16) -> Result<Door> {
        let (claim, port) =
            claimed(SocketAddrV4::new(ip, port)).map_err(|cause| cannot_listen(ip, port, cause))?;
        Ok(Door {
            port,
            is_wanted: false,
            listener: None,
            claim: Some(claim),
            may_accept: true,
        })
    }

    /// Gives up the claim where it would keep the board itself from listening: only Linux lets a socket that listens have the port of one
    /// that does not.
    pub(super) fn is_chosen(&mut self) {
        if !cfg!(target_os = "linux") {
            self.claim = None;
        }
    }

    /// Opens or closes the socket, as it is wanted and the link is.
    pub(super) fn settle(&mut self, place: &Place<'_>) {
        if !(self.is_wanted && place.is_linked) {
            self.listener = None;
        } else if self.listener.is_none() {
            self.may_accept = true;
            self.listener = listen(SocketAddrV4::new(place.ip, self.port))
                .and_then(|mut listener| {
                    place
                        .registry
                        .register(&mut listener, place.token, Interest::READABLE)?;
                    Ok(listener)
                })
                .ok();
        }
    }
}

/// A UDP service.
#[derive(Debug)]
pub(super) struct Mailbox {
    pub(super) port: u16,
    pub(super) is_wanted: bool,
    pub(super) socket: Option<UdpSocket>,
    /// Cleared when the system has nothing, set when it calls.
    pub(super) may_read: bool,
}

impl Mailbox {
    /// As [`Door::new`].
    pub(super) fn new(ip: Ipv4Addr, port: u16) -> Result<Mailbox> {
        let tried = UdpSocket::bind(SocketAddrV4::new(ip, port).into())
            .and_then(|socket| socket.local_addr());
        let address = tried.map_err(|cause| cannot_listen(ip, port, cause))?;
        Ok(Mailbox {
            port: address.port(),
            is_wanted: false,
            socket: None,
            may_read: true,
        })
    }

    /// As [`Door::settle`].
    pub(super) fn settle(&mut self, place: &Place<'_>) {
        if !(self.is_wanted && place.is_linked) {
            self.socket = None;
        } else if self.socket.is_none() {
            self.may_read = true;
            self.socket = UdpSocket::bind(SocketAddrV4::new(place.ip, self.port).into())
                .and_then(|mut socket| {
                    place
                        .registry
                        .register(&mut socket, place.token, Interest::READABLE)?;
                    Ok(socket)
                })
                .ok();
        }
    }
}

/// A socket that has the port of `address`, any free one for 0, and does not listen. Others can be found to listen there.
fn claimed(address: SocketAddrV4) -> io::Result<(Socket, u16)> {
    let socket = bound(address)?;
    let port = socket.local_addr()?.as_socket().map_or(0, |own| own.port());
    if cfg!(target_os = "linux") {
        listen(SocketAddrV4::new(*address.ip(), port))?;
    }
    Ok((socket, port))
}

fn listen(address: SocketAddrV4) -> io::Result<TcpListener> {
    let socket = bound(address)?;
    socket.listen(BACKLOG)?;
    Ok(TcpListener::from_std(socket.into()))
}

fn bound(address: SocketAddrV4) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
    // A board that restarts takes its port back although old connections linger; elsewhere the option means another thing.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from(address).into())?;
    Ok(socket)
}

/// Begins a connection from a board's own address.
pub(super) fn connect(from: Ipv4Addr, to: SocketAddrV4) -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from(SocketAddrV4::new(from, 0)).into())?;
    match socket.connect(&SocketAddr::from(to).into()) {
        Ok(()) => {}
        // Under way; systems have different words for it.
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
        #[cfg(unix)]
        Err(error)
            if error.raw_os_error() == Some(rustix::io::Errno::INPROGRESS.raw_os_error()) => {}
        Err(error) => return Err(error),
    }
    Ok(TcpStream::from_std(socket.into()))
}

fn cannot_listen(ip: Ipv4Addr, port: u16, cause: io::Error) -> Error {
    let hint = match cause.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there; choose another port, or 0 for a free one"
        }
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 need privileges; choose a higher one, or 0 for a free one"
        }
        io::ErrorKind::AddrNotAvailable => {
            "this system has only 127.0.0.1 for itself; add the address (macOS: sudo ifconfig lo0 alias 127.0.0.2)"
        }
        _ => "choose other ports: --http-port, --p1-port, --ota-port",
    };
    Error::failed(format!("a virtual board cannot listen on {ip}:{port}"))
        .because(cause)
        .hint(hint)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// So many that chance alone gives some of them the same port.
    const MANY: usize = 400;

    #[test]
    fn a_free_port_belongs_to_one_door_even_while_nobody_listens() {
        let door = |_| Door::new(Ipv4Addr::LOCALHOST, 0).expect("a free port");
        let doors: Vec<Door> = (0..MANY).map(door).collect();
        let ports: BTreeSet<u16> = doors.iter().map(|door| door.port).collect();
        assert_eq!(ports.len(), MANY);
    }

    #[test]
    fn a_door_is_opened_and_closed_as_often_as_it_is_wanted() {
        let poll = mio::Poll::new().expect("a poll");
        let place = Place {
            ip: Ipv4Addr::LOCALHOST,
            registry: poll.registry(),
            token: Token(0),
            is_linked: true,
        };
        let mut door = Door::new(place.ip, 0).expect("a free port");
        let address = (place.ip, door.port);
        for _ in 0..3 {
            assert!(std::net::TcpStream::connect(address).is_err(), "closed");
            door.is_wanted = true;
            door.settle(&place);
            let _client = std::net::TcpStream::connect(address).expect("open");
            door.is_wanted = false;
            door.settle(&place);
        }
    }
}
