//! An image by the protocol of the `ArduinoOTA` library: an invitation over UDP, and the image over a TCP connection that the gateway
//! makes to this computer. For gateways that run other firmware; ours speak it too.
//!
//! 1. Invitation, a datagram: `0 <our TCP port> <bytes> <MD5 of the image>`.
//! 2. Answer: `OK`, or `AUTH <nonce>`. Then `200 <cnonce> <MD5 of "MD5(password):nonce:cnonce">`, and again an answer.
//! 3. The gateway connects. For each piece it says how many bytes it took; at the end `OK` or an error.

use std::fmt::Write as _;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use md5::{Digest, Md5};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::time::timeout;

use super::failure::Reason;
use super::upload::{CHECK, PIECE, STALL, Trouble, late, lost};
use crate::config::secret::Password;
use crate::error::{Error, Kind, Result};
use crate::gateway::trouble;

/// The UDP port that the library listens on.
pub const PORT: u16 = 8266;

/// Datagrams get lost: an invitation is repeated so often,
const TRIES: u32 = 10;
/// and waited for so long.
const TRY: Duration = Duration::from_secs(1);
/// How long a gateway thinks about a password.
const THINKING: Duration = Duration::from_secs(10);
/// How long a gateway may take to connect; ours gives up after 10 s.
const CONNECT: Duration = Duration::from_secs(15);
/// The longest datagram or word that is looked at.
const LONGEST: usize = 256;

const FIRMWARE: u32 = 0;
const ANSWER: u32 = 200;

fn digits(bytes: impl AsRef<[u8]>) -> String {
    Md5::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The answer to a challenge.
fn response(password: &str, nonce: &str, cnonce: &str) -> String {
    digits(format!("{}:{nonce}:{cnonce}", digits(password)))
}

/// Sends an image to the gateway at `peer`, an address with the port of invitations; tells how many bytes have gone. Once this is done
/// the gateway has taken it and is about to restart.
pub(super) async fn send(
    peer: SocketAddr,
    password: Option<&Password>,
    file: &[u8],
    tell: &mut dyn FnMut(u64),
) -> Result<(), Trouble> {
    let (listener, own) = invite(peer, password, file)
        .await
        .map_err(Trouble::Unsent)?;
    let mut stream = accept(&listener, peer.ip(), own)
        .await
        .map_err(Trouble::Unsent)?;
    // Nobody else is to be let in.
    drop(listener);
    let mut sent = 0;
    match deliver(&mut stream, file, &mut sent, tell).await {
        Ok(word) if word.ends_with("OK") => Ok(()),
        Ok(word) => {
            let word = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
            let error = Error::failed(format!(
                "{} refuses the image: {}",
                peer.ip(),
                word.trim().escape_debug()
            ))
            .hint("is it made for this board, and does it fit? smr firmware inspect FILE");
            Err(Trouble::Refused(Reason::Refused, error, sent))
        }
        Err(cause) => Err(Trouble::Cut(lost(&peer.ip().to_string(), cause), sent)),
    }
}

/// Gets the gateway to connect to a port of ours.
async fn invite(
    peer: SocketAddr,
    password: Option<&Password>,
    file: &[u8],
) -> Result<(TcpListener, SocketAddr)> {
    let prepared = async {
        let any: IpAddr = match peer {
            SocketAddr::V4(_) => [0; 4].into(),
            SocketAddr::V6(_) => [0; 16].into(),
        };
        let mail = UdpSocket::bind((any, 0)).await?;
        mail.connect(peer).await?;
        // The address of this computer that the gateway sees.
        let listener = TcpListener::bind((mail.local_addr()?.ip(), 0)).await?;
        let own = listener.local_addr()?;
        io::Result::Ok((mail, listener, own))
    };
    let (mail, listener, own) = prepared.await.map_err(|cause| {
        Error::unreachable(format!("cannot reach {}", peer.ip()))
            .because(cause)
            .hint("is this computer in the gateway's network?")
    })?;
    let invitation = format!(
        "{FIRMWARE} {} {} {}\n",
        own.port(),
        file.len(),
        digits(file)
    );
    let answer = ask(&mail, &invitation, TRIES, TRY).await;
    let answer = answer.ok_or_else(|| uninvited(peer))?;
    let Some(nonce) = answer.strip_prefix("AUTH ") else {
        return accepted(&answer, peer).map(|()| (listener, own));
    };
    let nonce = nonce.trim();
    if nonce.len() != 32 {
        return Err(Error::failed(format!(
            "{} asks for the password in a way that only ESP32s do",
            peer.ip()
        ))
        .hint("is it a gateway with an ESP8266? see smr discover"));
    }
    let Some(password) = password else {
        return Err(trouble::password_needed(&peer.ip().to_string()));
    };
    let mut seed = [0; 16];
    getrandom::fill(&mut seed)
        .map_err(|cause| Error::failed("the system gives no random numbers").because(cause))?;
    let cnonce = digits(seed);
    let response = response(password.expose(), nonce, &cnonce);
    let answer = ask(
        &mail,
        &format!("{ANSWER} {cnonce} {response}\n"),
        1,
        THINKING,
    )
    .await;
    let answer = answer.ok_or_else(|| uninvited(peer))?;
    accepted(&answer, peer).map(|()| (listener, own))
}

/// Sends a datagram until one comes back.
async fn ask(mail: &UdpSocket, text: &str, tries: u32, limit: Duration) -> Option<String> {
    let mut bytes = [0; LONGEST];
    for _ in 0..tries {
        // Where nobody listens yet, sending may fail, and receiving too.
        let _ = mail.send(text.as_bytes()).await;
        match timeout(limit, mail.recv(&mut bytes)).await {
            Ok(Ok(count)) => {
                let answer = bytes.get(..count).unwrap_or_default();
                return Some(String::from_utf8_lossy(answer).trim().to_owned());
            }
            Ok(Err(_)) => tokio::time::sleep(limit).await,
            Err(_) => {}
        }
    }
    None
}

fn uninvited(peer: SocketAddr) -> Error {
    Error::unreachable(format!(
        "{} does not answer on UDP port {}",
        peer.ip(),
        peer.port()
    ))
    .hint("gateways with firmware of ours take images over HTTP, too: --protocol http")
    .hint("other firmware must have ArduinoOTA built in and switched on; another port of it: --ota-port PORT")
    .hint("has it power, and is it in this network?")
}

/// What a gateway says to an invitation, or to a password.
fn accepted(answer: &str, peer: SocketAddr) -> Result<()> {
    let place = peer.ip();
    if answer == "OK" {
        return Ok(());
    }
    if answer.starts_with("Authentication Failed") {
        return Err(Error::new(
            Kind::Authentication,
            format!("{place} refuses the password"),
        )
        .hint("check the first line of the password file"));
    }
    if answer.contains("wait after a wrong password") {
        return Err(Error::new(
            Kind::Authentication,
            format!("{place} has had a wrong password lately"),
        )
        .hint("wait a minute, then give the right one"));
    }
    Err(Error::failed(format!(
        "{place} refuses: {}",
        answer.trim_start_matches("ERROR: ").escape_debug()
    ))
    .hint("try again in a minute"))
}

/// Waits for the gateway, and for nobody else.
async fn accept(listener: &TcpListener, gateway: IpAddr, own: SocketAddr) -> Result<TcpStream> {
    let accepted = timeout(CONNECT, async {
        loop {
            let (stream, from) = listener.accept().await?;
            if from.ip() == gateway {
                return io::Result::Ok(stream);
            }
        }
    });
    match accepted.await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(cause)) => Err(Error::failed(format!("cannot listen at {own}")).because(cause)),
        Err(_) => Err(Error::unreachable(format!(
            "{gateway} has not connected to this computer at {own}"
        ))
        .hint("a firewall on this computer may be in the way: let TCP connections from the gateway in")
        .hint("behind NAT, as in a container or a virtual machine, the gateway cannot connect: --protocol http")),
    }
}

/// Sends the image, each piece after a word about the one before; the last words.
async fn deliver(
    stream: &mut TcpStream,
    file: &[u8],
    sent: &mut u64,
    tell: &mut dyn FnMut(u64),
) -> io::Result<String> {
    let _ = stream.set_nodelay(true);
    let mut said = String::new();
    for piece in file.chunks(PIECE) {
        timeout(STALL, stream.write_all(piece))
            .await
            .map_err(|_| late("nothing went through", STALL))??;
        *sent += piece.len() as u64;
        tell(*sent);
        said = read(stream, STALL).await?;
        if said.contains("ERR") {
            return Ok(said);
        }
    }
    while !said.ends_with("OK") && !said.contains("ERR") {
        let more = read(stream, CHECK).await?;
        said.push_str(&more);
        if said.len() > LONGEST {
            // Counts that nobody needs any more.
            said = said.split_off(said.len() / 2);
        }
    }
    Ok(said)
}

/// The next words; their end is an error.
async fn read(stream: &mut TcpStream, limit: Duration) -> io::Result<String> {
    let mut bytes = [0; LONGEST];
    let count = timeout(limit, stream.read(&mut bytes))
        .await
        .map_err(|_| late("there was no answer", limit))??;
    match bytes.get(..count) {
        Some(words) if count > 0 => {
            // All of it is ASCII, so that its length in letters is that in bytes.
            Ok(words.iter().map(|byte| char::from(byte & 0x7F)).collect())
        }
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_answered_as_the_arduino_core_does() {
        // MD5("password") and what `md5sum` says of the text built from it.
        assert_eq!(digits("password"), "5f4dcc3b5aa765d61d8327deb882cf99");
        let nonce = "0".repeat(32);
        let cnonce = "1".repeat(32);
        let text = format!("5f4dcc3b5aa765d61d8327deb882cf99:{nonce}:{cnonce}");
        assert_eq!(response("password", &nonce, &cnonce), digits(text));
    }

    #[tokio::test]
    async fn the_challenge_of_an_esp32_is_told_from_ours() {
        let gateway = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let peer = gateway.local_addr().expect("an address");
        tokio::spawn(async move {
            let mut bytes = [0; LONGEST];
            let (_, from) = gateway.recv_from(&mut bytes).await.expect("a datagram");
            let challenge = format!("AUTH {}", "a".repeat(64));
            gateway.send_to(challenge.as_bytes(), from).await
        });
        let error = invite(peer, None, b"image").await.expect_err("refused");
        assert!(error.to_string().contains("ESP32"), "{error}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_gateway_that_cannot_connect_back_is_told_with_the_firewall() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let own = listener.local_addr().expect("an address");
        let error = accept(&listener, [127, 0, 0, 9].into(), own).await;
        let error = error.expect_err("nobody");
        assert_eq!(error.kind(), Kind::Unreachable);
        assert!(error.hints()[0].contains("firewall"));
    }
}
