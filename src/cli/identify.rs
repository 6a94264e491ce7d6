//! `smr identify`.

use std::time::Duration;

use clap::Args;
use tokio::time::{Instant, sleep};

use super::gateway::{GatewaysArgs, Session};
use super::order::{OrderArgs, order};
use super::{Context, Finished, many, report, with_hint};
use crate::config::duration;
use crate::error::{Error, Result};
use crate::gateway::apply::settings;

/// A gateway flashes for 10 s each time that it is asked.
const FLASHING: Duration = Duration::from_secs(10);

/// Flash the LED of gateways, to find them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr identify kitchen
  smr identify kitchen --for 2m")]
pub(super) struct IdentifyArgs {
    #[command(flatten)]
    gateways: GatewaysArgs,
    #[command(flatten)]
    order: OrderArgs,
    /// For how long; at least 10 s
    #[arg(long = "for", value_name = "DURATION", value_parser = with_hint(duration::parse_positive))]
    limit: Option<Duration>,
}

/// Lets the gateways flash, one after the other.
pub(super) fn run(args: &IdentifyArgs, context: Context) -> Finished {
    let given = match args.order.login.given() {
        Ok(given) => given,
        Err(error) => return Err(error).into(),
    };
    many::each(&args.gateways.gateways, context, async |gateway| {
        let (given, ask) = (given.clone(), &args.gateways.ask);
        order(
            "identify",
            gateway,
            ask,
            &args.order,
            given,
            async |session| identify(session, args.limit, context).await,
        )
        .await
    })
}

async fn identify(
    session: &mut Session,
    limit: Option<Duration>,
    context: Context,
) -> Result<Option<f64>> {
    let name = session.name();
    let settings = settings(&session.client.config().await?);
    if settings
        .get("pins.led")
        .is_some_and(serde_json::Value::is_null)
    {
        return Err(
            Error::failed(format!("{name} does not know where its LED is")).hint(format!(
                "on most boards: smr config set {} pins.led=2 pins.led_active_low=true",
                session.client.place()
            )),
        );
    }
    let limit = limit.unwrap_or(FLASHING).max(FLASHING);
    report::message(
        context,
        format_args!("{name}: flashes for {}", duration::display(limit)),
    );
    let end = Instant::now() + limit;
    loop {
        session.client.post("/api/v1/identify").await?;
        let left = end.saturating_duration_since(Instant::now());
        if left <= FLASHING {
            return Ok(None);
        }
        // A little earlier, so that there is no pause.
        sleep(FLASHING.mul_f32(0.9).min(left)).await;
    }
}
