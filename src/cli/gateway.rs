//! GATEWAY and its options, as all commands take them that ask one.

use std::time::Duration;

use clap::Args;

use super::with_hint;
use crate::config::duration;
use crate::discovery::{Interfaces, Network, PORT};
use crate::error::Result;
use crate::gateway::{Client, Document, Info, Inside, locate};
use crate::target::gateway::GatewaySpec;

/// Which gateway.
#[derive(Clone, Debug, Args)]
pub(super) struct GatewayArgs {
    /// A name, an address or `sim:`
    ///
    /// A gateway by its name, id or host name (`kitchen`), a host with or without a port (`192.168.1.20`, `127.0.0.2:8080`),
    /// `http://HOST[:PORT]`, or `sim:` for a virtual gateway with a simulated meter (`sim:be-emucs`).
    #[arg(value_name = "GATEWAY", value_parser = with_hint(GatewaySpec::parse))]
    gateway: GatewaySpec,
    /// How long each answer is waited for
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = with_hint(duration::parse_positive))]
    timeout: Duration,
    /// The UDP port of mDNS, for tests
    #[arg(long, value_name = "PORT", default_value_t = PORT, hide = true)]
    mdns_port: u16,
    /// Listen for names on this network interface only
    #[arg(long, value_name = "NAME", hide = true)]
    interface: Option<String>,
}

/// A gateway that has answered.
pub(super) struct Session {
    /// Whom further questions go to.
    pub(super) client: Client,
    /// What it told about itself.
    pub(super) info: Document<Info>,
    /// Runs as long as this is kept.
    inside: Option<Inside>,
}

impl Session {
    /// Whether the gateway is a virtual one inside this process, at which this program is logged in already.
    pub(super) fn is_inside(&self) -> bool {
        self.inside.is_some()
    }
}

impl GatewayArgs {
    /// Finds the gateway and asks who it is.
    pub(super) async fn open(&self) -> Result<Session> {
        if let GatewaySpec::Sim(spec) = &self.gateway {
            let inside = Inside::start(spec).await?;
            let (mut client, info) = Client::reach(inside.located(), self.timeout).await?;
            client.log_in(inside.login().clone());
            inside.warm_up(&mut client).await?;
            return Ok(Session {
                client,
                info,
                inside: Some(inside),
            });
        }
        let network = Network {
            port: self.mdns_port,
            interfaces: match &self.interface {
                Some(name) => Interfaces::Named(name.clone()),
                None => Interfaces::All,
            },
        };
        let located = locate(&self.gateway, self.timeout, &network).await?;
        let (client, info) = Client::reach(&located, self.timeout).await?;
        Ok(Session {
            client,
            info,
            inside: None,
        })
    }
}
