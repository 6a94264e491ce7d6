use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use super::*;
use crate::image::{Board, Descriptor, Recipe, build};

/// A server that answers to the head, and to so many bytes of the body, and hangs up then; what it was sent.
async fn run(first: String, after: usize, second: String) -> (Result<(), Trouble>, Vec<u8>) {
    let file = build(&Recipe {
        descriptor: Descriptor {
            version: "1.2.3".parse().expect("a version"),
            board: Board::Esp8266With1M,
            build: "test".parse().expect("a build"),
            security_version: 0,
        },
        size: 200_000,
        seed: 1,
    });
    let file = file.expect("an image");
    let image = Image::parse(&file).expect("a sound image");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut seen = Vec::new();
        while !seen.windows(4).any(|part| part == b"\r\n\r\n") {
            assert_ne!(stream.read_buf(&mut seen).await.expect("a head"), 0);
        }
        let head = seen.len();
        stream.write_all(first.as_bytes()).await.expect("sent");
        while seen.len() < head + after {
            assert_ne!(stream.read_buf(&mut seen).await.expect("a body"), 0);
        }
        stream.write_all(second.as_bytes()).await.expect("sent");
        seen
    });
    let mut client = Client::new(address, Duration::from_secs(20)).expect("a client");
    let mut told = 0;
    let mut tell = |sent| {
        assert!(sent > told);
        told = sent;
    };
    let sent = send(&mut client, &image, &file, &mut tell).await;
    (sent, server.await.expect("a server"))
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{headers}\r\n{body}")
}

fn refusal(status: &str, code: &str) -> String {
    let body = format!(r#"{{"error":{{"code":"{code}","message":"Because."}}}}"#);
    answer(status, "Retry-After: 7\r\n", &body)
}

const GO_ON: &str = "HTTP/1.1 100 Continue\r\n\r\n";

#[tokio::test]
async fn a_refusal_of_the_head_comes_before_any_of_the_image() {
    for (status, code, reason, hint) in [
        ("409 Conflict", "busy", Reason::Busy, "in a minute"),
        ("409 Conflict", "unconfirmed", Reason::Busy, "is new"),
        ("413 X", "too-large", Reason::Refused, "507808"),
        ("422 X", "wrong-board", Reason::Refused, "board you have"),
        ("429 X", "locked-out", Reason::Authentication, "wait 7s"),
        ("403 X", "no-password", Reason::Authentication, "set one"),
        ("404 X", "not-found", Reason::Refused, "may be older"),
        ("500 X", "flash-failed", Reason::FlashFailed, "worn out"),
    ] {
        let (sent, seen) = run(refusal(status, code), 0, String::new()).await;
        let Err(Trouble::Refused(found, error, 0)) = sent else {
            panic!("{code}: {sent:?}");
        };
        assert_eq!(found, reason, "{code}");
        let hints = error.hints().join("\n");
        assert!(hints.contains(hint), "{code}: {hints}");
        let text = String::from_utf8_lossy(&seen).into_owned();
        assert!(text.ends_with("\r\n\r\n"), "{text}");
        assert!(text.contains("Expect: 100-continue\r\n"), "{text}");
        assert!(text.contains("Content-Length: 200000\r\n"), "{text}");
    }
}

#[tokio::test]
async fn a_refusal_in_the_middle_ends_the_upload_and_is_told() {
    let (sent, _) = run(GO_ON.to_owned(), 5000, refusal("500 X", "flash-failed")).await;
    let Err(Trouble::Refused(Reason::FlashFailed, error, sent)) = sent else {
        panic!("{sent:?}");
    };
    assert!((5000..200_000).contains(&sent), "{sent}");
    assert!(error.to_string().contains("flash-failed"), "{error}");
}

#[tokio::test]
async fn hanging_up_without_a_word_is_a_cut() {
    let (sent, _) = run(GO_ON.to_owned(), 5000, String::new()).await;
    assert!(
        matches!(sent, Err(Trouble::Cut(_, 5000..200_000))),
        "{sent:?}"
    );
    let (sent, _) = run(String::new(), 0, String::new()).await;
    assert!(matches!(sent, Err(Trouble::Unsent(_))), "{sent:?}");
}

#[tokio::test]
async fn a_gateway_that_verified_another_image_is_not_believed() {
    let other = "0".repeat(64);
    let body =
        format!(r#"{{"schema":"smr.update/1","version":"1.2.3","build":"b","sha256":"{other}"}}"#);
    let (sent, seen) = run(GO_ON.to_owned(), 200_000, answer("200 OK", "", &body)).await;
    assert!(
        matches!(sent, Err(Trouble::Refused(Reason::Unproven, _, 200_000))),
        "{sent:?}"
    );
    assert!(seen.len() > 200_000);
}
