use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::error::Kind as ErrorKind;

const INFO: &str = r#"{"schema":"smr.info/1","id":"smr-a1b2c3","name":"kitchen","firmware":{"version":"1.2.3","build":"b"},"board":"esp8266-1m","state":"run","api":1}"#;
const EVENTS: &str = r#"{"schema":"smr.events/1","next":1,"uptime_s":5,"events":[]}"#;

/// A server that gives one answer after the other, each on a connection of its own, and keeps what was asked.
struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(answers: Vec<String>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        tokio::spawn(async move {
            for answer in answers {
                let Ok((mut stream, _)) = listener.accept().await else {
                    return;
                };
                let mut request = vec![0; 4096];
                let count = stream.read(&mut request).await.unwrap_or(0);
                let text = String::from_utf8_lossy(&request[..count]).into_owned();
                log.lock().expect("a list").push(text);
                // Who has gone away needs no answer.
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Server { address, asked }
    }

    fn client(&self) -> Client {
        Client::new(self.address, Duration::from_secs(20)).expect("a client")
    }

    fn admin(&self, user: &str) -> Client {
        let mut client = self.client();
        client.log_in(Login {
            user: user.to_owned(),
            password: Password::new("hunter2").expect("a password"),
        });
        client
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("a list").clone()
    }
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
}

fn challenge(stale: bool) -> String {
    let stale = if stale { ", stale=true" } else { "" };
    let header = format!(
        "WWW-Authenticate: Digest realm=\"smr-a1b2c3\", qop=\"auth\", algorithm=SHA-256, nonce=\"00\"{stale}\r\n"
    );
    answer("401 Unauthorized", &header, "{}")
}

fn refusal(status: &str, headers: &str, code: &str) -> String {
    let body = format!(r#"{{"error":{{"code":"{code}","message":"Because."}}}}"#);
    answer(status, headers, &body)
}

fn said(error: &Error) -> String {
    let mut lines = vec![error.to_string()];
    lines.extend(error.hints().iter().cloned());
    lines.join("\n")
}

#[tokio::test]
async fn every_failure_has_its_own_words_and_exit_code() {
    let good = answer("200 OK", "", INFO);
    let cut = answer("200 OK", "", INFO).replace("Content-Length: 1", "Content-Length: 9");
    let cases: Vec<(Vec<String>, ErrorKind, &str)> = vec![
        (
            vec![answer("200 OK", "", "<html>")],
            ErrorKind::NothingFound,
            "no smr gateway",
        ),
        (
            vec![answer("404 Not Found", "", "")],
            ErrorKind::NothingFound,
            "no smr gateway",
        ),
        (
            vec![answer("302 Found", "Location: /login\r\n", "")],
            ErrorKind::NothingFound,
            "no smr gateway",
        ),
        (
            vec!["/ISK5\\2M550T-1012\r\n\r\n".to_owned()],
            ErrorKind::NothingFound,
            "port 2001",
        ),
        (
            vec![good.replace("smr.info/1", "smr.info/9")],
            ErrorKind::Failed,
            "update smr",
        ),
        (vec![cut], ErrorKind::Unreachable, "cut off"),
        (
            vec![String::new()],
            ErrorKind::NothingFound,
            "no smr gateway",
        ),
        (
            vec![refusal("421 Misdirected Request", "", "foreign-host")],
            ErrorKind::Failed,
            "does not go by",
        ),
        (
            vec![refusal("503 Service Unavailable", "", "busy")],
            ErrorKind::Failed,
            "Because (HTTP status 503, busy)",
        ),
        (
            vec![answer("200 OK", "", &"x".repeat(LONGEST + 1))],
            ErrorKind::Failed,
            "more than a gateway",
        ),
    ];
    for (answers, kind, part) in cases {
        let shown: String = answers.concat().chars().take(80).collect();
        let server = Server::start(answers).await;
        let error = server.client().info().await.expect_err("a failure");
        assert_eq!(error.kind(), kind, "{shown}: {}", said(&error));
        assert!(said(&error).contains(part), "{shown}: {}", said(&error));
        assert!(!error.hints().is_empty(), "{shown}");
    }
}

#[tokio::test]
async fn refusals_of_an_admin_say_what_to_do() {
    let lockout = refusal("429 Too Many Requests", "Retry-After: 61\r\n", "locked-out");
    let cases = [
        (
            vec![challenge(false), challenge(false)],
            ErrorKind::Authentication,
            "password of user \"admin\"",
        ),
        (
            vec![challenge(false), lockout],
            ErrorKind::Authentication,
            "wait 1m1s",
        ),
        (
            vec![refusal("403 Forbidden", "", "no-password")],
            ErrorKind::Authentication,
            "no admin password yet",
        ),
        (
            vec![refusal("404 Not Found", "", "not-found")],
            ErrorKind::Failed,
            "older than this program",
        ),
        (vec![challenge(true); 3], ErrorKind::Failed, "401"),
    ];
    for (answers, kind, part) in cases {
        let server = Server::start(answers).await;
        let error = server.admin("admin").status().await.expect_err("a failure");
        assert_eq!(error.kind(), kind, "{}", said(&error));
        assert!(said(&error).contains(part), "{}", said(&error));
    }
    let server = Server::start(vec![challenge(false), challenge(false)]).await;
    let error = server.admin("root").status().await.expect_err("a failure");
    assert!(said(&error).contains("--user admin"), "{}", said(&error));
}

#[tokio::test]
async fn without_a_password_none_is_made_up() {
    let server = Server::start(vec![challenge(false)]).await;
    let error = server.client().status().await.expect_err("a failure");
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(said(&error).contains("--password-file"), "{}", said(&error));
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn one_challenge_serves_many_requests_and_an_old_one_is_replaced() {
    let events = answer("200 OK", "", EVENTS);
    let server = Server::start(vec![
        challenge(false),
        events.clone(),
        events.clone(),
        challenge(true),
        events,
    ])
    .await;
    let mut client = server.admin("admin");
    for _ in 0..3 {
        client.events(0).await.expect("events");
    }
    let asked = server.asked();
    let counts: Vec<Option<&str>> = asked
        .iter()
        .map(|request| request.split("nc=").nth(1).and_then(|rest| rest.get(..8)))
        .collect();
    let [one, two, three] = ["00000001", "00000002", "00000003"].map(Some);
    assert_eq!(counts, [None, one, two, three, one]);
    assert!(asked.iter().all(|request| !request.contains("hunter2")));
}

#[tokio::test]
async fn the_name_of_a_user_is_never_sent_to_learn_who_is_there() {
    let server = Server::start(vec![answer("200 OK", "", INFO)]).await;
    server.admin("admin").info().await.expect("an answer");
    assert!(!server.asked()[0].to_lowercase().contains("authorization"));
}

#[tokio::test]
async fn a_frame_is_kept_to_the_byte_and_may_be_missing() {
    let headers = "X-SMR-CRC: invalid\r\nX-SMR-Age-Ms: 412\r\n";
    let server = Server::start(vec![
        answer("200 OK", headers, "/X\r\n\u{1b}!"),
        refusal("404 Not Found", "", "no-frame"),
    ])
    .await;
    let mut client = server.client();
    let frame = client.frame().await.expect("an answer").expect("a frame");
    let expected = Frame {
        bytes: b"/X\r\n\x1b!".to_vec(),
        check: FrameCheck::Invalid,
        age_ms: Some(412),
    };
    assert_eq!(frame, expected);
    assert_eq!(client.frame().await.expect("an answer"), None);
}

#[tokio::test]
async fn nobody_there_and_nobody_who_answers_are_told_apart() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = free.local_addr().expect("an address");
    let mut client = Client::new(address, Duration::from_millis(50)).expect("a client");
    let error = client.info().await.expect_err("silence");
    assert!(said(&error).contains("within 50ms"), "{}", said(&error));
    drop(free);
    let error = client.info().await.expect_err("nobody");
    assert!(
        said(&error).contains("refuses the connection"),
        "{}",
        said(&error)
    );
    assert_eq!(error.kind(), ErrorKind::Unreachable);
}

#[tokio::test]
async fn one_address_after_the_other_is_tried() {
    let server = Server::start(vec![answer("200 OK", "", INFO)]).await;
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let nobody = free.local_addr().expect("an address");
    drop(free);
    let located = Located {
        name: "kitchen".to_owned(),
        addresses: vec![nobody, server.address],
    };
    let (client, info) = Client::reach(&located, Duration::from_secs(20))
        .await
        .expect("a gateway");
    assert_eq!(client.place(), server.address.to_string());
    assert_eq!(info.model.id, "smr-a1b2c3");
}

#[tokio::test]
async fn an_order_is_signed_with_its_method_and_a_refused_one_says_why() {
    let body = r#"{"serial":{"baud":9600}}"#;
    let server = Server::start(vec![
        challenge(false),
        answer("202 Accepted", "", "{}"),
        challenge(false),
        answer("202 Accepted", "", ""),
        challenge(false),
        refusal("422 Unprocessable Content", "", "invalid-setting"),
    ])
    .await;
    let done = server.admin("admin").change_settings(body).await;
    assert_eq!(done.expect("begun"), Done::Begun);
    let done = server.admin("admin").post("/api/v1/restart").await;
    assert_eq!(done.expect("begun"), Done::Begun);
    let error = server.admin("admin").change_settings(body).await;
    let error = error.expect_err("refused");
    assert!(said(&error).contains("invalid-setting"), "{}", said(&error));
    let asked = server.asked();
    assert!(
        asked[1].starts_with("PATCH /api/v1/config ") && asked[1].ends_with(body),
        "{}",
        asked[1]
    );
    assert!(asked[1].contains("content-type: application/json"));
    assert!(
        asked[3].starts_with("POST /api/v1/restart "),
        "{}",
        asked[3]
    );
    for at in [1, 3] {
        assert!(asked[at].contains("response="), "{}", asked[at]);
    }
}
