//! `smr reset`.

use std::time::Duration;

use clap::Args;

use super::gateway::{GatewaysArgs, Session};
use super::order::{OrderArgs, order};
use super::{Context, Finished, consent, many, report};
use crate::config::logins::Logins;
use crate::error::{Error, Kind, Result};
use crate::gateway::Awaited;

/// A gateway that is reset has left its network after this.
const LEAVING: Duration = Duration::from_secs(20);

/// Make gateways forget everything, or only their Wi-Fi
///
/// --all: Wi-Fi, name, admin password and all settings. The gateway waits to be set up anew, like a new one, over its serial port or its
/// access point SMR-BRIDGE-..., by whoever comes first.
///
/// --wifi: the network and the fixed address in it, and nothing else. It keeps name, admin password and settings, and waits for another
/// network: at its access point it asks for the admin password, and smr provision brings it back.
///
/// Either way it restarts, leaves its network and cannot be reached over it until then: somebody has to go there. The firmware stays. To move
/// a gateway that hears the new network already, nobody has to: smr config set GATEWAY wifi.ssid=NAME --secret wifi.passphrase=FILE.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr reset kitchen --wifi
  smr config export kitchen -o kitchen.toml
  smr reset kitchen --all
  smr reset kitchen attic --wifi --yes --json")]
pub(super) struct ResetArgs {
    #[command(flatten)]
    gateways: GatewaysArgs,
    #[command(flatten)]
    what: WhatArgs,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    order: OrderArgs,
}

/// How much is forgotten.
#[derive(Clone, Copy, Debug, Args)]
#[group(required = true, multiple = false)]
struct WhatArgs {
    /// Forget everything
    #[arg(long)]
    all: bool,
    /// Forget the network only
    #[arg(long)]
    wifi: bool,
}

/// What a gateway forgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Everything,
    Network,
}

impl What {
    fn action(self) -> &'static str {
        match self {
            What::Everything => "reset",
            What::Network => "reset-wifi",
        }
    }

    fn path(self) -> &'static str {
        match self {
            What::Everything => "/api/v1/factory-reset",
            What::Network => "/api/v1/wifi-reset",
        }
    }

    /// The state that the gateway is in afterwards.
    fn state(self) -> &'static str {
        match self {
            What::Everything => "setup",
            What::Network => "fallback",
        }
    }

    /// What that means for these gateways.
    fn question(self, names: &str) -> String {
        let forgets = match self {
            What::Everything => {
                "forgets its Wi-Fi, name, password and settings, and leaves the network: somebody has to go there to set it up anew"
            }
            What::Network => {
                "forgets its Wi-Fi and leaves it; name, password and settings stay. Somebody has to go there to bring it into another one"
            }
        };
        format!("{names} {forgets}. Reset it?")
    }

    fn done(self) -> &'static str {
        match self {
            What::Everything => "is reset and waits to be set up anew",
            What::Network => "has forgotten its Wi-Fi and waits for another one: smr provision",
        }
    }
}

/// Resets the gateways.
pub(super) fn run(args: &ResetArgs, context: Context) -> Finished {
    let what = match args.what.wifi {
        true => What::Network,
        false => What::Everything,
    };
    let prepared = consent::require(args.yes, "resetting a gateway");
    let given = match prepared.and_then(|()| args.order.login.given()) {
        Ok(given) => given,
        Err(error) => return Err(error).into(),
    };
    many::each(&args.gateways.gateways, context, async |gateway| {
        let (given, ask) = (given.clone(), &args.gateways.ask);
        order(
            what.action(),
            gateway,
            ask,
            &args.order,
            given,
            async |session| reset(session, what, args.yes, context).await,
        )
        .await
    })
}

async fn reset(
    session: &mut Session,
    what: What,
    is_agreed: bool,
    context: Context,
) -> Result<Option<f64>> {
    let name = session.name();
    // Who does not know the password should not be asked first.
    session.client.status().await?;
    consent::confirm(is_agreed, &what.question(&name), "resetting a gateway").await?;
    session.client.post(what.path()).await?;
    wait_until_gone(session.awaited(), what, &name).await?;
    if what == What::Everything {
        let id = &session.info.model.id;
        if let Err(error) = Logins::open().and_then(|logins| logins.forget(id)) {
            report::message(context, format_args!("its password is still kept: {error}"));
        }
    }
    report::message(context, format_args!("{name}: {}", what.done()));
    Ok(None)
}

/// The proof: it is no longer in the network, or it says that it waits for one.
async fn wait_until_gone(awaited: Awaited, what: What, name: &str) -> Result<()> {
    let awaited = Awaited {
        login: None,
        network: None,
        ..awaited
    };
    let waited = awaited
        .until(LEAVING, async |_, info| {
            Ok((info.model.state == what.state()).then_some(()))
        })
        .await;
    match waited {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == Kind::Unreachable => Ok(()),
        Err(_) => Err(Error::failed(format!(
            "{name} has taken the order, but is still there with its settings"
        ))
        .hint("see what it says about that: smr diag GATEWAY --events")),
    }
}
