//! A board's network as real sockets on an address of this computer.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};

use mio::net::TcpStream;
use mio::{Interest, Registry, Token};

use super::budget::Budget;
use super::doors::{Door, Mailbox, Place, connect};
use super::neighbours::{Heard, Neighbours, PORT};
use super::network::Network;
use super::stream::Stream;
use crate::error::Result;
use crate::sim::core::{Connection, ConnectionState, TcpService, UdpService};

/// Connections that a chip has memory for.
const MOST_CONNECTIONS: usize = 24;
/// How often it is made sure that what should be open is open.
const SETTLE_MS: u64 = 1_000;
/// How long a closed connection may take to send its last bytes.
const LINGER_MS: u64 = 3_000;

/// Which ports the services have; 0 is any free one.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// HTTP.
    pub http: u16,
    /// The meter's bytes.
    pub p1: u16,
    /// Invitations to update.
    pub ota: u16,
    /// The name server of the setup portal.
    pub dns: u16,
    /// mDNS, if it is spoken; all boards and whoever looks for them share it.
    pub mdns: Option<u16>,
}

/// The network of one board.
#[derive(Debug)]
pub struct Sockets {
    ip: Ipv4Addr,
    registry: Registry,
    token: Token,
    doors: [Door; 2],
    mailboxes: [Mailbox; 2],
    neighbours: Neighbours,
    /// The connection with number `n` is at `n - 1`.
    streams: Vec<Option<Stream>>,
    /// Closed by the board, with bytes on their way.
    leaving: Vec<(Stream, u64)>,
    is_linked: bool,
    budget: Option<Budget>,
    /// Which client of the meter's bytes reads nothing, counted from 1.
    stalled_client: Option<u64>,
    meter_clients: u64,
    now: u64,
    settle_at: u64,
}

impl Sockets {
    /// A board on `ip`, whose sockets call with `token`.
    ///
    /// # Errors
    ///
    /// A port that is not free.
    pub fn new(ip: Ipv4Addr, ports: Ports, registry: Registry, token: Token) -> Result<Sockets> {
        let mut doors = [Door::new(ip, ports.p1)?, Door::new(ip, ports.http)?];
        doors.iter_mut().for_each(Door::is_chosen);
        Ok(Sockets {
            ip,
            registry,
            token,
            doors,
            mailboxes: [Mailbox::new(ip, ports.dns)?, Mailbox::new(ip, ports.ota)?],
            neighbours: Neighbours::new(ports.mdns),
            streams: Vec::new(),
            leaving: Vec::new(),
            is_linked: false,
            budget: None,
            stalled_client: None,
            meter_clients: 0,
            now: 0,
            settle_at: 0,
        })
    }

    /// Limits what goes through the board's network, both ways together.
    pub fn slow_down(&mut self, bytes_per_s: u64) {
        self.budget = Some(Budget {
            bytes_per_s,
            left: 0,
            counted_until: self.now,
        });
    }

    /// Keeps all bytes from the client of port 2001 that is the `number`th to connect.
    pub fn stall_client(&mut self, number: u64) {
        self.stalled_client = Some(number);
    }

    /// The system has news for one of the sockets.
    pub fn wake(&mut self) {
        self.doors
            .iter_mut()
            .for_each(|door| door.may_accept = true);
        self.mailboxes
            .iter_mut()
            .for_each(|mailbox| mailbox.may_read = true);
        self.neighbours.may_read = true;
        self.streams.iter_mut().flatten().for_each(Stream::wake);
        self.leaving
            .iter_mut()
            .for_each(|(stream, _)| stream.wake());
    }

    /// Something was said to all who speak mDNS; whether the board listens to that.
    pub(crate) fn hear(&mut self, heard: &Heard) -> bool {
        self.neighbours.hear(heard)
    }

    /// Opens what is wanted and closes what is not, as the link is.
    fn settle(&mut self) {
        let place = Place {
            ip: self.ip,
            registry: &self.registry,
            token: self.token,
            is_linked: self.is_linked,
        };
        self.doors.iter_mut().for_each(|door| door.settle(&place));
        self.mailboxes
            .iter_mut()
            .for_each(|mailbox| mailbox.settle(&place));
        self.neighbours.settle(&place);
    }

    fn door(&mut self, service: TcpService) -> &mut Door {
        let [p1, http] = &mut self.doors;
        match service {
            TcpService::P1 => p1,
            TcpService::Http => http,
        }
    }

    /// The mailbox of a service that has one.
    fn mailbox(&mut self, service: UdpService) -> Option<&mut Mailbox> {
        let [dns, ota] = &mut self.mailboxes;
        match service {
            UdpService::Dns => Some(dns),
            UdpService::ArduinoOta => Some(ota),
            UdpService::Mdns => None,
        }
    }

    fn want(&mut self, service: UdpService, is_wanted: bool) {
        match self.mailbox(service) {
            Some(mailbox) => mailbox.is_wanted = is_wanted,
            None => self.neighbours.is_wanted = is_wanted,
        }
        self.settle();
    }

    fn stream(&mut self, connection: Connection) -> Option<&mut Stream> {
        let index = usize::from(connection).checked_sub(1)?;
        self.streams.get_mut(index)?.as_mut()
    }

    fn take(&mut self, connection: Connection) -> Option<Stream> {
        let index = usize::from(connection).checked_sub(1)?;
        self.streams.get_mut(index)?.take()
    }

    fn add(&mut self, mut socket: TcpStream, is_connecting: bool) -> Option<Connection> {
        let both = Interest::READABLE | Interest::WRITABLE;
        self.registry.register(&mut socket, self.token, both).ok()?;
        let stream = Some(Stream::new(socket, is_connecting));
        let free = self.streams.iter().position(Option::is_none);
        let index = free.unwrap_or(self.streams.len());
        match self.streams.get_mut(index) {
            Some(place) => *place = stream,
            None => self.streams.push(stream),
        }
        Connection::try_from(index + 1).ok()
    }

    fn has_room(&self) -> bool {
        self.streams.iter().flatten().count() < MOST_CONNECTIONS
    }

    /// What may pass now.
    fn allowance(&self) -> usize {
        match &self.budget {
            _ if !self.is_linked => 0,
            None => usize::MAX,
            Some(budget) => usize::try_from(budget.left).unwrap_or(usize::MAX),
        }
    }

    fn spend(&mut self, bytes: usize) {
        if let Some(budget) = &mut self.budget {
            budget.left = budget.left.saturating_sub(bytes as u64);
        }
    }
}

impl Network for Sockets {
    fn tcp_listen(&mut self, service: TcpService) -> bool {
        self.door(service).is_wanted = true;
        self.settle();
        !self.is_linked || self.door(service).listener.is_some()
    }

    fn tcp_stop_listening(&mut self, service: TcpService) {
        self.door(service).is_wanted = false;
        self.settle();
    }

    fn tcp_accept(&mut self, service: TcpService) -> Option<(Connection, SocketAddrV4)> {
        if !self.has_room() {
            return None;
        }
        let door = self.door(service);
        if !door.may_accept {
            return None;
        }
        let accepted = door.listener.as_ref()?.accept();
        match accepted {
            Ok((socket, SocketAddr::V4(peer))) => {
                let connection = self.add(socket, false)?;
                if service == TcpService::P1 {
                    self.meter_clients += 1;
                    if self.stalled_client == Some(self.meter_clients)
                        && let Some(stream) = self.stream(connection)
                    {
                        stream.stall();
                    }
                }
                Some((connection, peer))
            }
            Ok(_) => None,
            Err(error) => {
                door.may_accept = error.kind() == io::ErrorKind::Interrupted;
                None
            }
        }
    }

    fn tcp_connect(&mut self, to: SocketAddrV4) -> Option<Connection> {
        if !self.has_room() || !self.is_linked {
            return None;
        }
        let socket = connect(self.ip, to).ok()?;
        self.add(socket, true)
    }

    fn tcp_state(&mut self, connection: Connection) -> ConnectionState {
        self.stream(connection)
            .map_or(ConnectionState::Closed, Stream::state)
    }

    fn tcp_receive(&mut self, connection: Connection, to: &mut [u8]) -> usize {
        let most = to.len().min(self.allowance());
        let Some(to) = to.get_mut(..most).filter(|to| !to.is_empty()) else {
            return 0;
        };
        let count = self
            .stream(connection)
            .map_or(0, |stream| stream.receive(to));
        self.spend(count);
        count
    }

    fn tcp_room(&mut self, connection: Connection) -> usize {
        self.stream(connection).map_or(0, |stream| stream.room())
    }

    fn tcp_send(&mut self, connection: Connection, from: &[u8]) -> usize {
        let most = self.allowance();
        let Some(stream) = self.stream(connection) else {
            return 0;
        };
        let before = stream.unsent();
        let count = stream.send(from, most);
        let passed = before + count - stream.unsent();
        self.spend(passed);
        count
    }

    fn tcp_close(&mut self, connection: Connection) {
        if let Some(stream) = self.take(connection) {
            self.leaving.push((stream, self.now + LINGER_MS));
        }
    }

    fn tcp_abort(&mut self, connection: Connection) {
        if let Some(stream) = self.take(connection) {
            stream.abort();
        }
    }

    fn udp_open(&mut self, service: UdpService) -> bool {
        self.want(service, true);
        let is_open = match self.mailbox(service) {
            Some(mailbox) => mailbox.socket.is_some(),
            None => return self.neighbours.is_open(),
        };
        !self.is_linked || is_open
    }

    fn udp_close(&mut self, service: UdpService) {
        self.want(service, false);
    }

    fn udp_receive(&mut self, service: UdpService, to: &mut [u8]) -> Option<(usize, SocketAddrV4)> {
        let Some(mailbox) = self.mailbox(service) else {
            return self.neighbours.receive(to);
        };
        if !mailbox.may_read {
            return None;
        }
        match mailbox.socket.as_ref()?.recv_from(to) {
            Ok((count, SocketAddr::V4(from))) => Some((count, from)),
            Ok(_) => None,
            Err(error) => {
                mailbox.may_read = error.kind() != io::ErrorKind::WouldBlock;
                None
            }
        }
    }

    fn udp_send(&mut self, service: UdpService, to: SocketAddrV4, from: &[u8]) -> bool {
        let Some(mailbox) = self.mailbox(service) else {
            return self.neighbours.send(to, from);
        };
        let socket = mailbox.socket.as_ref();
        socket.is_some_and(|socket| socket.send_to(from, to.into()).is_ok())
    }

    fn udp_port(&self, service: UdpService) -> u16 {
        let [dns, ota] = &self.mailboxes;
        match service {
            UdpService::Dns => dns.port,
            UdpService::ArduinoOta => ota.port,
            UdpService::Mdns => PORT,
        }
    }

    fn advance(&mut self, now: u64, is_linked: bool) {
        self.now = now;
        // A port that another program had for a moment is asked for again.
        if is_linked != self.is_linked || now >= self.settle_at {
            self.is_linked = is_linked;
            self.settle_at = now + SETTLE_MS;
            self.settle();
        }
        if let Some(budget) = &mut self.budget {
            budget.advance(now);
        }
        let mut most = self.allowance();
        let mut passed = 0;
        let leaving = self.leaving.iter_mut().map(|(stream, _)| stream);
        for stream in self.streams.iter_mut().flatten().chain(leaving) {
            let count = stream.flush(most);
            most = most.saturating_sub(count);
            passed += count;
        }
        self.spend(passed);
        self.leaving
            .retain_mut(|(stream, until)| now < *until && !stream.finish());
    }

    fn reset(&mut self) {
        let streams = std::mem::take(&mut self.streams);
        let leaving = std::mem::take(&mut self.leaving);
        let leaving = leaving.into_iter().map(|(stream, _)| stream);
        streams
            .into_iter()
            .flatten()
            .chain(leaving)
            .for_each(Stream::abort);
        self.doors
            .iter_mut()
            .for_each(|door| door.is_wanted = false);
        self.mailboxes
            .iter_mut()
            .for_each(|mailbox| mailbox.is_wanted = false);
        self.neighbours.is_wanted = false;
        self.settle();
    }

    fn address(&self) -> Ipv4Addr {
        self.ip
    }

    /// That of the loopback network.
    fn netmask(&self) -> Ipv4Addr {
        Ipv4Addr::new(255, 0, 0, 0)
    }

    fn tcp_port(&self, service: TcpService) -> u16 {
        let [p1, http] = &self.doors;
        match service {
            TcpService::P1 => p1.port,
            TcpService::Http => http.port,
        }
    }

    fn tcp_address(&self, service: TcpService) -> Option<SocketAddrV4> {
        let [p1, http] = &self.doors;
        let is_wanted = match service {
            TcpService::P1 => p1.is_wanted,
            TcpService::Http => http.is_wanted,
        };
        is_wanted.then(|| SocketAddrV4::new(self.ip, self.tcp_port(service)))
    }

    fn udp_address(&self, service: UdpService) -> Option<SocketAddrV4> {
        let [dns, ota] = &self.mailboxes;
        let is_wanted = match service {
            UdpService::Dns => dns.is_wanted,
            UdpService::ArduinoOta => ota.is_wanted,
            UdpService::Mdns => self.neighbours.is_open(),
        };
        is_wanted.then(|| SocketAddrV4::new(self.ip, self.udp_port(service)))
    }

    fn connections(&self) -> usize {
        self.streams.iter().flatten().count()
    }

    fn is_settled(&self) -> bool {
        let mut streams = self.streams.iter().flatten();
        self.leaving.is_empty() && streams.all(|stream| stream.unsent() == 0)
    }
}
