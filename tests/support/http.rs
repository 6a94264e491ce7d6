//! A small HTTP client with digest authentication (RFC 7616, MD5), one connection a request.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use md5::{Digest, Md5};
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn hash(text: &str) -> String {
    hex(&Md5::digest(text))
}

/// The value of a parameter in a challenge.
fn parameter<'a>(challenge: &'a str, name: &str) -> &'a str {
    let start = challenge.find(&format!("{name}=\"")).expect("a parameter") + name.len() + 2;
    challenge[start..].split('"').next().expect("a value")
}

/// The parts of a chunked body (RFC 9112, 7.1) in one piece.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = rest
            .windows(2)
            .position(|part| part == b"\r\n")
            .expect("a size");
        let digits = std::str::from_utf8(&rest[..line]).expect("text");
        let size = usize::from_str_radix(digits, 16).expect("a size");
        body.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest = &rest[line + 2 + size + 2..];
        if size == 0 {
            return body;
        }
    }
}

/// One request without a password.
pub(crate) fn request(
    address: &str,
    method: &str,
    path: &str,
    headers: &str,
    body: &[u8],
) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n");
    let end = end.ok_or(io::ErrorKind::UnexpectedEof)?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
    let is_chunked = head
        .to_ascii_lowercase()
        .contains("transfer-encoding: chunked");
    let body = bytes[end + 4..].to_vec();
    Ok(Answer {
        status: status.ok_or(io::ErrorKind::InvalidData)?,
        head,
        body: if is_chunked { joined(&body) } else { body },
    })
}

/// The challenge for MD5: its header line.
pub(crate) fn challenge(address: &str) -> io::Result<String> {
    let refused = request(address, "GET", "/api/v1/status", "", b"")?;
    let mut lines = refused.head.lines();
    lines
        .find(|line| {
            line.to_ascii_lowercase().starts_with("www-authenticate:") && line.contains("MD5")
        })
        .map(str::to_owned)
        .ok_or_else(|| io::Error::other(refused.head.clone()))
}

/// One request as the admin.
pub(crate) fn admin(
    address: &str,
    password: &str,
    method: &str,
    path: &str,
    headers: &str,
    body: &[u8],
) -> io::Result<Answer> {
    let challenge = challenge(address)?;
    let headers = authorization(&challenge, password, method, path) + headers;
    request(address, method, path, &headers, body)
}

/// The header line that answers a challenge.
pub(crate) fn authorization(challenge: &str, password: &str, method: &str, path: &str) -> String {
    let (realm, nonce) = (parameter(challenge, "realm"), parameter(challenge, "nonce"));
    let ha1 = hash(&format!("admin:{realm}:{password}"));
    let ha2 = hash(&format!("{method}:{path}"));
    let response = hash(&format!("{ha1}:{nonce}:00000001:client:auth:{ha2}"));
    format!(
        "Authorization: Digest username=\"admin\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{path}\", \
         algorithm=MD5, qop=auth, nc=00000001, cnonce=\"client\", response=\"{response}\"\r\n"
    )
}
