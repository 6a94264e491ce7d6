//! An image over HTTP: one request, whose body is sent once.
//!
//! The head goes first with `Expect: 100-continue` (RFC 9110, 10.1.1), so that whatever speaks against the upload is said before any of
//! the image is on its way. The gateway may still refuse in the middle; who sends reads at the same time.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde::Deserialize;
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::answer;
use super::failure::Reason;
use crate::config::duration;
use crate::error::{Error, Result};
use crate::gateway::client::{Answer, Client};
use crate::gateway::document::{Document, Kind};
use crate::gateway::trouble::{self, Refusal};
use crate::image::{Image, Problem};

const PATH: &str = "/api/v1/firmware";
/// What is handed to the network at once.
pub(super) const PIECE: usize = 1_460;
/// What the system may keep for us: little, so that progress is what has left.
const SEND_BUFFER: u32 = 16 << 10;
/// A gateway gives up after 15 s without a byte.
pub(super) const STALL: Duration = Duration::from_secs(30);
/// The least that checking an image may take: reading it back, and a signature.
pub(super) const CHECK: Duration = Duration::from_secs(120);
/// How long is listened for the reason after a gateway has hung up.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// A challenge may grow old, and once more while it is answered.
const MOST_TRIES: u32 = 3;

/// Why an image was not taken.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Nothing of the image was sent.
    Unsent(Error),
    /// The same, and the gateway has started anew meanwhile.
    Restarted,
    /// The gateway has refused it after so many bytes.
    Refused(Reason, Error, u64),
    /// The connection has ended after so many bytes, without a word.
    Cut(Error, u64),
}

/// `smr.update/1`: what the gateway has verified.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Verified {
    sha256: String,
}

impl Kind for Verified {
    const NAME: &'static str = "smr.update";
}

/// Sends an image, telling how many bytes of it have gone. Once this is done the gateway has verified it and is about to restart.
pub(super) async fn send(
    client: &mut Client,
    image: &Image,
    file: &[u8],
    tell: &mut dyn FnMut(u64),
) -> Result<(), Trouble> {
    for _ in 0..MOST_TRIES {
        let authorization = client.authorization("POST", PATH);
        let was_answered = authorization.is_some();
        let limit = client.limit();
        let mut wire = Wire::open(client.address(), limit)
            .await
            .map_err(|cause| Trouble::Unsent(lost(client.place(), cause)))?;
        let head = head(client.place(), image, file.len(), authorization);
        let first = wire.ask(&head, limit).await;
        let first = first.map_err(|cause| Trouble::Unsent(lost(client.place(), cause)))?;
        match first.status {
            StatusCode::CONTINUE => {
                let (answer, sent) = wire.body(file, tell).await;
                let answer =
                    answer.map_err(|cause| Trouble::Cut(lost(client.place(), cause), sent))?;
                return judge(client, &answer, image, sent);
            }
            StatusCode::UNAUTHORIZED => client
                .challenged(&first, was_answered)
                .map_err(Trouble::Unsent)?,
            _ => return judge(client, &first, image, 0),
        }
    }
    Err(Trouble::Unsent(trouble::other(client.place(), 401, None)))
}

fn head(place: &str, image: &Image, size: usize, authorization: Option<String>) -> String {
    let authorization = authorization
        .map(|value| format!("Authorization: {value}\r\n"))
        .unwrap_or_default();
    format!(
        "POST {PATH} HTTP/1.1\r\nHost: {place}\r\nUser-Agent: smr/{}\r\nConnection: close\r\nExpect: 100-continue\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: {size}\r\nX-SMR-SHA256: {}\r\n{authorization}\r\n",
        env!("CARGO_PKG_VERSION"),
        image.upload_sha256
    )
}

/// What the gateway's last word means.
fn judge(client: &Client, answer: &Answer, image: &Image, sent: u64) -> Result<(), Trouble> {
    if answer.status == StatusCode::OK {
        let verified = Document::<Verified>::parse(&answer.body, client.place())
            .map_err(|error| Trouble::Cut(error, sent))?
            .model;
        if verified.sha256 == image.sha256.to_string() {
            return Ok(());
        }
        let error = Error::failed(format!(
            "the gateway has verified another image: its SHA-256 is {}",
            verified.sha256.escape_debug()
        ))
        .hint(format!(
            "has somebody else sent one at the same time? see what runs: smr diag {}",
            client.place()
        ));
        return Err(Trouble::Refused(Reason::Unproven, error, sent));
    }
    let (reason, error) = refusal(client, answer);
    Err(Trouble::Refused(reason, error, sent))
}

fn refusal(client: &Client, answer: &Answer) -> (Reason, Error) {
    let said = Refusal::parse(&answer.body);
    let code = said.as_ref().map_or("", |said| said.code.as_str());
    let plain = || trouble::plain_refusal(client.place(), answer.status.as_u16(), said.as_ref());
    match (answer.status.as_u16(), code) {
        (401 | 403 | 421 | 429, _) => (Reason::Authentication, client.refusal(answer)),
        (408, _) => (
            Reason::Cut,
            plain()
                .hint("its Wi-Fi is too slow or stands still: see smr diag, and try again nearer"),
        ),
        (409, "unconfirmed") => (
            Reason::Busy,
            plain().hint("the firmware that it runs is new: try again in a minute"),
        ),
        (409, _) => (
            Reason::Busy,
            plain().hint(
                "another update is under way, or it is about to restart: try again in a minute",
            ),
        ),
        (500, "flash-failed") => (
            Reason::FlashFailed,
            plain().hint(
                "try again; if it stays so, its flash chip is worn out or its supply is weak",
            ),
        ),
        (_, "digest-mismatch") => (
            Reason::Refused,
            plain().hint("something on the way has changed the image: run the same command again"),
        ),
        (_, code) => match Problem::ALL.iter().find(|problem| problem.code() == code) {
            Some(problem) => (Reason::Refused, plain().hint(problem.hint())),
            None => (Reason::Refused, client.refusal(answer)),
        },
    }
}

/// Why a connection could not be made, or has ended.
pub(super) fn lost(place: &str, cause: io::Error) -> Error {
    match cause.kind() {
        io::ErrorKind::ConnectionRefused => trouble::refused(place).because(cause),
        io::ErrorKind::InvalidData => trouble::no_gateway(place).because(cause),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => {
            Error::unreachable(format!("{place} has ended the connection")).because(cause)
        }
        _ => trouble::unreachable(place).because(cause),
    }
}

/// Something that should have come in time.
pub(super) fn late(what: &str, limit: Duration) -> io::Error {
    let limit = duration::display(limit);
    io::Error::new(io::ErrorKind::TimedOut, format!("{what} within {limit}"))
}

/// One connection, and what came over it.
struct Wire {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Wire {
    async fn open(address: SocketAddr, limit: Duration) -> io::Result<Wire> {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4(),
            SocketAddr::V6(_) => TcpSocket::new_v6(),
        }?;
        // What the system refuses here is done without.
        let _ = socket.set_send_buffer_size(SEND_BUFFER);
        let stream = timeout(limit, socket.connect(address))
            .await
            .map_err(|_| late("there was no connection", limit))??;
        let keepalive = TcpKeepalive::new()
            .with_time(Duration::from_secs(10))
            .with_interval(Duration::from_secs(5));
        let _ = SockRef::from(&stream).set_tcp_keepalive(&keepalive);
        let _ = stream.set_nodelay(true);
        Ok(Wire {
            stream,
            received: Vec::new(),
        })
    }

    /// Sends a head and waits for the first answer to it.
    async fn ask(&mut self, head: &str, limit: Duration) -> io::Result<Answer> {
        let asked = async {
            self.stream.write_all(head.as_bytes()).await?;
            self.answer().await
        };
        timeout(limit, asked)
            .await
            .unwrap_or_else(|_| Err(late("there was no answer", limit)))
    }

    /// Reads on until an answer is complete.
    async fn answer(&mut self) -> io::Result<Answer> {
        loop {
            if let Some(answer) = answer::take(&mut self.received, false)? {
                return Ok(answer);
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return answer::take(&mut self.received, true)?
                    .ok_or_else(|| io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Sends the body until all is sent or the gateway has answered; the answer, and how many bytes were sent.
    async fn body(&mut self, file: &[u8], tell: &mut dyn FnMut(u64)) -> (io::Result<Answer>, u64) {
        let began = Instant::now();
        let mut rest = file;
        let mut sent = 0;
        while !rest.is_empty() {
            let piece = rest.get(..PIECE).unwrap_or(rest);
            let (mut reader, mut writer) = self.stream.split();
            let received = &mut self.received;
            let failed = tokio::select! {
                // What the gateway says counts more than what can still be sent.
                biased;
                read = reader.read_buf(received) => match read {
                    Ok(0) => Some(io::ErrorKind::UnexpectedEof.into()),
                    Ok(_) => None,
                    Err(cause) => Some(cause),
                },
                written = timeout(STALL, writer.write(piece)) => match written {
                    Ok(Ok(count)) => {
                        rest = rest.get(count..).unwrap_or_default();
                        sent += count as u64;
                        tell(sent);
                        None
                    }
                    Ok(Err(cause)) => Some(cause),
                    Err(_) => return (Err(late("nothing went through", STALL)), sent),
                },
            };
            if let Some(cause) = failed {
                // A gateway that refuses hangs up; its reason may be here already, or just behind.
                let words = timeout(LAST_WORDS, self.answer()).await;
                return (words.ok().and_then(Result::ok).ok_or(cause), sent);
            }
            match answer::take(&mut self.received, false) {
                Ok(None) => {}
                Ok(Some(answer)) => return (Ok(answer), sent),
                Err(cause) => return (Err(cause), sent),
            }
        }
        // What is on its way still takes a while on a slow network.
        let limit = CHECK.max(began.elapsed() * 2);
        let answer = timeout(limit, self.answer()).await;
        let answer = answer.unwrap_or_else(|_| Err(late("there was no answer", limit)));
        (answer, sent)
    }
}

#[cfg(test)]
#[path = "upload_tests.rs"]
mod tests;
