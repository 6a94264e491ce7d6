//! A restart that was ordered, and the proof that it came.

use std::time::Duration;

use super::Peer;
use crate::config::duration;
use crate::error::{Error, Kind, Result};
use crate::fleet::state::Ending;
use crate::gateway::restart::Start;
use crate::gateway::update::{Failure, Reason};

/// Orders a restart and waits until the gateway counts another start and is back in its network.
pub(super) async fn restart(peer: &mut Peer, limit: Duration) -> Result<(Ending, u64), Failure> {
    let before = Start::of(&peer.client.status().await?.model);
    peer.client.post("/api/v1/restart").await?;
    let back = peer
        .awaited()
        .until(limit, async |client, info| {
            // Elsewhere than in its network it is not back yet.
            if !matches!(info.model.state.as_str(), "run" | "unclaimed") {
                return Ok(None);
            }
            let now = client.status().await?.model;
            Ok(before.is_over(&now).then_some(()))
        })
        .await;
    let told = |reason, text: &str| Failure {
        reason,
        error: Error::failed(format!("{text} within {}", duration::display(limit))),
        sent: 0,
        version: None,
        rollback: None,
    };
    match back {
        Ok(()) => Ok((Ending::Updated, 0)),
        Err(error) => Err(match error.kind() {
            Kind::Failed => told(
                Reason::NotRestarted,
                "the gateway took the order and has not restarted",
            ),
            // Not tried again: it would be restarted once more.
            Kind::Unreachable => told(
                Reason::NotRestarted,
                "the gateway took the order and has not come back",
            ),
            _ => Failure::from(error),
        }),
    }
}
