//! Ports that nobody uses.

use std::net::{TcpListener, UdpSocket};

/// A UDP port of 127.0.0.1.
pub(crate) fn free_port() -> u16 {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
    socket.local_addr().expect("bound").port()
}

/// An address where nobody listens for TCP.
pub(crate) fn nobody() -> String {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    free.local_addr().expect("an address").to_string()
}
