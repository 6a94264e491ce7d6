//! Over the gateway's own access point: the API of its portal.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio::time::sleep;

use super::improv::Check;
use super::problem::Problem;
use super::site::{GatewayName, Site};
use super::trouble;
use super::way::{Gateway, Joining, Network, Way};
use crate::config::secret::Password;
use crate::config::wifi::Access;
use crate::error::{Error, Kind, Result};
use crate::gateway::client::setup::Provision;
use crate::gateway::{Client, Info, Located, Login};

/// How long one answer is waited for.
const ANSWER: Duration = Duration::from_secs(5);
/// A request that is lost is made so often.
const MOST_TRIES: u32 = 3;
/// Between two questions.
const PAUSE: Duration = Duration::from_millis(300);
/// A gateway scans for 15 s at most.
const SCAN: Duration = Duration::from_secs(20);
/// A gateway tries a network for 25 s at most.
const JOIN: Duration = Duration::from_secs(45);
/// The access point moves to the channel of the network, and phones and computers follow after a while, or do not.
const LOST: Duration = Duration::from_secs(15);
/// How often is looked whether somebody wants to stop.
const LOOK: Duration = Duration::from_millis(50);
/// The port of HTTP.
const HTTP: u16 = 80;

/// The way over the access point.
pub struct Portal<'a> {
    runtime: Runtime,
    address: SocketAddr,
    client: Client,
    info: Option<Info>,
    check: Check<'a>,
}

impl<'a> Portal<'a> {
    /// Through the portal at this address; `check` says whether to go on.
    ///
    /// # Errors
    ///
    /// A system without sockets.
    pub fn new(address: SocketAddr, check: Check<'a>) -> Result<Portal<'a>> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|cause| Error::failed("cannot start the event loop").because(cause))?;
        Ok(Portal {
            runtime,
            address,
            client: Client::new(address, ANSWER)?,
            info: None,
            check,
        })
    }
}

/// Whether a gateway takes another network at its access point.
pub fn is_open(info: &Info) -> bool {
    info.state == "setup" || wants_login(info)
}

/// Whether it was set up before, and asks for its admin password.
fn wants_login(info: &Info) -> bool {
    info.state == "fallback"
}

/// Waits for something, but not for longer than nobody wants to stop.
///
/// # Errors
///
/// Those of what is waited for, or a wish to stop.
pub(super) async fn checked<T>(
    check: Check<'_>,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    let stopped = async {
        loop {
            if let Err(error) = check() {
                break error;
            }
            sleep(LOOK).await;
        }
    };
    tokio::select! {
        outcome = work => outcome,
        error = stopped => Err(error),
    }
}

/// Who is at an address, asked again while nobody answers.
async fn ask(client: &mut Client, address: SocketAddr, patience: Duration) -> Result<Info> {
    let until = Instant::now() + patience;
    let located = Located {
        name: client.place().to_owned(),
        addresses: vec![address],
    };
    loop {
        match Client::reach(&located, ANSWER.min(patience)).await {
            Ok((reached, info)) => {
                *client = reached;
                return Ok(info.model);
            }
            Err(error) if error.kind() == Kind::Unreachable && Instant::now() < until => {
                sleep(PAUSE).await;
            }
            Err(error) => return Err(trouble::no_portal(&located.name, error)),
        }
    }
}

/// The networks that it hears now.
async fn scan(client: &mut Client) -> Result<Vec<Network>> {
    let until = Instant::now() + SCAN;
    let mut scan = client.scan(true).await?;
    while scan.model.running && Instant::now() < until {
        sleep(PAUSE).await;
        scan = client.scan(false).await?;
    }
    let mut found: Vec<Network> = Vec::new();
    for heard in scan.model.networks {
        let is_known = found.iter().any(|network| network.ssid == heard.ssid);
        if !is_known && !heard.ssid.is_empty() {
            found.push(Network {
                ssid: heard.ssid,
                rssi_dbm: heard.rssi_dbm,
                is_open: heard.open,
            });
        }
    }
    Ok(found)
}

/// Waits while the gateway tries a network that it was given before; not for ever.
async fn wait_until_idle(client: &mut Client) -> Result<()> {
    let until = Instant::now() + JOIN;
    while client.attempt().await?.model.state == "joining" && Instant::now() < until {
        sleep(PAUSE).await;
    }
    Ok(())
}

/// Hands over what is wanted. Where the answer is lost, the gateway is asked whether it has begun.
async fn hand_over(client: &mut Client, wanted: &Provision<'_>) -> Result<()> {
    for _ in 0..MOST_TRIES {
        match client.provision(wanted).await {
            Err(error) if error.kind() == Kind::Unreachable => sleep(PAUSE).await,
            outcome => return outcome.map(drop),
        }
        match client.attempt().await {
            Ok(attempt) if matches!(attempt.model.state.as_str(), "idle" | "failed") => {}
            // It has begun, or has gone: whoever follows it finds out.
            _ => return Ok(()),
        }
    }
    Err(trouble::fell_silent(client.place()))
}

/// How the attempt ended: the address; nothing if the access point went away before it was told.
async fn follow(client: &mut Client) -> Result<Result<Option<std::net::Ipv4Addr>, Problem>> {
    let until = Instant::now() + JOIN;
    let mut heard_at = Instant::now();
    loop {
        sleep(PAUSE).await;
        match client.attempt().await {
            Ok(attempt) => {
                heard_at = Instant::now();
                match attempt.model.state.as_str() {
                    "joined" => return Ok(Ok(attempt.model.ip)),
                    "failed" => {
                        let word = attempt.model.reason;
                        return Ok(Err(Problem::from_word(word.as_deref())));
                    }
                    _ if Instant::now() > until => return Ok(Err(Problem::Unknown)),
                    _ => {}
                }
            }
            Err(error) if error.kind() == Kind::Unreachable => {
                if heard_at.elapsed() > LOST || Instant::now() > until {
                    return Ok(Ok(None));
                }
            }
            // It speaks to its admin only: it is in the network, and out of setup.
            Err(error) if error.kind() == Kind::Authentication => return Ok(Ok(None)),
            Err(error) => return Err(error),
        }
    }
}

impl Way for Portal<'_> {
    fn place(&self) -> String {
        self.client.place().to_owned()
    }

    fn meet(&mut self, patience: Duration) -> Result<Gateway> {
        let asked = ask(&mut self.client, self.address, patience);
        let info = self.runtime.block_on(checked(self.check, asked))?;
        if !is_open(&info) {
            return Err(trouble::not_in_setup(
                self.client.place(),
                &info.state,
                &info.name,
            ));
        }
        let gateway = Gateway {
            name: info.name.clone(),
            version: info.firmware.version.clone(),
            board: info.board.clone(),
            wants_login: wants_login(&info),
        };
        self.info = Some(info);
        Ok(gateway)
    }

    fn log_in(&mut self, admin: &Password) {
        self.client.log_in(Login {
            user: "admin".to_owned(),
            password: admin.clone(),
        });
    }

    fn networks(&mut self) -> Result<Vec<Network>> {
        let work = scan(&mut self.client);
        self.runtime.block_on(checked(self.check, work))
    }

    fn join(&mut self, site: &Site) -> Result<Joining> {
        if self.info.is_none() {
            self.meet(ANSWER)?;
        }
        let id = self.info.as_ref().map(|info| info.id.clone());
        let wants_login = self.info.as_ref().is_some_and(wants_login);
        if wants_login {
            self.log_in(&site.admin);
        }
        let secret = site.access.secret();
        let wanted = Provision {
            ssid: site.ssid.as_str(),
            passphrase: (site.access != Access::Open).then_some(secret.as_str()),
            name: site.name.as_ref().map(GatewayName::as_str),
            admin_password: (!wants_login).then(|| site.admin.expose()),
        };
        let client = &mut self.client;
        let work = async {
            wait_until_idle(client).await?;
            hand_over(client, &wanted).await?;
            follow(client).await
        };
        let outcome = self.runtime.block_on(checked(self.check, work))?;
        Ok(match outcome {
            Err(problem) => Joining::Failed(problem),
            Ok(ip) => Joining::Joined {
                id: id.unwrap_or_default(),
                // A virtual board stays where it is.
                address: ip.map(|ip| match self.address {
                    here if here.ip() == ip => here,
                    _ => SocketAddr::new(ip.into(), HTTP),
                }),
            },
        })
    }
}
