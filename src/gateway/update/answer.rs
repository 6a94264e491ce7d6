//! Answers to an upload, as they come in: they may come before all of it is sent, so that the upload itself reads them.

use std::io;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};

use crate::gateway::client::Answer;

/// The most that is kept of an answer.
const LONGEST: usize = 64 << 10;
/// Header lines of a gateway's answer, with room for more.
const MOST_HEADERS: usize = 48;

fn malformed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "this is no HTTP")
}

/// Takes an answer from the beginning of `received`, once it is complete there; `ended`: no more will come.
///
/// # Errors
///
/// What is no HTTP, or longer than anything that a gateway says.
pub(super) fn take(received: &mut Vec<u8>, ended: bool) -> io::Result<Option<Answer>> {
    if received.len() > LONGEST {
        return Err(malformed());
    }
    let mut lines = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut head = httparse::Response::new(&mut lines);
    let length = match head.parse(received) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(malformed()),
    };
    let status = head.code.and_then(|code| StatusCode::from_u16(code).ok());
    let status = status.ok_or_else(malformed)?;
    let mut headers = HeaderMap::new();
    for line in head.headers.iter() {
        let name = HeaderName::from_bytes(line.name.as_bytes());
        let value = HeaderValue::from_bytes(line.value);
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    let rest = received.get(length..).unwrap_or_default();
    let Some((body, taken)) = body(status, &headers, rest, ended)? else {
        return Ok(None);
    };
    received.drain(..length + taken);
    Ok(Some(Answer {
        status,
        headers,
        body,
    }))
}

/// The body at the beginning of `rest`, and how many bytes it took there.
fn body(
    status: StatusCode,
    headers: &HeaderMap,
    rest: &[u8],
    ended: bool,
) -> io::Result<Option<(Vec<u8>, usize)>> {
    if status.is_informational() || status == StatusCode::NO_CONTENT {
        return Ok(Some((Vec::new(), 0)));
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(&TRANSFER_ENCODING).is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        return chunks(rest);
    }
    if let Some(length) = text(&CONTENT_LENGTH) {
        let length = length.trim().parse().map_err(|_| malformed())?;
        return Ok(rest.get(..length).map(|body| (body.to_vec(), length)));
    }
    Ok(ended.then(|| (rest.to_vec(), rest.len())))
}

/// A chunked body (RFC 9112, 7.1) without its trailer, which a gateway does not send.
fn chunks(rest: &[u8]) -> io::Result<Option<(Vec<u8>, usize)>> {
    let mut body = Vec::new();
    let mut at = 0;
    loop {
        let ahead = rest.get(at..).unwrap_or_default();
        let (begin, size) = match httparse::parse_chunk_size(ahead) {
            Ok(httparse::Status::Complete((begin, size))) => (begin, size),
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(_) => return Err(malformed()),
        };
        let size = usize::try_from(size)
            .ok()
            .filter(|size| *size <= LONGEST)
            .ok_or_else(malformed)?;
        let end = begin + size;
        let Some(piece) = ahead.get(begin..end) else {
            return Ok(None);
        };
        if ahead.get(end..end + 2).is_none() {
            return Ok(None);
        }
        body.extend_from_slice(piece);
        at += end + 2;
        if size == 0 {
            return Ok(Some((body, at)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHUNKED: &str =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    const COUNTED: &str =
        "HTTP/1.1 409 Conflict\r\nContent-Length: 5\r\nRetry-After: 7\r\n\r\nabcde";
    const TO_THE_END: &str = "HTTP/1.0 200 OK\r\n\r\nabcde";

    #[test]
    fn an_answer_is_taken_once_it_is_complete_and_not_before() {
        for (text, ended) in [(CHUNKED, false), (COUNTED, false), (TO_THE_END, true)] {
            let mut received = Vec::new();
            for byte in text[..text.len() - 1].bytes() {
                received.push(byte);
                assert!(
                    take(&mut received, false).expect("HTTP").is_none(),
                    "{text}"
                );
            }
            received.extend(text.bytes().last());
            received.extend(if ended { &b""[..] } else { b"next" });
            let answer = take(&mut received, ended).expect("HTTP").expect("complete");
            assert_eq!(answer.body, b"abcde");
            assert_eq!(received.len(), if ended { 0 } else { 4 }, "{text}");
        }
    }

    #[test]
    fn to_go_on_is_an_answer_of_its_own() {
        let mut received = format!("HTTP/1.1 100 Continue\r\n\r\n{COUNTED}").into_bytes();
        let first = take(&mut received, false).expect("HTTP").expect("complete");
        assert_eq!(first.status, StatusCode::CONTINUE);
        let second = take(&mut received, false).expect("HTTP").expect("complete");
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert_eq!(second.headers["retry-after"], "7");
    }

    #[test]
    fn what_is_no_answer_of_a_gateway_is_refused() {
        let endless = format!("HTTP/1.1 200 OK\r\nX: {}", "a".repeat(LONGEST));
        let huge = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n";
        let odd = "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n";
        for text in ["/ISK5\\2M550T-1012\r\n", &endless, huge, odd] {
            let mut received = text.as_bytes().to_vec();
            assert!(take(&mut received, false).is_err(), "{text:.60}");
        }
    }
}
