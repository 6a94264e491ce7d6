//! A virtual gateway inside this process, for GATEWAYs written `sim:`. It listens on this computer's loopback only.

use std::net::SocketAddr;
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;

use super::client::{Client, Login};
use super::locate::Located;
use crate::catalogue::Catalogue;
use crate::config::secret::Password;
use crate::error::{Error, Result};
use crate::image;
use crate::sim::board::wifi::Network;
use crate::sim::board::{Ports, State};
use crate::sim::core::Board;
use crate::sim::fault::Faults;
use crate::sim::make::{Condition, MeterPlan, Order, Trial};
use crate::sim::meter::{Profile, profiles};
use crate::sim::world::{Stop, World};
use crate::target::SimSpec;

/// It is ready after this, or never.
const START_LIMIT: Duration = Duration::from_secs(20);

/// A meter is waited for at most this long.
const WARM_UP: Duration = Duration::from_secs(12);
/// How often is looked whether it has been heard.
const LOOK: Duration = Duration::from_millis(100);

/// A virtual gateway. It ends with this.
#[derive(Debug)]
pub struct Inside {
    located: Located,
    login: Login,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
}

impl Inside {
    /// Starts a gateway with the meter of `spec` and an admin password that nobody else knows.
    ///
    /// # Errors
    ///
    /// A meter that there is not, or a gateway that does not start.
    pub async fn start(spec: &SimSpec) -> Result<Inside> {
        let profile = Profile::find(&spec.meter).ok_or_else(|| {
            let names: Vec<&str> = profiles().iter().map(Profile::name).collect();
            Error::usage(format!("there is no simulated meter {:?}", spec.meter))
                .hint(format!("the meters are: {}", names.join(", ")))
        })?;
        let password = random_password()?;
        let mut world = World::new(&Order {
            count: 1,
            board: Board::With1M,
            directory: None,
            condition: Condition::Provisioned,
            firmware: Catalogue::built_in(image::Board::Esp8266With1M)
                .map(|entry| entry.bytes.into_owned().into()),
            ports: Ports {
                http: 0,
                p1: 0,
                ota: 0,
                dns: 0,
                mdns: None,
            },
            admin_password: Some(password.clone()),
            meter: MeterPlan::Simulated {
                profile,
                interval: spec.interval,
                start: spec.start.unwrap_or_else(Timestamp::now),
            },
            pace: None,
            network: Network {
                ssid: b"simulated".to_vec(),
                password: b"simulated".to_vec(),
                rssi_dbm: -58,
                channel: 6,
            },
            faults: Faults::default(),
            trial: Trial::Quick,
            executor: None,
        })?;
        let stop = world.stopper();
        let (sender, mut views) = mpsc::unbounded_channel();
        let thread = std::thread::spawn(move || {
            // What goes wrong shows as a gateway that does not answer.
            let _ = world.run(&mut |view| {
                let _ = sender.send(view.clone());
            });
        });
        let mut inside = Inside {
            located: Located {
                name: "sim:".to_owned(),
                addresses: Vec::new(),
            },
            login: Login {
                user: "admin".to_owned(),
                password,
            },
            stop,
            thread: Some(thread),
        };
        let ready = async {
            while let Some(view) = views.recv().await {
                if let (State::Run, Some(http)) = (view.state, view.http) {
                    return Some(SocketAddr::from(http));
                }
            }
            None
        };
        match tokio::time::timeout(START_LIMIT, ready).await {
            Ok(Some(address)) => inside.located.addresses.push(address),
            _ => return Err(Error::failed("the virtual gateway does not start")),
        }
        Ok(inside)
    }

    /// Waits until the gateway knows the period of its meter, so that its first figures say something; not for ever.
    ///
    /// # Errors
    ///
    /// Those of the client.
    pub async fn warm_up(&self, client: &mut Client) -> Result<()> {
        let heard = async {
            while client.status().await?.model.p1.period_ms.is_none() {
                tokio::time::sleep(LOOK).await;
            }
            Ok(())
        };
        tokio::time::timeout(WARM_UP, heard).await.unwrap_or(Ok(()))
    }

    /// Where it is.
    pub fn located(&self) -> &Located {
        &self.located
    }

    /// Who may ask it.
    pub fn login(&self) -> &Login {
        &self.login
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            // A thread that broke down has nothing more to say.
            let _ = thread.join();
        }
    }
}

fn random_password() -> Result<Password> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|cause| Error::failed("cannot make up a password").because(cause))?;
    Password::new(format!("{:032x}", u128::from_be_bytes(bytes)))
        .ok_or_else(|| Error::failed("cannot make up a password"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::gateway::GatewaySpec;

    #[tokio::test]
    async fn a_virtual_gateway_answers_its_admin_with_every_document() {
        let spec = GatewaySpec::parse("sim:be-emucs?interval=200ms").expect("a gateway");
        let GatewaySpec::Sim(spec) = spec else {
            panic!("not simulated: {spec:?}");
        };
        let inside = Inside::start(&spec).await.expect("a gateway");
        let limit = Duration::from_secs(20);
        let (mut client, info) = Client::reach(inside.located(), limit).await.expect("info");
        assert_eq!(info.model.state, "run");
        assert!(client.status().await.is_err(), "without a password");
        client.log_in(inside.login().clone());
        let status = client.status().await.expect("a status").model;
        assert_eq!(status.wifi.ssid.as_deref(), Some("simulated"));
        assert!(client.config().await.expect("settings").model.admin.set);
        let events = client.events(0).await.expect("events").model.events;
        assert!(events.iter().any(|event| event.code == "wifi-joined"));
        let heard = async {
            loop {
                if let Some(frame) = client.frame().await.expect("an answer") {
                    break frame;
                }
            }
        };
        let frame = tokio::time::timeout(limit, heard).await.expect("a frame");
        assert!(frame.bytes.starts_with(b"/") && frame.age_ms.is_some());
    }
}
