//! The same for several gateways, one after the other.

use super::{Context, Finished, report, runtime};
use crate::error::{Error, Kind, Result};
use crate::target::gateway::GatewaySpec;

/// Does something with each gateway until the user stops it. One that fails does not keep the others from their turn.
pub(super) fn each(
    gateways: &[GatewaySpec],
    context: Context,
    action: impl AsyncFnMut(&GatewaySpec) -> Result<()>,
) -> Finished {
    runtime::block_on(async {
        tokio::select! {
            done = one_by_one(gateways, context, action) => done,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped before all was done")),
        }
    })
    .into()
}

async fn one_by_one(
    gateways: &[GatewaySpec],
    context: Context,
    mut action: impl AsyncFnMut(&GatewaySpec) -> Result<()>,
) -> Result<()> {
    let mut failures = Vec::new();
    for gateway in gateways {
        match action(gateway).await {
            Ok(()) => {}
            // Who gave a wrong command, has stopped it or reads no more means all of them.
            Err(error) if gateways.len() == 1 || is_for_all(error.kind()) => return Err(error),
            Err(error) => {
                failures.push(error.kind());
                report::error(&error.about(&gateway.to_string()), context);
            }
        }
    }
    match failures.first() {
        None => Ok(()),
        Some(first) if failures.len() == gateways.len() => Err(Error::new(
            *first,
            format!("all {} gateways failed", gateways.len()),
        )),
        Some(_) => Err(Error::new(
            Kind::PartlyFailed,
            format!("{} of {} gateways failed", failures.len(), gateways.len()),
        )),
    }
}

fn is_for_all(kind: Kind) -> bool {
    matches!(kind, Kind::Interrupted | Kind::OutputClosed)
}
