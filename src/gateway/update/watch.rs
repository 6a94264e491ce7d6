//! Watching a gateway that has been asked to run something else, until it is proven how that ended.
//!
//! After its restart the boot loader swaps the images, which takes 12 s, or 90 at the slowest flash chips, and goes on after power cuts. What
//! runs then is on trial for a minute. An image that does not run is gone after three starts, and one that does not reach its network after
//! ten minutes; the swap back takes as long as the other. So a gateway may be away for a quarter of an hour and be well all the time.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::course::Event;
use super::failure::{self, Failure};
use super::goal::Goal;
use super::proof::{Breach, Missing, Proof, Running};
use super::standing::Standing;
use super::text::shown;
use super::{PAUSE, is_away, trial_failure};
use crate::error::Error;
use crate::gateway::client::Client;
use crate::gateway::restart::{self, Waited};
use crate::gateway::status::Status;

/// How long is looked whether a restart comes, before what it does instead is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// A gateway that is going to restart has done so within this.
const RESTART: Duration = Duration::from_secs(60);
/// A gateway that answers is off trial within this: a minute, and what its network takes.
const TRIAL: Duration = Duration::from_secs(180);

/// Somebody who waits for a gateway that has taken an order.
pub(super) struct Watch<'a> {
    pub(super) goal: Goal<'a>,
    pub(super) before: &'a Running,
    /// For how long at most.
    pub(super) limit: Duration,
    /// Bytes that were sent.
    pub(super) size: u64,
}

impl Watch<'_> {
    /// Waits until the gateway has restarted and proven itself. `doubt`: why it is not known whether it took the order at all.
    pub(super) async fn prove(
        &self,
        client: &mut Client,
        doubt: Option<Error>,
        tell: &mut dyn FnMut(Event),
    ) -> Result<Running, Failure> {
        let (before, limit) = (self.before, self.limit);
        let until = Instant::now() + limit;
        let place = client.place().to_owned();
        let mut status = self.restarted(client, doubt.as_ref(), until).await?;
        let mut awaited: Option<(Missing, Instant)> = None;
        let mut away = None;
        tell(Event::Back {
            version: shown(&status.device.firmware.version),
            boots: status.device.boot_count,
        });
        loop {
            let after = Running::of(&status);
            let missing = match self.goal.weigh(before, &after) {
                Proof::Complete => return Ok(after),
                Proof::Fails(breach) => {
                    let doubt = doubt.filter(|_| breach == Breach::OldVersion);
                    return Err(match doubt {
                        Some(cause) => {
                            failure::cut(cause, self.size, self.size, &after.version, &place)
                        }
                        None => failure::breach(breach, &after, self.goal, &place),
                    });
                }
                Proof::RolledBack(rollback) => {
                    return Err(trial_failure::rolled_back(rollback, &after, &place));
                }
                Proof::Lacks(missing) => missing,
            };
            let now = Instant::now();
            let since = match awaited {
                Some((same, since)) if same == missing => since,
                _ => {
                    tell(Event::Awaits(missing));
                    awaited = Some((missing, now));
                    now
                }
            };
            let patience = missing.patience(before.period.or(after.period)).min(limit);
            if away.is_none() && now.duration_since(since) + PAUSE >= patience {
                return Err(failure::lacking(missing, &after, patience, &place));
            }
            if now + PAUSE >= until {
                return Err(match away {
                    Some(cause) => failure::gone_again(cause, &after, &place),
                    None => failure::lacking(missing, &after, limit, &place),
                });
            }
            sleep(PAUSE).await;
            match client.status().await {
                Ok(next) => {
                    status = next.model;
                    away = None;
                }
                // It may be away for a moment, or give the image up; whether for good, the limit decides.
                Err(error) if is_away(&error) => away = Some(error),
                Err(error) => return Err(Failure::from(error).running(&after.version)),
            }
        }
    }

    async fn restarted(
        &self,
        client: &mut Client,
        doubt: Option<&Error>,
        until: Instant,
    ) -> Result<Status, Failure> {
        let (before, limit, size) = (self.before, self.limit, self.size);
        let began = Instant::now();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            // Where nothing was taken there is nothing to wait for.
            let look = if doubt.is_some() { PAUSE } else { LOOK };
            let waited = restart::for_restart(client, &before.start, left.min(look)).await;
            let is_over = Instant::now() + PAUSE >= until;
            let doubt = doubt.map(|doubt| Error::unreachable(doubt.to_string()));
            match (waited?, doubt) {
                (Waited::Back(status), _) => return Ok(status.model),
                (Waited::Same(status), Some(doubt)) if status.model.ota.state == "idle" => {
                    let version = &before.version;
                    return Err(failure::cut(doubt, size, size, version, client.place()));
                }
                (Waited::Same(_), _) if is_over || began.elapsed() >= RESTART => {
                    let patience = limit.min(RESTART);
                    return Err(failure::not_restarted(self.goal, before, patience));
                }
                (Waited::Gone(_), Some(doubt)) if is_over => {
                    return Err(failure::cut_and_gone(doubt, size, size, client.place()));
                }
                (Waited::Gone(cause), None) if is_over => {
                    return Err(failure::not_back(self.goal, cause, limit, client.place()));
                }
                (Waited::Same(_) | Waited::Gone(_), _) => {}
            }
        }
    }
}

/// Waits while the image of a gateway is on trial: it takes nothing before that is over. What runs then.
pub(super) async fn off_trial(
    client: &mut Client,
    running: Running,
    limit: Duration,
    tell: &mut dyn FnMut(Event),
) -> Result<Running, Failure> {
    if running.standing != Standing::Trial {
        return Ok(running);
    }
    tell(Event::Awaits(Missing::Confirmation));
    let patience = limit.min(TRIAL);
    let until = Instant::now() + patience;
    loop {
        sleep(PAUSE).await;
        let is_over = Instant::now() + PAUSE >= until;
        let now = match client.status().await {
            Ok(status) => Running::of(&status.model),
            Err(error) if is_away(&error) && !is_over => continue,
            Err(error) => return Err(error.into()),
        };
        if now.standing != Standing::Trial {
            return Ok(now);
        }
        if is_over {
            return Err(trial_failure::on_trial(&now, patience, client.place()));
        }
    }
}
