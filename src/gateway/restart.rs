//! Waiting until a gateway has restarted, at the address where it was.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::client::Client;
use super::document::Document;
use super::status::Status;
use crate::error::{Error, Kind, Result};

/// How often it is asked.
const PAUSE: Duration = Duration::from_millis(250);
/// One that is away answers nothing: each question ends after this, however long others may take.
const TRY: Duration = Duration::from_secs(5);

/// One start of a gateway, told from the others by the number of starts. A power cut begins that number anew: then the time since the start
/// tells, and what runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    boots: u32,
    uptime_s: u32,
    version: String,
    build: String,
}

impl Start {
    /// The start since which these are the figures.
    pub fn of(status: &Status) -> Start {
        let device = &status.device;
        Start {
            boots: device.boot_count,
            uptime_s: device.uptime_s,
            version: device.firmware.version.clone(),
            build: device.firmware.build.clone(),
        }
    }

    /// Whether the gateway has started anew before these were its figures.
    pub fn is_over(&self, status: &Status) -> bool {
        let now = Start::of(status);
        now.boots != self.boots
            || now.uptime_s < self.uptime_s
            || (now.version, now.build) != (self.version.clone(), self.build.clone())
    }
}

/// What came of waiting.
#[derive(Debug)]
pub enum Waited {
    /// It has started anew, and these are its figures.
    Back(Document<Status>),
    /// It answers, and has not restarted.
    Same(Document<Status>),
    /// It does not answer; how the last question ended.
    Gone(Error),
}

/// Asks again and again, for up to `patience`, until the gateway has left the start `before`.
///
/// # Errors
///
/// [`Kind::Authentication`]: it is there and does not know the login any more, as after a factory reset. And [`Kind::Failed`]: it
/// speaks otherwise than this program, as other firmware does.
pub async fn for_restart(
    client: &mut Client,
    before: &Start,
    patience: Duration,
) -> Result<Waited> {
    let usual = client.limit();
    client.set_limit(usual.min(TRY));
    let waited = ask(client, before, Instant::now() + patience).await;
    client.set_limit(usual);
    waited
}

async fn ask(client: &mut Client, before: &Start, until: Instant) -> Result<Waited> {
    loop {
        let waited = match client.status().await {
            Ok(status) if before.is_over(&status.model) => return Ok(Waited::Back(status)),
            Ok(status) => Waited::Same(status),
            Err(error) if matches!(error.kind(), Kind::Authentication | Kind::Failed) => {
                return Err(error);
            }
            // Whatever a connection that ends in the middle looks like.
            Err(error) => Waited::Gone(error),
        };
        if Instant::now() + PAUSE >= until {
            return Ok(waited);
        }
        sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A server that gives these answers in turn, the last of them for ever; an empty one ends the connection without a word.
    async fn client_of(answers: Vec<String>) -> Client {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            let mut turn = 0;
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let answer = &answers[turn.min(answers.len() - 1)];
                // Who has gone away needs no answer.
                let _ = stream.write_all(answer.as_bytes()).await;
                turn += 1;
            }
        });
        Client::new(address, Duration::from_secs(20)).expect("a client")
    }

    fn answer(status: &str, body: &str) -> String {
        let length = body.len();
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
    }

    fn status(boots: u32) -> String {
        let text = include_str!("testdata/status.json");
        let count = "\"boot_count\":7";
        assert!(text.contains(count));
        answer(
            "200 OK",
            &text.replace(count, &format!("\"boot_count\":{boots}")),
        )
    }

    const LONG: Duration = Duration::from_secs(60);
    /// That of the figures with seven starts.
    fn before() -> Start {
        let text = include_str!("testdata/status.json");
        Start::of(&serde_json::from_str(text).expect("a status"))
    }

    #[test]
    fn a_start_is_over_once_anything_shows_another() {
        let text = include_str!("testdata/status.json");
        for (from, to, is_over) in [
            ("\"uptime_s\":345678", "\"uptime_s\":345679", false),
            ("\"boot_count\":7", "\"boot_count\":8", true),
            // Power was away, and the starts are counted from one again.
            ("\"uptime_s\":345678", "\"uptime_s\":5", true),
            ("\"version\":\"1.2.3\"", "\"version\":\"1.2.4\"", true),
            ("\"build\":\"sim\"", "\"build\":\"other\"", true),
        ] {
            assert!(text.contains(from), "{from}");
            let status = serde_json::from_str(&text.replace(from, to)).expect("a status");
            assert_eq!(before().is_over(&status), is_over, "{to}");
        }
    }

    #[tokio::test]
    async fn a_gateway_is_back_once_it_counts_another_start() {
        let mut client = client_of(vec![status(7), String::new(), status(7), status(8)]).await;
        let waited = for_restart(&mut client, &before(), LONG).await;
        let Ok(Waited::Back(status)) = waited else {
            panic!("{waited:?}");
        };
        assert_eq!(status.model.device.boot_count, 8);
        assert_eq!(client.limit(), Duration::from_secs(20), "as before");
    }

    #[tokio::test]
    async fn one_that_does_not_restart_is_told_from_one_that_is_away() {
        let short = Duration::from_millis(1);
        let mut there = client_of(vec![status(7)]).await;
        let waited = for_restart(&mut there, &before(), short).await;
        assert!(matches!(waited, Ok(Waited::Same(_))), "{waited:?}");
        let mut away = client_of(vec![String::new()]).await;
        let waited = for_restart(&mut away, &before(), short).await;
        assert!(matches!(waited, Ok(Waited::Gone(_))), "{waited:?}");
    }

    #[tokio::test]
    async fn one_that_does_not_know_the_login_is_not_waited_for() {
        let error = r#"{"error":{"code":"no-password","message":"None yet."}}"#;
        let mut client = client_of(vec![answer("403 Forbidden", error)]).await;
        let waited = for_restart(&mut client, &before(), LONG).await;
        let error = waited.expect_err("no password");
        assert_eq!(error.kind(), Kind::Authentication);
    }
}
