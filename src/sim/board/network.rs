//! What a board sees of the network, and the network that is in memory only.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddrV4};

use crate::sim::core::{Connection, ConnectionState, TcpService, UdpService};

/// The network functions of [`Hardware`](crate::sim::core::Hardware), and what else a board tells its network. The
/// functions of that trait are described there.
#[allow(missing_docs, reason = "described at Hardware")]
pub trait Network {
    fn tcp_listen(&mut self, service: TcpService) -> bool;
    fn tcp_stop_listening(&mut self, service: TcpService);
    fn tcp_accept(&mut self, service: TcpService) -> Option<(Connection, SocketAddrV4)>;
    fn tcp_connect(&mut self, to: SocketAddrV4) -> Option<Connection>;
    fn tcp_state(&mut self, connection: Connection) -> ConnectionState;
    fn tcp_receive(&mut self, connection: Connection, to: &mut [u8]) -> usize;
    fn tcp_room(&mut self, connection: Connection) -> usize;
    fn tcp_send(&mut self, connection: Connection, from: &[u8]) -> usize;
    fn tcp_close(&mut self, connection: Connection);
    fn tcp_abort(&mut self, connection: Connection);
    fn udp_open(&mut self, service: UdpService) -> bool;
    fn udp_close(&mut self, service: UdpService);
    fn udp_receive(&mut self, service: UdpService, to: &mut [u8]) -> Option<(usize, SocketAddrV4)>;
    fn udp_send(&mut self, service: UdpService, to: SocketAddrV4, from: &[u8]) -> bool;
    fn udp_port(&self, service: UdpService) -> u16;

    /// Time goes on to `now`, in milliseconds; `is_linked` says whether the board has a link.
    fn advance(&mut self, now: u64, is_linked: bool);
    /// The board is reset: all its connections are gone without a word.
    fn reset(&mut self);
    /// The address on which the board can be reached.
    fn address(&self) -> Ipv4Addr;
    /// The mask of the network that this address is in.
    fn netmask(&self) -> Ipv4Addr;
    /// The port of a TCP service, whether it listens or not.
    fn tcp_port(&self, service: TcpService) -> u16;
    /// Where a TCP service listens.
    fn tcp_address(&self, service: TcpService) -> Option<SocketAddrV4>;
    /// Where a UDP service is open.
    fn udp_address(&self, service: UdpService) -> Option<SocketAddrV4>;
    /// Open connections.
    fn connections(&self) -> usize;
    /// Whether nothing that the board has sent waits to leave.
    fn is_settled(&self) -> bool;
}

/// A network with one client, who takes all that comes from port 2001.
#[derive(Debug, Default)]
pub struct Memory {
    is_listening: bool,
    is_connected: bool,
    received: VecDeque<u8>,
}

impl Memory {
    const CLIENT: Connection = 1;

    /// Takes what the client has received.
    pub fn take(&mut self) -> Vec<u8> {
        self.received.drain(..).collect()
    }

    /// Whether the gateway has accepted the client.
    pub fn is_connected(&self) -> bool {
        self.is_connected
    }
}

impl Network for Memory {
    fn tcp_listen(&mut self, service: TcpService) -> bool {
        self.is_listening |= service == TcpService::P1;
        true
    }

    fn tcp_stop_listening(&mut self, service: TcpService) {
        self.is_listening &= service != TcpService::P1;
    }

    fn tcp_accept(&mut self, service: TcpService) -> Option<(Connection, SocketAddrV4)> {
        if service != TcpService::P1 || !self.is_listening || self.is_connected {
            return None;
        }
        self.is_connected = true;
        Some((
            Memory::CLIENT,
            SocketAddrV4::new(Ipv4Addr::new(192, 168, 1, 2), 50_000),
        ))
    }

    fn tcp_connect(&mut self, _: SocketAddrV4) -> Option<Connection> {
        None
    }

    fn tcp_state(&mut self, connection: Connection) -> ConnectionState {
        if self.is_connected && connection == Memory::CLIENT {
            ConnectionState::Open
        } else {
            ConnectionState::Closed
        }
    }

    fn tcp_receive(&mut self, _: Connection, _: &mut [u8]) -> usize {
        0
    }

    fn tcp_room(&mut self, _: Connection) -> usize {
        usize::from(u16::MAX)
    }

    fn tcp_send(&mut self, _: Connection, from: &[u8]) -> usize {
        self.received.extend(from);
        from.len()
    }

    fn tcp_close(&mut self, _: Connection) {
        self.is_connected = false;
    }

    fn tcp_abort(&mut self, connection: Connection) {
        self.tcp_close(connection);
    }

    fn udp_open(&mut self, _: UdpService) -> bool {
        true
    }

    fn udp_close(&mut self, _: UdpService) {}

    fn udp_receive(&mut self, _: UdpService, _: &mut [u8]) -> Option<(usize, SocketAddrV4)> {
        None
    }

    fn udp_send(&mut self, _: UdpService, _: SocketAddrV4, _: &[u8]) -> bool {
        true
    }

    fn udp_port(&self, service: UdpService) -> u16 {
        match service {
            UdpService::Dns => 53,
            UdpService::ArduinoOta => 8266,
            UdpService::Mdns => 5353,
        }
    }

    fn advance(&mut self, _: u64, _: bool) {}

    fn reset(&mut self) {
        self.is_listening = false;
        self.is_connected = false;
    }

    fn address(&self) -> Ipv4Addr {
        Ipv4Addr::new(192, 168, 1, 1)
    }

    fn netmask(&self) -> Ipv4Addr {
        Ipv4Addr::new(255, 255, 255, 0)
    }

    fn tcp_port(&self, service: TcpService) -> u16 {
        match service {
            TcpService::P1 => 2001,
            TcpService::Http => 80,
        }
    }

    fn tcp_address(&self, service: TcpService) -> Option<SocketAddrV4> {
        (self.is_listening && service == TcpService::P1)
            .then(|| SocketAddrV4::new(self.address(), 2001))
    }

    fn udp_address(&self, _: UdpService) -> Option<SocketAddrV4> {
        None
    }

    fn connections(&self) -> usize {
        usize::from(self.is_connected)
    }

    fn is_settled(&self) -> bool {
        true
    }
}
