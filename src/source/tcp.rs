//! Telegrams over TCP: connect, read, notice silence, connect again.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::{Event, Options, Retry, Sender};
use crate::config::duration;
use crate::error::{Error, Result};

/// A read takes at most so much; a telegram is below 4 KiB.
const READ: usize = 16 * 1024;

/// Probes of an idle connection find a peer that vanished, even when [`Options::silence`] is long.
const KEEP_ALIVE_IDLE: Duration = Duration::from_secs(10);
const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(5);
const KEEP_ALIVE_PROBES: u32 = 3;

/// A host and the names under which to look for it.
#[derive(Clone, Debug)]
pub(super) struct Address {
    names: Vec<String>,
    port: u16,
}

impl Address {
    /// Exactly this host.
    pub(super) fn exact(host: &str, port: u16) -> Address {
        Address {
            names: vec![host.to_owned()],
            port,
        }
    }

    /// This host, or a gateway that announces itself under this name.
    pub(super) fn named(name: &str, port: u16) -> Address {
        let mut address = Address::exact(name, port);
        if !name.contains(['.', ':']) && name != "localhost" {
            address.names.push(format!("{name}.local"));
        }
        address
    }

    fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    fn display(&self) -> String {
        let name = self.name();
        if name.contains(':') {
            format!("[{name}]:{}", self.port)
        } else {
            format!("{name}:{}", self.port)
        }
    }

    async fn resolve(&self) -> Result<Vec<SocketAddr>> {
        let mut failure = io::Error::from(io::ErrorKind::NotFound);
        for name in &self.names {
            match tokio::net::lookup_host((name.as_str(), self.port)).await {
                Ok(found) => {
                    let found: Vec<_> = found.collect();
                    if !found.is_empty() {
                        return Ok(found);
                    }
                }
                Err(error) => failure = error,
            }
        }
        Err(not_found(self, failure))
    }
}

/// Reads from `address` until nobody listens any more, or until it gives up.
pub(super) async fn run(address: Address, options: Options, events: Sender) {
    let mut was_open = false;
    let mut attempt = 0;
    loop {
        let reason = match connect(&address, options.connect_timeout).await {
            Ok((stream, to)) => {
                was_open = true;
                if events.send(Ok(Event::Connected { to })).await.is_err() {
                    return;
                }
                let (end, received) = read(stream, &options, &events).await;
                // A gateway that takes every connection and drops it must not be hammered.
                if received {
                    attempt = 0;
                }
                match end {
                    End::Unheard => return,
                    End::Closed if options.retry == Retry::Never => {
                        let _ = events.send(Ok(Event::Ended)).await;
                        return;
                    }
                    end if options.retry == Retry::Never => {
                        let reason = end.reason(&options);
                        let message = format!("lost {}: {reason}", address.display());
                        let _ = events.send(Err(Error::unreachable(message))).await;
                        return;
                    }
                    end => end.reason(&options),
                }
            }
            Err(error) if options.gives_up(was_open) => {
                let _ = events.send(Err(error)).await;
                return;
            }
            Err(error) => error.to_string(),
        };
        let retry_in = options.reconnect.pause(attempt, (options.random)());
        attempt = attempt.saturating_add(1);
        let lost = Event::Lost { reason, retry_in };
        if events.send(Ok(lost)).await.is_err() {
            return;
        }
        sleep(retry_in).await;
    }
}

/// Why a connection ended.
enum End {
    Closed,
    Silent,
    Broken(io::Error),
    /// Nobody wants the events any more.
    Unheard,
}

impl End {
    fn reason(self, options: &Options) -> String {
        match self {
            End::Closed => "the peer closed the connection".to_owned(),
            End::Silent => format!("no data for {}", duration::display(options.silence)),
            End::Broken(error) => error.to_string(),
            End::Unheard => String::new(),
        }
    }
}

/// Reads until the connection ends; says whether anything was received.
async fn read(mut stream: TcpStream, options: &Options, events: &Sender) -> (End, bool) {
    let mut buffer = vec![0; READ];
    let mut received = false;
    loop {
        let end = match timeout(options.silence, stream.read(&mut buffer)).await {
            Ok(Ok(0)) => End::Closed,
            Ok(Ok(count)) => {
                received = true;
                let data = buffer.get(..count).unwrap_or_default().to_vec();
                let at = (options.now)();
                match events.send(Ok(Event::Bytes { at, data })).await {
                    Ok(()) => continue,
                    Err(_) => End::Unheard,
                }
            }
            Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => continue,
            Ok(Err(error)) => End::Broken(error),
            Err(_) => {
                let for_ = options.silence;
                match events.send(Ok(Event::Silent { for_ })).await {
                    Ok(()) => End::Silent,
                    Err(_) => End::Unheard,
                }
            }
        };
        return (end, received);
    }
}

/// Connects to the first address of the host that answers within `limit`.
async fn connect(address: &Address, limit: Duration) -> Result<(TcpStream, String)> {
    let resolved = timeout(limit, address.resolve()).await;
    let found = resolved.unwrap_or_else(|_| {
        let cause = io::Error::from(io::ErrorKind::TimedOut);
        Err(not_found(address, cause))
    })?;
    let mut failure = io::Error::from(io::ErrorKind::NotFound);
    for socket_address in found {
        match timeout(limit, TcpStream::connect(socket_address)).await {
            Ok(Ok(stream)) => {
                // Without probes a vanished peer is still noticed, by its silence.
                let _ = keep_alive(&stream);
                return Ok((stream, described(address, socket_address.ip())));
            }
            Ok(Err(error)) => failure = error,
            Err(_) => failure = io::Error::from(io::ErrorKind::TimedOut),
        }
    }
    Err(cannot_connect(address, limit, failure))
}

pub(super) fn keep_alive(stream: &TcpStream) -> io::Result<()> {
    let probes = TcpKeepalive::new()
        .with_time(KEEP_ALIVE_IDLE)
        .with_interval(KEEP_ALIVE_INTERVAL)
        .with_retries(KEEP_ALIVE_PROBES);
    SockRef::from(stream).set_tcp_keepalive(&probes)
}

fn described(address: &Address, ip: IpAddr) -> String {
    let asked = address.display();
    if address.name().parse() == Ok(ip) {
        asked
    } else {
        format!("{asked} ({ip})")
    }
}

fn not_found(address: &Address, cause: io::Error) -> Error {
    let name = address.name();
    let error = Error::unreachable(format!("cannot find the host `{name}`")).because(cause);
    let error = if name.contains('.') {
        error
    } else {
        error.hint(format!(
            "gateways answer to NAME.local: try {name}.local, or its IP address"
        ))
    };
    error.hint(format!(
        "if `{name}` is meant to be a file, there is none here: check the path"
    ))
}

fn cannot_connect(address: &Address, limit: Duration, cause: io::Error) -> Error {
    let asked = address.display();
    let name = address.name();
    match cause.kind() {
        io::ErrorKind::ConnectionRefused => {
            Error::unreachable(format!("{asked} refuses connections"))
                .because(cause)
                .hint("is it the right port? Gateways serve telegrams on 2001")
                .hint("a gateway that serves one reader at a time may be taken")
        }
        io::ErrorKind::TimedOut => {
            let waited = duration::display(limit);
            Error::unreachable(format!("{asked} did not answer within {waited}"))
                .because(cause)
                .hint(format!(
                    "is it powered and on this network? Try: ping {name}"
                ))
        }
        _ => Error::unreachable(format!("cannot connect to {asked}"))
            .because(cause)
            .hint(format!(
                "is this computer on the same network? Try: ping {name}"
            )),
    }
}
