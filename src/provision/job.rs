//! All of it together: a gateway in setup becomes one that answers in its network, with its new password.

use std::net::SocketAddr;
use std::time::Duration;

use super::improv::Check;
use super::portal::checked;
use super::problem::Problem;
use super::site::Site;
use super::trouble;
use super::way::{Gateway, Joining, Network, Way};
use crate::config::secret::Password;
use crate::discovery;
use crate::error::{Error, Kind, Result};
use crate::gateway::{Awaited, Client, Info, Located, Login};

/// What happens on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A gateway in setup has answered.
    Met {
        /// On this port or at this address.
        place: String,
        /// It.
        gateway: Gateway,
    },
    /// It looks for networks.
    Looking,
    /// It hears these.
    Heard(Vec<Network>),
    /// It tries the network.
    Joining {
        /// The network's name.
        ssid: String,
        /// What the gateway keeps: `key`, `passphrase` or `open`.
        keeps: &'static str,
    },
    /// It could not join.
    NotJoined(Problem),
    /// It is in the network.
    Joined {
        /// Its id.
        id: String,
        /// Where it answers, if it could say so.
        address: Option<SocketAddr>,
    },
    /// It is looked for from here.
    Waiting,
}

/// A gateway that is set up and has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provisioned {
    /// Its id.
    pub id: String,
    /// Its name, or its id.
    pub name: String,
    /// Where it answered HTTP.
    pub address: SocketAddr,
    /// Where it sends what the meter says.
    pub meter: SocketAddr,
    /// The network that it is in.
    pub ssid: String,
    /// The signal there, in dBm, if it said so.
    pub rssi_dbm: Option<i32>,
    /// The version of its firmware.
    pub version: String,
    /// The board.
    pub board: String,
}

impl Provisioned {
    /// What a gateway says of itself, to somebody who is logged in.
    async fn read(client: &mut Client, info: &Info) -> Result<Provisioned> {
        let status = client.status().await?.model;
        Ok(Provisioned {
            id: info.id.clone(),
            name: info.name.clone(),
            address: client.address(),
            meter: SocketAddr::new(client.address().ip(), status.tcp.port),
            ssid: status.wifi.ssid.unwrap_or_default(),
            rssi_dbm: status.wifi.rssi_dbm,
            version: info.firmware.version.clone(),
            board: info.board.clone(),
        })
    }
}

/// Whoever sets gateways up.
pub struct Job<'a> {
    /// Says whether to go on.
    pub check: Check<'a>,
    /// Is told what happens.
    pub tell: &'a mut dyn FnMut(Event),
    /// Where gateways announce themselves.
    pub network: discovery::Network,
    /// For how long a gateway is waited for: on its line, and later in its network.
    pub patience: Duration,
}

impl Job<'_> {
    /// Who is there.
    ///
    /// # Errors
    ///
    /// Those of [`Way::meet`].
    pub fn meet(&mut self, way: &mut dyn Way) -> Result<Gateway> {
        let gateway = way.meet(self.patience)?;
        (self.tell)(Event::Met {
            place: way.place(),
            gateway: gateway.clone(),
        });
        Ok(gateway)
    }

    /// What it hears.
    ///
    /// # Errors
    ///
    /// Those of [`Way::networks`].
    pub fn networks(&mut self, way: &mut dyn Way) -> Result<Vec<Network>> {
        (self.tell)(Event::Looking);
        let networks = way.networks()?;
        (self.tell)(Event::Heard(networks.clone()));
        Ok(networks)
    }

    /// Sets a gateway up that was met, and waits until it answers in its network.
    ///
    /// # Errors
    ///
    /// Why the network could not be joined, in words of its own for each reason; a gateway that is not seen afterwards, or refuses the
    /// new password; a line or an access point that goes away; a wish to stop. Up to joining nothing is changed.
    pub fn provision(&mut self, way: &mut dyn Way, site: &Site) -> Result<Provisioned> {
        (self.tell)(Event::Joining {
            ssid: site.ssid.as_str().to_owned(),
            keeps: site.access.name(),
        });
        match way.join(site).map_err(stopped_early)? {
            Joining::Joined { id, address } => {
                (self.tell)(Event::Joined {
                    id: id.clone(),
                    address,
                });
                self.arrive(&id, address, site)
            }
            Joining::Failed(problem) => {
                // What is in the air says more, if it can be had.
                let networks = way.networks().unwrap_or_default();
                let problem = problem.judged(&site.ssid, &networks);
                (self.tell)(Event::NotJoined(problem));
                Err(problem.error(&site.ssid, &networks))
            }
        }
    }

    /// The gateway with this id, if it was set up before and is seen in the network within `limit`.
    ///
    /// # Errors
    ///
    /// One that refuses the password, or answers wrongly; a wish to stop.
    pub fn known(
        &mut self,
        id: &str,
        admin: &Password,
        limit: Duration,
    ) -> Result<Option<Provisioned>> {
        let look = async {
            let Ok(found) = discovery::find(id, limit, &self.network).await else {
                return Ok(None);
            };
            let located = Located {
                name: id.to_owned(),
                addresses: found.sockets(found.port),
            };
            let Ok((mut client, info)) = Client::reach(&located, limit).await else {
                return Ok(None);
            };
            if info.model.id != id || info.model.state != "run" {
                return Ok(None);
            }
            client.log_in(Login {
                user: "admin".to_owned(),
                password: admin.clone(),
            });
            match Provisioned::read(&mut client, &info.model).await {
                Ok(known) => Ok(Some(known)),
                Err(error) if error.kind() == Kind::Unreachable => Ok(None),
                Err(error) => Err(error),
            }
        };
        block_on(checked(self.check, look))
    }

    /// Waits until it answers from here, with its new password.
    fn arrive(
        &mut self,
        id: &str,
        address: Option<SocketAddr>,
        site: &Site,
    ) -> Result<Provisioned> {
        (self.tell)(Event::Waiting);
        let name = site.name.as_ref().map_or(id, |name| name.as_str());
        let awaited = Awaited {
            id: id.to_owned(),
            located: Located {
                name: name.to_owned(),
                addresses: address.into_iter().collect(),
            },
            login: Some(Login {
                user: "admin".to_owned(),
                password: site.admin.clone(),
            }),
            network: Some(self.network.clone()),
        };
        let seen = awaited.until(self.patience, async |client, info| {
            if info.model.state != "run" {
                return Ok(None);
            }
            Provisioned::read(client, &info.model).await.map(Some)
        });
        block_on(checked(self.check, seen)).map_err(|error| match error.kind() {
            Kind::Interrupted => Error::new(
                Kind::Interrupted,
                format!("stopped after {name} had joined {}", site.ssid),
            )
            .hint("it is set up; see where it is: smr discover"),
            _ if address.is_none() => trouble::vanished(name, &site.ssid.to_string(), error),
            _ => trouble::unseen(name, &site.ssid.to_string(), error),
        })
    }
}

fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|cause| Error::failed("cannot start the event loop").because(cause))?
        .block_on(work)
}

/// A stop in the middle: what is left.
fn stopped_early(error: Error) -> Error {
    match error.kind() {
        Kind::Interrupted => Error::new(Kind::Interrupted, "stopped while the gateway tries the network")
            .hint("if it can join, it keeps the settings: see smr discover; if not, it stays in setup and the same command can be run again"),
        _ => error,
    }
}
