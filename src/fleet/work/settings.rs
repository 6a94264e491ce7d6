//! Settings onto a gateway.

use std::time::Duration;

use super::Peer;
use crate::error::{Kind, Result};
use crate::fleet::state::Ending;
use crate::gateway::apply::Plan;
use crate::gateway::settings::{Access, Changes, Settings};
use crate::gateway::update::{Failure, Reason};

/// Changes what differs and reads it back.
pub(super) async fn change(
    peer: &mut Peer,
    wanted: &Changes,
    limit: Duration,
) -> Result<(Ending, u64), Failure> {
    let plan = Plan::make(&mut peer.client, wanted).await?;
    if plan.difference.is_empty() {
        return Ok((Ending::Current, 0));
    }
    let sent = plan.difference.body()?.len() as u64;
    let awaited = peer.awaited();
    match plan.carry_out(&mut peer.client, &awaited, limit).await {
        Ok(_) => Ok((Ending::Updated, sent)),
        Err(error) => {
            let is_gone = error.kind() == Kind::Unreachable;
            let failure = Failure::from(error);
            Err(match is_gone {
                // Perhaps only the answer was lost. Whoever looks again finds it changed, or changes it.
                true => Failure {
                    reason: Reason::NotBack,
                    sent,
                    ..failure
                },
                false => failure,
            })
        }
    }
}

/// Whether they are still so. What is not told cannot be asked.
pub(super) async fn ask(peer: &mut Peer, wanted: &Changes) -> Result<Option<String>> {
    let now = Settings::of(peer.client.config().await?.raw.get());
    let other: Vec<&str> = wanted
        .iter()
        .filter(|change| change.setting.access != Access::WriteOnly)
        .filter(|change| now.get(change.setting.path) != Some(&change.value))
        .map(|change| change.setting.path)
        .collect();
    Ok((!other.is_empty()).then(|| format!("{} is otherwise again", other.join(", "))))
}
