//! The way back without sending anything: a gateway still holds the image that it ran before, until another one is sent to it.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::PAUSE;
use super::course::{Event, Options, Outcome};
use super::failure::{Failure, Reason};
use super::goal::Goal;
use super::proof::Running;
use super::text::{shown, tidy};
use super::watch::Watch;
use crate::error::Error;
use crate::gateway::client::Client;
use crate::gateway::client::rollback::Return;

/// After a start a gateway looks at what it holds: for so long at most.
const LOOKING: Duration = Duration::from_secs(20);
/// A gateway that has run for longer has looked, in seconds.
const HAS_LOOKED: u32 = 60;
/// So long one is asked again that cannot do it now: an image is on trial for a minute, and what is under way ends.
const BUSY: Duration = Duration::from_secs(180);

/// Asks a gateway to bring back the image that it ran before, and sees to it that it does. Nothing, if it holds none.
///
/// # Errors
///
/// A failure with its class, and with what runs on the gateway then as far as that can be known.
pub async fn swap_back(
    client: &mut Client,
    options: &Options,
    tell: &mut dyn FnMut(Event),
) -> Result<Option<Outcome>, Failure> {
    let info = client.info().await?;
    tell(Event::Found(Box::new(tidy(&info.model))));
    let Some((before, to)) = held(client).await? else {
        return Ok(None);
    };
    if options.dry_run {
        return Ok(Some(Outcome::WouldGoBack { before, to }));
    }
    if !order(client, &before, tell).await? {
        return Ok(None);
    }
    tell(Event::GoesBack(to.clone()));
    let watch = Watch {
        goal: Goal::Before(&to),
        before: &before,
        limit: options.proof_limit,
        size: 0,
    };
    match watch.prove(client, None, tell).await {
        Ok(after) => Ok(Some(Outcome::WentBack { before, after })),
        Err(failure) => Err(failure.afterwards()),
    }
}

/// What runs, and the version that is held besides.
async fn held(client: &mut Client) -> Result<Option<(Running, String)>, Failure> {
    let until = Instant::now() + LOOKING;
    loop {
        let status = client.status().await?.model;
        let running = Running::of(&status);
        if let Some(previous) = &status.ota.previous {
            return Ok(Some((running, shown(&previous.version))));
        }
        // Only firmware that says how its image stands keeps another.
        let may_come = status.ota.image.is_some() && status.device.uptime_s < HAS_LOOKED;
        if !may_come || Instant::now() >= until {
            return Ok(None);
        }
        sleep(PAUSE).await;
    }
}

/// Gives the order; false if there is nothing to go back to after all.
async fn order(
    client: &mut Client,
    before: &Running,
    tell: &mut dyn FnMut(Event),
) -> Result<bool, Failure> {
    let until = Instant::now() + BUSY;
    let mut is_told = false;
    loop {
        let error: Error = match client.roll_back().await? {
            Return::Begun => return Ok(true),
            Return::NothingHeld => return Ok(false),
            Return::NotYet(error) => error,
        };
        if Instant::now() + PAUSE >= until {
            return Err(Failure::new(Reason::Busy, error).running(&before.version));
        }
        if !std::mem::replace(&mut is_told, true) {
            let reason = error.to_string();
            tell(Event::Again { reason });
        }
        sleep(PAUSE).await;
    }
}
