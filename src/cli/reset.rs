//! `smr reset`.

use std::time::Duration;

use clap::Args;

use super::gateway::{GatewayArgs, Session};
use super::order::{OrderArgs, order};
use super::{Context, Finished, consent, many, report};
use crate::config::logins::Logins;
use crate::error::{Error, Kind, Result};
use crate::gateway::Awaited;

/// A gateway that is reset has left its network after this.
const LEAVING: Duration = Duration::from_secs(20);

/// Make a gateway forget everything: Wi-Fi, name, admin password, all settings
///
/// It restarts and waits to be set up anew, over its serial port or its access point SMR-BRIDGE-XXXX. It cannot be reached over the network
/// until then: somebody has to go there. The firmware stays.
///
/// Wi-Fi alone cannot be reset from here. To move a gateway give it another network: smr config set GATEWAY wifi.ssid=NAME --secret
/// wifi.passphrase=FILE. Without a network in reach its access point opens by itself after three minutes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr config export kitchen -o kitchen.toml
  smr reset kitchen --all
  smr reset kitchen --all --yes")]
pub(super) struct ResetArgs {
    #[command(flatten)]
    gateway: GatewayArgs,
    /// Forget everything
    #[arg(long, required = true)]
    all: bool,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    order: OrderArgs,
}

/// Resets the gateway.
pub(super) fn run(args: &ResetArgs, context: Context) -> Finished {
    let prepared = consent::require(args.yes, "resetting a gateway");
    let given = match prepared.and_then(|()| args.order.login.given()) {
        Ok(given) => given,
        Err(error) => return Err(error).into(),
    };
    let gateway = &args.gateway.gateway;
    many::each(std::slice::from_ref(gateway), context, async |gateway| {
        let (given, ask) = (given.clone(), &args.gateway.ask);
        order("reset", gateway, ask, &args.order, given, async |session| {
            reset(session, args.yes, context).await
        })
        .await
    })
}

async fn reset(session: &mut Session, is_agreed: bool, context: Context) -> Result<Option<f64>> {
    let name = session.name();
    // Who does not know the password should not be asked first.
    session.client.status().await?;
    let question = format!(
        "{name} forgets its Wi-Fi, name, password and settings, and leaves the network: somebody has to go there to set it up anew. Reset it?"
    );
    consent::confirm(is_agreed, &question, "resetting a gateway").await?;
    session.client.post("/api/v1/factory-reset").await?;
    wait_until_gone(session.awaited(), &name).await?;
    let id = &session.info.model.id;
    if let Err(error) = Logins::open().and_then(|logins| logins.forget(id)) {
        report::message(context, format_args!("its password is still kept: {error}"));
    }
    report::message(
        context,
        format_args!("{name}: is reset and waits to be set up anew"),
    );
    Ok(None)
}

/// The proof: it is no longer in the network, or it says that it waits for its first one.
async fn wait_until_gone(awaited: Awaited, name: &str) -> Result<()> {
    let awaited = Awaited {
        login: None,
        network: None,
        ..awaited
    };
    let waited = awaited
        .until(LEAVING, async |_, info| {
            Ok((info.model.state == "setup").then_some(()))
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
