//! What `restart`, `reset` and `identify` have in common: an order to a gateway, and what became of it.

use clap::Args;

use super::config::{Format, FormatArgs, identify, print};
use super::gateway::{AskArgs, Session};
use super::login::LoginArgs;
use crate::error::Result;
use crate::gateway::Login;
use crate::target::gateway::GatewaySpec;
use crate::ui::settings::{self as show, Who};

/// Who gives the order, and how it is told.
#[derive(Debug, Args)]
pub(super) struct OrderArgs {
    #[command(flatten)]
    pub(super) login: LoginArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Gives a gateway an order. `give` says after how many seconds the gateway was back, if it was waited for.
pub(super) async fn order(
    action: &str,
    gateway: &GatewaySpec,
    ask: &AskArgs,
    args: &OrderArgs,
    given: Option<Login>,
    give: impl AsyncFnOnce(&mut Session) -> Result<Option<f64>>,
) -> Result<()> {
    let mut who = Who {
        gateway: gateway.to_string(),
        ..Who::default()
    };
    let outcome = async {
        let mut session = ask.open(gateway).await?;
        identify(&session, &mut who);
        session.log_in(&args.login, given)?;
        give(&mut session).await
    }
    .await;
    let format = args.format.chosen();
    if format != Format::Human {
        let mut out = Vec::new();
        let reason = outcome.as_ref().map_err(ToString::to_string);
        let told = match &reason {
            Ok(seconds) => Ok(**seconds),
            Err(reason) => Err(reason.as_str()),
        };
        show::action_json(action, &who, told, format == Format::Json, &mut out);
        print(&out)?;
    }
    outcome.map(drop)
}
