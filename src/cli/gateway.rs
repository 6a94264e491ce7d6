//! GATEWAY and its options, as all commands take them that ask one.

use std::time::Duration;

use clap::Args;

use super::login::LoginArgs;
use super::with_hint;
use crate::config::duration;
use crate::discovery::{Interfaces, Network, PORT};
use crate::error::{Error, Result};
use crate::gateway::{Awaited, Client, Document, Info, Inside, Located, Login, locate};
use crate::target::gateway::GatewaySpec;

/// Which gateway.
#[derive(Clone, Debug, Args)]
pub(super) struct GatewayArgs {
    /// A name, an address or `sim:`
    ///
    /// A gateway by its name, id or host name (`kitchen`), a host with or without a port (`192.168.1.20`, `127.0.0.2:8080`),
    /// `http://HOST[:PORT]`, or `sim:` for a virtual gateway with a simulated meter (`sim:be-emucs`).
    #[arg(value_name = "GATEWAY", value_parser = with_hint(GatewaySpec::parse))]
    pub(super) gateway: GatewaySpec,
    #[command(flatten)]
    pub(super) ask: AskArgs,
}

/// Which gateways.
#[derive(Clone, Debug, Args)]
pub(super) struct GatewaysArgs {
    /// Names, addresses or `sim:`
    ///
    /// Gateways by their names, ids or host names (`kitchen`), hosts with or without a port (`192.168.1.20`, `127.0.0.2:8080`), or
    /// `http://HOST[:PORT]`.
    #[arg(value_name = "GATEWAY", required = true, value_parser = with_hint(GatewaySpec::parse))]
    pub(super) gateways: Vec<GatewaySpec>,
    #[command(flatten)]
    pub(super) ask: AskArgs,
}

/// How gateways are asked.
#[derive(Clone, Debug, Args)]
pub(super) struct AskArgs {
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
    login: Option<Login>,
    located: Located,
    network: Network,
    /// Runs as long as this is kept.
    inside: Option<Inside>,
}

impl Session {
    /// Whether the gateway is a virtual one inside this process, at which this program is logged in already.
    pub(super) fn is_inside(&self) -> bool {
        self.inside.is_some()
    }

    /// What it is called here: its name, with the characters that a terminal obeys made harmless.
    pub(super) fn name(&self) -> String {
        crate::discovery::clean(self.info.model.name.as_bytes())
            .unwrap_or_else(|| self.client.place().to_owned())
    }

    /// Logs in: with what was given, else with what was kept for it, else with what the person at the terminal says. Says whether
    /// there is a password now; it may still be wrong.
    pub(super) fn log_in(&mut self, args: &LoginArgs, given: Option<Login>) -> Result<bool> {
        if self.is_inside() {
            return Ok(true);
        }
        if given.is_none()
            && let Some(login) = args.kept(&self.info.model.id)?
        {
            self.client.log_in_as_kept(login.clone());
            self.login = Some(login);
            return Ok(true);
        }
        // Where nobody has set a password nobody can know it.
        let is_claimed = !matches!(self.info.model.state.as_str(), "setup" | "unclaimed");
        let login = match given {
            None if is_claimed => args.asked(self.client.place())?,
            given => given,
        };
        if let Some(login) = &login {
            self.client.log_in(login.clone());
        }
        self.login = login;
        Ok(self.login.is_some())
    }

    /// The one who is logged in.
    pub(super) fn login(&self) -> Option<&Login> {
        self.login.as_ref()
    }

    /// The same gateway, to be waited for.
    pub(super) fn awaited(&self) -> Awaited {
        let network = (!self.is_inside()).then(|| self.network.clone());
        Awaited {
            id: self.info.model.id.clone(),
            located: Located {
                name: self.name(),
                ..self.located.clone()
            },
            login: self.login.clone(),
            network,
        }
    }
}

impl GatewayArgs {
    /// Finds the gateway and asks who it is.
    pub(super) async fn open(&self) -> Result<Session> {
        self.ask.open(&self.gateway).await
    }

    /// Finds the gateway, whether it answers or not.
    pub(super) async fn find(&self) -> Result<Client> {
        let located = locate(&self.gateway, self.ask.timeout, &self.ask.network()).await?;
        let address = located.addresses.first();
        let address = address.ok_or_else(|| Error::unreachable("the gateway has no address"))?;
        Client::new(*address, self.ask.timeout)
    }

    /// Whether it is a virtual one inside this process.
    pub(super) fn is_inside(&self) -> bool {
        matches!(self.gateway, GatewaySpec::Sim(_))
    }
}

impl AskArgs {
    /// Finds a gateway and asks who it is.
    pub(super) async fn open(&self, gateway: &GatewaySpec) -> Result<Session> {
        let network = self.network();
        if let GatewaySpec::Sim(spec) = gateway {
            let inside = Inside::start(spec).await?;
            let (mut client, info) = Client::reach(inside.located(), self.timeout).await?;
            client.log_in(inside.login().clone());
            inside.warm_up(&mut client).await?;
            return Ok(Session {
                client,
                info,
                login: Some(inside.login().clone()),
                located: inside.located().clone(),
                network,
                inside: Some(inside),
            });
        }
        let located = locate(gateway, self.timeout, &network).await?;
        let (client, info) = Client::reach(&located, self.timeout).await?;
        Ok(Session {
            client,
            info,
            login: None,
            located,
            network,
            inside: None,
        })
    }

    /// Where gateways announce themselves.
    fn network(&self) -> Network {
        Network {
            port: self.mdns_port,
            interfaces: match &self.interface {
                Some(name) => Interfaces::Named(name.clone()),
                None => Interfaces::All,
            },
        }
    }
}
