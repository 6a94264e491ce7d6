//! A gateway that goes away for a while, after a restart, an update or a change of its network, and is waited for.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::client::{Client, Login};
use super::document::{Document, Info};
use super::locate::Located;
use crate::config::duration;
use crate::discovery::{Network, find};
use crate::error::{Error, Kind, Result};

/// How long one answer is waited for, while there may be none.
const ANSWER: Duration = Duration::from_secs(3);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(200);
/// The old address is tried alone for so long, before the gateway is searched for by its id as well.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long each search takes.
const SEARCH: Duration = Duration::from_secs(2);

/// Whom to wait for.
#[derive(Clone, Debug)]
pub struct Awaited {
    /// Its id: another gateway that got its address is not it.
    pub id: String,
    /// Where it was.
    pub located: Located,
    /// Who asks it.
    pub login: Option<Login>,
    /// Where it announces itself, if it comes back elsewhere; nowhere for a virtual gateway inside this process.
    pub network: Option<Network>,
}

impl Awaited {
    /// Looks again and again, until `look` has found what it looks for; for at most `limit`. A gateway that cannot be reached is
    /// tried again: first where it was, then also where it announces its id.
    ///
    /// # Errors
    ///
    /// When the time is up: [`Kind::Unreachable`] if it does not answer then, [`Kind::Failed`] if it does. Other failures of `look`
    /// at once.
    pub async fn until<T>(
        &self,
        limit: Duration,
        mut look: impl AsyncFnMut(&mut Client, &Document<Info>) -> Result<Option<T>>,
    ) -> Result<T> {
        let start = Instant::now();
        let mut last = None;
        let mut elsewhere = None;
        let mut silent_since = start;
        let mut answers = false;
        let waiting = async {
            loop {
                let places = [Some(&self.located), elsewhere.as_ref()];
                let mut has_answered = false;
                for located in places.into_iter().flatten() {
                    match self.look_at(located, limit, &mut look).await {
                        Ok(Some(found)) => return Ok(found),
                        Ok(None) => has_answered = true,
                        Err(error) if may_pass(&error) => last = Some(error),
                        Err(error) => return Err(error),
                    }
                }
                answers = has_answered;
                if answers {
                    silent_since = Instant::now();
                } else if silent_since.elapsed() > PATIENCE {
                    elsewhere = self.search().await.or(elsewhere.take());
                }
                sleep(PAUSE).await;
            }
        };
        if let Ok(outcome) = timeout(limit, waiting).await {
            return outcome;
        }
        let name = &self.located.name;
        let time = duration::display(limit);
        if answers {
            return Err(Error::failed(format!(
                "{name} answers, but not as it should after {time}"
            )));
        }
        let error = Error::unreachable(format!("{name} has not come back within {time}"));
        let error = match last {
            Some(cause) => error.because(cause),
            None => error,
        };
        Err(error.hint("see whether it announces itself: smr discover"))
    }

    async fn look_at<T>(
        &self,
        located: &Located,
        limit: Duration,
        look: &mut impl AsyncFnMut(&mut Client, &Document<Info>) -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        let (mut client, info) = Client::reach(located, ANSWER.min(limit)).await?;
        if info.model.id != self.id {
            return Err(Error::unreachable(format!(
                "{} is now {}",
                client.place(),
                info.model.id
            )));
        }
        if let Some(login) = &self.login {
            client.log_in(login.clone());
        }
        look(&mut client, &info).await
    }

    /// Where it announces itself now.
    async fn search(&self) -> Option<Located> {
        let network = self.network.as_ref()?;
        let gateway = find(&self.id, SEARCH, network).await.ok()?;
        let addresses = gateway.sockets(gateway.port);
        let addresses: Vec<_> = addresses.into_iter().filter(SocketAddr::is_ipv4).collect();
        (!addresses.is_empty()).then(|| Located {
            name: self.located.name.clone(),
            addresses,
        })
    }
}

/// Whether it is what a gateway that restarts looks like.
fn may_pass(error: &Error) -> bool {
    matches!(error.kind(), Kind::Unreachable | Kind::NothingFound)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    const INFO: &str = r#"{"schema":"smr.info/1","id":"smr-a1b2c3","name":"kitchen","firmware":{"version":"1.2.3","build":"b"},"board":"esp8266-1m","state":"run","api":1}"#;

    /// Somebody who answers these, one after the other, the last for ever; an empty one breaks the connection.
    async fn awaited(answers: &[String]) -> Awaited {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let answers = answers.to_vec();
        tokio::spawn(async move {
            let mut at = 0;
            while let Ok((mut stream, _)) = listener.accept().await {
                let body = answers[at.min(answers.len() - 1)].clone();
                at += 1;
                let _ = stream.read(&mut [0; 4096]).await;
                if !body.is_empty() {
                    let head = format!(
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                        body.len()
                    );
                    let _ = stream.write_all((head + &body).as_bytes()).await;
                }
            }
        });
        Awaited {
            id: "smr-a1b2c3".to_owned(),
            located: Located {
                name: "kitchen".to_owned(),
                addresses: vec![address],
            },
            login: None,
            network: None,
        }
    }

    #[tokio::test]
    async fn one_that_comes_back_is_found_and_one_with_its_address_is_not_it() {
        let joining = INFO.replace("run", "joining");
        let other = INFO.replace("a1b2c3", "000000");
        let awaited = awaited(&[String::new(), other, joining, INFO.to_owned()]).await;
        let limit = Duration::from_secs(20);
        let state = awaited
            .until(limit, async |_, info| {
                Ok((info.model.state == "run").then(|| info.model.state.clone()))
            })
            .await;
        assert_eq!(state.expect("back"), "run");
    }

    #[tokio::test]
    async fn one_that_does_not_come_back_is_unreachable() {
        let limit = Duration::from_millis(400);
        let gone = awaited(&[String::new()]).await;
        let error = gone.until(limit, async |_, _| Ok(Some(()))).await;
        assert_eq!(error.expect_err("gone").kind(), Kind::Unreachable);
        let wrong = awaited(&[INFO.to_owned()]).await;
        let error = wrong.until(limit, async |_, _| Ok(None::<()>)).await;
        let error = error.expect_err("never");
        assert_eq!(error.kind(), Kind::Failed);
        assert!(error.to_string().contains("not as it should"), "{error}");
    }

    #[tokio::test]
    async fn what_waiting_cannot_mend_is_told_at_once() {
        let here = awaited(&[INFO.to_owned()]).await;
        let error = here
            .until(Duration::from_secs(20), async |_, _| {
                Err::<Option<()>, _>(Error::new(Kind::Authentication, "wrong"))
            })
            .await;
        assert_eq!(error.expect_err("refused").kind(), Kind::Authentication);
    }

    #[tokio::test]
    async fn one_that_comes_back_elsewhere_is_found_by_its_id() {
        use crate::discovery::{Address, Announcement, Announcer, Gateway, Interfaces};
        let free = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
        let network = Network {
            port: free.local_addr().expect("an address").port(),
            interfaces: Interfaces::Loopback,
        };
        drop(free);
        let here = awaited(&[INFO.to_owned()]).await;
        let port = here.located.addresses.first().expect("one").port();
        let announcer = Announcer::start(&network).expect("an announcer");
        let gateway = Gateway {
            id: Some(here.id.clone()),
            name: "kitchen".to_owned(),
            host: "kitchen.local".to_owned(),
            port,
            addresses: Address::new([127, 0, 0, 1].into(), None)
                .into_iter()
                .collect(),
            p1_port: None,
            version: None,
            board: None,
            state: None,
        };
        announcer
            .announce(&Announcement::of(&gateway))
            .expect("announced");
        let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let before = nobody.local_addr().expect("an address");
        drop(nobody);
        let moved = Awaited {
            located: Located {
                name: "kitchen".to_owned(),
                addresses: vec![before],
            },
            network: Some(network),
            ..here
        };
        let found = moved
            .until(Duration::from_secs(30), async |client, _| {
                Ok(Some(client.place().to_owned()))
            })
            .await;
        assert_eq!(found.expect("found"), format!("127.0.0.1:{port}"));
    }
}
