//! `smr restart`.

use std::time::{Duration, Instant};

use clap::Args;

use super::gateway::{GatewaysArgs, Session};
use super::order::{OrderArgs, order};
use super::{Context, Finished, consent, many, report, runtime, with_hint};
use crate::config::duration;
use crate::error::{Error, Kind, Result};
use crate::gateway::status::Device;
use crate::gateway::words;

/// Restart gateways
///
/// A gateway is away for about 5 s, and telegrams of that time are lost. Several are restarted only after a question, or with --yes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr restart kitchen
  smr restart kitchen --wait
  smr restart kitchen attic --yes --wait=2m")]
pub(super) struct RestartArgs {
    #[command(flatten)]
    gateways: GatewaysArgs,
    #[command(flatten)]
    order: OrderArgs,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// Wait until it is back, for at most this long [default: 60s]
    #[arg(long, value_name = "DURATION", num_args = 0..=1, require_equals = true, default_missing_value = "60s", value_parser = with_hint(duration::parse_positive))]
    wait: Option<Duration>,
}

/// Restarts the gateways.
pub(super) fn run(args: &RestartArgs, context: Context) -> Finished {
    let gateways = &args.gateways.gateways;
    let prepared = agree(args).and_then(|()| args.order.login.given());
    match prepared {
        Ok(given) => many::each(gateways, context, async |gateway| {
            let given = given.clone();
            let ask = &args.gateways.ask;
            order(
                "restart",
                gateway,
                ask,
                &args.order,
                given,
                async |session| restart(session, args.wait, context).await,
            )
            .await
        }),
        Err(error) => Err(error).into(),
    }
}

/// Asks before several are restarted.
fn agree(args: &RestartArgs) -> Result<()> {
    let count = args.gateways.gateways.len();
    if count < 2 {
        return Ok(());
    }
    let question = format!("Restart {count} gateways?");
    runtime::block_on(async {
        tokio::select! {
            agreed = consent::confirm(args.yes, &question, "restarting several gateways") => agreed,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "nothing was changed")),
        }
    })
}

async fn restart(
    session: &mut Session,
    wait: Option<Duration>,
    context: Context,
) -> Result<Option<f64>> {
    let name = session.name();
    let before = session.client.status().await?.model.device;
    let start = Instant::now();
    session.client.post("/api/v1/restart").await?;
    let Some(limit) = wait else {
        report::message(context, format_args!("{name}: restarts"));
        return Ok(None);
    };
    report::message(
        context,
        format_args!("{name}: restarts; waiting until it is back"),
    );
    let after = session
        .awaited()
        .until(limit, async |client, info| {
            // Elsewhere than in its network it is not back yet.
            if !matches!(info.model.state.as_str(), "run" | "unclaimed") {
                return Ok(None);
            }
            let device = client.status().await?.model.device;
            Ok(has_restarted(&before, &device).then_some(device))
        })
        .await
        .map_err(|error| match error.kind() {
            Kind::Failed => Error::failed(format!(
                "{name} has taken the order, but has not restarted within {}",
                duration::display(limit)
            ))
            .hint("take its power away for a moment, and give it again"),
            _ => error,
        })?;
    let seconds = start.elapsed().as_secs_f64();
    report::message(
        context,
        format_args!(
            "{name}: is back after {seconds:.1} s, start number {}: {}",
            after.boot_count,
            words::reason(&after.reset.reason).0
        ),
    );
    Ok(Some((seconds * 10.0).round() / 10.0))
}

/// Whether a gateway has started since.
fn has_restarted(before: &Device, after: &Device) -> bool {
    after.boot_count != before.boot_count || after.uptime_s < before.uptime_s
}
